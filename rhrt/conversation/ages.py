"""How old somebody is, and who: "yr 4 lad", "her 8 month old", "mum is 19"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.language import CHILD
from rhrt.conversation.numbers import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rhrt.conversation.words import Word

UNBORN = -1.0
"""The age, in months, of a baby who is not born yet."""

_OLDEST = 25 * 12
_UNITS = {"day": 1 / 30.5, "week": 7 / 30.5, "wk": 7 / 30.5, "month": 1.0, "year": 12.0, "yr": 12.0}
_UNIT_WORDS = {
    form: months for unit, months in _UNITS.items() for form in (unit, f"{unit}s")
} | {"yo": 12.0, "y": 12.0, "mo": 1.0, "m": 1.0, "mths": 1.0}
_FIRST_SCHOOL_YEAR_AGE = 5 * 12 + 6
"""Children in Year 1 are five, turning six."""

_LAST_SCHOOL_YEAR = 13
_IS = frozenset("is was turns turned turning just nearly almost now aged age only".split())
_SCHOOL_WORDS = {"reception": 54.0, "nursery": 40.0, "preschool": 40.0}
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)?\d\d)\b")
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[\s:]{0,3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Age:
    """An age said: in months (or a school year), of whom (bits of ``language``), and where."""

    months: float
    who: int
    start: int
    end: int
    school_year: int = 0


def ages(words: Sequence[Word], text: str, today: date) -> Iterator[Age]:
    """Yield every age a message says."""
    for place, word in enumerate(words):
        found = None
        if word.past and word.text != "pregnant":
            continue
        if number_of(word.text) is not None:
            found = _numbered(words, place)
        elif word.text in {"year", "y"}:
            found = _school_year(words, place)
        elif word.text in _SCHOOL_WORDS:
            found = _school_word(words, place)
        if found is not None:
            yield found
    yield from _from_birth_dates(text, today)


def _numbered(words: Sequence[Word], place: int) -> Age | None:
    """Read a number as an age: "8 month old", "3yo", "aged 14", "she is 14", "boy, 7"."""
    number = number_of(words[place].text) or 0.0
    after = [word.text for word in words[place + 1 : place + 4]]
    if len(after) >= 2 and after[0] in _UNIT_WORDS:  # noqa: PLR2004 - "8 month old"
        if after[0].startswith(("week", "wk")) and _expecting(words, place):
            return Age(UNBORN, CHILD, words[place].start, words[place + 1].end)
        if after[1] in {"old", "olds"}:
            return _age(words, place, place + 2, number * _UNIT_WORDS[after[0]])
    if after and _glued(words, place) and after[0] in {"yo", "yr", "y", "year"}:
        last = place + 2 if after[1:2] in (["o"], ["old"]) else place + 1
        return _age(words, place, last, number * 12)
    if after[:1] == ["yo"] or after[:2] == ["y", "o"]:
        return _age(words, place, place + len(after[:1]), number * 12)
    if after[:1] == ["mo"] and _glued(words, place):
        return _age(words, place, place + 1, number)
    if _said_plainly(words, place):
        unit = _UNIT_WORDS.get(after[0], 12.0) if after and not words[place + 1].pause else 12.0
        if after[:1] and after[0] in _UNIT_WORDS and words[place - 1].text not in {"aged", "age"}:
            return None
        return _age(words, place, place, number * unit)
    return None


def _expecting(words: Sequence[Word], place: int) -> bool:
    near = {word.text for word in words[max(0, place - 4) : place + 5]}
    return bool(near & {"pregnant", "gestation", "gestational", "pregnancy"})


def _glued(words: Sequence[Word], place: int) -> bool:
    return words[place].end == words[place + 1].start


def _said_plainly(words: Sequence[Word], place: int) -> bool:
    """Whether a bare number is an age: after "aged", after "she is", in brackets after a person."""
    if not place or not number_of(words[place].text):
        return False
    before = words[place - 1]
    following = words[place + 1] if place + 1 < len(words) else None
    alone = following is None or following.pause or following.kind in {"stop", "negator"}
    if before.text in {"aged", "age", "ages"}:
        return True
    if before.text in _IS and place >= 2 and alone:  # noqa: PLR2004 - a person and "is"
        return bool(words[place - 2].who) or (place > 2 and bool(words[place - 3].who))  # noqa: PLR2004
    return bool(before.who) and words[place].pause and alone and before.kind == "person"


def _age(words: Sequence[Word], first: int, last: int, months: float) -> Age | None:
    last = min(last, len(words) - 1)
    if months > _OLDEST * 4:
        return None
    return Age(months, _whose(words, first, last), words[first].start, words[last].end)


def _whose(words: Sequence[Word], first: int, last: int) -> int:
    """Return whose age it is: the person it stands before, or the one just before it."""
    for word in words[last + 1 : last + 3]:
        if word.pause or word.sentence != words[last].sentence:
            break
        if word.kind == "person" and word.who:
            return word.who
    for at in range(first - 1, max(-1, first - 4), -1):
        if words[at].sentence != words[first].sentence:
            break
        if words[at].who:
            return words[at].who
        if words[at].kind == "content" and words[at].text not in _IS:
            break
    return CHILD


def _school_year(words: Sequence[Word], place: int) -> Age | None:
    """Read "year 4", "yr 4", "Y4"; not "since year 2" and not "3 years 4 months"."""
    if place + 1 >= len(words):
        return None
    number = number_of(words[place + 1].text)
    if not number or number != int(number) or number > _LAST_SCHOOL_YEAR:
        return None
    if words[place].text == "y" and not _glued(words, place):
        return None
    if place and (words[place - 1].text == "since" or number_of(words[place - 1].text)):
        return None
    if place + 2 < len(words) and words[place + 2].text in _UNIT_WORDS:
        return None
    months = _FIRST_SCHOOL_YEAR_AGE + 12.0 * (number - 1)
    who = _whose(words, place, place + 1)
    return Age(months, who, words[place].start, words[place + 1].end, int(number))


def _school_word(words: Sequence[Word], place: int) -> Age | None:
    """Read "in reception", "nursery child"; not "the school's reception desk"."""
    before = words[place - 1].text if place else ""
    following = words[place + 1] if place + 1 < len(words) else None
    if before in {"in", "our"} or (following is not None and following.who & CHILD) or not place:
        who = _whose(words, place, place)
        return Age(_SCHOOL_WORDS[words[place].text], who, words[place].start, words[place].end)
    return None


def _from_birth_dates(text: str, today: date) -> Iterator[Age]:
    for match in _DATE.finditer(text):
        if not _BIRTH.search(text, max(0, match.start() - 20), match.start()):
            continue
        day, month, year = (int(part) for part in match.groups())
        year += 0 if year >= 100 else 2000 if year <= today.year % 100 else 1900  # noqa: PLR2004 - two digits
        months = (today.year - year) * 12 + today.month - month - (today.day < day)
        if 0 <= months <= _OLDEST:
            yield Age(float(months), CHILD, match.start(), match.end())
