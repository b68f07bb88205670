"""How long writers wait, and how many entries a second are kept.

Sixteen processes add entries to one SQLite file as fast as they can: first through plain SQLite,
whose writers poll the lock (`busy_timeout`), then through the ledger, whose writers queue. Both
run in one go on the same disk, alternating, with the same journal and the same safety. Then one
writer alone: the ledger beside bare SQLite and beside a bare file with fdatasync.

    python bench/ledger.py [--seconds 20] [--rounds 1] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from rhrt.log.ledger import Ledger
from rhrt.store.database import Store
from rhrt.store.keys import Keys
from rhrt.store.sqlite import journal

WRITERS = 16
ROOM = 60  # seconds plain SQLite may poll before it gives up: so that the wait itself is seen
FIELDS = {
    "result": {"level": 3, "low": 3, "high": 4, "sub": None, "rules": ["often_hungry", "drinking"]},
    "facts": {
        "needs": ["often_hungry", "dirty", "carer_drinks"],
        "answers": {"how_long": "months"},
    },
    "pack": {"id": "walsall", "version": "2026-11", "digest": "0" * 64},
    "own_level": 3,
    "comment": "Comes in hungry and in dirty clothes; mother drinking again since the summer. " * 4,
}
ENTRY = json.dumps(FIELDS).encode() + bytes(800)  # about what one entry is, with its overhead

Append = Callable[[], None]
PLAIN = "CREATE TABLE IF NOT EXISTS entry (idx INTEGER PRIMARY KEY, body BLOB NOT NULL)"


def plain_writer(folder: Path) -> Append:
    """Appends as most programs do: BEGIN IMMEDIATE, and SQLite's own waiting."""
    database = sqlite3.connect(folder / "plain.db", timeout=ROOM, isolation_level=None)
    database.execute(f"PRAGMA journal_mode = {journal()}")
    database.execute(f"PRAGMA synchronous = {'FULL' if journal() == 'wal' else 'EXTRA'}")
    database.execute(PLAIN)

    def append() -> None:
        database.execute("BEGIN IMMEDIATE")
        (size,) = database.execute("SELECT coalesce(max(idx) + 1, 0) FROM entry").fetchone()
        database.execute("INSERT INTO entry VALUES (?, ?)", (size, ENTRY))
        database.execute("COMMIT")

    return append


def ledger_writer(folder: Path) -> Append:
    """Appends to the ledger, all of it: hashing, sealing, projection, queue."""
    ledger = Ledger.open(Store.open(f"sqlite:///{folder}/rhrt.db", Keys.open(folder / "keys")))

    def append() -> None:
        ledger.append("decision", FIELDS, actor="bench", key=secrets.token_hex(16))

    return append


def file_writer(folder: Path) -> Append:
    """Appends to a bare file and waits for the disk: the floor under everything."""
    handle = os.open(folder / "bare.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        os.write(handle, ENTRY)
        os.fdatasync(handle)

    return append


def waits(append: Append, seconds: float) -> list[float]:
    """How long each append took, in seconds."""
    took: list[float] = []
    until = time.monotonic() + seconds
    while (start := time.monotonic()) < until:
        append()
        took.append(time.monotonic() - start)
    return took


def one_of_many(
    make: Callable[[Path], Append], folder: Path, seconds: float, start: Barrier, out: Connection
) -> None:
    """One writer in a process of its own; all start together, connected and warm."""
    append = make(folder)
    append()
    start.wait()
    out.send(waits(append, seconds))


def together(make: Callable[[Path], Append], folder: Path, seconds: float) -> list[float]:
    """The same of sixteen writers at once."""
    make(folder)()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(WRITERS)
    pipes = [context.Pipe(duplex=False) for _ in range(WRITERS)]
    writers = [
        context.Process(target=one_of_many, args=(make, folder, seconds, start, out))
        for _, out in pipes
    ]
    for writer in writers:
        writer.start()
    took = [took for into, _ in pipes for took in into.recv()]
    for writer in writers:
        writer.join()
    return took


def told(name: str, took: list[float], seconds: float) -> None:
    """Print one line of results."""
    ranked = sorted(took)
    p50, p99 = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
    print(
        f"{name:34} {len(took) / seconds:8.0f} a second   median {p50 * 1000:8.1f} ms"
        f"   99 % {p99 * 1000:8.1f} ms   worst {ranked[-1] * 1000:8.1f} ms"
    )


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=20)
    words.add_argument("--rounds", type=int, default=1)
    words.add_argument("--folder", type=Path, default=None)
    options = words.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        folder, seconds = Path(place), options.seconds
        print(f"SQLite {sqlite3.sqlite_version}, journal {journal()}; {WRITERS} writers, then one")
        plain, queued = [], []
        for _ in range(options.rounds):
            plain += together(plain_writer, folder, seconds)
            queued += together(ledger_writer, folder, seconds)
        told("16 writers, plain SQLite", plain, seconds * options.rounds)
        told("16 writers, the ledger", queued, seconds * options.rounds)
        starved = ", which waited through the whole run" if max(plain) >= seconds else ""
        ratio = max(plain) / max(queued)
        print(f"worst wait: the ledger's is 1/{ratio:.0f} of plain SQLite's{starved}")
        one = {
            "1 writer, bare file and fdatasync": waits(file_writer(folder), seconds / 5),
            "1 writer, plain SQLite": waits(plain_writer(folder), seconds / 5),
            "1 writer, the ledger": waits(ledger_writer(folder), seconds / 5),
        }
        for name, took in one.items():
            told(name, took, seconds / 5)


if __name__ == "__main__":
    main()
