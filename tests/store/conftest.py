"""Stores to test on: the embedded database and a real server, one as good as the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rhrt.store.database import Store
from rhrt.store.keys import Keys
from tests.postgres import postgres_server

__all__ = ["postgres_server"]


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.open(tmp_path / "keys")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database on each of the two engines."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/rhrt.db"
    return str(request.getfixturevalue("postgres_server").fresh_database())


@pytest.fixture
def store(url: str, keys: Keys) -> Iterator[Store]:
    store = Store.open(url, keys)
    yield store
    store.close()
