"""How a thing is told: as history, or as a question or supposition, rather than as being so now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.language import english
from rhrt.conversation.numbers import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.words import Word

_AHEAD_ONLY = frozenset(
    {"usedto", "previous", "previously", "historyof", "historic", "historical", "former"}
)


def mark_telling(words: Sequence[Word]) -> None:
    """Mark what is told as history, and what is only asked or supposed."""
    kinds = english().kinds
    said = {word.text for word in words}
    marks = ("past", "supposing", "ex", "in_general")
    if not said & {"when"}.union(*(kinds[mark] for mark in marks)):
        return
    for first, last in _clauses(words):
        clause = words[first:last]
        _mark_past(clause)
        _mark_supposed(words, first, last)


def _clauses(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Split where a sentence ends or a "but" turns it."""
    first = 0
    for place, word in enumerate(words):
        turned = word.text in {"but", "however", "although", "though", "now", "whereas"}
        if place and (word.sentence != words[place - 1].sentence or turned):
            yield first, place
            first = place
    if words:
        yield first, len(words)


def _mark_past(clause: Sequence[Word]) -> None:
    kinds = english().kinds
    if any(word.text in kinds["present"] for word in clause):
        return
    for place, word in enumerate(clause):
        if word.text == "previously" and place == len(clause) - 1:
            _set_past(clause)
        elif word.text in _AHEAD_ONLY and not _counted(clause, place):
            _set_past(clause[place:])
        elif (
            word.text in kinds["past"] - _AHEAD_ONLY
            or _when_young(clause, place)
            or _ex_was(clause, place)
        ):
            _set_past(clause)


def _counted(clause: Sequence[Word], place: int) -> bool:
    """Whether things are only counted up: "not brought to the previous 4 appointments"."""
    return place + 1 < len(clause) and number_of(clause[place + 1].text) is not None


def _set_past(words: Sequence[Word]) -> None:
    for word in words:
        word.past = True


def _when_young(clause: Sequence[Word], place: int) -> bool:
    """Whether this is the "when" of "when she was little", "when he was 6"."""
    if clause[place].text != "when":
        return False
    following = [word.text for word in clause[place + 1 : place + 7]]
    if not english().kinds["was"] & set(following):
        return False
    return bool(english().kinds["young"] & set(following)) or any(
        text.isdigit() for text in following
    )


def _ex_was(clause: Sequence[Word], place: int) -> bool:
    """Whether an ex is spoken of as someone who was: "her ex was violent"."""
    following = {word.text for word in clause[place + 1 : place + 3]}
    return clause[place].text in english().kinds["ex"] and bool(english().kinds["was"] & following)


def _mark_supposed(words: Sequence[Word], first: int, last: int) -> None:
    kinds = english().kinds
    for place in range(first, last):
        general = words[place].text in kinds["in_general"]
        supposing = words[place].text in kinds["supposing"] and not _hedged(words, place)
        if general or supposing:
            for word in words[place + 1 : last]:
                if word.pause:
                    break
                word.supposed = True


def _hedged(words: Sequence[Word], place: int) -> bool:
    """Whether a worry comes just before the "if": "worried if he is fed" is a report."""
    return any(word.text in english().kinds["hedging"] for word in words[max(0, place - 2) : place])
