"""When a contact can be reached: open or closed at this moment, in the time people live by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rhrt.referral.holidays import is_bank_holiday

if TYPE_CHECKING:
    from rhrt.pack.model import Contact, Hours

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
# Nobody in a pack is closed for longer than this; a contact with no opening in it has no hours.
DAYS_AHEAD = 15
NOON = time(12)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody answers now.

    Args:
        until: When they close, if open and not open at any time.
        opens: When they next open, if closed.
    """

    open: bool
    now: datetime
    until: datetime | None = None
    opens: datetime | None = None

    def in_words(self) -> str:
        """Return it as it is said: "open now until 5pm", "closed now, opens Monday 8:45am"."""
        if self.open:
            return f"open now until {clock(self.until)}" if self.until else "at any time"
        if self.opens is None:
            return "closed now"
        return f"closed now, opens {_day_in_words(self.opens, self.now)} {clock(self.opens)}"


def availability(contact: Contact, now: datetime) -> Availability:
    """Return whether a contact answers at a moment.

    Args:
        now: An aware time; hours are read in Europe/London, summer time and bank holidays kept.
    """
    local = now.astimezone(LONDON)
    if not contact.hours:
        return Availability(open=True, now=local)
    for opens, closes in _windows(contact, local.date()):
        if opens <= local < closes:
            return Availability(open=True, now=local, until=closes)
        if opens > local:
            return Availability(open=False, now=local, opens=opens)
    return Availability(open=False, now=local)


def _windows(contact: Contact, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield opening and closing times in order, from those of yesterday that run past midnight."""
    for ahead in range(-1, DAYS_AHEAD):
        day = today + ahead * DAY
        if contact.closed_on_bank_holidays and is_bank_holiday(day):
            continue
        of_the_day = [_window(hours, day) for hours in contact.hours if day.weekday() in hours.days]
        yield from sorted(of_the_day)


def _window(hours: Hours, day: date) -> tuple[datetime, datetime]:
    opens, closes = _time(hours.opens), _time(hours.closes)
    last_day = day if closes > opens else day + DAY
    return datetime.combine(day, opens, LONDON), datetime.combine(last_day, closes, LONDON)


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def clock(moment: datetime) -> str:
    """Return a time of day as people write it: 8:45am, 5pm, midnight, midday.

    >>> clock(datetime(2026, 11, 23, 16, 30))
    '4:30pm'
    """
    if moment.time() == time(0):
        return "midnight"
    if moment.time() == NOON:
        return "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    half = "am" if moment.hour < NOON.hour else "pm"
    return f"{moment.hour % NOON.hour or NOON.hour}{minutes}{half}"


def _day_in_words(moment: datetime, now: datetime) -> str:
    days = (moment.date() - now.date()).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < WEEK:
        return f"{moment:%A}"
    return f"{moment:%A} {moment.day} {moment:%B}"


def hours_in_words(contact: Contact) -> str:
    """Return a contact's hours as a notice would: "Monday to Thursday 8:45am to 5pm, Friday..."."""
    if not contact.hours:
        return "at any time"
    said = ", ".join(
        f"{_days_in_words(hours.days)} {clock(_window(hours, date.min)[0])}"
        f" to {clock(_window(hours, date.min)[1])}"
        for hours in contact.hours
    )
    return f"{said}, not on bank holidays" if contact.closed_on_bank_holidays else said


DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _days_in_words(days: frozenset[int]) -> str:
    ordered = sorted(days)
    if len(ordered) == WEEK:
        return "every day"
    first, last = ordered[0], ordered[-1]
    if last - first > 1 and ordered == list(range(first, last + 1)):
        return f"{DAY_NAMES[first]} to {DAY_NAMES[last]}"
    return " and ".join(DAY_NAMES[day] for day in ordered)
