"""Conditions as alternatives over integer masks.

A condition becomes a tuple of clauses, of which one must hold. A clause is a mask of facts that
must all be true and, rarely, nodes: "at least k of" stays a count of bits, and whatever would
multiply out into too many clauses stays nested. Two questions are asked of all of them: do they
hold, and if not, what are the smallest sets of facts that would make them hold (their *points*).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, groupby, product
from math import comb
from typing import NamedTuple, TypeAlias

from rhrt.engine.codebook import Codebook
from rhrt.pack.model import All, AnyOf, AtLeast, Condition, ContextIs, HasNeed, ScaleAtLeast
from rhrt.values import Value

MOST_CLAUSES = 64
"""Beyond this many clauses a part of a condition stays nested."""


class Most(Value):
    """A limit on points: at most so many bits among these."""

    number: int
    among: int

    def allows(self, mask: int) -> bool:
        """Whether a mask keeps to the limit."""
        return (mask & self.among).bit_count() <= self.number


NO_LIMIT = Most(0, 0)


class Clause(NamedTuple):
    """Facts that must all be true, and nodes that must all hold besides."""

    mask: int
    nodes: tuple[Node, ...] = ()


Alternatives: TypeAlias = tuple[Clause, ...]


class Count(NamedTuple):
    """True when at least ``k`` of the bits of ``mask`` are set.

    Args:
        choices: Each bit with all the bits it brings along (a scale's answers below it).
    """

    k: int
    mask: int
    choices: tuple[tuple[int, int], ...]

    def holds(self, facts: int) -> bool:
        """Whether enough of the bits are set."""
        return (facts & self.mask).bit_count() >= self.k

    def points(self, facts: int, settled: int, most: Most = NO_LIMIT) -> list[int]:
        """Return the smallest sets of unsettled bits that would make it hold."""
        lacking = self.k - (facts & self.mask).bit_count()
        if lacking <= 0:
            return [0]
        free = [whole & ~facts for bit, whole in self.choices if not bit & (facts | settled)]
        if lacking > most.number + sum(not whole & most.among for whole in free):
            return []
        chosen = (_union(some) for some in combinations(free, lacking))
        return smallest(mask for mask in chosen if most.allows(mask))

    def support(self) -> int:
        """Return every bit it speaks of."""
        return _union(whole for _, whole in self.choices)


class Some(NamedTuple):
    """True when at least ``k`` of the parts hold."""

    k: int
    parts: tuple[Alternatives, ...]

    def holds(self, facts: int) -> bool:
        """Whether enough of the parts hold."""
        return sum(holds(part, facts) for part in self.parts) >= self.k

    def points(self, facts: int, settled: int, most: Most = NO_LIMIT) -> list[int]:
        """Return the smallest sets of unsettled bits that would make it hold."""
        ways: list[list[int]] = [[0], *([] for _ in range(self.k))]
        for part in self.parts:
            own = points(part, facts, settled, most)
            for done in range(self.k, 0, -1):
                joined = _joined(ways[done - 1], own, most)
                ways[done] = smallest([*ways[done], *joined]) if joined else ways[done]
        return ways[self.k]

    def support(self) -> int:
        """Return every bit it speaks of."""
        return _union(support(part) for part in self.parts)


Node: TypeAlias = Count | Some


# --- Asking a compiled condition --------------------------------------------------------------


def holds(alternatives: Alternatives, facts: int) -> bool:
    """Whether the facts make one of the clauses true."""
    return any(
        facts & mask == mask and all(node.holds(facts) for node in nodes)
        for mask, nodes in alternatives
    )


def points(
    alternatives: Alternatives, facts: int, settled: int, most: Most = NO_LIMIT
) -> list[int]:
    """Return the smallest sets of unsettled bits that would make one of the clauses true.

    Args:
        settled: Bits that cannot become true if they are not; a point never holds one.
    """
    found: list[int] = []
    for clause in alternatives:
        found.extend(clause_points(clause, facts, settled, most))
    return smallest(found)


def clause_points(clause: Clause, facts: int, settled: int, most: Most = NO_LIMIT) -> list[int]:
    """Return the smallest sets of unsettled bits that would make this clause true."""
    missing = clause.mask & ~facts
    if missing & settled or not most.allows(missing):
        return []
    found = [missing]
    for node in clause.nodes:
        found = smallest(_joined(found, node.points(facts, settled, most), most))
    return found


def support(alternatives: Alternatives) -> int:
    """Return every bit that the clauses speak of."""
    return _union(clause_support(clause) for clause in alternatives)


def clause_support(clause: Clause) -> int:
    """Return every bit that one clause speaks of."""
    return clause.mask | _union(node.support() for node in clause.nodes)


def smallest(masks: Iterable[int]) -> list[int]:
    """Return the masks that contain no other of them, fewest bits first."""
    kept: list[int] = []
    for _, same_size in groupby(sorted(set(masks), key=int.bit_count), int.bit_count):
        smaller = tuple(kept)  # masks of one size cannot contain each other
        kept += [mask for mask in same_size if not any(s & mask == s for s in smaller)]
    return kept


def _joined(left: list[int], right: list[int], most: Most) -> list[int]:
    return [union for one in left for other in right if most.allows(union := one | other)]


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


# --- Compiling --------------------------------------------------------------------------------


def alternatives(condition: Condition, book: Codebook) -> Alternatives:
    """Return the clauses of a condition.

    Raises:
        KeyError: it speaks of a need, question or answer that the pack does not have.
        TypeError: it is no condition at all.
        ValueError: it tests a context question as a scale, or the other way round.
    """
    match condition:
        case HasNeed(need):
            return (Clause(book.need_bit[need]),)
        case ScaleAtLeast(question, answer):
            return (Clause(book.scale_mask(question, answer)),)
        case ContextIs(question, answers):
            return _possible([Clause(book.context_mask(question, answers))], book)
        case All(parts):
            return _all([alternatives(part, book) for part in parts], book)
        case AnyOf(parts):
            return _absorbed([c for part in parts for c in alternatives(part, book)])
        case AtLeast(k, parts):
            return _at_least(k, [alternatives(part, book) for part in parts], book)
        case _:
            raise TypeError(f"{condition!r} is not a condition")


def _all(parts: list[Alternatives], book: Codebook) -> Alternatives:
    """Multiply the parts out, smallest first, and keep nested what would grow too large."""
    done: Alternatives = (Clause(0),)
    for part in sorted(parts, key=len):
        factor = part
        if len(done) * len(part) > MOST_CLAUSES and len(part) > 1:
            factor = (Clause(0, (Some(1, (part,)),)),)
        done = _possible([_and(one, other) for one, other in product(done, factor)], book)
    return _absorbed(done)


def _and(one: Clause, other: Clause) -> Clause:
    return Clause(one.mask | other.mask, (*one.nodes, *other.nodes))


def _at_least(k: int, parts: list[Alternatives], book: Codebook) -> Alternatives:
    if k <= 1 or k >= len(parts):
        return _none_one_or_all(k, parts, book)
    choices = [choice for part in parts for choice in _as_choice(part, book)]
    if len(choices) == len(parts) == len({bit for bit, _ in choices}):
        return (Clause(0, (Count(k, _union(bit for bit, _ in choices), tuple(choices)),)),)
    if comb(len(parts), k) > MOST_CLAUSES:
        return (Clause(0, (Some(k, tuple(parts)),)),)
    chosen = combinations(parts, k)
    return _absorbed([clause for some in chosen for clause in _all(list(some), book)])


def _none_one_or_all(k: int, parts: list[Alternatives], book: Codebook) -> Alternatives:
    if k <= 0:
        return (Clause(0),)
    if k > len(parts):
        return ()
    return _all(parts, book) if k == len(parts) else _absorbed(c for part in parts for c in part)


def _as_choice(part: Alternatives, book: Codebook) -> list[tuple[int, int]]:
    """Return the one bit that decides a part, with the bits it brings, if one bit does."""
    if len(part) != 1 or part[0].nodes or not part[0].mask:
        return []
    mask = part[0].mask
    top = 1 << mask.bit_length() - 1
    one_scale = mask & book.scales == mask and len(book.pieces(mask)) == 1
    return [(top, mask)] if one_scale or mask == top else []


def _possible(clauses: list[Clause], book: Codebook) -> Alternatives:
    """Leave out the clauses that no context can make true."""
    return tuple(clause for clause in clauses if book.is_possible(clause.mask))


def _absorbed(clauses: Iterable[Clause]) -> Alternatives:
    """Leave out each clause that asks for all that another asks for, and more."""
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda clause: (clause.mask.bit_count(), len(clause.nodes))):
        if not any(_covers(small, clause) for small in kept):
            kept.append(clause)
    return tuple(kept)


def _covers(small: Clause, large: Clause) -> bool:
    return small.mask & large.mask == small.mask and set(small.nodes) <= set(large.nodes)
