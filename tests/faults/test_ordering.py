"""What is acknowledged is on the disk by then: no answer leaves before the writes it speaks of.

strace writes down, thread by thread, what the workers ask of the system. Killing processes cannot
show this: what a process wrote survives it, but not a power cut, unless it was synchronised.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from rhrt.store.sqlite import journal
from tests.faults.practitioner import REFERENCE, Practitioner, forms
from tests.faults.served import running

PEOPLE, CHECKS = 4, 20
CALLS = "pwrite64,pwritev,write,ftruncate,fdatasync,fsync,unlink,recvfrom,sendto,sendmsg"
CALL = re.compile(r'(?P<name>\w+)\((?:\d+<(?P<file>[^>]*)>|"(?P<path>[^"]*)")(?P<rest>.*)')
ASKED = re.compile(r', "(?P<method>GET|POST) (?P<path>\S+) HTTP/1')
ANSWERED = re.compile(r', "HTTP/1\.1 (?P<status>\d{3}) ')


@dataclass
class Exchange:
    """One request and what a thread did until it was answered.

    Attributes:
        unsafe: the files whose last change was not on the disk when the answer left.
        synced: the names of the files that were synchronised before that.
        said: what was sent.
    """

    asked: str
    status: int = 0
    unsafe: frozenset[str] = frozenset()
    synced: frozenset[str] = frozenset()
    said: str = ""


@dataclass
class Thread:
    """Follows one thread of the server."""

    folder: str
    dirty: set[str] = field(default_factory=set)
    synced: set[str] = field(default_factory=set)

    def exchanges(self, lines: Iterable[str]) -> Iterator[Exchange]:
        """The requests it answered, in order."""
        now: Exchange | None = None
        for line in lines:
            call = CALL.match(line)
            if not call:
                continue
            if call["name"] == "recvfrom" and (asked := ASKED.match(call["rest"])):
                if now:
                    yield now
                now = Exchange(f"{asked['method']} {asked['path']}")
                self.dirty, self.synced = set(), set()
            elif call["name"].startswith("send") and now:
                self._sent(now, call["rest"])
            else:
                self._touched(call["name"], call["file"] or call["path"], call["rest"])
        if now:
            yield now

    def _sent(self, now: Exchange, rest: str) -> None:
        now.said += rest
        if not now.status and (answered := ANSWERED.match(rest)):
            now.status = int(answered["status"])
            now.unsafe, now.synced = frozenset(self.dirty), frozenset(self.synced)

    def _touched(self, name: str, path: str, rest: str) -> None:
        """Keep the account of what is written and not yet on the disk."""
        if path != self.folder and not path.startswith(f"{self.folder}/rhrt.db"):
            return
        if name in {"fdatasync", "fsync"}:
            if rest.endswith("= 0"):
                self.dirty.discard(path)
                self.synced.add(path.removeprefix(f"{self.folder}/"))
        elif name == "unlink":
            self.dirty.discard(path)
            self.dirty.add(self.folder)
        else:
            self.dirty.add(path)


def followed(folder: str, text: str) -> list[Exchange]:
    return list(Thread(folder).exchanges(text.splitlines()))


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, set[str], list[Exchange]]:
    """Some people's checks: the folder, the references they were shown, what the workers did."""
    strace = shutil.which("strace")
    assert strace, "This test needs strace: install it with your system's packages (apt: strace)."
    folder = tmp_path_factory.mktemp("ordering")
    traces = folder / "traces"
    traces.mkdir()
    before = [strace, "-ff", "-qq", "-y", "-s", "100000", "-o", f"{traces}/t", "-e", CALLS]
    told: set[str] = set()
    with running(folder, workers=2, before=before) as service:
        threads = [
            threading.Thread(target=decide, args=(service.port, told, n)) for n in range(PEOPLE)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=100)
    data = str(service.data)
    found = [one for file in traces.iterdir() for one in followed(data, file.read_text())]
    return data, told, found


def decide(port: int, told: set[str], n: int) -> None:
    person = Practitioner(port)
    for number in range(CHECKS):
        ref, path, page = person.decide(f"he is hungry, {n}, {number}", danger=True)
        fields = forms(page.text)[0].filled_in(level="4", reason="", why="")
        person.insist(path.replace("/result", "/judgement"), fields)
        told.add(ref)


def durable(folder: str) -> set[str]:
    """What must have been synchronised when something was kept."""
    return {"rhrt.db-wal"} if journal() == "wal" else {"rhrt.db-journal", "rhrt.db", folder}


def test_every_decision_is_on_the_disk_before_its_reference_is_shown(
    work: tuple[str, set[str], list[Exchange]],
) -> None:
    folder, told, exchanges = work
    results = [one for one in exchanges if one.asked.endswith("/result") and one.status == 200]
    shown = {ref: one for one in results for ref in REFERENCE.findall(one.said)}

    assert len(told) == len(results) == PEOPLE * CHECKS
    assert shown.keys() == told, "the traces do not show every answer"
    assert [ref for ref, one in shown.items() if not durable(folder) <= one.synced] == []
    assert [ref for ref, one in shown.items() if one.unsafe] == []


def test_every_answer_given_is_on_the_disk_before_the_next_page_is(
    work: tuple[str, set[str], list[Exchange]],
) -> None:
    folder, told, exchanges = work
    kept = [one for one in exchanges if one.asked.startswith("POST ")]

    assert len(kept) >= 3 * len(told)
    assert {one.status for one in kept} == {303}
    assert [one.asked for one in kept if one.unsafe or not durable(folder) <= one.synced] == []


RECEIVED = 'recvfrom(12<socket:[1]>, "GET /check/A/result HTTP/1.1\\r\\n", 8192, 0) = 20'
WRITTEN = 'pwrite64(15</d/rhrt.db>, "x", 4096, 0) = 4096'
SYNCED = "fdatasync(15</d/rhrt.db>) = 0"
FAILED = "fdatasync(15</d/rhrt.db>) = -1 EIO (Input/output error)"
REMOVED = 'unlink("/d/rhrt.db-journal") = 0'
FOLDER = "fdatasync(16</d>) = 0"
SENT = 'sendto(12<socket:[1]>, "HTTP/1.1 200 OK\\r\\n", 9, 0, NULL, 0) = 9'


@pytest.mark.parametrize(
    ("lines", "unsafe"),
    [
        ([RECEIVED, WRITTEN, SYNCED, SENT], set()),
        ([RECEIVED, WRITTEN, SYNCED, REMOVED, FOLDER, SENT], set()),
        ([RECEIVED, WRITTEN, SENT, SYNCED], {"/d/rhrt.db"}),
        ([RECEIVED, WRITTEN, SYNCED, WRITTEN, SENT], {"/d/rhrt.db"}),
        ([RECEIVED, WRITTEN, FAILED, SENT], {"/d/rhrt.db"}),
        ([RECEIVED, WRITTEN, SYNCED, REMOVED, SENT, FOLDER], {"/d"}),
    ],
)
def test_an_answer_that_leaves_too_early_would_be_noticed(
    lines: list[str], unsafe: set[str]
) -> None:
    (found,) = followed("/d", "\n".join(lines))

    assert found.status == 200
    assert found.unsafe == unsafe
