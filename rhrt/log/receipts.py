"""The proof of one entry, as a file that verifies offline for ever and shows no other entry.

The format is C2SP tlog-proof (https://c2sp.org/tlog-proof). Its extra line carries the entry's own
bytes, which hold nothing personal, so that the file is complete by itself.
"""

from __future__ import annotations

import base64

from sqlalchemy import select

from rhrt.log import checkpoint
from rhrt.log.errors import LedgerError
from rhrt.log.ledger import Ledger
from rhrt.log.merkle import inclusion_path, leaf_hash
from rhrt.log.signer import checkpoint_now
from rhrt.log.writing import seq_of
from rhrt.store.schema import ledger_leaf


def proof_of(ledger: Ledger, ref: str, note: str | None = None) -> str:
    """The text of a ``.tlog-proof`` file for the entry with this reference.

    Args:
        ledger: where it is.
        ref: which entry.
        note: the checkpoint to prove it under, such as one that witnesses have signed too; when
            None, the present head is signed.

    Raises:
        NotFoundError: there is no such entry.
        LedgerError: the checkpoint is older than the entry.
        NoteError: the checkpoint is not this ledger's.
    """
    note = note or checkpoint_now(ledger)
    public = checkpoint.public_bytes(ledger.store.keys.signing)
    size = checkpoint.opened(note, public).size
    with ledger.store.read() as tx:
        seq = seq_of(tx, ref)
        rows = select(ledger_leaf.c.entry).order_by(ledger_leaf.c.idx).limit(size)
        entries = tx.scalars(rows).all()
    if seq >= size:
        raise LedgerError("The checkpoint is older than the entry.")
    path = inclusion_path([leaf_hash(entry) for entry in entries], seq)
    return "\n".join(
        [
            "c2sp.org/tlog-proof@v1",
            f"extra {base64.b64encode(entries[seq]).decode()}",
            f"index {seq}",
            *(base64.b64encode(part).decode() for part in path),
            "",
            note,
        ]
    )
