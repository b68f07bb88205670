"""How old somebody is, and who: "yr 4 lad", "her 8 month old", "mum is 19"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.language import ADULT, CHILD, english
from rhrt.conversation.numbers import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rhrt.conversation.words import Word

UNBORN = -1.0
"""The age, in months, of a baby who is not born yet."""

_OLDEST = 25 * 12
_UNITS = {"day": 1 / 30.5, "week": 7 / 30.5, "wk": 7 / 30.5, "month": 1.0, "year": 12.0, "yr": 12.0}
_UNIT_WORDS = {form: months for unit, months in _UNITS.items() for form in (unit, f"{unit}s")} | {
    "yo": 12.0,
    "y": 12.0,
    "mo": 1.0,
    "m": 1.0,
    "mths": 1.0,
}
_FIRST_SCHOOL_YEAR_AGE = 5 * 12 + 6
"""Children in Year 1 are five, turning six."""

_LAST_SCHOOL_YEAR = 13
_SCHOOL_WORDS = {"reception": (54.0, -1), "nursery": (40.0, -2), "preschool": (40.0, -2)}
"""Rough age in months, and a number of its own below that of Year 1."""

_AGED = frozenset({"aged", "age", "ages"})
_FEW = 4
_OLDEST_CHILD, _GROWN_UP = 19, 18
_YOUNGEST_ALONE = 3
"""A number that stands alone between commas is an age only from here to 17."""

_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)?\d\d)\b")
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth\b|born(?: on)?\b)[\s:]{0,3}$", re.IGNORECASE
)


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
        if number_of(word.text) is not None:
            found = None if _told_of_then(words, place) else _numbered(words, place)
        elif word.text in {"year", "y"}:
            found = _school_year(words, place)
        elif word.text in _SCHOOL_WORDS:
            found = _school_word(words, place)
        if found is not None:
            yield found
    yield from _from_birth_dates(text, today)


def _told_of_then(words: Sequence[Word], place: int) -> bool:
    """Whether this is the age of "when he was 6", which is not his age now."""
    for at in range(place, max(-1, place - _FEW - 1), -1):
        if words[at].text in {"when", "since"}:
            return True
        if words[at].pause:
            return False
    return False


def _numbered(words: Sequence[Word], place: int) -> Age | None:
    """Read a number as an age: "8 month old", "3yo", "aged 14", "she is 14", "boy, 7"."""
    number = number_of(words[place].text) or 0.0
    after = [word.text for word in words[place + 1 : place + 3]] + ["", ""]
    glued = place + 1 < len(words) and words[place].end == words[place + 1].start
    unit = _UNIT_WORDS.get(after[0])
    if unit and after[0].startswith(("week", "wk")) and _expecting(words, place):
        return Age(UNBORN, CHILD, words[place].start, words[place + 1].end)
    if unit and after[1] in {"old", "olds", "o"}:
        return _age(words, place, place + 2, number * unit)
    if after[0] in {"yo", "yos"} or (glued and after[0] in {"yr", "y", "year", "f", "m"}):
        return _age(words, place, place + 1, number * 12)
    if glued and after[0] == "mo":
        return _age(words, place, place + 1, number)
    if number <= _OLDEST_CHILD and _said_plainly(words, place, counted=unit is not None):
        return _age(words, place, place + (unit is not None), number * (unit or 12.0))
    return None


def _expecting(words: Sequence[Word], place: int) -> bool:
    near = {word.text for word in words[max(0, place - 4) : place + 5]}
    return bool(
        near
        & {
            "pregnant",
            "gestation",
            "gestational",
            "pregnancy",
            "antenatal",
            "booker",
            "scan",
            "scans",
        }
    )


def _said_plainly(words: Sequence[Word], place: int, *, counted: bool) -> bool:
    """Whether a bare number is an age: "aged 14", "she is 14", "lad 15 says", "child (9)"."""
    at, between = place - 1, english().kinds["before_an_age"]
    while at >= 0 and place - at <= _FEW and words[at].text in between:
        if words[at].text in _AGED:
            return True
        at -= 1
    if at < 0 or words[at].sentence != words[place].sentence:
        return not counted and _stands_alone(words, place)
    if not words[at].who:
        return not counted and (_is_said_of(words, at, place) or _stands_alone(words, place))
    if counted:
        by_is = words[at + 1 : place] and words[at].text == "youngest"
        return bool(at == place - 1 or by_is) and bool(words[at].who & CHILD)
    following = words[place + 1] if place + 1 < len(words) else None
    return following is None or following.pause or following.kind != "content"


def _is_said_of(words: Sequence[Word], at: int, place: int) -> bool:
    """Whether an "is" leads from somebody to the number: "a girl in our group is 16"."""
    if not {"is", "are"} & {word.text for word in words[at + 1 : place]}:
        return False
    following = words[place + 1] if place + 1 < len(words) else None
    somebody = any(word.who for word in words[max(0, place - 7) : place])
    return somebody and (following is None or following.pause or following.kind == "stop")


def _stands_alone(words: Sequence[Word], place: int) -> bool:
    """Whether the number is between commas: "stab wound, 16, will not say who"."""
    number = number_of(words[place].text) or 0
    if place == 0 and len(words) > 1 and words[1].text == "and":
        return _YOUNGEST_ALONE <= number < _GROWN_UP
    return (
        words[place].pause
        and _YOUNGEST_ALONE <= number < _GROWN_UP
        and place + 1 < len(words)
        and words[place + 1].pause
    )


def _age(words: Sequence[Word], first: int, last: int, months: float) -> Age | None:
    last = min(last, len(words) - 1)
    if months > _OLDEST * 4:
        return None
    return Age(months, _whose(words, first, last), words[first].start, words[last].end)


def _whose(words: Sequence[Word], first: int, last: int) -> int:
    """Return whose age it is: the person it stands before, or the one just before it."""
    for word in words[last : last + 3]:
        if word.who and word.kind == "person":
            return word.who
        if word.kind == "stop" or word.sentence != words[last].sentence:
            break
    for at in range(first - 1, max(-1, first - 5), -1):
        if words[at].sentence != words[first].sentence:
            break
        if words[at].text == "by":
            return ADULT
        if words[at].who:
            return words[at].who
        if words[at].kind == "content":
            break
    return CHILD


def _school_year(words: Sequence[Word], place: int) -> Age | None:
    """Read "year 4", "yr 4", "Y4"; not "since year 2" and not "3 years 4 months"."""
    if place + 1 >= len(words):
        return None
    number = number_of(words[place + 1].text)
    if not number or number != int(number) or number > _LAST_SCHOOL_YEAR:
        return None
    if words[place].text == "y" and words[place].end != words[place + 1].start:
        return None
    if _told_of_then(words, place):
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
        months, own_number = _SCHOOL_WORDS[words[place].text]
        return Age(months, who, words[place].start, words[place].end, own_number)
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
