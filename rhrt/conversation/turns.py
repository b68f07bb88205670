"""A conversation: the list of what was asked and answered, and nothing else.

Turns are only ever added. What the person thinks now about a question is its latest turn; what
they said before stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from rhrt.errors import RHRTError

WORRY = "worry"
NEEDS = "needs"
PICKED = "picked"
ANYTHING_ELSE = "anything_else"
OWN_LEVEL = "own_level"
JUDGEMENT = "judgement"
NOT_SURE = "not_sure"

ABOUT_NEEDS = frozenset({NEEDS, PICKED, ANYTHING_ELSE})


class UnreadableTurnError(RHRTError):
    """A stored turn is not one that this version can read."""


@dataclass(frozen=True, slots=True)
class NeedsSaid:
    """What one turn says about needs; needs it does not name keep what was said before."""

    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The level the practitioner would choose after reading the suggestion, and why.

    Args:
        reason: The code of a reason from the pack, or "" when they agree.
    """

    level: int
    reason: str = ""
    words: str = ""


Answer: TypeAlias = str | NeedsSaid | Judgement | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, the answer given, by whom and when.

    Args:
        answer: Words; an answer id, or None for "I do not know"; needs; or a judgement.
    """

    question: str
    answer: Answer
    by: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return the turn as plain JSON values."""
        return {
            "question": self.question,
            "answer": answer_json(self.answer),
            "by": self.by,
            "at": self.at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Turn:
        """Return the turn that ``to_json`` wrote.

        Raises:
            UnreadableTurnError: it is not such a turn.
        """
        try:
            question = str(data["question"])
            answer = _typed(question, data["answer"])
            return cls(question, answer, str(data["by"]), datetime.fromisoformat(data["at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableTurnError(f"A stored turn cannot be read: {error}.") from error


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, in the order in which they were taken."""

    turns: tuple[Turn, ...] = ()

    def __len__(self) -> int:
        return len(self.turns)

    def __iter__(self) -> Iterator[Turn]:
        return iter(self.turns)

    def then(self, turns: Iterable[Turn]) -> Conversation:
        """Return the conversation with these turns added."""
        return replace(self, turns=(*self.turns, *turns))

    def latest(self, question: str) -> Turn | None:
        """Return what was last answered to a question, or None when it has not been."""
        return next((turn for turn in reversed(self.turns) if turn.question == question), None)

    def has(self, question: str) -> bool:
        """Say whether a question was ever answered ("I do not know" is an answer)."""
        return self.latest(question) is not None

    @property
    def words(self) -> dict[str, str]:
        """What was said in the person's own words, by question, in the order first said.

        Words taken back (answered anew with nothing) are left out.
        """
        said = {t.question: t.answer for t in self.turns if is_words(t.question)}
        return {q: words for q, words in said.items() if isinstance(words, str) and words}


def is_words(question: str) -> bool:
    """Say whether a question is answered in the person's own words (``worry``, ``worry-2``...)."""
    return question == WORRY or question.startswith(f"{WORRY}-")


def next_words(conversation: Conversation) -> str:
    """Return the question under which further words are kept."""
    said = len({turn.question for turn in conversation if is_words(turn.question)})
    return f"{WORRY}-{said + 1}" if said else WORRY


def answer_json(answer: Answer) -> Any:
    """Return an answer as plain JSON values."""
    match answer:
        case NeedsSaid():
            return {
                "present": list(answer.present),
                "absent": list(answer.absent),
                "unsure": list(answer.unsure),
            }
        case Judgement():
            return {"level": answer.level, "reason": answer.reason, "words": answer.words}
        case _:
            return answer


def _typed(question: str, value: Any) -> Answer:
    if question in ABOUT_NEEDS:
        return NeedsSaid(tuple(value["present"]), tuple(value["absent"]), tuple(value["unsure"]))
    if question == JUDGEMENT:
        return Judgement(int(value["level"]), str(value["reason"]), str(value["words"]))
    if value is not None and not isinstance(value, str):
        raise TypeError(f"the answer to {question!r} is neither words nor a code")
    return value
