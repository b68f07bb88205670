"""Signing the log's head, never two heads that do not fit together.

What was signed last is kept beside the key, outside the database, and is on the disk before a
signature leaves. So a database restored from a backup, or changed, meets a signer that remembers.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from rhrt.log import checkpoint
from rhrt.log.checkpoint import Checkpoint
from rhrt.log.errors import NoteError, SigningRefusedError
from rhrt.log.ledger import CHUNK, Ledger
from rhrt.log.merkle import Frontier, leaf_hash
from rhrt.store.clock import written
from rhrt.store.errors import KeysError
from rhrt.store.schema import ledger_checkpoint, ledger_leaf, ledger_state


@dataclass(frozen=True, slots=True)
class Signed:
    """The last note that was signed, and the tree it speaks of."""

    note: str
    tree: Frontier


def checkpoint_now(ledger: Ledger) -> str:
    """The signed head of the ledger as it stands; the last one again when nothing was added.

    Raises:
        SigningRefusedError: the ledger is shorter than what was signed before, or does not go on
            from it. Nothing is signed; someone has to find out why.
    """
    with _memory(ledger) as memory:
        last = memory.recall()
        tree = _grown(ledger, last.tree if last else Frontier())
        if last and tree.size == last.tree.size:
            _keep(ledger, tree.size, last.note)
            return last.note
        note = checkpoint.signed(
            Checkpoint(ledger.origin, tree.size, tree.root()), ledger.store.keys.signing
        )
        memory.remember(Signed(note, tree))
        _keep(ledger, tree.size, note)
        return note


def public_key(ledger: Ledger) -> str:
    """The line by which others verify this ledger's checkpoints."""
    public = checkpoint.public_bytes(ledger.store.keys.signing)
    return checkpoint.verifier_key(ledger.origin, public)


def _grown(ledger: Ledger, tree: Frontier) -> Frontier:
    """The signed tree with all entries since, hashed anew: what the ledger's own head has to be."""
    while True:
        with ledger.store.read() as tx:
            head = _head(tx)
            if head.size < tree.size:
                raise SigningRefusedError(
                    f"The ledger holds {head.size} entries; {tree.size} were signed before."
                )
            tree = _with_next_entries(tx, tree)
            if tree.size == head.size:
                return _agreed(tree, head)


def _agreed(tree: Frontier, head: Frontier) -> Frontier:
    if tree.root() != head.root():
        raise SigningRefusedError("The ledger does not go on from what was signed before.")
    return tree


def _with_next_entries(tx: Connection, tree: Frontier) -> Frontier:
    rows = select(ledger_leaf.c.idx, ledger_leaf.c.entry).where(ledger_leaf.c.idx >= tree.size)
    start = tree.size
    for idx, entry in tx.execute(rows.order_by(ledger_leaf.c.idx).limit(CHUNK)):
        if idx != tree.size:
            raise SigningRefusedError(f"Entry {tree.size} is missing from the ledger.")
        tree = tree.grown(leaf_hash(entry))
    if tree.size == start and tree.size != _head(tx).size:
        raise SigningRefusedError(f"Entry {tree.size} is missing from the ledger.")
    return tree


def _head(tx: Connection) -> Frontier:
    row = tx.execute(select(ledger_state.c.size, ledger_state.c.frontier)).one()
    try:
        return Frontier.from_bytes(row.size, row.frontier)
    except ValueError as error:
        raise SigningRefusedError(f"The ledger's head is damaged: {error}.") from error


def _keep(ledger: Ledger, size: int, note: str) -> None:
    with ledger.store.write() as tx:
        same = select(ledger_checkpoint.c.size).where(ledger_checkpoint.c.size == size)
        if tx.execute(same).first() is None:
            at = written(ledger.clock())
            tx.execute(insert(ledger_checkpoint).values(size=size, note=note, signed_at=at))


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was signed last, in a file beside the key."""

    file: Path
    public: bytes

    def recall(self) -> Signed | None:
        if not self.file.exists():
            return None
        try:
            kept = json.loads(self.file.read_text("utf-8"))
            head = checkpoint.opened(kept["note"], self.public)
            tree = Frontier.from_bytes(head.size, bytes.fromhex(kept["frontier"]))
        except (ValueError, KeyError, TypeError, NoteError) as error:
            raise KeysError(
                f"{self.file} is damaged: {error} Restore it from its backup."
            ) from error
        if tree.root() != head.root:
            raise KeysError(f"{self.file} contradicts itself. Restore it from its backup.")
        return Signed(kept["note"], tree)

    def remember(self, signed: Signed) -> None:
        """Write it so that after a power cut either the old or the new one is there, whole."""
        kept = json.dumps({"note": signed.note, "frontier": signed.tree.packed().hex()})
        draft = self.file.with_name(f".{self.file.name}.{secrets.token_hex(8)}")
        with draft.open("x", encoding="utf-8") as file:
            file.write(kept)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.file)
        folder = os.open(self.file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _memory(ledger: Ledger) -> Iterator[_Memory]:
    """The memory of this ledger's signer, held by one process at a time."""
    folder = ledger.store.keys.folder
    public = checkpoint.public_bytes(ledger.store.keys.signing)
    with (folder / "signing.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield _Memory(folder / "last-signed.json", public)
