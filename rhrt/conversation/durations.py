"""How long something has gone on, in days, from the many ways of saying so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rhrt.conversation.language import english
from rhrt.conversation.numbers import amount_before, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rhrt.conversation.words import Word

_DAYS = {
    "day": 1,
    "days": 1,
    "night": 1,
    "nights": 1,
    "week": 7,
    "weeks": 7,
    "fortnight": 14,
    "month": 30.5,
    "months": 30.5,
    "term": 90,
    "terms": 90,
    "year": 365,
    "years": 365,
}
_PLURAL = 3
"""What "for weeks" means at least, in weeks."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_FIXED = {"yesterday": 1, "today": 0, "morning": 0, "tonight": 0, "birth": 3650, "born": 3650}
_SINCE_REACH = 5
_RECENT = 60
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time said: how many days, and from which letter to which."""

    days: float
    start: int
    end: int
    calendar: bool = False


def durations(words: Sequence[Word], today: date) -> Iterator[Duration]:
    """Yield every stretch of time a message says something has lasted."""
    for place, word in enumerate(words):
        if word.past:
            continue
        if word.text == "since":
            found = _since(words, place, today)
        elif word.text in _DAYS:
            found = _span(words, place)
        elif word.text in {"while", "ages", "long"}:
            found = _vague(words, place)
        else:
            continue
        if found is not None:
            yield found


def _span(words: Sequence[Word], place: int) -> Duration | None:
    """Read "for 3 weeks", "over the last six months", "for years", "all term"."""
    following = words[place + 1] if place + 1 < len(words) else None
    joined = following is not None and not following.pause
    kinds = english().kinds
    if joined and following is not None and following.text in kinds["not_a_span"]:
        return None
    amount, first = amount_before(words, place) or (None, place)
    lead = _lead(words, first)
    goes_on = joined and following is not None and following.text in kinds["follows"]
    if lead is None and not goes_on:
        return None
    if amount is None:
        amount = _bare(words, place, lead)
    if amount is None:
        return None
    start = words[lead if lead is not None else first].start
    return Duration(amount * _DAYS[words[place].text], start, words[place].end)


def _lead(words: Sequence[Word], first: int) -> int | None:
    """Return where "for", "over the last" and the like begin, before the amount."""
    at, found = first - 1, None
    while at >= 0 and first - at <= 4 and words[at].sentence == words[first].sentence:  # noqa: PLR2004 - "for at least the last"
        if words[at].text in english().kinds["leads"]:
            found = at
        elif words[at].text not in {"the", "at", "well", "all", "this", "much"}:
            break
        at -= 1
    if found is None and first and words[first - 1].text in {"all", "this"}:
        return first - 1
    return found


def _bare(words: Sequence[Word], place: int, lead: int | None) -> float | None:
    """Return the amount of a unit without a number: "for weeks", "over the past month", "all year".

    "Last month" alone says when, not for how long.
    """
    if words[place].text.endswith("s"):
        return _PLURAL
    if words[place].text == "fortnight":
        return 1
    whole = words[place - 1].text in {"all", "this", "whole"}
    over = lead is not None and words[lead].text not in {"last", "past"}
    longer_than_a_day = _DAYS[words[place].text] > 1
    return 1 if longer_than_a_day and (whole or over) else None


def _vague(words: Sequence[Word], place: int) -> Duration | None:
    """Read "for a while", "for ages", "for a long time"."""
    for at in range(place - 1, max(-1, place - 4), -1):
        if words[at].text == "for":
            days = 28 if words[place].text == "while" else 180
            return Duration(days, words[at].start, words[place].end)
    return None


def _since(words: Sequence[Word], place: int, today: date) -> Duration | None:
    """Read "since September", "since last Christmas", "since yesterday", "since year 2"."""
    for at in range(place + 1, min(len(words), place + 1 + _SINCE_REACH)):
        word = words[at]
        if word.sentence != words[place].sentence or word.pause:
            return None
        days = _days_since(words, place, at, today)
        if days is not None:
            return Duration(days, words[place].start, word.end, calendar=True)
    return None


def _days_since(words: Sequence[Word], since: int, at: int, today: date) -> float | None:
    text = words[at].text
    if text in _FIXED:
        return _FIXED[text]
    if text in english().kinds["weekdays"]:
        return 7 if words[at - 1].text == "last" else 4
    began = _begun(words, at, today)
    if began is not None:
        days = (today - began).days
        # "Last summer", said in summer, is a year ago; "last half term" is not.
        year_before = words[at - 1].text == "last" and days < _RECENT and text != "half"
        return days + 365 * year_before
    if text in {"week", "month", "year", "term"}:
        return _since_unit(words, since, at)
    return None


def _since_unit(words: Sequence[Word], since: int, at: int) -> float | None:
    """Read the unit after "since": "since last year", "since 3 weeks ago", "since year 2"."""
    if at + 1 < len(words) and number_of(words[at + 1].text) is not None:
        return 365
    if words[at - 1].text in {"last", "previous"} or at - since <= 2:  # noqa: PLR2004 - "since the term"
        return _DAYS[words[at].text]
    return None


def _begun(words: Sequence[Word], at: int, today: date) -> date | None:
    text = words[at].text
    if text in _MONTHS:
        return _latest(lambda year: date(year, _MONTHS[text], 1), today)
    if text in _SEASONS:
        return _latest(_SEASONS[text], today)
    if text == "half":
        return max(_latest(half, today) for half in _HALF_TERMS_OVER)
    year = number_of(text)
    if year is not None and _FIRST_YEAR <= year <= today.year:
        return min(today, date(int(year), 1, 1))
    return None


def _latest(in_year: Callable[[int], date], today: date) -> date:
    """Return the last time a yearly day came round."""
    this_year = in_year(today.year)
    return this_year if this_year <= today else in_year(today.year - 1)


def easter(year: int) -> date:
    """Return Easter Sunday of a year, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


_SEASONS: dict[str, Callable[[int], date]] = {
    "christmas": lambda year: date(year, 12, 25),
    "easter": easter,
    "spring": lambda year: date(year, 3, 1),
    "summer": lambda year: date(year, 6, 15),
    "autumn": lambda year: date(year, 9, 5),
    "winter": lambda year: date(year, 12, 1),
    "halloween": lambda year: date(year, 10, 31),
    "ramadan": lambda year: date(year, 2, 18),
    "lockdown": lambda year: date(min(year, 2021), 1, 5),
    "covid": lambda year: date(min(year, 2020), 3, 23),
}

_HALF_TERMS_OVER: tuple[Callable[[int], date], ...] = (
    lambda year: date(year, 3, 1),
    lambda year: date(year, 6, 1),
    lambda year: date(year, 11, 1),
)
"""Half terms fall in February, late May and late October everywhere in England, to the week."""
