"""Needs worth offering under "Is there anything else?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.engine.clauses import clause_support, points

if TYPE_CHECKING:
    from rhrt.engine.codebook import CaseBits
    from rhrt.engine.compiled import Compiled
    from rhrt.engine.facts import Facts
    from rhrt.pack.model import Need, Pack

COMPLETES, SAME_THEME, SAME_DOMAIN = range(3)


def related_needs(
    pack: Pack, compiled: Compiled, facts: Facts, case: CaseBits, rank: int
) -> tuple[str, ...]:
    """Return absent needs that bear on the present ones, most telling first.

    First those that complete, with what is present and whatever may yet be answered, a rule above
    the present rank; then more and less serious worries of the same theme; then those of the same
    domain. Strengths and needs that make no sense at the child's age are left out.
    """
    present = [pack.need_by_id[need] for need in facts.needs]
    completing = _completing(compiled, case, rank)
    offered = []
    for place, need in enumerate(pack.needs):
        kind = _kind(need, present, completing)
        if kind is not None and need.id not in facts.needs and _makes_sense(need, facts, pack):
            offered.append((kind, -need.level, place, need.id))
    return tuple(need for *_, need in sorted(offered))


def _completing(compiled: Compiled, case: CaseBits, rank: int) -> set[str]:
    """Return the needs that alone are lacking to a rule above the rank that has another need."""
    book = compiled.book
    present = case.stated & book.needs
    found: set[str] = set()
    for place, rule in enumerate(compiled.rules):
        if compiled.ranks[place] <= rank:
            continue
        for clause in rule:
            if not clause_support(clause) & present:
                continue
            for point in points((clause,), case.stated, case.settled & ~book.needs):
                lacking = point & book.needs
                if lacking.bit_count() == 1:
                    found.add(book.owner[lacking])
    return found


def _kind(need: Need, present: list[Need], completing: set[str]) -> int | None:
    if need.strength:
        return None
    if need.id in completing:
        return COMPLETES
    if any(other.theme and other.theme == need.theme for other in present):
        return SAME_THEME
    return SAME_DOMAIN if any(other.domain == need.domain for other in present) else None


def _makes_sense(need: Need, facts: Facts, pack: Pack) -> bool:
    """Whether the need applies at the ages known; unknown ages rule nothing out."""
    if not need.applies_to:
        return True
    ages = [
        answer
        for question, answer in facts.context.items()
        if need.applies_to & {known.id for known in pack.question_by_id[question].answers}
    ]
    return not ages or any(age in need.applies_to for age in ages)
