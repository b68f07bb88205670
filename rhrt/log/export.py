"""The whole ledger as lines of JSON that anyone can verify without this program.

``docs/ledger.md`` describes the format. Contents that were not erased are in it, unsealed: treat
the file as the children's records it holds. ``disclose=False`` leaves them out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from rhrt.log.contents import SealedField, sealed_fields
from rhrt.log.errors import DamagedError
from rhrt.log.ledger import CHUNK, Ledger
from rhrt.log.signer import public_key
from rhrt.store.keys import Keys
from rhrt.store.schema import ledger_checkpoint, ledger_leaf, ledger_state

FORMAT = 1
BEFORE_ALL = -(2**62)  # a number nobody could plant an entry before, so that none stays unseen


def export(ledger: Ledger, *, disclose: bool = True) -> Iterator[str]:
    """The lines of an export, each with its newline.

    The ledger is read a few hundred entries at a time, so nobody waits for an export; entries
    added while it runs are in it, and its last line says where it ended.
    """
    yield _line(
        {
            "rhrt-ledger": FORMAT,
            "origin": ledger.origin,
            "env": ledger.env,
            "key": public_key(ledger),
        }
    )
    ending: list[str] = []
    last = BEFORE_ALL
    while not ending:
        with ledger.store.read() as tx:
            rows = _next(tx, last)
            lines = _entries(tx, rows, ledger.store.keys if disclose else None)
            ending = _ending(tx) if len(rows) < CHUNK else []
        last = rows[-1].idx if rows else last
        yield from lines
    yield from ending


def _next(tx: Connection, last: int) -> Sequence[Row[Any]]:
    ahead = select(ledger_leaf).where(ledger_leaf.c.idx > last)
    return tx.execute(ahead.order_by(ledger_leaf.c.idx).limit(CHUNK)).all()


def _entries(tx: Connection, rows: Sequence[Row[Any]], keys: Keys | None) -> list[str]:
    beside = sealed_fields(tx, rows[0].idx, rows[-1].idx) if rows else {}
    return [_line(_entry(row, beside.get(row.idx, ()), keys)) for row in rows]


def _entry(row: Row[Any], beside: Sequence[SealedField], keys: Keys | None) -> dict[str, Any]:
    return {
        "i": row.idx,
        "kind": row.kind,
        "ref": row.ref,
        "re": row.re,
        "leaf": _bytes(row.leaf_hash).hex(),
        # Bytes that are not UTF-8 were never ours; replaced, they no longer fit their hash.
        "entry": _bytes(row.entry).decode("utf-8", "replace"),
        "fields": {one.name: _content(one, keys) for one in beside},
    }


def _bytes(stored: Any) -> bytes:
    """The bytes stored; none where damage has made something else of them."""
    return stored if isinstance(stored, bytes) else b""


def _content(one: SealedField, keys: Keys | None) -> Any:
    """Salt and value; "sealed" when it is not to be shown, "unreadable" when it cannot be."""
    if keys is None:
        return "sealed"
    try:
        salt, value = one.open(keys)
    except DamagedError:
        return "unreadable"
    return {"salt": salt.hex(), "value": json.loads(value)}


def _ending(tx: Connection) -> list[str]:
    notes = tx.scalars(select(ledger_checkpoint.c.note).order_by(ledger_checkpoint.c.size))
    head = tx.execute(select(ledger_state.c.size, ledger_state.c.frontier)).one()
    end = {"size": head.size, "frontier": _bytes(head.frontier).hex()}
    return [*(_line({"checkpoint": note}) for note in notes), _line(end)]


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
