"""The contents of entries: sealed beside them, opened again, checked against their commitments."""

from __future__ import annotations

import json
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rhrt.log.canonical import canonical
from rhrt.log.entry import SALT_BYTES, Entry, commitment
from rhrt.log.errors import DamagedError, NotCanonicalError
from rhrt.store.errors import KeysError
from rhrt.store.keys import KEY_BYTES, Keys, seal, unseal
from rhrt.store.schema import idempotency, ledger_field, ledger_key

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Contents:
    """Values with a salt each, ready to be committed to and sealed."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Take the values; each gets a salt of its own, and the commitment its entry holds."""
        for name in values:
            if not NAME.fullmatch(name):
                raise NotCanonicalError(f"{name!r} cannot name a field.")
        self.salted = {
            name: (secrets.token_bytes(SALT_BYTES), canonical(value))
            for name, value in values.items()
        }
        self.commitments = {name: commitment(name, *salted) for name, salted in self.salted.items()}

    def values(self) -> dict[str, Any]:
        """The values as they will be read back."""
        return {name: json.loads(value) for name, (_, value) in self.salted.items()}

    def store(self, tx: Connection, seq: int, keys: Keys) -> None:
        """Seal them beside their entry, under a key of their own that the master key wraps."""
        if not self.salted:
            return
        key = secrets.token_bytes(KEY_BYTES)
        wrapped = seal(keys.derived("entry"), key, _key_place(seq))
        tx.execute(insert(ledger_key), {"idx": seq, "sealed_key": wrapped})
        rows = [
            {"idx": seq, "name": name, "sealed": seal(key, salt + value, _place(seq, name))}
            for name, (salt, value) in self.salted.items()
        ]
        tx.execute(insert(ledger_field), rows)


@dataclass(frozen=True, slots=True)
class SealedField:
    """One field as the database holds it."""

    seq: int
    name: str
    sealed: bytes
    wrapped_key: bytes | None

    def open(self, keys: Keys) -> tuple[bytes, bytes]:
        """Its salt and its value's canonical bytes.

        Raises:
            DamagedError: it is not what was sealed here.
        """
        try:
            key = unseal(keys.derived("entry"), self.wrapped_key or b"", _key_place(self.seq))
            plain = unseal(key, self.sealed, _place(self.seq, self.name))
        except KeysError as error:
            raise DamagedError(
                self.seq, f"has a field {self.name!r} that cannot be opened"
            ) from error
        return plain[:SALT_BYTES], plain[SALT_BYTES:]


def sealed_fields(tx: Connection, first: int, last: int) -> dict[int, list[SealedField]]:
    """The fields that are still there of the entries ``first`` to ``last``, by entry."""
    with_keys = (
        select(ledger_field, ledger_key.c.sealed_key)
        .join_from(ledger_field, ledger_key, ledger_field.c.idx == ledger_key.c.idx, isouter=True)
        .where(ledger_field.c.idx.between(first, last))
        .order_by(ledger_field.c.idx, ledger_field.c.name)
    )
    found: dict[int, list[SealedField]] = defaultdict(list)
    for row in tx.execute(with_keys):
        found[row.idx].append(SealedField(*row))
    return found


def opened(tx: Connection, entry: Entry, keys: Keys) -> dict[str, Any]:
    """The values of an entry that are still there, each checked against its commitment.

    Raises:
        DamagedError: one is not what the entry commits to.
    """
    values = {}
    for one in sealed_fields(tx, entry.seq, entry.seq)[entry.seq]:
        salt, value = one.open(keys)
        if entry.f.get(one.name) != commitment(one.name, salt, value):
            raise DamagedError(entry.seq, f"does not commit to what its field {one.name!r} holds")
        values[one.name] = json.loads(value)
    return values


def erase(tx: Connection, seq: int, names: Sequence[str] | None) -> list[str]:
    """Delete fields of an entry with their salts (all when ``names`` is None); which ones."""
    of_entry = ledger_field.c.idx == seq
    there = set(tx.scalars(select(ledger_field.c.name).where(of_entry)))
    going = sorted(there if names is None else there & set(names))
    tx.execute(delete(ledger_field).where(of_entry, ledger_field.c.name.in_(going)))
    tx.execute(update(idempotency).where(idempotency.c.idx == seq).values(request_hash=b""))
    if there == set(going):
        tx.execute(delete(ledger_key).where(ledger_key.c.idx == seq))
    return going


def _place(seq: int, name: str) -> str:
    return f"{seq}|{name}"


def _key_place(seq: int) -> str:
    return f"{seq}|"
