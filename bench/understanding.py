"""How long one message takes to understand, against rapidfuzz comparing it with every phrase.

``python -m bench.understanding [folder of a pack]``. Both are timed in the same run, on one core,
over the same phrases; the ratio is what can be compared between machines.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz, process

from rhrt.conversation.index import build_index
from rhrt.conversation.understand import index_of, understand
from rhrt.pack import load
from rhrt.pack.model import Pack
from rhrt.values import replace

MESSAGE = (
    "Yr 4 lad keeps coming in hungry and filthy, mom drinking again, been going on since summer. "
    "He has a bruise on his arm and says his stepdad hit him with a belt. Attendance is down and "
    "nobody answers the phone. He is tearful, does not want to go home, and his little sister is "
    "3. We are very worried."
)
PHRASES = 2_500
ROUNDS = 40


def cut_to(pack: Pack, phrases: int) -> Pack:
    """Return the pack with no more than so many phrases: every need keeps its share."""
    whole = sum(len(need.phrases) for need in pack.needs)
    share = min(1.0, phrases / whole)
    needs = tuple(
        replace(need, phrases=need.phrases[: max(1, round(len(need.phrases) * share))])
        for need in pack.needs
    )
    return replace(pack, needs=needs)


def milliseconds(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the middle time of several runs."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("rules/walsall")
    pack = cut_to(load(folder), PHRASES)
    phrases = [phrase for need in pack.needs for phrase in need.phrases]
    index_of(pack)
    ours = milliseconds(lambda: understand(MESSAGE, pack))
    scan = milliseconds(
        lambda: process.extract(MESSAGE, phrases, scorer=fuzz.token_set_ratio, limit=5)
    )
    clauses = MESSAGE.replace(",", ".").split(".")
    by_clause = milliseconds(
        lambda: [process.extract(c, phrases, scorer=fuzz.token_set_ratio, limit=5) for c in clauses]
    )
    index = milliseconds(lambda: build_index(pack), rounds=5)
    print(f"{len(MESSAGE.split())} words, {len(phrases)} phrases")
    print(f"understand                     {ours:6.2f} ms")
    print(f"token_set_ratio, whole message {scan:6.2f} ms  ({scan / ours:.1f} times ours)")
    print(
        f"token_set_ratio, each clause   {by_clause:6.2f} ms  ({by_clause / ours:.1f} times ours)"
    )
    print(f"reading the phrases, once      {index:6.1f} ms")


if __name__ == "__main__":
    main()
