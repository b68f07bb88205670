"""What is known of one child's situation, and the error for words the pack does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from rhrt.errors import RHRTError
from rhrt.values import Value

FactKind: TypeAlias = Literal["need", "scale", "context"]

NOTHING: Mapping[str, str] = {}  # nobody can add to it: it is only ever seen as a Mapping


class Facts(Value):
    """The needs present and the answers given. What is left out is absent (needs) or unknown.

    Args:
        needs: Ids of the needs that are present.
        answers: Scale question and answer. A question left out is unknown, never "no".
        context: Context question and answer, likewise.
    """

    needs: frozenset[str] = frozenset()
    answers: Mapping[str, str] = NOTHING
    context: Mapping[str, str] = NOTHING


class Fact(Value):
    """One fact as an explanation names it.

    Args:
        id: The need or the question.
        answers: Empty for a need; the one answer of a scale (missing facts: that answer or a more
            concerning one); for context, each answer that would do.
        assumed: Whether nobody said so and the pack's ``assume`` stands in.
    """

    kind: FactKind
    id: str
    answers: tuple[str, ...] = ()
    assumed: bool = False


class UnknownFactError(RHRTError, ValueError):
    """A need, question or answer that the pack does not have.

    Args:
        what: What was looked for: ``need``, ``scale``, ``context question``, ``answer of 'age'``.
        name: The word that was given.
        known: The words the pack has.
        really: What it is instead, where the pack knows the word as something else.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], really: str = "") -> None:
        self.what = what
        self.name = name
        self.nearest = None if really else _nearest(name, known)
        hint = f" It is a {really}." if really else ""
        hint = f" Did you mean {self.nearest!r}?" if self.nearest else hint
        super().__init__(f"This pack has no {what} {name!r}.{hint}")


def _nearest(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    return next(iter(get_close_matches(str(name), list(known), n=1)), None)
