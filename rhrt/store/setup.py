"""Laying out a fresh database, once, whoever comes first."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext

from sqlalchemy import Connection, Engine, func, insert, inspect, select

from rhrt.store import schema, sqlite
from rhrt.store.clock import utc_now, written
from rhrt.store.errors import SchemaError

SETTING_UP = 5249402  # a number of our own: the PostgreSQL advisory lock held while laying out


def set_up(engine: Engine, queue: sqlite.Queue | None) -> None:
    """Lay out the tables where they are missing; safe when several processes start at once.

    Raises:
        SchemaError: they were laid out by another version of the program.
    """
    with engine.connect() as connection:
        ready = _is_ready(connection)
    if ready:
        return
    with queue.turn() if queue else nullcontext():
        _lay_out(engine)


def _lay_out(engine: Engine) -> None:
    with engine.connect() as plain:
        if engine.name == "sqlite":
            _choose_journal(plain)
        connection = plain.execution_options(begin=sqlite.WRITE)
        with connection.begin():
            if engine.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(SETTING_UP)))
            if not _version(connection):
                _create(connection)


def _create(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    for statement in schema.APPEND_ONLY[connection.engine.name]:
        connection.exec_driver_sql(statement)
    connection.execute(
        insert(schema.schema_info).values(
            id=1, version=schema.VERSION, created_at=written(utc_now())
        )
    )


def _is_ready(connection: Connection) -> bool:
    version = _version(connection)
    if version not in {0, schema.VERSION}:
        raise SchemaError(version, schema.VERSION)
    return bool(version) and _journal_is_right(connection)


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("schema_info"):
        return 0
    return int(connection.scalar(select(schema.schema_info.c.version)) or 0)


def _journal_is_right(connection: Connection) -> bool:
    if connection.engine.name != "sqlite":
        return True
    return bool(connection.exec_driver_sql("PRAGMA journal_mode").scalar() == sqlite.journal())


def _choose_journal(connection: Connection) -> None:
    """Set the journal the linked SQLite can be trusted with; the file remembers it.

    Done on the bare driver: a journal cannot be changed inside a transaction.
    """
    bare = connection.connection.driver_connection
    assert isinstance(bare, sqlite3.Connection)  # noqa: S101 - only SQLite comes here
    bare.execute(f"PRAGMA journal_mode = {sqlite.journal()}").fetchone()
