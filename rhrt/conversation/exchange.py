"""The conversation so far in words: who asked what, what was answered, and what to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.state import MOST_SERIOUS, is_answer, needs_said
from rhrt.conversation.turns import (
    ABOUT_NEEDS,
    JUDGEMENT,
    NEEDS,
    NOT_SURE,
    OWN_LEVEL,
    Conversation,
    Turn,
    is_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rhrt.pack.model import Pack, Question

DO_NOT_KNOW = "I do not know"
I_AM_NOT_SURE = "I am not sure"
NEEDS_ASKED = "What is the worry about?"
OWN_LEVEL_ASKED = "Which level would you choose?"
WORRY_ASKED = "What is worrying you?"
MORE_ASKED = "What else did you say?"
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and its present answer.

    Args:
        question: The question's name, for the link that changes the answer.
        said: The answer in words, one line for each part.
        topic: Questions of one topic are shown together.
    """

    question: str
    asked: str
    said: tuple[str, ...]
    topic: str = ""


def exchange(conversation: Conversation, pack: Pack) -> tuple[Pair, ...]:
    """Return the questions and answers so far, each where it first came up.

    Nothing moves when an answer changes: a person finds it where they left it.
    """
    pairs = []
    for question in _first_seen(conversation):
        pair = _pair(question, conversation, pack)
        if pair and pair.said:
            pairs.append(pair)
    return tuple(pairs)


def _first_seen(conversation: Conversation) -> Iterable[str]:
    names = (NEEDS if t.question in ABOUT_NEEDS else t.question for t in conversation)
    return dict.fromkeys(name for name in names if name != JUDGEMENT)


def _pair(name: str, conversation: Conversation, pack: Pack) -> Pair | None:
    if is_words(name):
        words = conversation.words.get(name)
        asked = WORRY_ASKED if name == next(iter(conversation.words), name) else MORE_ASKED
        return Pair(name, asked, (words,)) if words else None
    if name == NEEDS:
        return Pair(NEEDS, NEEDS_ASKED, _needs_in_words(conversation, pack))
    turn = conversation.latest(name)
    question = pack.question_by_id.get(name)
    if turn and question:
        return Pair(name, question.ask, _answer_in_words(turn, question), question.topic)
    return Pair(OWN_LEVEL, OWN_LEVEL_ASKED, _own_in_words(turn, pack)) if turn else None


def _needs_in_words(conversation: Conversation, pack: Pack) -> tuple[str, ...]:
    said = needs_said(conversation)
    known = pack.need_by_id
    return (
        *(known[need].label for need in said.present if need in known),
        *(f"Not sure: {known[need].label}" for need in said.unsure if need in known),
        *(f"You said no: {known[need].label}" for need in said.absent if _is_danger(need, pack)),
    )


def _is_danger(need: str, pack: Pack) -> bool:
    """Say whether a need is so serious that what was said of it stays in view, even when no."""
    known = pack.need_by_id.get(need)
    return known is not None and known.level == MOST_SERIOUS


def _answer_in_words(turn: Turn, question: Question) -> tuple[str, ...]:
    if turn.answer is None:
        return (DO_NOT_KNOW,)
    if isinstance(turn.answer, str) and is_answer(question, turn.answer):
        return (question.answer(turn.answer).label,)
    return ()


def _own_in_words(turn: Turn, pack: Pack) -> tuple[str, ...]:
    if turn.question != OWN_LEVEL or not isinstance(turn.answer, str):
        return ()
    if turn.answer == NOT_SURE:
        return (I_AM_NOT_SURE,)
    return (level_in_words(int(turn.answer), pack),)


def still_open(count: int) -> str:
    """Return how many answers could still matter, in words, and nothing of what they would lead to.

    The person's own view comes before ours: docs/decisions/0004-own-view-first.md.

    >>> still_open(2)
    'Two more answers could change the answer.'
    """
    if count == 0:
        return "Nothing more that we ask could change the answer."
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} more answer{'s' if count > 1 else ''} could change the answer."


def level_in_words(number: int, pack: Pack) -> str:
    """Return a level as it is always named: its number and its name.

    The partnership's name for a level begins with a capital; inside a sentence it does not.
    """
    name = pack.level(number).name
    return f"Level {number}, {name[:1].lower()}{name[1:]}"
