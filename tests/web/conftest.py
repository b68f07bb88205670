"""An application over a database of its own, and the careful visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from rhrt.log.writing import Receipt
from rhrt.pack.model import Contact, Hours, Pack
from rhrt.settings import Settings
from rhrt.store.accounts import Account, Accounts
from rhrt.store.database import Store
from rhrt.values import replace
from tests.packs import SOURCE, context, small_pack
from tests.web.visitor import Visit
from web.application import build

SUNDAY_EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
PASSWORD = "a long password of no one's"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little work: how much work they take is the store's own test."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("web.services.Accounts", partial(Accounts, hasher=cheap))


@dataclass
class Clock:
    """A clock that a test sets."""

    at: datetime = SUNDAY_EVENING

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class OnePack:
    """Holds a pack, as the holder of a folder does."""

    pack: Pack
    problem: Exception | None = None

    def current(self) -> Pack:
        return self.pack


def rules(**changes: Any) -> Pack:
    """A small pack whose MASH has office hours and a service that answers when it is closed."""
    office = (Hours(frozenset(range(5)), "08:45", "17:00"),)
    mash = _contact("mash", "MASH", "01632 960001", hours=office, out_of_hours="duty")
    duty = _contact("duty", "Emergency Duty Team", "01632 960002")
    pack = small_pack()
    role = context("role", "teacher", "health", assume="teacher")
    plain = replace(pack, contacts=(mash, duty), questions=(*pack.questions, role))
    return replace(plain, **changes)


def _contact(name: str, title: str, phone: str, **changes: Any) -> Contact:
    plain = Contact(
        name, title, phone, "", "", (), False, "", "", SOURCE, "", small_pack().contacts[0].place
    )
    return replace(plain, **changes)


def rewrite(store: Store) -> None:
    """Change every entry of the log, as somebody with the database in their hands could."""
    changed = "CAST(replace(CAST(entry AS TEXT), 'live', 'dead') AS BLOB)"
    with store.write() as tx:
        tx.execute(text("DROP TRIGGER ledger_leaf_no_update"))
        tx.execute(text(f"UPDATE ledger_leaf SET entry = {changed}"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def holder() -> OnePack:
    return OnePack(rules())


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def app(config: Settings, holder: OnePack, clock: Clock) -> Flask:
    return build(config, holder, clock)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visit(app: Flask, client: FlaskClient) -> Visit:
    return Visit(app, client)


@dataclass
class People:
    """Makes accounts and signs them in."""

    app: Flask
    visit: Visit
    made: list[Account] = field(default_factory=list)

    def add(self, role: str = "screener", name: str = "Sam Screener") -> Account:
        email = f"{role}{len(self.made)}@example.org"
        account = self.app.extensions["rhrt"].accounts.add(name, email, role, PASSWORD)
        self.made.append(account)
        return account

    def sign_in(self, role: str = "screener") -> Account:
        account = self.add(role)
        page = self.visit.get("account.sign_in")
        page.submit(
            "Sign in",
            email=account.email,
            password=PASSWORD,
            status=200 if role == "screener" else 403,
        )
        return account


@pytest.fixture
def people(app: Flask, visit: Visit) -> People:
    return People(app, visit)


@pytest.fixture
def seal(app: Flask) -> Callable[..., Receipt]:
    """Seals a decision as the check does; keyword arguments change its fields."""
    number = iter(range(10_000))

    def seal_one(**changes: Any) -> Receipt:
        fields = {
            "result": {
                "level": 3,
                "low": 3,
                "high": 4,
                "sub": None,
                "reasons": ["poor-care-for-months"],
            },
            "facts": {
                "needs": ["hungry"],
                "answers": {"how_long": "months"},
                "context": {"age": "5_to_15"},
            },
            "own_level": 2,
            "pack": {"id": "small", "version": "1", "digest": "0" * 64},
            "role": "teacher",
            "words": ["keeps coming in hungry"],
            "synthetic": False,
        } | changes
        ledger = app.extensions["rhrt"].ledger
        return ledger.append("decision", fields, actor="practitioner", key=f"form-{next(number)}")

    return seal_one
