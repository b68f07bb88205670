"""What a proof of a pack comes to: claims, each proved or refuted by an example."""

from __future__ import annotations

from collections.abc import Iterable

from rhrt.engine.facts import Facts
from rhrt.pack.model import Place
from rhrt.values import Value


class Example(Value):
    """A case that breaks a claim, with nothing in it that the break can do without.

    Args:
        facts: Nothing is unknown, but for context that makes no difference.
    """

    facts: Facts
    words: str


class Finding(Value):
    """One claim about every combination of facts.

    Args:
        name: The entry of the pack it is about, or what it says of the whole pack.
        refuted_by: The case that breaks it, in words; "" when the claim is proved.
        place: Where the entry is written, if it is about one.
        example: The same case as facts, where there is one.
    """

    name: str
    claim: str
    refuted_by: str = ""
    place: Place | None = None
    example: Example | None = None

    @property
    def proved(self) -> bool:
        """Whether the claim holds for all combinations."""
        return not self.refuted_by


def all_proved(name: str, claim: str, broken: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is broken, or else the one finding that nothing is."""
    return tuple(broken) or (Finding(name, claim),)


class Part(Value):
    """Findings of one kind under a heading, and what is worth knowing beside them."""

    title: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


class Longest(Value):
    """The longest conversation there can be when these needs are present.

    Args:
        questions: How many questions are asked.
        exact: Whether such a conversation was found; if not, the number is a bound on all.
    """

    needs: tuple[str, ...]
    questions: int
    exact: bool


class DomainLongest(Value):
    """The longest conversations of one domain, with one of its needs and with two."""

    domain: str
    one: Longest
    two: Longest | None


class ProofReport(Value):
    """Everything proved of a pack.

    Args:
        effort: How much work it was, counted by the solver: the same at every run.
    """

    pack: str
    version: str
    digest: str
    parts: tuple[Part, ...]
    conversations: tuple[DomainLongest, ...]
    effort: int

    @property
    def refuted(self) -> tuple[Finding, ...]:
        """The claims that do not hold."""
        return tuple(f for part in self.parts for f in part.findings if not f.proved)
