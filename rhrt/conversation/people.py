"""Who each word speaks of: who does it, and to whom.

"Dad hit him", "he was hit by dad" and "he hit dad" share their words and not their meaning. A few
habits of English tell them apart: who stands before a verb and who after it, "by", "was ... -en",
and pronouns, which can mean the child or whoever was spoken of last.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rhrt.conversation.language import (
    ADULT,
    ANYONE,
    CARERS,
    CHILD,
    PARENT,
    PEER,
    STAFF,
    UNSAID,
    english,
)
from rhrt.conversation.numbers import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhrt.conversation.words import Word

_SUBJECT_PRONOUNS = {"he": "m", "she": "f", "they": ""}
_OTHER_PRONOUNS = {
    "him": "m",
    "his": "m",
    "her": "f",
    "hers": "f",
    "them": "",
    "their": "",
    "theirs": "",
}
_SPEAKER = frozenset({"i", "me", "myself"})
_POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "your"})
_REFLEXIVES = frozenset({"himself", "herself", "themselves", "themself", "themselfs"})
_GROWN_UP = 18

_NEAR = 4
"""How many words after a verb the person it is done to may stand."""

_FAR = 14
"""How many words before a word its subject may stand."""


def mark_people(words: Sequence[Word]) -> None:
    """Fill in who each person word is, and agent and patient of the other words."""
    _identify(words)
    for place, word in enumerate(words):
        if word.who and word.kind != "content":
            continue
        if word.kind in {"content", "light"}:
            _give_roles(words, place)


def _identify(words: Sequence[Word]) -> None:
    """Resolve nouns, then pronouns: the child, or the last person spoken of who fits."""
    people, names = english().people, english().names
    last = _parents_by_their_children(words)
    child_speaks = _child_speaks(words)
    spoken_of = set[str]()  # genders of those spoken of so far
    for place, word in enumerate(words):
        person = people.get(word.text)
        if person is not None:
            _name(words, place, CHILD if child_speaks and word.text in _SPEAKER else person.who)
            if person.who != STAFF and word.text not in english().kinds["several"]:
                spoken_of.update(person.gender or "mf")
            if person.who & ~(CHILD | STAFF):
                last[person.gender] = last[""] = person.who
        elif word.text in {"old", "yo"} and _is_childs_age(words, place):
            _name(words, place, CHILD)
            spoken_of.update("mf")
        elif word.text in names:
            _name(words, place, ANYONE)
            last = dict.fromkeys(last, ANYONE)
        elif word.text in _SUBJECT_PRONOUNS:
            gender = _SUBJECT_PRONOUNS[word.text]
            word.who = CHILD | last[gender] | (0 if gender in spoken_of or not gender else UNSAID)
            if not gender and not last[gender]:
                word.who |= CARERS  # "they" of whom nothing was said may be the grown-ups
            word.agent_form = True
            word.kind = "stop"
        elif word.text in _OTHER_PRONOUNS and not _is_modifier(words, place):
            gender = _OTHER_PRONOUNS[word.text]
            word.who = CHILD | last[gender] | (0 if gender in spoken_of or not gender else UNSAID)


def _child_speaks(words: Sequence[Word]) -> bool:
    """Whether "I" may be the child: "my stepdad ..." is what a child says."""
    people = english().people
    return any(
        word.text == "my" and following.text in people and people[following.text].who == PARENT
        for word, following in pairwise(words)
    )


def _is_childs_age(words: Sequence[Word], place: int) -> bool:
    """Whether this ends "14 year old" or "3yo", said of somebody with no other noun."""
    at = place - 2 if words[place].text == "old" else place - 1
    number = number_of(words[at].text) if at >= 0 else None
    if number is None or number >= _GROWN_UP:
        return False
    following = words[place + 1].text if place + 1 < len(words) else ""
    return following not in english().people


def _parents_by_their_children(words: Sequence[Word]) -> dict[str, int]:
    """Return who "she" may be besides the child: a parent, where the text says "her kids"."""
    last = {"m": 0, "f": 0, "": 0}
    for word, following in pairwise(words):
        gender = _OTHER_PRONOUNS.get(word.text)
        person = english().people.get(following.text)
        if gender is not None and person is not None and person.who == CHILD:
            last[gender] = PARENT
    return last


def _name(words: Sequence[Word], place: int, who: int) -> None:
    word = words[place]
    word.kind = "person"
    if _is_modifier(words, place):
        return
    word.who = who
    if who == ADULT and place and words[place - 1].apostrophe and words[place - 1].kind == "person":
        # "mum's boyfriend" is an adult of the home; "her boyfriend" may be the child's own
        word.who, word.family = PARENT, "stepdad"
    if place and words[place - 1].apostrophe and words[place - 1].text in english().people:
        owner = english().people[words[place - 1].text].who
        word.who = PEER if owner == PEER else word.who  # "his friend's brother"
    word.agent_form = not _is_about(words, place) and not _is_object(words, place)
    if who == CHILD and not word.agent_form and place and words[place - 1].text in {"a", "an"}:
        word.who = PEER  # "hit a boy": some child, not the one spoken of


def _is_modifier(words: Sequence[Word], place: int) -> bool:
    """Whether a person word only says whose: "his mum", "mum's boyfriend"."""
    word = words[place]
    if place + 1 >= len(words) or words[place + 1].pause:
        return False
    following = words[place + 1].text in english().people
    if word.text in _POSSESSIVES:
        return following
    return following and word.apostrophe


def _is_about(words: Sequence[Word], place: int) -> bool:
    """Whether the person is spoken of in passing: "lives with mum", "scared of his dad"."""
    before = place - 1
    if place + 1 < len(words) and words[place + 1].text in {"who", "that"}:
        return False
    while before >= 0 and not words[before + 1].pause:
        text = words[before].text
        if text in english().kinds["about"]:
            return True
        if text not in _POSSESSIVES and text not in {"the", "a", "an", "old", "new", "other"}:
            return False
        before -= 1
    return False


def _is_object(words: Sequence[Word], place: int) -> bool:
    """Whether something is done to the person: "hits mum every day", not "worried mum is ill"."""
    before = place - 1
    while before >= 0 and words[before].text in _POSSESSIVES | {"the", "a", "an"}:
        before -= 1
    if before < 0 or words[before + 1].pause or words[place].pause:
        return False
    if words[before].kind not in {"content", "light"} or words[before].text in english().people:
        return False
    if words[place].apostrophe:
        return True  # "took her nan's tablets": nan only owns them
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or following.pause or following.sentence != words[place].sentence:
        return True
    return following.kind == "stop" and following.text not in english().kinds["auxiliary"]


def _give_roles(words: Sequence[Word], place: int) -> None:
    word = words[place]
    subject = _subject_before(words, place)
    done_by = _done_by(words, place)
    if done_by or _is_passive(words, place):
        word.passive = True
        word.agent, word.patient = done_by, subject
        return
    patient = _object_after(words, place)
    if not subject and word.pause and _is_participle(word) and (patient or _done_at(words, place)):
        # Notes leave the child out: "beaten with a stick", "kicked his mum".
        word.passive = not patient
        subject, patient = (CHILD | UNSAID, patient) if patient else (0, CHILD | UNSAID)
    word.agent = subject
    # "He hit him": whoever does it is not the one it is done to.
    word.patient = patient & ~subject or patient


def _subject_before(words: Sequence[Word], place: int) -> int:
    for at in range(place - 1, max(-1, place - _FAR), -1):
        word = words[at]
        if word.sentence != words[place].sentence or _turns(words, at):
            return 0
        if word.agent_form and word.who:
            # "I am worried he ..." and "we saw": those who tell are not those it is about.
            if word.who == STAFF:
                return 0
            return word.who | _joined(words, at)
    return 0


def _turns(words: Sequence[Word], at: int) -> bool:
    """Whether this is a "but" with a thought of its own; not that of "mum denies it but has"."""
    if words[at].text != "but":
        return False
    return at + 1 >= len(words) or words[at + 1].text not in english().kinds["auxiliary"]


def _joined(words: Sequence[Word], at: int) -> int:
    """Return whoever shares the subject: "mum and dad"."""
    if at >= 2 and words[at - 1].text in {"and", "or"}:  # noqa: PLR2004 - a person and an "and"
        return words[at - 2].who
    return 0


def _done_by(words: Sequence[Word], place: int) -> int:
    for at in range(place + 1, min(len(words), place + _NEAR)):
        if words[at].pause or words[at].sentence != words[place].sentence:
            return 0
        if words[at].text == "by":
            return _person_after(words, at)
    return 0


def _person_after(words: Sequence[Word], place: int) -> int:
    for at in range(place + 1, min(len(words), place + _NEAR)):
        if words[at].pause or words[at].text == "and":
            return 0
        if words[at].who:
            return words[at].who
    return 0


def _done_at(words: Sequence[Word], place: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and following.text in {"at", "with", "on", "in"}


def _is_participle(word: Word) -> bool:
    return word.text.endswith("ed") or word.text in english().kinds["irregular_participle"]


def _is_passive(words: Sequence[Word], place: int) -> bool:
    if not _is_participle(words[place]):
        return False
    for at in range(place - 1, max(-1, place - _NEAR), -1):
        if words[at].text in english().kinds["being"]:
            return True
        if words[at].who or words[at].pause:
            return False
    return False


def _object_after(words: Sequence[Word], place: int) -> int:
    for at in range(place + 1, min(len(words), place + _NEAR)):
        word = words[at]
        if (
            word.pause
            or word.sentence != words[place].sentence
            or word.text in english().kinds["no_object"]
        ):
            return 0
        if word.text in _REFLEXIVES:
            return words[place].agent
        if word.who:
            return 0 if word.text in _SUBJECT_PRONOUNS else word.who
        if word.kind != "stop" and word.text not in english().kinds["adjectives"]:
            return 0
    return 0
