"""How long one ``rhrt suggest`` takes beside a bare Python that does nothing, both as processes."""

from __future__ import annotations

import compileall
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import rhrt
import web

RUNS = 25
CASE = json.dumps(
    {"needs": ["often_hungry", "parent_drinking"], "answers": {"immediate_danger": "no_sign"}}
)
BARE = [sys.executable, "-c", "pass"]
SUGGEST = [sys.executable, "-m", "rhrt", "suggest"]


def main() -> None:
    """Print the medians and their ratio, the two commands taken in turn."""
    for module in (rhrt, web):
        compileall.compile_dir(Path(module.__path__[0]), quiet=1)  # as `make` leaves it
    once(SUGGEST)  # fills the cache of compiled packs
    pairs = [(once(BARE), once(SUGGEST)) for _ in range(RUNS)]
    bare, suggest = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(long / short for short, long in pairs)
    print(f"Starting up ({RUNS} runs of each, in turn)")
    print(f"  python -c pass   {1000 * bare:7.1f} ms")
    print(f"  rhrt suggest     {1000 * suggest:7.1f} ms   {ratio:.1f} times the bare start")


def once(command: list[str]) -> float:
    """Return the seconds one run of a command takes, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, input=CASE.encode(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
