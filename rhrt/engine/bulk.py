"""Millions of decisions at once: 64 cases to a machine word, rules as "and" and "or" over words.

Facts are stored as bit planes: one row of words for each bit of the codebook, one bit for each
case. A clause is then the "and" of its rows, a rule the "or" of its clauses, and "at least k" a
counter whose digits are rows too. Rows are worked through in blocks that stay in the processor's
cache. Only levels and ranks come out; who wants reasons asks the engine about the one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhrt.engine.clauses import Clause, Count, Node
from rhrt.engine.codebook import Codebook, bits_of
from rhrt.engine.engine import Engine
from rhrt.engine.facts import Facts
from rhrt.engine.ranks import CHILD_PROTECTION, LOWEST, STATUTORY

Words: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.uint8]

WORDS_IN_A_BLOCK = 16_384
CASES_IN_A_BLOCK = 65_536
ALL_ONES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


@dataclass(frozen=True)
class Planes:
    """Many cases, encoded.

    Args:
        words: One row for each bit of the codebook, one bit of a word for each case.
        cases: How many cases there are; the last word may have bits to spare.
    """

    words: Words
    cases: int


class BulkEngine:
    """The rules of an engine, to be asked about millions of cases at a time."""

    def __init__(self, engine: Engine) -> None:
        self._prepare = engine.quick.prepare
        self._book = engine.compiled.book
        self._ranked = [
            (rank, tuple(_program(clause, self._book) for clause in rule))
            for rank, rule in zip(engine.compiled.ranks, engine.compiled.rules, strict=True)
        ]

    def encode(self, cases: Iterable[Facts]) -> Planes:
        """Return the planes of some cases, what is unknown taken at its ``assume``.

        Raises:
            UnknownFactError: a need, question or answer the pack does not have.
        """
        source = iter(cases)
        blocks = []
        total = 0
        while block := list(islice(source, CASES_IN_A_BLOCK)):
            total += len(block)
            blocks.append(self._encode_block(block))
        if not blocks:
            return Planes(np.zeros((self._book.width, 0), np.uint64), 0)
        return Planes(np.concatenate(blocks, axis=1), total)

    def levels(self, planes: Planes) -> Numbers:
        """Return the suggested level of each case."""
        return np.minimum(self.ranks(planes), STATUTORY).astype(np.uint8, copy=False)

    def ranks(self, planes: Planes) -> Numbers:
        """Return the rank of each case: its level, and 5 for Level 4, child protection."""
        ranks = np.full(planes.words.shape[1] * 64, LOWEST, np.uint8)
        for start in range(0, planes.words.shape[1], WORDS_IN_A_BLOCK):
            block = planes.words[:, start : start + WORDS_IN_A_BLOCK]
            reached = ranks[start * 64 :][: block.shape[1] * 64]
            for row in self._reached(block):
                reached += np.unpackbits(row.view(np.uint8), bitorder="little")
        return ranks[: planes.cases]

    def _encode_block(self, block: list[Facts]) -> Words:
        size = (self._book.width + 7) // 8
        packed = b"".join(self._prepare(facts)[0].to_bytes(size, "little") for facts in block)
        by_case = np.frombuffer(packed, np.uint8).reshape(len(block), size)
        bits = np.unpackbits(by_case, axis=1, count=self._book.width, bitorder="little")
        by_bit = np.packbits(bits.T, axis=1, bitorder="little")
        spare = -by_bit.shape[1] % 8
        whole = np.pad(by_bit, ((0, 0), (0, spare)))
        return np.ascontiguousarray(whole).view(np.uint64)

    def _reached(self, block: Words) -> Iterator[Words]:
        """Yield the rows of the cases that reach rank 2 at least, then 3, 4 and 5."""
        rows = [np.zeros(block.shape[1], np.uint64) for _ in range(CHILD_PROTECTION + 1)]
        for rank, programs in self._ranked:
            rows[rank] |= _or(programs, block)
        for rank in range(CHILD_PROTECTION, LOWEST + 1, -1):
            rows[rank - 1] |= rows[rank]
        yield from rows[LOWEST + 1 :]


# --- Rules as programs over rows --------------------------------------------------------------


class Program(NamedTuple):
    """A clause: rows that must all have a bit, and counts of other programs' rows."""

    rows: tuple[int, ...]
    counts: tuple[tuple[int, tuple[tuple[Program, ...], ...]], ...]


def _program(clause: Clause, book: Codebook) -> Program:
    """Return a clause as rows; of a scale's answers the highest implies the others."""
    tops = [
        bit
        for _, part in book.pieces(clause.mask)
        for bit in bits_of(part & ~(part >> 1) if part & book.scales else part)
    ]
    counts = tuple((node.k, _parts(node, book)) for node in clause.nodes)
    return Program(tuple(bit.bit_length() - 1 for bit in tops), counts)


def _parts(node: Node, book: Codebook) -> tuple[tuple[Program, ...], ...]:
    if isinstance(node, Count):
        return tuple((Program((bit.bit_length() - 1,), ()),) for bit, _ in node.choices)
    return tuple(tuple(_program(clause, book) for clause in part) for part in node.parts)


def _or(programs: tuple[Program, ...], block: Words) -> Words:
    """Return where one of the programs holds."""
    if len(programs) == 1:
        return _and(programs[0], block)
    row = np.zeros(block.shape[1], np.uint64)
    for program in programs:
        row |= _and(program, block)
    return row


def _and(program: Program, block: Words) -> Words:
    """Return where all of a program's rows and counts hold; may be a row of the block itself."""
    rows = [block[place] for place in program.rows]
    rows.extend(_at_least(k, [_or(part, block) for part in parts]) for k, parts in program.counts)
    if not rows:
        return np.full(block.shape[1], ALL_ONES)
    result: Words = rows[0]
    for place, row in enumerate(rows[1:]):
        result = np.bitwise_and(result, row, out=result if place else None)
    return result


def _at_least(k: int, rows: list[Words]) -> Words:
    """Return where at least ``k`` of the rows have a bit: a counter with a row for each digit."""
    digits: list[Words] = []
    for row in rows:
        _count(row, digits)
    if k >> len(digits):
        return np.zeros_like(rows[0])  # not one case has so many
    enough: Words = np.full_like(rows[0], ALL_ONES)
    for place, digit in enumerate(digits):
        enough = digit & enough if k >> place & 1 else digit | enough
    return enough


def _count(row: Words, digits: list[Words]) -> None:
    """Add one where the row has a bit, carrying from digit to digit."""
    carry = row
    for place, digit in enumerate(digits):
        digits[place], carry = digit ^ carry, digit & carry
    if carry.any():
        digits.append(carry)
