"""A real PostgreSQL server, started once for the tests that ask for it, with a fresh database each.

Use it by importing the fixtures into a ``conftest.py``:

    from tests.postgres import postgres_server
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

NOBODY = 65534  # PostgreSQL refuses to run as root; any other user will do
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


@dataclass(frozen=True)
class PostgresServer:
    """A running server, listening on a socket in its folder only."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh_database(self) -> str:
        """The URL of a new, empty place for tables: a schema, which is made in no time."""
        name = f"t{next(self.numbers)}"
        with self._connected() as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        options = f"options=-csearch_path%3D{name}"
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}&{options}"

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            self._connected().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", autocommit=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server; stopped and deleted after the last test."""
    folder = Path(tempfile.mkdtemp(prefix="rhrt-pg-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    settings = [part for setting in FAST for part in ("-c", setting)]
    _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "--no-sync").wait()
    process = _run("postgres", "-D", folder / "data", "-k", folder, *settings)
    try:
        yield _up(PostgresServer(folder), process)
    finally:
        process.send_signal(signal.SIGINT)  # without waiting for those still connected
        process.wait()
        shutil.rmtree(folder)


def _run(program: str, *arguments: Path | str) -> subprocess.Popen[bytes]:
    """A program of the PostgreSQL that the pgserver package brings along."""
    package = importlib.util.find_spec("pgserver")
    assert package is not None, "The tests need the package pgserver: run `make setup`."
    assert package.origin is not None
    path = Path(package.origin).parent / "pginstall" / "bin" / program
    user = NOBODY if os.geteuid() == 0 else None
    quiet = subprocess.DEVNULL
    return subprocess.Popen([path, *arguments], stdout=quiet, stderr=quiet, user=user, cwd="/")


def _up(server: PostgresServer, process: subprocess.Popen[bytes]) -> PostgresServer:
    until = time.monotonic() + 30
    while not server.is_up():
        assert process.poll() is None, "PostgreSQL stopped while starting."
        assert time.monotonic() < until, "PostgreSQL did not start within 30 seconds."
        time.sleep(0.05)
    return server
