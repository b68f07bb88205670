"""From what a database driver raises to the error a reader of this project can act on."""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy.exc import DBAPIError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rhrt.store.errors import (
    StoreCorruptError,
    StoreFaultyError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreUnavailableError,
)

# Said without a code of its own, and never of a database whose tables are as we made them.
DAMAGE = re.compile("no such |Could not decode to UTF-8")

PRIMARY = 0xFF  # the low byte of an SQLite result code is its family

SQLITE = {
    sqlite3.SQLITE_BUSY: StoreLockedError,
    sqlite3.SQLITE_LOCKED: StoreLockedError,
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_PERM: StoreReadOnlyError,
    sqlite3.SQLITE_CORRUPT: StoreCorruptError,
    sqlite3.SQLITE_NOTADB: StoreCorruptError,
    sqlite3.SQLITE_IOERR: StoreFaultyError,
    sqlite3.SQLITE_CANTOPEN: StoreMissingError,
}

# PostgreSQL error classes (the first characters of SQLSTATE), the longest match first.
POSTGRES = {
    "53100": StoreFullError,
    "53300": StoreMissingError,
    "25006": StoreReadOnlyError,
    "55P03": StoreLockedError,
    "40P01": StoreLockedError,
    "57014": StoreLockedError,
    "XX001": StoreCorruptError,
    "XX002": StoreCorruptError,
    "58030": StoreFaultyError,
    "57P": StoreMissingError,
    "3D": StoreMissingError,
    "28": StoreMissingError,
    "08": StoreMissingError,
}


def unavailable(error: Exception, *, unsure: bool = False) -> StoreUnavailableError | None:
    """The error that says what is wrong with the database, or None when the fault is our own."""
    kind = _kind(error)
    return kind(_first_line(error), unsure=unsure) if kind else None


def _kind(error: Exception) -> type[StoreUnavailableError] | None:
    if isinstance(error, (PoolTimeoutError, PendingRollbackError)):
        return StoreMissingError
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        found = SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & PRIMARY)
        return found or (StoreCorruptError if DAMAGE.match(str(cause)) else None)
    if isinstance(error, SQLAlchemyError):
        return _kind_from_state(cause)
    return None


def _kind_from_state(cause: BaseException | None) -> type[StoreUnavailableError] | None:
    state = getattr(cause, "sqlstate", None)
    if state is None:  # no answer from a server at all: the connection is what failed
        return StoreMissingError if type(cause).__name__ == "OperationalError" else None
    return next((kind for start, kind in POSTGRES.items() if state.startswith(start)), None)


def _first_line(error: Exception) -> str:
    """The driver's own words in one line; a connection string's password never among them."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    line = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    return re.sub(r"://[^@/\s]+@", "://…@", line)[:200]
