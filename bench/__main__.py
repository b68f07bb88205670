"""All measurements, one process each, so that none disturbs the next."""

import subprocess
import sys

PARTS = ("bench.startup", "bench.engine", "bench.understanding", "bench.ledger")

for part in PARTS:
    print(f"\n=== {part} ===", flush=True)
    subprocess.run([sys.executable, "-m", part], check=True)
