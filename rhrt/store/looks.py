"""Who looked at which decision: looking is where most breaches are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from rhrt.store.clock import Clock, read_back, utc_now, written
from rhrt.store.database import Store
from rhrt.store.schema import looked_at


@dataclass(frozen=True, slots=True)
class Look:
    """One time someone looked at (or listed, or exported) something."""

    account_id: str
    ref: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Looks:
    """The record of looking."""

    store: Store
    clock: Clock = utc_now

    def record(self, account_id: str, ref: str, what: str) -> None:
        """Keep that they looked; call it before showing."""
        with self.store.write() as tx:
            tx.execute(
                insert(looked_at).values(
                    id=secrets.token_hex(16),
                    account_id=account_id,
                    ref=ref,
                    what=what,
                    at=written(self.clock()),
                )
            )

    def at(self, ref: str) -> tuple[Look, ...]:
        """Everyone who looked at this, the latest first."""
        columns = select(looked_at.c.account_id, looked_at.c.ref, looked_at.c.what, looked_at.c.at)
        latest_first = columns.where(looked_at.c.ref == ref).order_by(looked_at.c.at.desc())
        with self.store.read() as tx:
            rows = tx.execute(latest_first).all()
        return tuple(Look(who, what_ref, what, read_back(at)) for who, what_ref, what, at in rows)
