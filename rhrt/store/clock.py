"""Times as they are stored: UTC, to the millisecond, as text that sorts in order of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """The moment as stored.

    >>> written(datetime(2026, 11, 22, 19, 32, 1, 123456, UTC))
    '2026-11-22T19:32:01.123Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_back(text: str) -> datetime:
    """The moment a stored text stands for."""
    return datetime.fromisoformat(text)


def after(moment: datetime, life: timedelta) -> str:
    """The moment this much later, as stored."""
    return written(moment + life)
