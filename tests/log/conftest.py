"""Ledgers to test on, on both engines, and decisions to put into them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rhrt.log.ledger import Ledger
from rhrt.store.database import Store
from rhrt.store.keys import Keys
from tests.postgres import postgres_server
from tests.store.conftest import SetClock, clock, keys, store, url

__all__ = ["SetClock", "clock", "keys", "postgres_server", "store", "url"]


@pytest.fixture
def ledger(store: Store, clock: SetClock) -> Ledger:
    return Ledger.open(store, app="test", clock=clock)


@pytest.fixture
def sqlite_ledger(tmp_path: Path, clock: SetClock) -> Iterator[Ledger]:
    """One on the embedded database, where the engine makes no difference."""
    store = Store.open(f"sqlite:///{tmp_path}/rhrt.db", Keys.open(tmp_path / "keys"))
    yield Ledger.open(store, app="test", clock=clock)
    store.close()


def a_decision(**changes: Any) -> dict[str, Any]:
    """The contents of a decision; a test names only what it is about."""
    return {
        "result": {"level": 3, "low": 2, "high": 4, "sub": None},
        "facts": {"needs": ["often_hungry"], "answers": {"how_long": "months"}},
        "pack": {"id": "walsall", "version": "2026-11", "digest": "d" * 64},
        "own_level": 2,
        "agency": "school",
        "role": "dsl",
        "comment": "comes in hungry",
    } | changes
