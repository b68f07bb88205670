"""How far each "no" reaches: which words are said not to be so.

A word carries the number of "no"s that reach it, not a yes or no, because a worry can itself be a
"not": "not eating" is heard in "isn't eating" (one and one), while "denies not eating" (two and
one) is a denial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.language import english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhrt.conversation.words import Word

_REACH = 7
"""How many words of meaning a "no" reaches at most."""

_LIST_REACH = 6
"""How far ahead an "or" may stand for a comma to be that of a list: "no bruises, marks or cuts"."""

_BEFORE = 4
"""How many words of meaning a "no" said afterwards reaches back: "bruising not seen"."""

_OVER = frozenset({"stopped", "ceased", "ended"})
"""Said of what came before: "he got into fights but that has stopped"."""

_ANSWER_NO = frozenset({"none", "nil", "denied", "unfounded", "unsubstantiated"})
_ASKED = frozenset({"asked", "ask", "checked"})
_OWN_REACH = frozenset({"no", "without", "nor", "neither"})
"""Each begins a reach of its own: "neither dirty nor hungry" is no double no."""

_BOTH_WAYS = frozenset({"or", "nor", "and"})


def mark_negation(words: Sequence[Word]) -> None:
    """Count on each word the "no"s that reach it."""
    negators = english().kinds["negator"]
    for place, word in enumerate(words):
        if word.text in _ANSWER_NO and _ends_a_thought(words, place):
            word.kind = "negator"
            _reach_back(words, place)
        elif word.text in _OVER and _ends_a_thought(words, place) and _speaks_of_it(words, place):
            word.kind = "negator"
            _reach_back(words, place, across=True)
        elif word.text in negators and _is_cue(words, place):
            word.kind = "negator"
            _reach_forward(words, place)
            if _said_afterwards(words, place):
                _reach_back(words, place)


def _speaks_of_it(words: Sequence[Word], place: int) -> bool:
    """Whether this is the "stopped" of "that has all stopped"."""
    return bool(
        {"that", "this", "it", "which"} & {word.text for word in words[max(0, place - 4) : place]}
    )


def _is_cue(words: Sequence[Word], place: int) -> bool:
    """Whether a negator says no to what follows: not the "No," of an answer."""
    word = words[place]
    if place + 1 >= len(words) or words[place + 1].sentence != word.sentence:
        return False
    return not (word.text in {"no", "never"} and words[place + 1].pause)


def _reach_forward(words: Sequence[Word], place: int) -> None:
    kinds, cue = english().kinds, words[place].text
    wide, ceased = cue in kinds["wide"], cue in kinds["ceased"]
    left = _REACH
    for at in range(place + 1, len(words)):
        word = words[at]
        if (
            word.sentence != words[place].sentence
            or not left
            or _stops(words, place, at, wide=wide)
        ):
            return
        word.negated += 1
        word.denied += wide
        word.ceased = word.ceased or ceased
        left -= word.kind == "content"


def _stops(words: Sequence[Word], cue: int, at: int, *, wide: bool) -> bool:
    """Whether the reach of the "no" at ``cue`` ends before the word at ``at``."""
    word, kinds = words[at], english().kinds
    if word.text in kinds["break"]:
        return True
    if word.pause and at > cue + 1 and not _goes_on_as_list(words, at):
        return True
    if word.text == "and":
        return not wide or _new_thought(words, at + 1)
    if word.text == "that":
        return not wide and words[at - 1].text not in kinds["transparent"]
    if word.text in _OWN_REACH:
        return True
    return _is_new_subject(words, cue, at, wide=wide)


def _is_new_subject(words: Sequence[Word], cue: int, at: int, *, wide: bool) -> bool:
    """Whether a person begins a new clause: "never eats, mum says"; not "don't think he eats"."""
    if wide or not words[at].agent_form or at == cue + 1:
        return False
    between = [word for word in words[cue + 1 : at] if word.kind != "stop"]
    if not between or between[-1].text in english().kinds["transparent"]:
        return False
    return words[at].text in {"he", "she", "they", "i", "we"}


def _goes_on_as_list(words: Sequence[Word], at: int) -> bool:
    """Whether a comma at this word is one of a list that ends in "or"."""
    for word in words[at : at + _LIST_REACH]:
        if word.sentence != words[at].sentence or word.agent_form or word.kind == "negator":
            return False
        if word.text in {"or", "nor"}:
            return True
    return words[at].text in {"or", "nor"}


def _new_thought(words: Sequence[Word], at: int) -> bool:
    """Whether what follows "and" speaks for itself: a person, a verb of being, another "no"."""
    following = words[at : at + 2]
    degree = english().kinds["degree"]
    return any(
        word.agent_form or word.text in degree or word.kind == "negator" for word in following
    )


def _said_afterwards(words: Sequence[Word], place: int) -> bool:
    """Whether this is the "not" of "bruising was not seen"."""
    following = [word for word in words[place + 1 : place + 4] if word.kind != "stop"]
    if not following or following[0].text not in english().kinds["said_after"]:
        return False
    before = words[max(0, place - 2) : place]
    return bool(before) and not any(word.agent_form for word in before) and not words[place].pause


def _ends_a_thought(words: Sequence[Word], place: int) -> bool:
    if place == 0 or words[place - 1].sentence != words[place].sentence:
        return False
    following = words[place + 1] if place + 1 < len(words) else None
    return (
        following is None
        or following.pause
        or following.sentence != words[place].sentence
        or following.text in _BOTH_WAYS
    )


def _reach_back(words: Sequence[Word], place: int, *, across: bool = False) -> None:
    left = _BEFORE
    across = across or any(word.text in _ASKED for word in words[:place])
    for at in range(place - 1, -1, -1):
        word = words[at]
        if word.sentence != words[place].sentence or not left:
            return
        if not across and (word.agent_form or word.text in english().kinds["break"]):
            return
        word.negated += 1
        word.denied += 1
        left -= word.kind == "content"
        if word.pause and not words[place].pause:
            return
