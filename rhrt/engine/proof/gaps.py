"""No gap: whatever a pack asks about can lead as high as the pack says it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import z3

from rhrt.engine.proof.report import Finding, all_proved
from rhrt.engine.proof.theory import Theory
from rhrt.engine.ranks import STATUTORY
from rhrt.pack.model import Domain, Need

EARLY_HELP = 2


def needs_can_rise(theory: Theory) -> Iterator[Finding]:
    """Yield that no need is stuck: alone, at the worst answers, it leads at least a level up.

    It is for needs of Level 2 and 3. One of Level 1 says that it is nothing to act on alone, and
    above Level 4 there is nothing.
    """
    needs = [n for n in theory.pack.needs if EARLY_HELP <= n.level < STATUTORY]
    claim = "Each can rise: alone, with the worst answers to all questions, it leads a level up."
    yield from all_proved(f"{len(needs)} needs of Level 2 or 3", claim, _stuck(needs, theory))


def _stuck(needs: list[Need], theory: Theory) -> Iterator[Finding]:
    for need in needs:
        if not _can_reach(need.level + 1, {need.id}, theory):
            yield Finding(
                need.id,
                f"“{need.label}” can rise above Level {need.level}.",
                f"alone, with the worst answer to every question, it stays at Level {need.level}",
                need.place,
            )


def domains_reach_their_top(theory: Theory) -> Iterator[Finding]:
    """Yield, for each domain, that its own needs at their worst reach the highest it speaks of."""
    for domain in theory.pack.domains:
        own = [need.id for need in theory.pack.needs if need.domain == domain.id]
        top = _top(domain, theory)
        reached = _can_reach(top, own, theory)
        yield Finding(
            domain.id,
            f"{domain.name}: its own needs at their worst reach Level {top}.",
            "" if reached else "only needs of other domains make its highest rules hold",
        )


def _top(domain: Domain, theory: Theory) -> int:
    return max((rule.level for rule in theory.pack.rules if rule.domain == domain.id), default=1)


def _can_reach(level: int, needs: Collection[str], theory: Theory) -> bool:
    """Whether these needs reach a level with no other, whatever the answers.

    What is asked of everybody (is anyone in danger now?) is not theirs, and stays good.
    """
    others = (z3.Not(v) for need, v in theory.symbols.needs.items() if need not in needs)
    return theory.is_possible(theory.reaches(level), *others, theory.no_danger)
