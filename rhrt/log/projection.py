"""The table of decisions that lists show, made from the ledger alone.

Fields of a decision that are read here, when they are there: ``result`` (level, low, high, sub),
``own_level``, ``judgement`` (level), ``pack`` (id, version), ``facts`` (needs), ``agency``,
``role``, ``synthetic``. Later entries about the decision count too: a ``judgement`` entry's level,
and the reference of a ``correction``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from rhrt.log.contents import opened
from rhrt.log.entry import Entry
from rhrt.store.keys import Keys
from rhrt.store.schema import decision, ledger_leaf

Later = tuple[Entry, Mapping[str, Any]]


def added(tx: Connection, entry: Entry, values: Mapping[str, Any], keys: Keys) -> None:
    """Show a new entry: a decision gets its row; one about a decision changes that one's row."""
    if entry.kind == "decision":
        tx.execute(insert(decision), row_of(entry, values, ()))
    elif entry.re is not None:
        refresh(tx, entry.re, keys)


def rebuild(tx: Connection, keys: Keys) -> int:
    """Make all rows anew; how many there are."""
    tx.execute(delete(decision))
    of_decisions = select(ledger_leaf.c.idx).where(ledger_leaf.c.kind == "decision")
    seqs = tx.scalars(of_decisions.order_by(ledger_leaf.c.idx)).all()
    for seq in seqs:
        refresh(tx, seq, keys)
    return len(seqs)


def refresh(tx: Connection, seq: int, keys: Keys) -> None:
    """Make the row of one decision anew; nothing happens when the entry is not a decision."""
    about = ledger_leaf.c.re == seq
    mine = tx.execute(
        select(ledger_leaf.c.entry)
        .where((ledger_leaf.c.idx == seq) | about)
        .order_by(ledger_leaf.c.idx)
    )
    entries = [Entry.from_bytes(entry) for entry in mine.scalars()]
    if not entries or entries[0].seq != seq or entries[0].kind != "decision":
        return
    first, *later = [(entry, opened(tx, entry, keys)) for entry in entries]
    tx.execute(delete(decision).where(decision.c.seq == seq))
    tx.execute(insert(decision), row_of(*first, later))


def row_of(entry: Entry, values: Mapping[str, Any], later: Sequence[Later]) -> dict[str, Any]:
    """What the table holds of a decision and the later entries about it."""
    result, pack = _part(values, "result"), _part(values, "pack")
    return {
        "seq": entry.seq,
        "ref": entry.ref,
        "at": entry.at,
        "level": _number(result.get("level")),
        "low": _number(result.get("low")),
        "high": _number(result.get("high")),
        "sub": _code(result.get("sub")),
        "own_level": _number(values.get("own_level")),
        "judgement": _judgement(values, later),
        "pack_id": _code(pack.get("id")),
        "pack_version": _code(pack.get("version")),
        "agency": _code(values.get("agency")),
        "role": _code(values.get("role")),
        "needs": json.dumps(_codes(_part(values, "facts").get("needs"))),
        "synthetic": values.get("synthetic") is True,
        "corrected_by": next((e.ref for e, _ in reversed(later) if e.kind == "correction"), None),
    }


def _judgement(values: Mapping[str, Any], later: Sequence[Later]) -> int | None:
    """The level the practitioner settled on: the last word counts."""
    words = [values, *(said for entry, said in later if entry.kind == "judgement")]
    levels = [_number(_part(said, "judgement").get("level")) for said in words]
    return next((level for level in reversed(levels) if level is not None), None)


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = values.get(name)
    return part if isinstance(part, dict) else {}


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _code(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _codes(value: Any) -> list[str]:
    return [code for code in value if isinstance(code, str)] if isinstance(value, list) else []
