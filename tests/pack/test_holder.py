"""The pack a server works with outlives a broken edit."""

import logging
import shutil
import threading

import pytest

from rhrt.pack import PackError, load
from rhrt.pack.holder import Packs
from tests.pack.small_pack import FILES, edited, write

BROKEN = edited("pack.yaml", "consult: mash", "consult: mosh")
NEW = edited("pack.yaml", 'version: "2026.1"', 'version: "2026.2"')


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "pack")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def packs(folder, clock):
    return Packs(folder, every=5, clock=clock, loads=load)


def test_a_new_version_is_taken_up_at_the_next_look(packs, folder, clock):
    write(folder, NEW)

    clock.now += 4
    assert packs.current().version == "2026.1"
    clock.now += 1
    assert packs.current().version == "2026.2"
    assert packs.problem is None


def test_nothing_is_loaded_while_nothing_changes(folder, clock):
    loaded = []
    packs = Packs(folder, every=1, clock=clock, loads=lambda path: loaded.append(1) or load(path))
    for _ in range(5):
        clock.now += 2
        packs.current()

    assert len(loaded) == 1


def test_a_broken_version_is_told_once_and_the_working_one_stays(packs, folder, clock, caplog):
    write(folder, BROKEN)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            clock.now += 5
            assert packs.current().version == "2026.1"
        (folder / "pack.yaml").touch()
        clock.now += 5
        packs.current()

    assert isinstance(packs.problem, PackError)
    assert [record.message.count("unknown contact 'mosh'") for record in caplog.records] == [1]


def test_a_mended_version_ends_the_problem(packs, folder, clock):
    write(folder, BROKEN)
    clock.now += 5
    packs.current()
    write(folder, NEW)
    clock.now += 5

    assert packs.current().version == "2026.2"
    assert packs.problem is None


def test_going_back_to_the_working_version_ends_the_problem(packs, folder, clock):
    write(folder, BROKEN)
    clock.now += 5
    packs.current()
    write(folder, FILES)
    clock.now += 5

    assert packs.current().version == "2026.1"
    assert packs.problem is None


def test_a_folder_that_goes_away_is_a_problem_and_no_more(packs, folder, clock):
    shutil.rmtree(folder)
    clock.now += 5

    assert packs.current().version == "2026.1"
    assert packs.problem is not None


def test_a_server_does_not_start_on_a_broken_pack(folder):
    write(folder, BROKEN)

    with pytest.raises(PackError):
        Packs(folder, loads=load)


def test_while_one_thread_reloads_the_others_go_on(folder, clock):
    started, go_on = threading.Event(), threading.Event()

    def slow(path):
        if clock.now > 100:
            started.set()
            assert go_on.wait(5)
        return load(path)

    packs = Packs(folder, every=1, clock=clock, loads=slow)
    write(folder, NEW)
    clock.now += 10
    thread = threading.Thread(target=packs.current)
    thread.start()
    assert started.wait(5)

    clock.now += 10
    assert packs.current().version == "2026.1"
    go_on.set()
    thread.join(5)
    assert packs.current().version == "2026.2"
