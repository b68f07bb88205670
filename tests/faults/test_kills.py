"""Processes killed in the midst of their work, again and again: nothing acknowledged is lost.

Practitioners use the real pages; what got no answer is sent again, as a person does who presses
the button once more. Meanwhile somebody kills a process every tenth of a second.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rhrt.log import verifier
from rhrt.log.ledger import Opened
from rhrt.log.verify import head_ok, verify
from rhrt.store.decisions import Decisions
from tests.faults.practitioner import Practitioner, forms, reference
from tests.faults.served import Service, running

SEED = int(os.environ.get("RHRT_KILL_SEED", "1"))
KILLS = int(os.environ.get("RHRT_KILLS", "100"))
GROUP_KILLS = 4
ENOUGH = 100  # decisions acknowledged while workers are killed
PEOPLE = 6


@dataclass
class Load:
    """People at work, and what they were told.

    Attributes:
        told: the reference each was shown, by the words of their check.
        judged: the judgement each was told is kept, by reference.
        cut: how many requests got no answer and were sent again.
        failures: pages that said the service is in trouble.
        wrong: what should never happen, such as two references for one check.
    """

    service: Service
    ending: threading.Event = field(default_factory=threading.Event)
    told: dict[str, str] = field(default_factory=dict)
    judged: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    failures: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def work(self, name: str) -> None:
        """One check after another, until it is time to stop."""
        number = 0
        while not self.ending.is_set():
            number += 1
            person = Practitioner(self.service.port)
            try:
                self._check(person, f"he is hungry, says {name} for the time {number}", number)
            except AssertionError as error:
                self.wrong.append(str(error))
            self.cut += person.cut
            self.failures += [failure.text[:500] for failure in person.failures]

    def _check(self, person: Practitioner, words: str, number: int) -> None:
        """A check with its judgement; every third goes all the way through the questions."""
        ref, path, page = person.decide(words, danger=number % 3 > 0)
        self.told[words] = ref
        level = str(1 + number % 4)
        fields = forms(page.text)[0].filled_in(level=level, reason="know_more", why="")
        judged, again = path.replace("/result", "/judgement"), person.insist(path)
        if reference(again) != ref:
            self.wrong.append(f"{ref} became {reference(again)} when looked at again")
        if person.insist(judged, fields).status == 303:
            self.judged[ref] = level
        else:
            self.wrong.append(f"the judgement of {ref} was refused")


@contextmanager
def people_at_work(service: Service) -> Iterator[Load]:
    """Some people at once, who finish what they are at before it is over."""
    load = Load(service)
    threads = [threading.Thread(target=load.work, args=(f"number {n}",)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.ending.set()
        for thread in threads:
            thread.join(timeout=90)


def kill_workers(load: Load, chance: random.Random) -> int:
    """One worker after another is killed with no warning, until enough has been decided too."""
    killed = 0
    while killed < KILLS or len(load.told) < ENOUGH:
        time.sleep(chance.uniform(0.05, 0.2))
        if workers := load.service.worker_pids():
            os.kill(chance.choice(workers), signal.SIGKILL)
            killed += 1
        assert killed < 10 * KILLS, "the service does not get anywhere"
    return killed


def kill_everything(load: Load, chance: random.Random) -> int:
    """All processes at once, the master too, and the service is started again."""
    for _ in range(GROUP_KILLS):
        decided = len(load.told)
        while len(load.told) < decided + PEOPLE:
            time.sleep(chance.uniform(0.05, 0.5))
        load.service.kill_all()
        load.service.start()
    return GROUP_KILLS


@pytest.mark.parametrize("kill", [kill_workers, kill_everything])
def test_whoever_is_killed_nothing_acknowledged_is_lost(
    tmp_path: Path, kill: Callable[[Load, random.Random], int]
) -> None:
    with running(tmp_path, workers=4) as service:
        with people_at_work(service) as load:
            killed = kill(load, random.Random(SEED))
        ready = Practitioner(service.port).insist("/readyz")
        assert "head verified" in ready.text
        assert "Traceback" not in service.log

    assert load.wrong == []
    assert load.failures == [], "somebody was shown an error page"
    assert load.cut > killed // 4, "the kills hardly touched anybody"
    everything_acknowledged_is_kept(service, load)


def everything_acknowledged_is_kept(service: Service, load: Load) -> None:
    """Each decision and judgement once, under the reference shown, in a ledger that verifies."""
    assert integrity(service.database) == ["ok"]
    assert verifier.verify(verifier.from_database(service.database)).word != "INVALID"
    with service.ledger() as ledger:
        assert verify(ledger).word == "UNANCHORED"
        assert head_ok(ledger)
        entries = list(ledger.entries())
        listed = Decisions(ledger.store).page().total
    decisions = {one.entry.ref: one for one in entries if one.entry.kind == "decision"}
    kept = {words_of(one): ref for ref, one in decisions.items()}
    assert kept == load.told, "what was shown is not what is kept, or a check was kept twice"
    assert len(decisions) == len(kept) == listed
    judgements = [one for one in entries if one.entry.kind == "judgement"]
    assert Counter(one.entry.re for one in judgements).most_common(1)[0][1] == 1, "kept twice"
    by_seq = {one.entry.seq: ref for ref, one in decisions.items()}
    said = {by_seq[one.entry.re or 0]: str(one.fields["judgement"]["level"]) for one in judgements}
    assert said == load.judged


def words_of(decision: Opened) -> str:
    (words,) = decision.fields["words"]
    return str(words)


def integrity(database: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return [row[0] for row in found]
