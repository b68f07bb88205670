"""Conversations as they go on: turns, one after another, under a private link."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from rhrt.store.clock import Clock, after, read_back, utc_now, written
from rhrt.store.database import Store
from rhrt.store.errors import ExpiredError, NotFoundError, StoreError
from rhrt.store.keys import seal, unseal
from rhrt.store.schema import conversation, turn

LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PackRef:
    """Which continuum a conversation is held under."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A question shown and what was answered; the answer is any JSON value."""

    question: str
    answer: Any
    by: str


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept: ``n`` counts from 0 without gaps."""

    n: int
    question: str
    answer: Any
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation and all its turns so far. ``decision_ref`` is set once it has been sealed."""

    id: str
    pack: PackRef
    practice: bool
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    decision_ref: str | None
    turns: tuple[StoredTurn, ...]

    @property
    def next_n(self) -> int:
        """What to hand to ``append_turns`` as ``expected``."""
        return len(self.turns)


class TurnConflictError(StoreError):
    """Another tab answered first. Nothing was kept; ``current`` is how things stand now."""

    def __init__(self, current: StoredConversation) -> None:
        self.current = current
        super().__init__("This conversation went on in another window.")


@dataclass(frozen=True, slots=True)
class Conversations:
    """All conversations in a store.

    Args:
        store: where they are kept.
        clock: the present moment.
        life: how long after its last turn a conversation stays open.
    """

    store: Store
    clock: Clock = utc_now
    life: timedelta = LIFE

    def create(self, pack: PackRef, *, practice: bool = False) -> tuple[StoredConversation, str]:
        """A new conversation and the token of its private link, which is kept nowhere else."""
        token, now = secrets.token_urlsafe(24), self.clock()
        with self.store.write() as tx:
            made = secrets.token_urlsafe(16)
            tx.execute(
                insert(conversation).values(
                    id=made,
                    token_hash=_hash(token),
                    created_at=written(now),
                    updated_at=written(now),
                    expires_at=after(now, self.life),
                    pack_id=pack.id,
                    pack_version=pack.version,
                    pack_digest=pack.digest,
                    practice=practice,
                )
            )
            return self._read(tx, made), token

    def get(self, conversation_id: str) -> StoredConversation:
        """The conversation with this id.

        Raises:
            NotFoundError: there is none.
            ExpiredError: its time is over.
        """
        with self.store.read() as tx:
            return self._open(self._read(tx, conversation_id))

    def by_token(self, token: str) -> StoredConversation:
        """The conversation this private link leads to.

        Raises:
            NotFoundError: no such link.
            ExpiredError: its time is over.
        """
        with self.store.read() as tx:
            found = tx.scalar(
                select(conversation.c.id).where(conversation.c.token_hash == _hash(token))
            )
            if found is None:
                raise NotFoundError("There is no conversation at this link.")
            return self._open(self._read(tx, found))

    def append_turn(
        self, conversation_id: str, expected: int, new: NewTurn, *, key: str
    ) -> StoredConversation:
        """The conversation with one turn more; see ``append_turns``."""
        return self.append_turns(conversation_id, expected, (new,), key=key)

    def append_turns(
        self, conversation_id: str, expected: int, new: Sequence[NewTurn], *, key: str
    ) -> StoredConversation:
        """The conversation with these turns added, all or none.

        Args:
            conversation_id: which conversation.
            expected: how many turns the one answering had seen (``next_n``).
            new: the turns to add, in order.
            key: names this submission. Sent again with the same key, it is kept once and the
                present state comes back.

        Raises:
            TurnConflictError: others answered meanwhile; carries the present state.
            NotFoundError, ExpiredError: as for ``get``.
        """
        with self.store.write() as tx:
            now = self._locked(tx, conversation_id)
            if self._has(tx, conversation_id, key):
                return now
            if now.next_n != expected:
                raise TurnConflictError(now)
            self._add(tx, now, new, key)
            return self._read(tx, conversation_id)

    def seal(self, tx: Connection, conversation_id: str, decision_ref: str) -> None:
        """Mark it as what led to this decision, in the transaction that seals the decision."""
        tx.execute(
            update(conversation)
            .where(conversation.c.id == conversation_id)
            .values(decision_ref=decision_ref, updated_at=written(self.clock()))
        )

    def expire(self) -> int:
        """Delete conversations whose time is over; how many there were."""
        with self.store.write() as tx:
            over = conversation.c.expires_at <= written(self.clock())
            return tx.execute(delete(conversation).where(over)).rowcount

    def _locked(self, tx: Connection, conversation_id: str) -> StoredConversation:
        tx.execute(
            select(conversation.c.id).where(conversation.c.id == conversation_id).with_for_update()
        )
        return self._open(self._read(tx, conversation_id))

    def _has(self, tx: Connection, conversation_id: str, key: str) -> bool:
        same = (turn.c.conversation_id == conversation_id) & (turn.c.key == key)
        return tx.execute(select(turn.c.n).where(same).limit(1)).first() is not None

    def _add(
        self, tx: Connection, now: StoredConversation, new: Sequence[NewTurn], key: str
    ) -> None:
        at = self.clock()
        for n, one in enumerate(new, start=now.next_n):
            sealed = seal(self._key(), json.dumps(one.answer).encode(), _place(now.id, n))
            tx.execute(
                insert(turn).values(
                    conversation_id=now.id,
                    n=n,
                    question=one.question,
                    sealed_answer=sealed,
                    by=one.by,
                    at=written(at),
                    key=key,
                )
            )
        tx.execute(
            update(conversation)
            .where(conversation.c.id == now.id)
            .values(updated_at=written(at), expires_at=after(at, self.life))
        )

    def _read(self, tx: Connection, conversation_id: str) -> StoredConversation:
        row = (
            tx.execute(select(conversation).where(conversation.c.id == conversation_id))
            .mappings()
            .first()
        )
        if row is None:
            raise NotFoundError("There is no such conversation.")
        of_this = turn.c.conversation_id == conversation_id
        turns = tx.execute(select(turn).where(of_this).order_by(turn.c.n)).mappings()
        return _conversation(row, tuple(self._turn(one) for one in turns))

    def _turn(self, row: RowMapping) -> StoredTurn:
        answer = unseal(self._key(), row["sealed_answer"], _place(row["conversation_id"], row["n"]))
        return StoredTurn(
            row["n"], row["question"], json.loads(answer), row["by"], read_back(row["at"])
        )

    def _open(self, found: StoredConversation) -> StoredConversation:
        if found.expires_at <= self.clock():
            raise ExpiredError("This conversation is no longer kept.")
        return found

    def _key(self) -> bytes:
        return self.store.keys.derived("turn")


def _conversation(row: RowMapping, turns: tuple[StoredTurn, ...]) -> StoredConversation:
    return StoredConversation(
        id=row["id"],
        pack=PackRef(row["pack_id"], row["pack_version"], row["pack_digest"]),
        practice=row["practice"],
        created_at=read_back(row["created_at"]),
        updated_at=read_back(row["updated_at"]),
        expires_at=read_back(row["expires_at"]),
        decision_ref=row["decision_ref"],
        turns=turns,
    )


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _place(conversation_id: str, n: int) -> str:
    return f"turn|{conversation_id}|{n}"
