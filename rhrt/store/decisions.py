"""Decisions as lists show them; the ledger, not this table, is the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, select, true

from rhrt.store.clock import read_back
from rhrt.store.database import Store
from rhrt.store.errors import NotFoundError
from rhrt.store.schema import decision


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of a list. A value is None where its content was erased or never given.

    ``own_level`` is what the practitioner would have chosen before the suggestion was shown,
    ``judgement`` the level they settled on after it.
    """

    seq: int
    ref: str
    at: datetime
    level: int | None
    low: int | None
    high: int | None
    sub: str | None
    own_level: int | None
    judgement: int | None
    pack_id: str | None
    pack_version: str | None
    agency: str | None
    role: str | None
    needs: tuple[str, ...]
    synthetic: bool
    corrected_by: str | None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One page of a list, newest first; ``number`` counts from 1."""

    items: tuple[DecisionRow, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list is one empty page."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions in a store."""

    store: Store

    def page(
        self,
        number: int = 1,
        size: int = 25,
        *,
        level: int | None = None,
        agency: str | None = None,
    ) -> DecisionPage:
        """One page, newest first; of one level or one agency where given."""
        wanted = _wanted(level, agency)
        with self.store.read() as tx:
            total = tx.scalar(select(func.count()).select_from(decision).where(wanted)) or 0
            newest_first = select(decision).where(wanted).order_by(decision.c.seq.desc())
            rows = tx.execute(newest_first.limit(size).offset((number - 1) * size)).mappings()
            return DecisionPage(tuple(map(_row, rows)), number, size, total)

    def get(self, ref: str) -> DecisionRow:
        """The decision with this reference.

        Raises:
            NotFoundError: there is none.
        """
        with self.store.read() as tx:
            row = tx.execute(select(decision).where(decision.c.ref == ref)).mappings().first()
        if row is None:
            raise NotFoundError("There is no decision with this reference.")
        return _row(row)


def _wanted(level: int | None, agency: str | None) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = true()
    if level is not None:
        wanted &= decision.c.level == level
    if agency is not None:
        wanted &= decision.c.agency == agency
    return wanted


def _row(row: RowMapping) -> DecisionRow:
    plain = dict(row)
    plain["at"] = read_back(plain["at"])
    plain["needs"] = tuple(json.loads(plain["needs"]))
    return DecisionRow(**plain)
