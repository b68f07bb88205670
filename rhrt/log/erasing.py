"""Erasing contents: who may, what forbids it, and everything that has to go with them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from rhrt.log import contents, projection
from rhrt.log.errors import HeldError, LedgerError, NotApprovedError
from rhrt.store.errors import NotFoundError
from rhrt.store.keys import Keys
from rhrt.store.schema import conversation, ledger_leaf

KEPT = {"erasure", "hold", "release"}  # the evidence of who forbade or allowed an erasure


def refuse_unapproved(ground: str, approvers: Sequence[str]) -> None:
    """Raise unless two different people approved it for a stated reason.

    Raises:
        NotApprovedError: they did not.
    """
    people = {name.strip().casefold() for name in approvers} - {""}
    if len(people) < 2 or len(people) < len(approvers):  # noqa: PLR2004 - two people, by rule
        raise NotApprovedError("Two different people have to approve an erasure.")
    if not ground.strip():
        raise NotApprovedError("An erasure needs a ground.")


def refuse_held(tx: Connection, seqs: Sequence[int]) -> None:
    """Raise when one of these entries is under legal hold.

    Raises:
        HeldError: with the references of those that are.
    """
    words = select(ledger_leaf.c.re, ledger_leaf.c.kind).where(
        ledger_leaf.c.re.in_(seqs), ledger_leaf.c.kind.in_(["hold", "release"])
    )
    ordered = tx.execute(words.order_by(ledger_leaf.c.idx))
    last_word = {row.re: row.kind for row in ordered}
    held = [seq for seq, word in last_word.items() if word == "hold"]
    if held:
        refs = tx.scalars(select(ledger_leaf.c.ref).where(ledger_leaf.c.idx.in_(held)))
        raise HeldError(tuple(sorted(refs)))


def erase(
    tx: Connection, seqs: Sequence[int], names: Sequence[str] | None, keys: Keys
) -> dict[str, list[str]]:
    """Erase these fields and all that was drawn from them; the names gone, by entry number.

    Raises:
        NotFoundError: none of them is there.
        LedgerError: one belongs to an erasure or a hold.
    """
    rows = tx.execute(select(ledger_leaf).where(ledger_leaf.c.idx.in_(seqs))).all()
    if any(row.kind in KEPT for row in rows):
        raise LedgerError("What an erasure or a hold says of itself is not erased.")
    gone = {str(row.idx): contents.erase(tx, row.idx, names) for row in rows}
    erased = {seq: names_gone for seq, names_gone in gone.items() if names_gone}
    if not erased:
        raise NotFoundError("There is nothing left to erase.")
    for row in rows:
        projection.refresh(tx, row.idx if row.re is None else row.re, keys)
        tx.execute(delete(conversation).where(conversation.c.decision_ref == row.ref))
    return erased
