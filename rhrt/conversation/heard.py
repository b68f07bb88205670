"""What was understood of a message, always with the very words it was understood from."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

PersonalKind: TypeAlias = Literal[
    "name", "nhs_number", "phone", "postcode", "email", "date_of_birth", "address"
]


@dataclass(frozen=True, slots=True)
class HeardNeed:
    """A need the message speaks of.

    Args:
        score: How sure, 0 to 100.
        heard: The user's own words, ``text[start:end]``.
        negated: The message says that it is not so ("no bruises", "denies").
        subject: Whom it is said of: ``child``, ``sibling``, ``parent``, ``household``, ``other``.
        past: It is told as history.
        ask: Worth showing, but only the reader can say whether it is meant: not to be ticked
            beforehand.
        note: Why it is not simply taken as said, in plain words, or "".
        feared: A Level 4 need, likely meant though not surely enough to be ticked.
    """

    id: str
    label: str
    score: float
    heard: str
    start: int
    end: int
    negated: bool
    subject: str
    past: bool
    ask: bool
    note: str
    feared: bool = False

    @property
    def present(self) -> bool:
        """Whether it can be ticked beforehand, for the reader to confirm."""
        return not (self.negated or self.ask)


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """An answer the message gives to a question, in the user's own words."""

    answer: str
    heard: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """Something in the text that could say who a child is."""

    kind: PersonalKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was understood of one message.

    Args:
        needs: The surest first.
        truncated: The message was so long that only its beginning was read.
    """

    needs: tuple[HeardNeed, ...] = ()
    answers: Mapping[str, HeardAnswer] = field(default_factory=lambda: MappingProxyType({}))
    context: Mapping[str, HeardAnswer] = field(default_factory=lambda: MappingProxyType({}))
    personal: tuple[Personal, ...] = ()
    truncated: bool = False

    @property
    def present(self) -> tuple[HeardNeed, ...]:
        """The needs that can be ticked beforehand: said plainly, and of the right person."""
        return tuple(need for need in self.needs if need.present)

    @property
    def counted(self) -> tuple[HeardNeed, ...]:
        """The needs that count where nobody can be asked: likely dangers as well."""
        return tuple(need for need in self.needs if need.present or need.feared)

    def to_json(self) -> dict[str, object]:
        """Return the stable form that the command line and the HTTP interface promise."""
        return {
            "needs": [
                {
                    "id": need.id,
                    "label": need.label,
                    "score": round(need.score),
                    "heard": need.heard,
                    "negated": need.negated,
                    "subject": need.subject,
                    "past": need.past,
                    "ask": need.ask,
                }
                for need in self.needs
            ],
            "answers": {question: heard.answer for question, heard in self.answers.items()},
            "context": {question: heard.answer for question, heard in self.context.items()},
        }
