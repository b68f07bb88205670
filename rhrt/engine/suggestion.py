"""What the engine says: a level with its bounds, its reasons, and what would change it."""

from __future__ import annotations

from rhrt.engine.facts import Fact
from rhrt.pack.model import Rule, Source, Sub
from rhrt.values import Value


class Reason(Value):
    """A rule that holds at the suggested level.

    Args:
        facts: A smallest set of facts that makes the rule hold whatever else is true: leave out
            any one of them and it no longer does.
    """

    rule: Rule
    facts: tuple[Fact, ...]

    @property
    def level(self) -> int:
        """The level the rule gives."""
        return self.rule.level

    @property
    def sub(self) -> Sub | None:
        """The rule's sub-result at Level 4."""
        return self.rule.sub

    @property
    def because(self) -> str:
        """Why, in the pack's words."""
        return self.rule.because

    @property
    def source(self) -> Source:
        """Where the rule comes from."""
        return self.rule.source


class NearMiss(Value):
    """What would change the suggestion: with exactly these facts more, the rule would hold.

    Args:
        missing: Needs that would have to be present, scale answers at least this concerning,
            context that would have to be one of these. Leave out any one and the level of the
            rule is not reached.
        related: Whether the rule speaks of something this case already has, or only of questions.
    """

    rule: Rule
    missing: tuple[Fact, ...]
    related: bool

    @property
    def level(self) -> int:
        """The level that would be reached."""
        return self.rule.level

    @property
    def sub(self) -> Sub | None:
        """The sub-result that would be reached."""
        return self.rule.sub

    @property
    def because(self) -> str:
        """Why that level, in the pack's words."""
        return self.rule.because

    @property
    def source(self) -> Source:
        """Where the rule comes from."""
        return self.rule.source


class Fault(Value):
    """A rule that could not be evaluated, and so was counted as holding."""

    rule: str
    message: str


class Suggestion(Value):
    """The whole answer for one set of facts. Always ``low <= level <= high``.

    Args:
        level: The suggested level, each unknown question taken at its declared ``assume``.
        low: The level with every unknown at its least concerning, over every unknown context.
        high: The level with every unknown at its most concerning.
        sub: At Level 4, child in need or child protection; ``sub_low`` and ``sub_high`` likewise
            (None where that bound is below Level 4).
        assumed: Question and answer of each assumption that matters to the level, the sub-result
            or a reason.
        needs: The needs present, in the pack's order.
        reasons: The rules that hold at the suggested level, strongest first.
        fired: Ids of all rules that hold, lower levels included, strongest first.
        near: What would raise the level or the sub-result, related things first.
        open: Exactly the unanswered questions that can still change the level, in the order to ask.
        open_sub: Those that cannot change the level but can still turn child in need into child
            protection or back.
        next: The question to ask now, None when none can change the level.
        unknown: Open questions that were asked and nobody could answer.
        faults: Rules that could not be evaluated; each was counted as holding.
    """

    level: int
    low: int
    high: int
    sub: Sub | None
    sub_low: Sub | None
    sub_high: Sub | None
    assumed: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    reasons: tuple[Reason, ...]
    fired: tuple[str, ...]
    near: tuple[NearMiss, ...]
    open: tuple[str, ...]
    open_sub: tuple[str, ...]
    next: str | None
    unknown: tuple[str, ...]
    faults: tuple[Fault, ...]
