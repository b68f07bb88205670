"""How much of what is in a pack: the figures a partnership would want to know, each counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rhrt.engine.check import coverage

if TYPE_CHECKING:
    from rhrt.pack.model import Pack


def figures(pack: Pack) -> Iterator[str]:
    """Yield lines that say how much of what the pack holds, in reading order."""
    own = [rule for rule in pack.rules if not rule.id.startswith("need.")]
    phrases = sum(len(need.phrases) for need in pack.needs)
    strengths = sum(need.strength for need in pack.needs)
    exercised = sum(bool(cases.holds) for cases in coverage(pack).values())
    yield f"{pack.title} {pack.version} ({pack.status}), {pack.digest[:12]}"
    yield f"{len(pack.domains):>6} domains"
    yield f"{len(pack.needs):>6} needs, {strengths} of them strengths"
    yield f"{phrases:>6} phrases people use for them"
    yield f"{len(pack.questions):>6} questions"
    yield f"{len(pack.rules):>6} rules: {len(own)} written, {len(pack.rules) - len(own)} from needs"
    yield f"{exercised:>6} rules exercised by a case"
    yield f"{len(pack.cases):>6} cases: {_by_level(case.level for case in pack.cases)}"
    yield f"{len(pack.invariants):>6} invariants"
    yield f"{sum(p.level is None for p in pack.pathways):>6} special routes"
    yield from _by_domain(pack)


def _by_level(levels: Iterator[int]) -> str:
    count = Counter(levels)
    return ", ".join(f"{count[level]} at Level {level}" for level in sorted(count))


def _by_domain(pack: Pack) -> Iterator[str]:
    needs = Counter(need.domain for need in pack.needs)
    rules = Counter(rule.domain for rule in pack.rules if not rule.id.startswith("need."))
    yield f"{'domain':<24} {'needs':>6} {'rules':>6}"
    for domain in pack.domains:
        yield f"{domain.id:<24} {needs[domain.id]:>6} {rules[domain.id]:>6}"
