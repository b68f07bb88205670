"""In which order to ask. Relevance decides whether a question is asked; this decides when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

from rhrt.engine.codebook import Codebook
from rhrt.engine.live import Remainder, essential, level_bounds, outlook
from rhrt.pack.model import Pack, Question
from rhrt.values import Value


class Turn(IntEnum):
    """When a question has its turn."""

    ALWAYS = 0
    CONTEXT = 1
    DANGER = 2
    ON_TOPIC = 3
    REST = 4


class Talk(Value):
    """Where a conversation stands.

    Args:
        needs: The needs present, in the pack's order.
        recent: The questions answered so far, the latest last.
        found: What is left of the rules.
    """

    needs: tuple[str, ...]
    recent: tuple[str, ...]
    found: list[Remainder]


def in_asking_order(
    questions: Collection[str], talk: Talk, pack: Pack, book: Codebook
) -> tuple[str, ...]:
    """Return questions that matter in the order to ask them.

    Immediate danger comes first, then what is not known of the child, then other dangers; then
    what belongs to the needs present and the topic of the last answers, so that one worry is
    talked through before the next; then what settles most.
    """
    topical = _on_topic(pack, talk.needs, talk.recent)
    turns: dict[Turn, list[Question]] = {turn: [] for turn in Turn}
    for question in pack.questions:
        if question.id in questions:
            turns[_turn(question, topical)].append(question)
    turns[Turn.ON_TOPIC].sort(key=lambda question: topical.index(question.id))
    if len(turns[Turn.REST]) > 1:
        turns[Turn.REST] = _most_settling_first(turns[Turn.REST], talk.found, book)
    return tuple(question.id for turn in Turn for question in turns[turn])


def _turn(question: Question, topical: list[str]) -> Turn:
    if question.always:
        return Turn.ALWAYS
    if question.kind == "context":
        return Turn.CONTEXT
    if question.danger:
        return Turn.DANGER
    return Turn.ON_TOPIC if question.id in topical else Turn.REST


def _on_topic(pack: Pack, needs: Iterable[str], recent: Sequence[str]) -> list[str]:
    """Return the questions that the needs open on the topics last talked about, latest first."""
    by_id = pack.question_by_id
    answered = (by_id[question] for question in reversed(recent) if question in by_id)
    topics = dict.fromkeys(question.topic for question in answered)
    opened = dict.fromkeys(q for need in needs for q in pack.need_by_id[need].opens)
    return [q for topic in topics for q in opened if q in by_id and by_id[q].topic == topic]


def _most_settling_first(
    questions: list[Question], found: list[Remainder], book: Codebook
) -> list[Question]:
    """Sort by how far apart the bounds stay on average, then by how many questions remain."""
    found = essential(found)
    after = {question.id: _after_each_answer(question, found, book) for question in questions}
    spread = {
        question: _mean(_spread(left, book) for left in after[question]) for question in after
    }
    ties = {q for q in spread if list(spread.values()).count(spread[q]) > 1}
    remaining = {q: _mean(len(outlook(left, book).open) for left in after[q]) for q in ties}
    return sorted(questions, key=lambda q: (spread[q.id], remaining.get(q.id, 0)))


def _mean(numbers: Iterable[int]) -> float:
    known = list(numbers)
    return sum(known) / len(known)


def _after_each_answer(
    question: Question, found: list[Remainder], book: Codebook
) -> list[list[Remainder]]:
    """Return what is left of the rules after each answer to a question."""
    whole = book.question_bits[question.id]
    return [
        [
            Remainder(r.rank, r.missing & ~whole, r.rule)
            for r in found
            if not r.missing & whole & ~bits
        ]
        for bits in book.answer_bits[question.id].values()
    ]


def _spread(found: list[Remainder], book: Codebook) -> int:
    low, high = level_bounds(found, book)
    return high - low
