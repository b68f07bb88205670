"""A database that is set up on first use, read and written in transactions that mean it."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from rhrt.store import setup, sqlite
from rhrt.store.errors import (
    StoreCorruptError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
)
from rhrt.store.faults import unavailable
from rhrt.store.keys import Keys

POSTGRES_OPTIONS = (
    "-c statement_timeout=30000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000"
)

# After these the database says for certain that nothing was kept, even while committing.
CERTAIN = (StoreLockedError, StoreFullError, StoreReadOnlyError)


@dataclass(frozen=True)
class Store:
    """Where everything is kept. ``with store.read() as tx`` and ``with store.write() as tx``.

    Both give an SQLAlchemy connection inside one transaction; leaving the block commits what was
    written, an exception undoes it. Failures of the database come out as ``StoreUnavailableError``.
    A store may be shared by threads, and be opened before a fork.
    """

    engine: Engine
    keys: Keys
    queue: sqlite.Queue | None

    @classmethod
    def open(cls, url: str, keys: Keys) -> Store:
        """The store at this address, laid out there on first use.

        Args:
            url: ``sqlite:///folder/rhrt.db`` or ``postgresql+psycopg://user@host/name``.
            keys: what seals contents; from ``Keys.open(folder)``.

        Raises:
            StoreUnavailableError: it cannot be opened, with the reason in one line.
            SchemaError: it was laid out by another version of the program.
        """
        store = cls._at(_parsed(url), keys)
        with ExitStack() as undo:
            undo.callback(store.close)
            with _told_plainly():
                setup.set_up(store.engine, store.queue)
            undo.pop_all()
        return store

    @classmethod
    def _at(cls, url: URL, keys: Keys) -> Store:
        if url.get_backend_name() == "sqlite":
            file = _sqlite_file(url)
            store = cls(sqlite.opened(url.set(database=str(file))), keys, sqlite.Queue(str(file)))
        else:
            store = cls(_postgres(url), keys, None)
        _let_go_after_fork(store.engine)
        return store

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database rather than a PostgreSQL server."""
        return self.queue is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database throughout.

        Keep it short: on SQLite nobody can commit while somebody reads.
        """
        isolation = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _told_plainly(), self.engine.connect() as plain:
            connection = plain.execution_options(**isolation)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that changes things: all of it or none of it.

        Raises:
            StoreUnavailableError: with ``unsure`` set when it failed while committing.
        """
        with _told_plainly() as outcome, self._turn(), self.engine.connect() as plain:
            connection = plain.execution_options(begin=sqlite.WRITE)
            with connection.begin() as transaction:
                yield connection
                outcome.committing = True
                transaction.commit()

    def in_turn(self, tx: Connection, name: str) -> None:
        """Let nobody else who names the same thing go on until this transaction has ended.

        On SQLite only one transaction writes at a time anyway.
        """
        if not self.is_sqlite:
            number = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
            tx.execute(select(func.pg_advisory_xact_lock(number)))

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _turn(self) -> AbstractContextManager[None]:
        return self.queue.turn() if self.queue else nullcontext()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreMissingError("that is not the address of a database") from error
    if name not in {"sqlite", "postgresql"}:
        raise StoreMissingError(f"{name} is not supported; SQLite and PostgreSQL are")
    if name == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _sqlite_file(url: URL) -> Path:
    """The database file, made when missing and readable by its owner only."""
    if not url.database or url.database == ":memory:":
        raise StoreMissingError("SQLite needs a file, such as sqlite:///rhrt.db")
    file = Path(url.database).absolute()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreMissingError(f"{file}: {error.strerror}") from error
    return file


def _postgres(url: URL) -> Engine:
    given = url.query.get("options", "")
    options = f"{POSTGRES_OPTIONS} {given if isinstance(given, str) else ' '.join(given)}"
    return create_engine(
        url, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": options}
    )


def _let_go_after_fork(engine: Engine) -> None:
    """A child process must never use, nor close, the connections of its parent."""
    held = weakref.ref(engine)

    def let_go() -> None:
        if (engine := held()) is not None:
            engine.dispose(close=False)

    os.register_at_fork(after_in_child=let_go)


@dataclass
class _Outcome:
    committing: bool = False


@contextmanager
def _told_plainly() -> Iterator[_Outcome]:
    """Turn what drivers and the system raise into errors that say what is wrong and what to do."""
    outcome = _Outcome()
    try:
        yield outcome
    except UnicodeDecodeError as error:  # text in the database that is none
        raise StoreCorruptError(error.reason) from error
    except SQLAlchemyError as error:
        if (plain := unavailable(error)) is None:
            raise
        plain.unsure = outcome.committing and not isinstance(plain, CERTAIN)
        raise plain from error
