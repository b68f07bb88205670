"""One append, step by step, inside the one transaction and the one lock that hold it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from rhrt.log import projection
from rhrt.log.canonical import canonical
from rhrt.log.contents import Contents
from rhrt.log.entry import Entry
from rhrt.log.errors import ConflictError
from rhrt.log.merkle import Frontier, leaf_hash
from rhrt.log.references import new_reference
from rhrt.store.clock import read_back, written
from rhrt.store.errors import NotFoundError
from rhrt.store.keys import Keys
from rhrt.store.schema import idempotency, ledger_leaf, ledger_state

# Built once: making a statement costs more than running it.
LOCK = select(ledger_state).with_for_update()
SEQ_OF = select(ledger_leaf.c.idx).where(ledger_leaf.c.ref == bindparam("wanted"))
SENT_BEFORE = (
    select(ledger_leaf, idempotency.c.request_hash)
    .join(idempotency)
    .where(idempotency.c.submission_hash == bindparam("submission"))
)

CLOCK_SLACK = timedelta(seconds=1)  # clocks are corrected by less than this all the time


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever added an entry takes away.

    Attributes:
        ref: the reference people use, such as RH-7K3M-22.
        seq: the entry's number; never shown, as it tells how many there are.
        leaf_hash: the hash of the entry, in hex: it can be looked for in any later proof.
        at: when, by the ledger's clock.
        size: how many entries the ledger held with this one.
    """

    ref: str
    seq: int
    leaf_hash: str
    at: str
    size: int

    @classmethod
    def of(cls, entry: Entry, leaf: bytes) -> Receipt:
        """The receipt for this entry."""
        return cls(entry.ref, entry.seq, leaf.hex(), entry.at, entry.seq + 1)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be added, with all that can be made ready before anyone waits for the lock.

    Attributes:
        submission_hash: the same whenever this person sends this key.
        request_hash: the same whenever the same thing is asked.
        pack: the digest of the rule pack it was made under, or "".
    """

    kind: str
    contents: Contents
    re: str | None
    pack: str
    submission_hash: str
    request_hash: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What someone asks to be added. ``asked`` is what else tells two requests apart."""

    kind: str
    fields: Mapping[str, Any]
    actor: str
    key: str
    re: str | None = None
    asked: Any = None

    def draft(self, keys: Keys) -> Draft:
        """It made ready.

        Raises:
            NotCanonicalError: a value cannot be sealed.
        """
        secret = keys.derived("submission")
        return Draft(
            kind=self.kind,
            contents=Contents({**self.fields, "actor": self.actor}),
            re=self.re,
            pack=_pack(self.fields),
            submission_hash=_keyed(secret, [self.actor, self.key]).hex(),
            request_hash=_keyed(secret, [self.kind, self.fields, self.re, self.asked]),
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands."""

    origin: str
    env: str
    tree: Frontier
    last_at: str
    clock_behind: bool


def lock(tx: Connection) -> Head:
    """The head of the log. Whoever holds its row writes next; everyone else waits here."""
    row = tx.execute(LOCK).one()
    tree = Frontier.from_bytes(row.size, row.frontier)
    return Head(row.origin, row.env, tree, row.last_at, row.clock_behind)


def begin(tx: Connection, origin: str, env: str) -> None:
    """Write the head of an empty log, unless another process just did."""
    if tx.execute(select(ledger_state.c.id).with_for_update()).first() is None:
        tx.execute(
            insert(ledger_state).values(
                id=1, origin=origin, env=env, size=0, frontier=b"", last_at="", clock_behind=False
            )
        )


def before(tx: Connection, draft: Draft) -> Receipt | None:
    """The receipt given when this was sent before.

    Raises:
        ConflictError: the key came before with other content.
    """
    row = tx.execute(SENT_BEFORE, {"submission": draft.submission_hash}).first()
    if row is None:
        return None
    if row.request_hash != draft.request_hash:
        raise ConflictError(row.ref)
    return Receipt.of(Entry.from_bytes(row.entry), row.leaf_hash)


@dataclass(frozen=True, slots=True)
class Writer:
    """Adds entries in one transaction.

    Args:
        tx: the transaction, which holds the lock.
        keys: what contents are sealed under.
        now: the present moment.
        app: the version of this program.
    """

    tx: Connection
    keys: Keys
    now: datetime
    app: str

    def write(
        self, head: Head, draft: Draft, erases: Mapping[str, list[str]] | None = None
    ) -> Receipt:
        """Add what was asked for, and before it a note of a clock that went back."""
        head = self._timed(head)
        re = None if draft.re is None else seq_of(self.tx, draft.re)
        entry = Entry(
            origin=head.origin,
            env=head.env,
            seq=head.tree.size,
            kind=draft.kind,
            ref=self._reference(),
            at=head.last_at,
            prev=head.tree.root().hex(),
            re=re,
            pack=draft.pack,
            app=self.app,
            erases=erases or {},
        )
        head, receipt = self._add(head, entry, draft.contents)
        self._keep_head(head)
        self._remember(draft, receipt)
        return receipt

    def _timed(self, head: Head) -> Head:
        """The head at the present moment, never before its last entry.

        The first time a clock is found to have gone back, an entry says so.
        """
        now = written(self.now)
        if now >= head.last_at:
            return replace(head, last_at=now, clock_behind=False)
        if head.clock_behind or read_back(head.last_at) - self.now < CLOCK_SLACK:
            return head
        entry = Entry(
            origin=head.origin,
            env=head.env,
            seq=head.tree.size,
            kind="clock",
            ref=self._reference(),
            at=head.last_at,
            prev=head.tree.root().hex(),
            app=self.app,
        )
        noted, _ = self._add(replace(head, clock_behind=True), entry, Contents({"clock": now}))
        return noted

    def _add(self, head: Head, entry: Entry, sealed: Contents) -> tuple[Head, Receipt]:
        entry = replace(entry, f=sealed.commitments)
        packed = entry.to_bytes()
        leaf = leaf_hash(packed)
        self.tx.execute(
            insert(ledger_leaf),
            {
                "idx": entry.seq,
                "kind": entry.kind,
                "ref": entry.ref,
                "re": entry.re,
                "entry": packed,
                "leaf_hash": leaf,
            },
        )
        sealed.store(self.tx, entry.seq, self.keys)
        projection.added(self.tx, entry, sealed.values(), self.keys)
        return replace(head, tree=head.tree.grown(leaf)), Receipt.of(entry, leaf)

    def _reference(self) -> str:
        while True:
            ref = new_reference()
            if self.tx.execute(SEQ_OF, {"wanted": ref}).first() is None:
                return ref

    def _keep_head(self, head: Head) -> None:
        self.tx.execute(
            update(ledger_state),
            {
                "size": head.tree.size,
                "frontier": head.tree.packed(),
                "last_at": head.last_at,
                "clock_behind": head.clock_behind,
            },
        )

    def _remember(self, draft: Draft, receipt: Receipt) -> None:
        self.tx.execute(
            insert(idempotency),
            {
                "submission_hash": draft.submission_hash,
                "request_hash": draft.request_hash,
                "idx": receipt.seq,
                "created_at": receipt.at,
            },
        )


def _keyed(secret: bytes, parts: list[Any]) -> bytes:
    return digest(secret, canonical(parts), sha256)


def _pack(fields: Mapping[str, Any]) -> str:
    pack = fields.get("pack")
    given = pack.get("digest", "") if isinstance(pack, Mapping) else ""
    return given if isinstance(given, str) else ""


def seq_of(tx: Connection, ref: str) -> int:
    """The number of the entry with this reference.

    Raises:
        NotFoundError: there is none.
    """
    seq = tx.scalar(SEQ_OF, {"wanted": ref})
    if seq is None:
        raise NotFoundError("There is no entry with this reference.")
    return int(seq)
