"""The kinds of text an entry is made of: ids, dates, telephone numbers, times.

All arrive as the text that was written (lists and mappings too are as written); each type says what
it takes in one sentence, which becomes the mistake's message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

WRONG = "rhrt"
"""The type of pydantic error whose message is ours, to be shown as it is."""


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """Return the error to raise for a text that is not what it should be."""
    return PydanticCustomError(WRONG, "{message}", {"message": message, "hint": hint})


def _whole_number(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch("[1-9][0-9]?", value) else value


def _yes_or_no(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _shaped(pattern: str, says: str, hint: str) -> Callable[[str], str]:
    shape = re.compile(pattern)

    def check(text: str) -> str:
        if not shape.fullmatch(text):
            raise wrong(f"'{text}' {says}.", hint)
        return text

    return check


def _optional(check: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: check(text) if text else text


def _iso_date(text: str) -> str:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        date = None
    if date is None or date.isoformat() != text:
        raise wrong(f"'{text}' is not a date.", "Write year, month and day: 2026-11-22.")
    return text


_UK_PHONE = re.compile(
    r"999|112|101|105|111|119|159"  # emergency, police, power, NHS, COVID line kept by NHS, banks
    r"|116\d{3}"  # harmonised helplines: 116 123, 116 000
    r"|08001111"  # Childline, the one eight-digit 0800 number in use
    r"|[678]\d{4}"  # short codes for text messages
    r"|(?:0|\+44)[1235789]\d{8,9}"
)


def _uk_phone(text: str) -> str:
    if not re.fullmatch(r"\+?[0-9 ]+", text) or not _UK_PHONE.fullmatch(text.replace(" ", "")):
        raise wrong(f"'{text}' is not a UK telephone number.", "Write it as 0300 123 4567 or 999.")
    return text


DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_of(text: str) -> frozenset[int]:
    """Return the days meant by ``mon-thu``, ``fri`` or ``mon, wed-fri``: 0 is Monday.

    Raises:
        ValueError: it means none, or runs backwards.

    >>> sorted(days_of("mon, wed-fri"))
    [0, 2, 3, 4]
    """
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start, end = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        if end < start:
            raise ValueError(part)
        days.update(range(start, end + 1))
    return frozenset(days)


def _days(text: str) -> str:
    try:
        days_of(text)
    except ValueError:
        raise wrong(
            f"'{text}' does not name days.", "Write mon-fri, or sat, or mon, wed-fri."
        ) from None
    return text


_id = _shaped(
    "[a-z0-9][a-z0-9_]*", "is not an id", "Use lower case letters, digits and underscores."
)
_slug = _shaped(
    "[a-z0-9][a-z0-9_-]*",
    "is not an id",
    "Use lower case letters, digits, hyphens and underscores.",
)
_web = _shaped(r"https?://[^\s/.]+\.\S+", "is not a web address", "Start it with https://.")
_email = _shaped(
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "is not an e-mail address", "Write name@example.gov.uk."
)
_phrase = _shaped(
    "[^A-Z.,;:!?\"'()\u2018\u2019\u201c\u201d]+",
    "is not a phrase",
    "Use lower case and leave out punctuation: dont.",
)
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_HOW_TO_WRITE_TIME = "Write hours and minutes: 08:45."
_time = _shaped(_CLOCK, "is not a time", _HOW_TO_WRITE_TIME)
_closing_time = _shaped(f"{_CLOCK}|24:00", "is not a time", _HOW_TO_WRITE_TIME)

# A plain number is text to us; an editor reads 999 or 2026.1 as a number and should not complain.
_as_written = WithJsonSchema({"type": ["string", "number"]})

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True)]
Version: TypeAlias = Annotated[Text, _as_written]
Code: TypeAlias = Annotated[Text, _as_written]
Id: TypeAlias = Annotated[str, AfterValidator(_id)]
OptionalId: TypeAlias = Annotated[str, AfterValidator(_optional(_id))]
Slug: TypeAlias = Annotated[str, AfterValidator(_slug)]
OptionalSlug: TypeAlias = Annotated[str, AfterValidator(_optional(_slug))]
Date: TypeAlias = Annotated[str, AfterValidator(_iso_date)]
OptionalDate: TypeAlias = Annotated[str, AfterValidator(_optional(_iso_date))]
Phone: TypeAlias = Annotated[str, AfterValidator(_optional(_uk_phone)), _as_written]
Web: TypeAlias = Annotated[str, AfterValidator(_optional(_web))]
Email: TypeAlias = Annotated[str, AfterValidator(_optional(_email))]
Days: TypeAlias = Annotated[str, AfterValidator(_days)]
Time: TypeAlias = Annotated[str, AfterValidator(_time)]
ClosingTime: TypeAlias = Annotated[str, AfterValidator(_closing_time)]
Phrase: TypeAlias = Annotated[Text, AfterValidator(_phrase), _as_written]
LevelNumber: TypeAlias = Annotated[Literal[1, 2, 3, 4], BeforeValidator(_whole_number)]
YesNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_or_no)]

CONDITION_MARK = "condition of a pack"
When: TypeAlias = Annotated[Any, WithJsonSchema({"title": CONDITION_MARK})]
"""A condition as written; ``rhrt.pack.conditions`` reads it, with the names of the pack at hand."""
