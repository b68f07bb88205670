"""When a contact can be reached: open or closed at this moment, in the time people live by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from rhrt.referral.holidays import is_bank_holiday
from rhrt.values import Value

if TYPE_CHECKING:
    from rhrt.pack.model import Contact, Hours

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
# Nobody in a pack is closed for longer than this; a contact with no opening in it has no hours.
DAYS_AHEAD = 15
NOON, MIDNIGHT = time(12), time(0)
WEEK = 7

Span: TypeAlias = tuple[datetime, datetime]
"""From opening to closing."""


class Availability(Value):
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
            return (
                f"open now until {_moment(self.until, self.now)}" if self.until else "at any time"
            )
        if self.opens is None:
            return "closed now"
        return f"closed now, opens {_moment(self.opens, self.now, say_today=True)}"


def availability(contact: Contact, now: datetime, *, stands_in: bool = False) -> Availability:
    """Return whether a contact answers at a moment.

    Args:
        now: An aware time; hours are read in Europe/London, summer time and bank holidays kept.
        stands_in: The contact answers out of hours for another, so that unless it keeps bank
            holidays itself it is there all day on them.
    """
    local = now.astimezone(LONDON)
    if not contact.hours:
        return Availability(open=True, now=local)
    for opens, closes in _joined(_spans(contact, local.date(), stands_in=stands_in)):
        if opens <= local < closes:
            long = closes - local > WEEK * DAY
            return Availability(open=True, now=local, until=None if long else closes)
        if opens > local:
            return Availability(open=False, now=local, opens=opens)
    return Availability(open=False, now=local)


def _spans(contact: Contact, today: date, *, stands_in: bool) -> Iterator[Span]:
    """Yield opening and closing times in order, from those of yesterday that run past midnight."""
    for ahead in range(-1, DAYS_AHEAD):
        day = today + ahead * DAY
        holiday = is_bank_holiday(day)
        if holiday and contact.closed_on_bank_holidays:
            continue
        if holiday and stands_in:
            yield (
                datetime.combine(day, MIDNIGHT, LONDON),
                datetime.combine(day + DAY, MIDNIGHT, LONDON),
            )
        yield from _spans_of(contact.hours, day)


def _spans_of(hours: Iterable[Hours], day: date) -> list[Span]:
    return sorted(_span(one, day) for one in hours if day.weekday() in one.days)


def _span(hours: Hours, day: date) -> Span:
    opens, closes = _time(hours.opens), _time(hours.closes)
    last_day = day if closes > opens else day + DAY
    return datetime.combine(day, opens, LONDON), datetime.combine(last_day, closes, LONDON)


def _time(text: str) -> time:
    return MIDNIGHT if text == "24:00" else time.fromisoformat(text)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans with those that touch made one: a night is not over at midnight."""
    begun: Span | None = None
    for span in spans:
        if begun and span[0] <= begun[1]:
            begun = begun[0], max(begun[1], span[1])
        else:
            if begun:
                yield begun
            begun = span
    if begun:
        yield begun


# --- In words ---------------------------------------------------------------------------------


def clock(moment: datetime) -> str:
    """Return a time of day as people write it: 8:45am, 5pm, midnight, midday.

    >>> clock(datetime(2026, 11, 23, 16, 30))
    '4:30pm'
    """
    if moment.time() == MIDNIGHT:
        return "midnight"
    if moment.time() == NOON:
        return "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    half = "am" if moment.hour < NOON.hour else "pm"
    return f"{moment.hour % NOON.hour or NOON.hour}{minutes}{half}"


def _moment(moment: datetime, now: datetime, *, say_today: bool = False) -> str:
    days = (moment.date() - now.date()).days
    if days == 0:
        return f"today {clock(moment)}" if say_today else clock(moment)
    if days == 1:
        return f"tomorrow {clock(moment)}"
    if days < WEEK:
        return f"{moment:%A} {clock(moment)}"
    return f"{moment:%A} {moment.day} {moment:%B}, {clock(moment)}"


def hours_in_words(contact: Contact) -> str:
    """Return a contact's hours as a notice would: "Monday to Thursday 8:45am to 5pm, Friday..."."""
    if not contact.hours:
        return "at any time"
    weekly = _weekly(contact.hours)
    if weekly is None:
        return "at any time"
    said = ", ".join(f"{_days(days)} {times}" for times, days in weekly.items())
    return f"{said}, not on bank holidays" if contact.closed_on_bank_holidays else said


def _weekly(hours: tuple[Hours, ...]) -> dict[str, list[int]] | None:
    """Return the days on which each pair of times begins; None when it never closes."""
    monday = date(2001, 1, 1)  # any Monday: three weeks, so that the middle one is whole
    days = [monday + n * DAY for n in range(3 * WEEK)]
    spans = list(_joined(span for day in days for span in _spans_of(hours, day)))
    if len(spans) == 1:
        return None
    found: dict[str, list[int]] = {}
    for opens, closes in spans:
        if monday + WEEK * DAY <= opens.date() < monday + 2 * WEEK * DAY:
            found.setdefault(_times(opens, closes), []).append(opens.weekday())
    return found


def _times(opens: datetime, closes: datetime) -> str:
    days = (closes.date() - opens.date()).days - (closes.time() == MIDNIGHT)
    if days <= 0:
        return f"{clock(opens)} to {clock(closes)}"
    return f"{clock(opens)} to {'the next day' if days == 1 else f'{closes:%A}'} {clock(closes)}"


DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _days(ordered: list[int]) -> str:
    first, last = ordered[0], ordered[-1]
    if len(ordered) == WEEK:
        return "every day"
    if last - first > 1 and ordered == list(range(first, last + 1)):
        return f"{DAY_NAMES[first]} to {DAY_NAMES[last]}"
    return " and ".join(DAY_NAMES[day] for day in ordered)
