"""Who is signed in, kept on the server; a browser holds only a token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import RowMapping, delete, insert, select, update

from rhrt.store.accounts import Account
from rhrt.store.clock import Clock, after, read_back, utc_now, written
from rhrt.store.database import Store
from rhrt.store.errors import ExpiredError, NotFoundError
from rhrt.store.schema import account, session

IDLE, ABSOLUTE = timedelta(hours=1), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # so that reading a page does not write to the disk each time


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser: whose, since when, and until when at most."""

    account: Account
    created_at: datetime
    last_seen: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions in a store.

    Args:
        store: where they are kept.
        clock: the present moment.
        idle: how long without a request until a session ends.
        absolute: how long a session lasts at most.
    """

    store: Store
    clock: Clock = utc_now
    idle: timedelta = IDLE
    absolute: timedelta = ABSOLUTE

    def start(self, account_id: str) -> str:
        """The token of a new session; always new at sign-in, and kept nowhere else."""
        token, now = secrets.token_urlsafe(32), self.clock()
        with self.store.write() as tx:
            over = session.c.expires_at <= written(now)
            tx.execute(delete(session).where(over))
            tx.execute(
                insert(session).values(
                    id_hash=_hash(token),
                    account_id=account_id,
                    created_at=written(now),
                    last_seen=written(now),
                    expires_at=after(now, self.absolute),
                )
            )
        return token

    def get(self, token: str) -> Session:
        """The session of this token; its idle time starts again.

        Raises:
            NotFoundError: no such session, or the account may sign in no more.
            ExpiredError: idle too long, or open too long.
        """
        now = self.clock()
        found = self._find(token)
        if min(found.last_seen + self.idle, found.expires_at) <= now:
            self.end(token)
            raise ExpiredError("You were signed out because you had been away.")
        if now - found.last_seen >= SEEN_EVERY:
            with self.store.write() as tx:
                tx.execute(
                    update(session)
                    .where(session.c.id_hash == _hash(token))
                    .values(last_seen=written(now))
                )
        return found

    def end(self, token: str) -> None:
        """Sign out; nothing happens when it had ended already."""
        with self.store.write() as tx:
            tx.execute(delete(session).where(session.c.id_hash == _hash(token)))

    def end_all(self, account_id: str) -> int:
        """Sign them out everywhere; how many sessions there were."""
        with self.store.write() as tx:
            return tx.execute(delete(session).where(session.c.account_id == account_id)).rowcount

    def _find(self, token: str) -> Session:
        joined = select(
            account,
            session.c.created_at.label("started_at"),
            session.c.last_seen,
            session.c.expires_at,
        ).join(session, session.c.account_id == account.c.id)
        with self.store.read() as tx:
            row = tx.execute(joined.where(session.c.id_hash == _hash(token))).mappings().first()
        if row is None or row["disabled_at"]:
            raise NotFoundError("You are not signed in.")
        return _session(row)


def _session(row: RowMapping) -> Session:
    return Session(
        Account(
            row["id"], row["name"], row["email"], row["role"], read_back(row["created_at"]), None
        ),
        read_back(row["started_at"]),
        read_back(row["last_seen"]),
        read_back(row["expires_at"]),
    )


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
