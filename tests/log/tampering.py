"""What someone who can write to the database may do to a ledger, one way after another.

Each way takes a copy of the database, a place to do it and a source of chance, does its harm with
bare SQL, and returns the number of the first entry that is no longer what it was.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rhrt.log.canonical import canonical
from rhrt.log.checkpoint import Checkpoint, signed
from rhrt.log.merkle import Frontier, leaf_hash
from rhrt.store.keys import Keys

COPY = "INSERT INTO ledger_leaf (idx, kind, ref, re, entry, leaf_hash) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass
class Scene:
    """A copy of a ledger in the hands of someone who means harm. ``keys`` are stolen, if used."""

    file: Path
    keys: Keys
    rng: random.Random

    def __post_init__(self) -> None:
        self.db = sqlite3.connect(self.file, isolation_level=None)
        self.db.executescript(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;"
            "DROP TRIGGER ledger_leaf_no_update; DROP TRIGGER ledger_leaf_no_delete"
        )
        (self.size,) = self.db.execute("SELECT size FROM ledger_state").fetchone()

    def somewhere(self, low: int = 0, high: int | None = None) -> int:
        return self.rng.randrange(low, self.size if high is None else high)

    def entries(self) -> list[dict]:
        rows = self.db.execute("SELECT entry FROM ledger_leaf ORDER BY idx")
        return [json.loads(entry) for (entry,) in rows]

    def set_entry(self, idx: int, entry: dict, *, and_hash: bool) -> None:
        packed = canonical(entry)
        self.db.execute("UPDATE ledger_leaf SET entry = ? WHERE idx = ?", (packed, idx))
        if and_hash:
            hashed = leaf_hash(packed)
            self.db.execute("UPDATE ledger_leaf SET leaf_hash = ? WHERE idx = ?", (hashed, idx))

    def shift(self, start: int, by: int) -> None:
        """Move the numbers of rows from here on, in the tables only."""
        for table in ("ledger_leaf", "ledger_key", "ledger_field"):
            self.db.execute(f"UPDATE {table} SET idx = -idx - 1 WHERE idx >= ?", (start,))
            self.db.execute(f"UPDATE {table} SET idx = -(idx + 1) + ? WHERE idx < 0", (by,))

    def drop(self, *numbers: int) -> None:
        for table in ("ledger_field", "ledger_key", "ledger_leaf"):
            self.db.executemany(f"DELETE FROM {table} WHERE idx = ?", [(n,) for n in numbers])

    def rewrite(self) -> None:
        """Make everything fit again: numbers, roots before, hashes, head and signed heads."""
        tree, heads = Frontier(), {}
        for idx, entry in enumerate(self.entries()):
            changed = entry | {"seq": idx, "prev": tree.root().hex()}
            self.set_entry(idx, changed, and_hash=True)
            tree = tree.grown(leaf_hash(canonical(changed)))
            heads[tree.size] = tree.root()
        self.db.execute(
            "UPDATE ledger_state SET size = ?, frontier = ?", (tree.size, tree.packed())
        )
        for (size,) in self.db.execute("SELECT size FROM ledger_checkpoint").fetchall():
            self.sign_again(size, heads.get(size))
        self.sign_again(tree.size, tree.root())

    def sign_again(self, size: int, root: bytes | None) -> None:
        self.db.execute("DELETE FROM ledger_checkpoint WHERE size = ?", (size,))
        if root is not None:
            (origin,) = self.db.execute("SELECT origin FROM ledger_state").fetchone()
            note = signed(Checkpoint(origin, size, root), self.keys.signing)
            self.db.execute("INSERT INTO ledger_checkpoint VALUES (?, ?, 'x')", (size, note))


def edit_field(scene: Scene) -> int:
    idx, name, sealed = scene.rng.choice(scene.db.execute("SELECT * FROM ledger_field").fetchall())
    spot, bit = scene.rng.randrange(len(sealed)), scene.rng.randrange(8)
    changed = sealed[:spot] + bytes([sealed[spot] ^ 1 << bit]) + sealed[spot + 1 :]
    which = "WHERE idx = ? AND name = ?"
    scene.db.execute(f"UPDATE ledger_field SET sealed = ? {which}", (changed, idx, name))
    return idx


def edit_entry(scene: Scene) -> int:
    idx = scene.somewhere()
    scene.set_entry(idx, scene.entries()[idx] | {"pack": "other"}, and_hash=False)
    return idx


def edit_entry_and_hash(scene: Scene) -> int:
    idx = scene.somewhere()
    scene.set_entry(idx, scene.entries()[idx] | {"pack": "other"}, and_hash=True)
    return idx


def delete_one(scene: Scene) -> int:
    idx = scene.somewhere()
    scene.drop(idx)
    return idx


def swap_two(scene: Scene) -> int:
    one, other = sorted(scene.rng.sample(range(scene.size), 2))
    for table in ("ledger_leaf", "ledger_key", "ledger_field"):
        for old, new in ((one, -1), (other, one), (-1, other)):
            scene.db.execute(f"UPDATE {table} SET idx = ? WHERE idx = ?", (new, old))
    return one


def insert_one(scene: Scene) -> int:
    """A forged entry, made to fit what is before it."""
    idx = scene.somewhere(1)
    entries = scene.entries()
    before = Frontier.of(leaf_hash(canonical(entry)) for entry in entries[:idx])
    model = entries[idx] | {"seq": idx, "prev": before.root().hex(), "at": entries[idx - 1]["at"]}
    forged = model | {"f": {}, "re": None, "kind": "decision", "ref": "RH-9999-99"}
    forged.pop("erases", None)
    packed = canonical(forged)
    scene.shift(idx, 1)
    scene.db.execute(COPY, (idx, "decision", "RH-9999-99", None, packed, leaf_hash(packed)))
    scene.db.execute("UPDATE ledger_state SET size = size + 1")
    return idx


def delete_and_renumber(scene: Scene) -> int:
    idx = scene.somewhere(0, scene.size - 1)
    scene.drop(idx)
    scene.shift(idx + 1, -1)
    scene.db.execute("UPDATE ledger_state SET size = size - 1")
    return idx


def truncate(scene: Scene) -> int:
    """Cut the end off and make the head fit, without the key; old erasures stay."""
    idx = scene.somewhere(8)
    scene.drop(*range(idx, scene.size))
    tree = Frontier.of(leaf_hash(canonical(entry)) for entry in scene.entries())
    scene.db.execute("UPDATE ledger_state SET size = ?, frontier = ?", (idx, tree.packed()))
    return idx


def edit_and_sign_again(scene: Scene) -> int:
    idx = scene.somewhere()
    scene.set_entry(idx, scene.entries()[idx] | {"pack": "other"}, and_hash=False)
    scene.rewrite()
    return idx


def truncate_and_sign_again(scene: Scene) -> int:
    idx = truncate(scene)
    scene.rewrite()
    return idx


def roll_back_and_go_on(scene: Scene) -> int:
    """Restore an old state, then go on as if nothing had been: with other entries, signed."""
    idx = truncate(scene)
    for seq in range(idx, idx + scene.somewhere(1, 12)):
        model = scene.entries()[-1] | {"f": {}, "re": None, "kind": "decision", "seq": seq}
        forged = model | {"ref": f"RH-99{seq:02}-99"}
        forged.pop("erases", None)
        row = (seq, "decision", forged["ref"], None, canonical(forged), b"")
        scene.db.execute(COPY, row)
    scene.rewrite()
    return idx


def swap_environment(scene: Scene) -> int:
    """Slip a training entry into the live ledger, and sign all of it."""
    idx = scene.somewhere()
    scene.set_entry(idx, scene.entries()[idx] | {"env": "training"}, and_hash=False)
    scene.rewrite()
    return idx


def remove_content(scene: Scene) -> int:
    idx, name = scene.rng.choice(scene.db.execute("SELECT idx, name FROM ledger_field").fetchall())
    scene.db.execute("DELETE FROM ledger_field WHERE idx = ? AND name = ?", (idx, name))
    return idx


@dataclass(frozen=True)
class Way:
    """A way to tamper, and the verdicts it has to meet alone and beside outside checkpoints."""

    harm: Callable[[Scene], int]
    alone: frozenset[str]
    beside: frozenset[str]
    exact: bool = True


def _way(harm: Callable[[Scene], int], alone: str, beside: str = "", *, exact: bool = True) -> Way:
    return Way(harm, frozenset(alone.split()), frozenset((beside or alone).split()), exact)


WAYS = [
    _way(edit_field, "INVALID"),
    _way(edit_entry, "INVALID"),
    _way(edit_entry_and_hash, "INVALID DIVERGED", exact=False),
    _way(delete_one, "INVALID ROLLED_BACK"),
    _way(swap_two, "INVALID"),
    _way(insert_one, "INVALID", exact=False),
    _way(delete_and_renumber, "INVALID"),
    _way(truncate, "ROLLED_BACK", exact=False),
    _way(edit_and_sign_again, "UNANCHORED", "DIVERGED", exact=False),
    _way(truncate_and_sign_again, "UNANCHORED", "ROLLED_BACK", exact=False),
    _way(roll_back_and_go_on, "UNANCHORED", "ROLLED_BACK DIVERGED", exact=False),
    _way(swap_environment, "WRONG_ENV"),
    _way(remove_content, "CONTENT_GAP"),
]

SIGNED_AGAIN = {edit_and_sign_again, truncate_and_sign_again, roll_back_and_go_on}
