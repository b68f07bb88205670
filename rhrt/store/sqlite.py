"""SQLite set up for safety first: how each connection is opened, and the queue of its writers."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection

from rhrt.store.errors import (
    StoreFaultyError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
)

BUSY_MILLISECONDS = 10_000
QUEUE_SECONDS = 20.0
SYSTEM = {
    errno.EACCES: StoreReadOnlyError,
    errno.EPERM: StoreReadOnlyError,
    errno.EROFS: StoreReadOnlyError,
    errno.ENOSPC: StoreFullError,
    errno.EDQUOT: StoreFullError,
    errno.EIO: StoreFaultyError,
}
READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the fix for the WAL-reset defect, which could lose committed writes.

    Source: https://www.sqlite.org/wal.html#the_wal_reset_bug; fixed in 3.51.3, and in 3.50.7 and
    3.44.6 on their branches.
    """
    branch, patch = version[:2], version[2]
    fixed_on_a_branch = {(3, 50): 7, (3, 44): 6}
    if branch in fixed_on_a_branch:
        return patch >= fixed_on_a_branch[branch]
    return version >= (3, 51, 3)


def journal() -> str:
    """The kind of journal the linked SQLite can be trusted with."""
    return "wal" if wal_is_safe() else "delete"


def opened(url: URL) -> Engine:
    """An engine whose connections keep what they promised through a crash or a power cut."""
    engine = create_engine(
        url, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=40
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred: we say when, and which
    ask = connection.execute
    ask(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    ask("PRAGMA foreign_keys = ON")
    ask("PRAGMA secure_delete = ON")
    ask("PRAGMA trusted_schema = OFF")
    ask(f"PRAGMA synchronous = {'FULL' if wal_is_safe() else 'EXTRA'}")


def _begin(connection: Connection) -> None:
    # An upgrade from reading to writing half-way does not wait its turn but fails at once, so a
    # transaction says at its start which of the two it is.
    connection.exec_driver_sql(connection.get_execution_options().get("begin", READ))


class Queue:
    """The queue of writers on one database file: first come, first served, across processes.

    SQLite's own waiting is a lottery in which one of eight writers waited 9.75 seconds. Kernel file
    locks queue in order, but whoever lets go may snatch the lock again before the next in line
    wakes. So there are two: a *door*, held while waiting for the *room*. Whoever leaves the room
    finds the next one already standing at the door, and has to queue behind the others.
    """

    def __init__(self, database: str) -> None:
        self.door = Path(f"{database}.lock")
        self.room = Path(f"{database}.lock2")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the one right to write."""
        with _lock_file(self.door) as door, _lock_file(self.room) as room:
            with _told_plainly(self.door):
                until = time.monotonic() + QUEUE_SECONDS
                _hold(door, until)
                _hold(room, until)
                fcntl.flock(door, fcntl.LOCK_UN)
            yield


def _hold(handle: int, until: float) -> None:
    """Lock the file, waiting in the kernel's queue but not for ever.

    The kernel knows no wait with an end, so a thread waits on a copy of the handle. When time is
    up it is left behind: should it get the lock after all, closing its copy lets go at once.

    Raises:
        StoreLockedError: whoever is inside did not come out in time.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        got = threading.Event()
        threading.Thread(target=_wait, args=(os.dup(handle), got), daemon=True).start()
        if not got.wait(max(0.0, until - time.monotonic())):
            raise StoreLockedError("another writer does not come to an end") from None


def _wait(handle: int, got: threading.Event) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        got.set()
    finally:
        os.close(handle)


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    """An open lock file of our own; closing it lets go of the lock."""
    with _told_plainly(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = SYSTEM.get(error.errno or 0, StoreMissingError)
        raise kind(f"{path}: {error.strerror}") from error
