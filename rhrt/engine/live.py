"""What can still happen: the rules that are left once the known facts are put in.

Each clause that the known facts do not rule out leaves a *remainder*: the bits of unanswered
questions it still needs. The remainders are all that bounds, open questions and the order of
questions look at, and there are few of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple, TypeAlias

from rhrt.engine.clauses import NO_LIMIT, Clause, Most, clause_points, smallest
from rhrt.engine.codebook import CaseBits, Codebook
from rhrt.engine.compiled import Compiled, Entry, describe
from rhrt.engine.ranks import CHILD_PROTECTION, LOWEST, STATUTORY, level_of
from rhrt.values import Value


class Remainder(NamedTuple):
    """The bits that a rule still needs; none when it holds already."""

    rank: int
    missing: int
    rule: int


Faults: TypeAlias = dict[int, str]
"""What went wrong, by the place of the rule in the pack."""

EVERYTHING = -1
"""The mask of all bits: with everything settled, a rule that is not complete cannot hold."""

Frontier: TypeAlias = tuple[frozenset[int], ...]
"""For ranks 2 to 5 in turn, the smallest sets of scale bits that reach at least that rank."""


class Outlook(Value):
    """What can still become of a case.

    Args:
        low: The lowest rank over all answers to what is unknown; ``high`` the highest.
        open: The questions that can change the level.
        open_sub: The questions that can change the rank but not the level.
    """

    low: int
    high: int
    open: frozenset[str]
    open_sub: frozenset[str]


def remainders(compiled: Compiled, case: CaseBits, faults: Faults) -> list[Remainder]:
    """Return what is left of each rule that can still hold or does.

    Args:
        faults: Where errors in rules are reported; such a rule counts as holding.
    """
    stated, settled = case.stated, case.settled
    ranks, book = compiled.ranks, compiled.book
    found: list[Remainder] = []
    for entry in candidates(compiled, stated):
        missing = entry.mask & ~stated
        if missing & settled:
            continue
        left = entry_points(entry, stated, settled, faults) if entry.nodes else (missing,)
        rank = ranks[entry.rule]
        found.extend(Remainder(rank, m, entry.rule) for m in left if book.is_possible(m))
    return found


def candidates(compiled: Compiled, stated: int) -> Iterator[Entry]:
    """Yield the entries whose needs may all be present."""
    yield from compiled.always
    needs = stated & compiled.book.needs
    while needs:
        bit = needs & -needs
        needs ^= bit
        yield from compiled.by_need.get(bit, ())


def entry_points(
    entry: Entry, facts: int, settled: int, faults: Faults, most: Most = NO_LIMIT
) -> list[int]:
    """Return the smallest sets of unsettled bits that would make an entry hold.

    An error is reported and counts as the rule holding: nothing is missing.
    """
    try:
        return clause_points(Clause(entry.mask, entry.nodes), facts, settled, most)
    except Exception as error:  # noqa: BLE001 - fail up: whatever went wrong, the rule fires
        faults[entry.rule] = describe(error)
        return [0]


def rank_at(compiled: Compiled, facts: int, faults: Faults) -> int:
    """Return the rank of a case with nothing unknown."""
    rank = LOWEST
    for entry in candidates(compiled, facts):
        higher = compiled.ranks[entry.rule]
        if higher <= rank or facts & entry.mask != entry.mask:
            continue
        if not entry.nodes or entry_points(entry, facts, EVERYTHING, faults):
            rank = higher
    return rank


def essential(found: Iterable[Remainder]) -> list[Remainder]:
    """Leave out what cannot matter: remainders that need all that a higher or equal one needs."""
    kept: list[Remainder] = []
    for one in sorted(found, key=lambda r: (-r.rank, r.missing.bit_count())):
        if not any(other.missing & one.missing == other.missing for other in kept):
            kept.append(one)
    return kept


def assumed_rank(found: Iterable[Remainder], assumed: int) -> int:
    """Return the rank that is reached with these bits assumed."""
    return max((r.rank for r in found if not r.missing & ~assumed), default=LOWEST)


# --- Bounds -----------------------------------------------------------------------------------


def bounds(found: list[Remainder], book: Codebook) -> tuple[int, int]:
    """Return the lowest and highest rank over all answers to what is unknown."""
    high = max((r.rank for r in found), default=LOWEST)
    sure = max((r.rank for r in found if not r.missing), default=LOWEST)
    return _low(
        [r for r in found if r.rank > sure and not r.missing & book.scales], sure, book
    ), high


def _low(found: list[Remainder], sure: int, book: Codebook) -> int:
    """Return the lowest rank over the unknown contexts, which may exhaust each other's answers."""
    if not found:
        return sure
    return min(
        max((r.rank for r in found if not r.missing & ~context), default=sure)
        for context in contexts(found, book).values()
    )


def contexts(found: Iterable[Remainder], book: Codebook) -> dict[tuple[int, ...], int]:
    """Return the different ways the unknown context can be, as far as the remainders can tell.

    Returns:
        The context bits of each way, by the position of its answer in each question that matters.
    """
    mentioned = {r.missing & book.contexts for r in found}
    each_question = []
    for question in book.context_questions:
        parts = {mask & book.question_bits[question] for mask in mentioned} - {0}
        if parts:
            answers = book.answer_bits[question].values()
            told_apart = {tuple(not p & ~bits for p in parts): bits for bits in answers}
            each_question.append(list(told_apart.values()))
    places = product(*(range(len(choices)) for choices in each_question))
    return {
        place: sum(choices[i] for i, choices in zip(place, each_question, strict=True))
        for place in places
    }


# --- Which questions matter -------------------------------------------------------------------


def outlook(found: list[Remainder], book: Codebook) -> Outlook:
    """Return the bounds, and exactly the questions that can still change something.

    A scale can change the level if and only if some smallest set of answers that reaches a level
    holds it above its least concerning answer; a context question if and only if those smallest
    sets differ between two of its answers. Both are read off for every way the rest can be.
    """
    found = essential(found)
    frontiers = {
        place: _frontier(found, context, book) for place, context in contexts(found, book).items()
    }
    by_level = _matter(found, {p: f[: STATUTORY - LOWEST] for p, f in frontiers.items()}, book)
    by_rank = _matter(found, frontiers, book)
    low = min(_reached(frontier) for frontier in frontiers.values())
    high = max((r.rank for r in found), default=LOWEST)
    return Outlook(low, high, by_level, by_rank - by_level)


def _frontier(found: list[Remainder], context: int, book: Codebook) -> Frontier:
    true_here = [r for r in found if not r.missing & book.contexts & ~context]
    layers: list[frozenset[int]] = []
    reached: list[int] = []
    for rank in range(CHILD_PROTECTION, LOWEST, -1):
        own = [r.missing & book.scales for r in true_here if r.rank == rank]
        reached = smallest([*reached, *own]) if own else reached
        layers.append(frozenset(reached))
    return tuple(reversed(layers))


def _reached(frontier: Frontier) -> int:
    """Return the rank that holds with every scale at its least concerning answer."""
    return LOWEST + sum(0 in layer for layer in frontier)


def _matter(
    found: list[Remainder], frontiers: dict[tuple[int, ...], Frontier], book: Codebook
) -> frozenset[str]:
    scales = 0
    for mask in {mask for frontier in frontiers.values() for layer in frontier for mask in layer}:
        scales |= mask
    asked = _context_questions(found, book)
    matters = (q for place, q in enumerate(asked) if _differ(frontiers, place))
    return frozenset(owner for owner, _ in book.pieces(scales)) | frozenset(matters)


def _context_questions(found: list[Remainder], book: Codebook) -> list[str]:
    mentioned = 0
    for one in found:
        mentioned |= one.missing & book.contexts
    return [q for q in book.context_questions if mentioned & book.question_bits[q]]


def _differ(frontiers: dict[tuple[int, ...], Frontier], place: int) -> bool:
    """Whether some way the rest can be has different frontiers for two answers of one question."""
    seen: dict[tuple[int, ...], Frontier] = {}
    for key, frontier in frontiers.items():
        rest = (*key[:place], *key[place + 1 :])
        if seen.setdefault(rest, frontier) != frontier:
            return True
    return False


def level_bounds(found: list[Remainder], book: Codebook) -> tuple[int, int]:
    """Return the lowest and highest level over all answers to what is unknown."""
    low, high = bounds(found, book)
    return level_of(low), level_of(high)
