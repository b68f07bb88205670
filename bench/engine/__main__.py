"""Measure one decision beside other engines, growth with the pack, and decisions in bulk.

    python -m bench.engine

Every engine gets the same rules and the same cases, and the levels of all cases are compared
before anything is timed. The rounds of all engines alternate, and the best round of each counts:
what else the machine does then falls on all alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.engine import peers
from bench.engine.peers import Contender
from bench.engine.workload import FACTS, a_pack, some_cases
from rhrt.engine import Engine, Facts
from rhrt.pack.model import Pack

CASES = 10_000
ROUNDS = 11
RULES, MANY_RULES = 400, 1_600
BULK_COPIES = 100

PROMISES = (
    ("times the fastest peer engine", 8.0),
    ("times zen-engine", 150.0),
    ("times the generated ifs", 1.0),
    ("a decision at 1,600 rules, in decisions at 400 (at most)", 2.0),
    ("million decisions a second in bulk", 10.0),
)


def main() -> int:
    """Print the tables; 1 if a promise is not kept."""
    pack = a_pack(RULES)
    cases = some_cases(pack, CASES)
    print(f"{FACTS} facts, {RULES} rules, {CASES:,} cases; microseconds a decision, best of rounds")
    engines = [*peers.ours(pack), peers.ifs(pack), *peers.datalogic(pack)]
    engines += [peers.durable(pack), peers.zen(pack)]
    same_levels(engines, pack, cases)
    best = race(engines, cases)
    first = best["rhrt"]
    for engine in engines:
        micro = best[engine.name]
        print(f"  {engine.name:<26}{micro:>9.2f}{micro / first:>8.1f} x   {engine.note}")
    return verdicts(
        min(best[name] for name in ("datalogic-py", "durable_rules", "zen-engine")) / first,
        best["zen-engine"] / first,
        best["generated ifs"] / first,
        growth(),
        bulk(pack, cases),
    )


def same_levels(engines: Iterable[Contender], pack: Pack, cases: list[Facts]) -> None:
    """Stop unless every engine gives every case the level that the full engine gives it."""
    engine = Engine(pack)
    expected = [engine.suggest(facts, near=0).level for facts in cases]
    for one in engines:
        started = time.perf_counter()
        found = [one.level(one.decide(one.prepare(facts))) for facts in cases]
        if found != expected:
            wrong = sum(a != b for a, b in zip(found, expected, strict=True))
            raise SystemExit(f"{one.name} gives {wrong} of {len(cases)} cases another level")
        seconds = time.perf_counter() - started
        print(f"  {one.name}: the same level in all {len(cases):,} cases ({seconds:.1f} s)")


def race(engines: list[Contender], cases: list[Facts]) -> dict[str, float]:
    """Return the best microseconds a decision of each engine, their rounds taking turns."""
    ready = {one.name: [one.prepare(facts) for facts in cases[: one.cases]] for one in engines}
    best = {one.name: float("inf") for one in engines}
    for _ in range(ROUNDS):
        for one in engines:
            best[one.name] = min(best[one.name], _microseconds(one.decide, ready[one.name]))
    return best


def _microseconds(
    decide: Callable[[Any], Any],
    ready: list[Any],
    clock: Callable[[], float] = time.perf_counter,  # peers may work in threads of their own
) -> float:
    started = clock()
    for one in ready:
        decide(one)
    return (clock() - started) / len(ready) * 1e6


def growth() -> float:
    """Return how many times longer a decision takes when the rules of the pack are four times."""
    packs = (a_pack(RULES), a_pack(MANY_RULES))
    ready = [(Engine(pack).quick.level_and_rules, some_cases(pack, CASES)) for pack in packs]
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for place, (decide, cases) in enumerate(ready):
            best[place] = min(best[place], _microseconds(decide, cases, time.process_time))
    for pack, micro in zip(packs, best, strict=True):
        size = f"{len(pack.rules):>5} rules over {FACTS} facts"
        print(f"  {size}, reading the facts included: {micro:.2f} microseconds")
    return best[1] / best[0]


def bulk(pack: Pack, cases: list[Facts]) -> float:
    """Return the million decisions a second of bulk evaluation on one core."""
    import numpy as np

    from rhrt.engine.bulk import BulkEngine, Planes

    many = BulkEngine(Engine(pack))
    once = many.encode(cases[: len(cases) // 64 * 64])
    planes = Planes(np.tile(once.words, (1, BULK_COPIES)), once.cases * BULK_COPIES)
    seconds = min(_seconds(lambda: many.levels(planes)) for _ in range(ROUNDS))
    print(f"  {planes.cases:,} decisions in bulk: {seconds * 1e3:.0f} ms")
    return planes.cases / seconds / 1e6


def _seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def verdicts(*measured: float) -> int:
    """Print each promise with what was measured; 1 if one is not kept."""
    kept_all = True
    for (what, promise), found in zip(PROMISES, measured, strict=True):
        kept = found <= promise if "at most" in what else found >= promise
        kept_all &= kept
        print(f"{'kept' if kept else 'NOT KEPT':<9}{found:>8.1f} {what}; promised {promise:g}")
    return 0 if kept_all else 1


if __name__ == "__main__":
    sys.exit(main())
