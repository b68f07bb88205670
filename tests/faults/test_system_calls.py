"""Whatever system call of an append fails, what was acknowledged is there and nothing is half done.

The method is that of the Tessera log's own tests: strace makes one call after another fail, and
afterwards the whole ledger is verified. Needs strace; `make setup` installs it.
"""

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rhrt.log.verify import head_ok, verify
from rhrt.store.decisions import Decisions
from tests.faults.appender import attempt, opened

ROOT = Path(__file__).parents[2]
APPENDS = 25

# Each: which call, which error, every how many of them. The steps share no factor with the number
# of such calls in an append, so that it is another call of it that fails each time.
FAULTS = [
    ("fdatasync", "EIO", 3),
    ("fdatasync", "ENOSPC", 7),
    ("pwrite64", "EIO", 71),
    ("pwrite64", "ENOSPC", 97),
    ("pwrite64", "EINTR", 7),
    ("pread64", "EIO", 17),
    ("openat", "EIO", 7),
    ("openat", "ENOSPC", 9),
    ("unlink", "EIO", 2),
    ("unlink", "EACCES", 3),
    ("flock", "EIO", 5),
    ("fcntl", "EIO", 19),
]


def strace() -> str:
    found = shutil.which("strace")
    assert found, "This test needs strace: install it with your system's packages (apt: strace)."
    return found


def paths(folder: Path) -> list[str]:
    data = folder / "data"
    names = ("rhrt.db", "rhrt.db-journal", "rhrt.db-wal", "rhrt.db-shm", "rhrt.db.lock")
    return [str(data), *(str(data / name) for name in (*names, "rhrt.db.lock2"))]


def run(folder: Path, call: str, error: str, step: int) -> tuple[list[dict], int]:
    """Append while every ``step``-th such call on the database's files fails."""
    trace = folder / "trace"
    only = [part for path in paths(folder) for part in ("-P", path)]
    fault = f"inject={call}:error={error}:when={step}+{step}"
    command = [strace(), "-f", "-qq", "-o", trace, "-e", f"trace={call}", "-e", fault, *only]
    program = [
        sys.executable,
        "-m",
        "tests.faults.appender",
        folder,
        str(APPENDS),
        f"{call}{error}",
    ]
    done = subprocess.run(
        [*command, *program], capture_output=True, text=True, cwd=ROOT, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    injected = len(re.findall(r"\(INJECTED\)", trace.read_text()))
    return [json.loads(line) for line in done.stdout.splitlines()], injected


def survived(folder: Path, call: str, error: str, step: int) -> tuple[int, int]:
    """How many faults there were and how many appends failed, once all is found to be well."""
    opened(folder).store.close()
    told, injected = run(folder, call, error, step)
    ledger = opened(folder)

    kept = {entry.entry.ref: entry.leaf_hash for entry in ledger.entries()}
    acknowledged = {one["ref"]: one["leaf"] for one in told if "ref" in one}
    assert acknowledged.items() <= kept.items(), "an acknowledged decision is not there"
    assert verify(ledger).word == "UNANCHORED"
    assert head_ok(ledger)
    assert Decisions(ledger.store).page().total == len(kept), "half a decision"
    certain = [one for one in told if one.get("unsure") == "False" and one["key"]]
    assert len(kept) + len(certain) <= APPENDS, "what was said not to be kept is there"

    again = [attempt(ledger, one["key"]) for one in told if one["key"] and "error" in one]
    assert ledger.size() == APPENDS, "sent again, each is there once"
    assert all("ref" in one for one in again)
    ledger.store.close()
    return injected, len(again)


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    """All of them, two at a time, as the machine that builds has two cores."""
    with ThreadPoolExecutor(2) as pool:
        yield {
            fault: pool.submit(survived, tmp_path_factory.mktemp("faults"), *fault)
            for fault in FAULTS
        }


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault)))
def test_a_failing_call_loses_nothing(fault, trials):
    injected, _ = trials[fault].result()

    assert injected >= 5, "the fault was hardly tried"


def test_at_least_150_faults_were_tried_in_all(trials):
    counts = [trial.result() for trial in trials.values()]

    assert sum(injected for injected, _ in counts) >= 150
    assert sum(failed for _, failed in counts) >= 30, "the faults hardly mattered"
