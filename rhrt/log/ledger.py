"""The ledger: entries are added, read, and their contents erased; nothing is ever changed.

ledger = Ledger.open(store)
receipt = ledger.append("decision", {"result": {...}, "facts": {...}}, actor=who, key=form_key)
ledger.read(receipt.ref).fields["result"]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from rhrt.log import contents, erasing, projection
from rhrt.log.entry import KINDS, Entry
from rhrt.log.errors import DamagedError, LedgerError
from rhrt.log.merkle import leaf_hash
from rhrt.log.writing import Receipt, Request, Writer, before, begin, lock, seq_of
from rhrt.store.clock import Clock, utc_now
from rhrt.store.database import Store
from rhrt.store.errors import NotFoundError
from rhrt.store.schema import ledger_leaf, ledger_state

ORIGIN = "rhrt/threshold-ledger/live"
CHUNK = 500  # rows read in one go: on SQLite nobody can write while somebody reads

Also = Callable[[Connection, Receipt], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with its contents: ``fields`` that are still there, names of those ``erased``."""

    entry: Entry
    leaf_hash: str
    fields: Mapping[str, Any]
    erased: tuple[str, ...]

    @property
    def receipt(self) -> Receipt:
        """The receipt that was given for it."""
        return Receipt.of(self.entry, bytes.fromhex(self.leaf_hash))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger kept in a store; ``Ledger.open(store)`` gives it.

    Args:
        store: where it is kept.
        origin: its name, as checkpoints carry it.
        env: "live" or "training"; entries of one never pass for the other's.
        app: the version of this program, kept in each entry.
        clock: the present moment.
    """

    store: Store
    origin: str = ORIGIN
    env: str = "live"
    app: str = ""
    clock: Clock = utc_now

    @classmethod
    def open(
        cls,
        store: Store,
        *,
        origin: str = ORIGIN,
        env: str = "live",
        app: str = "",
        clock: Clock = utc_now,
    ) -> Ledger:
        """The ledger in this store, begun when there is none.

        Raises:
            LedgerError: the store holds a ledger of another name or environment.
        """
        if _begun(store) is None:
            with store.write() as tx:
                begin(tx, origin, env)
        if (found := _begun(store)) != (origin, env):
            raise LedgerError(f"This database holds another ledger: {found}.")
        return cls(store, origin, env, app, clock)

    def append(  # noqa: PLR0913 - all but two by name, and each is needed
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        actor: str,
        key: str,
        re: str | None = None,
        also: Also | None = None,
    ) -> Receipt:
        """The receipt of a new entry, once it is safely on the disk.

        Args:
            kind: one of ``KINDS``.
            fields: its contents, JSON values by name (no floats). Each is committed to, sealed and
                erasable by itself. ``actor`` is added to them. ``pack.digest`` also goes into the
                clear part; ``rhrt.log.projection`` names the fields that lists show.
            actor: who does this; with ``key`` it names the submission.
            key: names this submission, such as a random value in the form. Sent again with the
                same content it is kept once and gets the same receipt.
            re: the reference of the earlier entry it is about.
            also: writes what goes with the entry, in the same transaction: both or neither.

        Raises:
            ConflictError: the same key came before with other content.
            NotCanonicalError: a value cannot be sealed.
            NotFoundError: there is no entry ``re``.
            StoreUnavailableError: as from ``Store.write``.
        """
        if kind not in KINDS - {"erasure", "clock"}:
            raise LedgerError(f"Entries of kind {kind!r} are not appended by hand.")
        draft = Request(kind, fields, actor, key, re).draft(self.store.keys)
        with self.store.write() as tx:
            head = lock(tx)
            if given := before(tx, draft):
                return given
            receipt = self._writer(tx).write(head, draft)
            if also:
                also(tx, receipt)
            return receipt

    def erase(  # noqa: PLR0913 - all by name where it matters, and each is needed
        self,
        seqs: Sequence[int],
        names: Sequence[str] | None,
        ground: str,
        approvers: Sequence[str],
        *,
        actor: str,
        key: str,
    ) -> Receipt:
        """The receipt of the erasure. Contents and salts go; entries and proofs stay.

        The conversation a decision was sealed from goes too, and lists forget what they showed.

        Args:
            seqs: the entries; ``about`` gives those of one decision.
            names: which fields, or None for all.
            ground: why it is lawful.
            approvers: two different people.
            actor: who does this.
            key: names this submission, as for ``append``.

        Raises:
            NotApprovedError: fewer than two people, or no ground.
            HeldError: one of them is under legal hold.
            NotFoundError: there is nothing left to erase.
            ConflictError: as for ``append``.
        """
        erasing.refuse_unapproved(ground, approvers)
        said = {"ground": ground, "approvers": list(approvers)}
        asked = [sorted(set(seqs)), None if names is None else sorted(set(names))]
        draft = Request("erasure", said, actor, key, asked=asked).draft(self.store.keys)
        with self.store.write() as tx:
            head = lock(tx)
            if given := before(tx, draft):
                return given
            erasing.refuse_held(tx, seqs)
            erased = erasing.erase(tx, seqs, names, self.store.keys)
            return self._writer(tx).write(head, draft, erased)

    def read(self, ref: str) -> Opened:
        """The entry with this reference, checked against its hash and commitments.

        Raises:
            NotFoundError: there is none.
            DamagedError: it is not what was sealed.
        """
        with self.store.read() as tx:
            row = tx.execute(select(ledger_leaf).where(ledger_leaf.c.ref == ref)).first()
            if row is None:
                raise NotFoundError("There is no entry with this reference.")
            return self._opened(tx, row)

    def entries(self, kind: str | None = None, *, start: int = 0) -> Iterator[Opened]:
        """All entries in order, of one kind where given, from number ``start`` on."""
        while True:
            ahead = ledger_leaf.c.idx >= start
            wanted = ahead if kind is None else ahead & (ledger_leaf.c.kind == kind)
            in_order = select(ledger_leaf).where(wanted).order_by(ledger_leaf.c.idx).limit(CHUNK)
            with self.store.read() as tx:
                found = [self._opened(tx, row) for row in tx.execute(in_order).all()]
            yield from found
            if len(found) < CHUNK:
                return
            start = found[-1].entry.seq + 1

    def about(self, ref: str) -> tuple[int, ...]:
        """The numbers of an entry and of all later entries about it."""
        with self.store.read() as tx:
            seq = seq_of(tx, ref)
            mine = (ledger_leaf.c.idx == seq) | (ledger_leaf.c.re == seq)
            numbers = select(ledger_leaf.c.idx).where(mine).order_by(ledger_leaf.c.idx)
            return tuple(tx.scalars(numbers))

    def size(self) -> int:
        """How many entries there are."""
        with self.store.read() as tx:
            return tx.scalar(select(ledger_state.c.size)) or 0

    def rebuild(self) -> int:
        """Make the table of decisions anew from the entries; how many decisions there are."""
        with self.store.write() as tx:
            lock(tx)
            return projection.rebuild(tx, self.store.keys)

    def _writer(self, tx: Connection) -> Writer:
        return Writer(tx, self.store.keys, self.clock(), self.app)

    def _opened(self, tx: Connection, row: Row[Any]) -> Opened:
        if leaf_hash(row.entry) != row.leaf_hash:
            raise DamagedError(row.idx, "is not what its hash says")
        entry = Entry.from_bytes(row.entry)
        if (entry.seq, entry.ref) != (row.idx, row.ref):
            raise DamagedError(row.idx, "stands in another's place")
        values = contents.opened(tx, entry, self.store.keys)
        erased = tuple(sorted(set(entry.f) - set(values)))
        return Opened(entry, row.leaf_hash.hex(), values, erased)


def _begun(store: Store) -> tuple[str, str] | None:
    with store.read() as tx:
        row = tx.execute(select(ledger_state.c.origin, ledger_state.c.env)).first()
        return None if row is None else (row.origin, row.env)
