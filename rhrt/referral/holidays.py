"""The bank holidays of England, worked out from the rules that set them.

Banking and Financial Dealings Act 1971, schedule 1; New Year's Day and the first Monday in May by
royal proclamation under its section 1. The moved and added days are those proclaimed so far, as
listed on https://www.gov.uk/bank-holidays.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)

# A year's day that was moved: (year, the day it would have been) -> the day it was.
MOVED = {
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years of VE Day
    date(2022, 5, 30): date(2022, 6, 2),  # Platinum Jubilee
}
ADDED = frozenset(
    {
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # state funeral of Queen Elizabeth II
        date(2023, 5, 8),  # coronation of King Charles III
    }
)


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the days of a year (from 2019) on which banks in England are closed by law."""
    easter = easter_sunday(year)
    days = {
        easter - 2 * DAY,
        easter + DAY,
        _monday_on_or_after(date(year, 5, 1)),
        _monday_on_or_before(date(year, 5, 31)),
        _monday_on_or_before(date(year, 8, 31)),
        *_with_substitutes(date(year, 1, 1)),
        *_with_substitutes(date(year, 12, 25), date(year, 12, 26)),
    }
    return frozenset(MOVED.get(day, day) for day in days) | {d for d in ADDED if d.year == year}


def is_bank_holiday(day: date) -> bool:
    """Say whether a day is a bank holiday in England."""
    return day in bank_holidays(day.year)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar.

    The algorithm is the anonymous one of 1876 (Nature, 20 April 1876; Meeus, Astronomical
    Algorithms, chapter 8); the letters are its own.
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    correction = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * correction) // 451
    month, day = divmod(h + correction - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _with_substitutes(*days: date) -> list[date]:
    """Return the days kept: one that falls on a weekend is kept on the next free weekday."""
    weekdays = [day for day in days if day.weekday() < SATURDAY]
    kept = list(weekdays)
    for day in days:
        if day not in weekdays:
            kept.append(_free_weekday_after(day, kept))
    return kept


def _free_weekday_after(day: date, taken: list[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += DAY
    return day


def _monday_on_or_after(day: date) -> date:
    return day + ((MONDAY - day.weekday()) % 7) * DAY


def _monday_on_or_before(day: date) -> date:
    return day - (day.weekday() - MONDAY) * DAY
