"""Verifying the ledger in a store: the offline verifier run over an export of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from rhrt.log import verifier
from rhrt.log.errors import NoteError
from rhrt.log.export import export
from rhrt.log.ledger import Ledger
from rhrt.log.merkle import Frontier, leaf_hash
from rhrt.log.signer import public_key
from rhrt.store.errors import StoreError
from rhrt.store.schema import ledger_leaf, ledger_state

QUICK = 64  # leaves looked at by the quick check


def verify(ledger: Ledger, outside: Sequence[str] = ()) -> verifier.Report:
    """The verdict on the whole ledger, contents included; ``report.lines()`` says it in words.

    Args:
        ledger: what to verify.
        outside: checkpoints kept outside the log's walls, as text.

    Raises:
        NoteError: one of those is not a checkpoint.
    """
    try:
        notes = [note for text in outside for note in verifier.read_notes(text)]
    except ValueError as error:
        raise NoteError(f"A checkpoint given cannot be read: {error}.") from error
    return verifier.verify(verifier.from_lines(export(ledger)), notes, public_key(ledger))


def head_ok(ledger: Ledger) -> bool:
    """Whether the head of the log fits its last entries: a check of a few milliseconds.

    It finds a head or a tail that was lost or changed. That nothing before was, ``verify`` tells.
    """
    try:
        with ledger.store.read() as tx:
            state = tx.execute(select(ledger_state)).one()
            latest = select(ledger_leaf).order_by(ledger_leaf.c.idx.desc()).limit(QUICK)
            rows = tx.execute(latest).all()[::-1]
        tree = Frontier.from_bytes(state.size, state.frontier)
    except (StoreError, ValueError):
        return False
    numbers = [row.idx for row in rows]
    if numbers != list(range(max(0, tree.size - QUICK), tree.size)):
        return False
    leaves = [leaf_hash(row.entry) for row in rows]
    return leaves == [row.leaf_hash for row in rows] and _fits(tree, leaves)


def _fits(tree: Frontier, leaves: list[bytes]) -> bool:
    """Whether the last full subtree, when it lies within these leaves, is theirs."""
    width = tree.size & -tree.size
    if width > len(leaves):
        return True
    return not width or Frontier.of(leaves[-width:]).peaks == tree.peaks[-1:]
