"""A locked, full, read-only, damaged or missing database: one clear line, and nothing lost."""

import fcntl
import multiprocessing
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from rhrt.log import verifier
from rhrt.log.ledger import Ledger
from rhrt.log.signer import checkpoint_now, public_key
from rhrt.log.verify import head_ok, verify
from rhrt.store import sqlite
from rhrt.store.database import Store
from rhrt.store.errors import (
    KeysError,
    StoreCorruptError,
    StoreError,
    StoreFaultyError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from rhrt.store.keys import Keys
from tests.faults.appender import opened
from tests.postgres import postgres_server

__all__ = ["postgres_server"]

NOBODY = 65534
SEED = int(os.environ.get("RHRT_FLIP_SEED", "9"))


def add(ledger, key):
    return ledger.append("decision", {"comment": "x" * 2_000}, actor="p", key=str(key))


@pytest.fixture
def ledger(tmp_path):
    ledger = opened(tmp_path)
    add(ledger, "first")
    yield ledger
    ledger.store.close()


def in_a_child(work, *arguments):
    """Run it in a process of its own, so that limits and lost rights end with it."""
    context = multiprocessing.get_context("fork")
    into, out = context.Pipe(duplex=False)
    child = context.Process(target=lambda: out.send(work(*arguments)))
    child.start()
    assert into.poll(60), "the child said nothing"
    told = into.recv()
    child.join()
    return told


def outcome(ledger, key):
    try:
        return add(ledger, key).ref
    except StoreUnavailableError as error:
        return type(error), error.unsure, str(error)


def test_a_database_someone_else_holds(ledger, tmp_path, monkeypatch):
    """Another program that does not queue: waited for, then told; then it works again."""
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 200)
    ledger = opened(tmp_path)
    other = sqlite3.connect(tmp_path / "data" / "rhrt.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(StoreLockedError, match="locked by another program") as told:
        add(ledger, "second")
    assert not told.value.unsure
    assert not head_ok(ledger)

    other.execute("ROLLBACK")
    other.close()
    assert add(ledger, "second").seq == 1
    assert head_ok(ledger)
    ledger.store.close()


def test_a_writer_that_never_comes_to_an_end(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "QUEUE_SECONDS", 0.3)
    with (tmp_path / "data" / "rhrt.db.lock2").open("w") as stuck:
        fcntl.flock(stuck, fcntl.LOCK_EX)
        start = time.monotonic()

        with pytest.raises(StoreLockedError, match="does not come to an end"):
            add(ledger, "second")

        assert time.monotonic() - start < 5
    for key in range(5):
        add(ledger, key)
    assert ledger.size() == 6


def fill_up(folder, limit):
    ledger = opened(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    told = [outcome(ledger, key) for key in range(12)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return told, outcome(ledger, "after")


def test_a_file_that_may_grow_no_further(ledger, tmp_path):
    """Appends fail one after another, and succeed again, without a restart, once there is room."""
    size = (tmp_path / "data" / "rhrt.db").stat().st_size

    told, after = in_a_child(fill_up, tmp_path, size + 24_000)

    kept = [one for one in told if isinstance(one, str)]
    failed = [one for one in told if not isinstance(one, str)]
    assert kept
    assert failed
    assert {kind for kind, _, _ in failed} <= {StoreFullError, StoreFaultyError}
    assert {entry.entry.ref for entry in ledger.entries()} >= {*kept, after}
    assert verify(ledger).word == "UNANCHORED"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte; where it may not be mounted, the limit on files above has to do."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(small_disk, tmp_path):
    if small_disk is None:
        told, _ = in_a_child(fill_up, tmp_path, 400_000)
        assert not all(isinstance(one, str) for one in told)
        return
    store = Store.open(f"sqlite:///{small_disk}/data/rhrt.db", Keys.open(tmp_path / "keys"))
    ledger = Ledger.open(store)
    add(ledger, "first")
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        while os.statvfs(small_disk).f_bfree > 8:
            file.write(bytes(4096))
            file.flush()

    told = [outcome(ledger, key) for key in range(20)]
    ballast.unlink()
    again = [outcome(ledger, key) for key in range(20)]

    failed = [one for one in told if not isinstance(one, str)]
    assert {kind for kind, _, _ in failed} == {StoreFullError}
    assert all(isinstance(one, str) for one in again)
    assert {one for one in told if isinstance(one, str)} <= set(again)
    assert ledger.size() == 21
    assert verify(ledger).word == "UNANCHORED"
    store.close()


def as_nobody(work, *arguments):
    """Without root's right to write anywhere."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return work(*arguments)


def read_only(url, keys):
    ledger = Ledger(Store.open(url, keys))
    size = ledger.size()
    return size, outcome(ledger, "second")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_database_that_may_only_be_read(ledger, tmp_path, what):
    """It is still read; writing says what is the matter."""
    data = Path(shutil.copytree(tmp_path / "data", f"/tmp/rhrt-read-only-{os.getpid()}"))
    for file in data.iterdir():
        file.chmod(0o444 if what == "file" else 0o666)
    data.chmod(0o555)
    keys = ledger.store.keys
    try:
        size, told = in_a_child(as_nobody, read_only, f"sqlite:///{data}/rhrt.db", keys)
    finally:
        data.chmod(0o755)
        shutil.rmtree(data)

    assert size == 1
    kind, unsure, line = told
    assert kind in (
        {StoreReadOnlyError} if what == "file" else {StoreReadOnlyError, StoreMissingError}
    )
    assert not unsure
    assert "\n" not in line


def test_a_folder_where_nothing_may_be_made():
    with pytest.raises(StoreMissingError):
        Store.open("sqlite:////proc/rhrt.db", Keys(Path("/"), None, bytes(32)))


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rhrt.db").write_bytes(b"not a database at all, but long enough" * 100)

    with pytest.raises(StoreCorruptError, match="damaged"):
        opened(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A ledger of some pages, its checkpoint kept outside, and where its entries lie."""
    folder = tmp_path_factory.mktemp("whole")
    ledger = opened(folder)
    for key in range(40):
        add(ledger, key)
    note, key = checkpoint_now(ledger), public_key(ledger)
    ledger.store.close()
    return folder, note, key


def test_flipped_bytes_are_never_served_silently(whole, tmp_path):
    """A hundred places: either nothing of the ledger changed, or somebody says so."""
    folder, note, _ = whole
    good = (folder / "data" / "rhrt.db").read_bytes()
    rng, silent, named = random.Random(SEED), [], 0
    for _ in range(100):
        spot = rng.randrange(100, len(good))
        bad = good[:spot] + bytes([good[spot] ^ rng.randrange(1, 256)]) + good[spot + 1 :]
        (tmp_path / "bad.db").write_bytes(bad)
        word, found = told_of(tmp_path / "bad.db", folder, note)
        if word == "WITNESSED":
            silent += [] if read_all(tmp_path / "bad.db", folder) == read_all_of(folder) else [spot]
        named += bool(found and found[0].first is not None)

    assert silent == []
    assert named >= 10


def told_of(file, folder, note):
    """The verdict, or the error that said the database is sick; anything else is a failure."""
    ledger = None
    try:
        ledger = Ledger(Store.open(f"sqlite:///{file}", Keys.open(folder / "keys")))
        report = verify(ledger, [note])
    except StoreError as error:
        return type(error).__name__, ()
    finally:
        if ledger:
            ledger.store.close()
    return report.word, report.findings


def read_all(file, folder):
    ledger = Ledger(Store.open(f"sqlite:///{file}", Keys.open(folder / "keys")))
    found = [(one.entry.ref, dict(one.fields)) for one in ledger.entries()]
    ledger.store.close()
    return found


def read_all_of(folder):
    return read_all(folder / "data" / "rhrt.db", folder)


def test_a_damaged_entry_is_named(whole, tmp_path):
    """The page that holds an entry's bytes is hit; the offline verifier names the entry."""
    folder, _, key = whole
    good = (folder / "data" / "rhrt.db").read_bytes()
    spot = good.index(b'"seq":23,')
    (tmp_path / "bad.db").write_bytes(good[: spot + 6] + b"9" + good[spot + 7 :])

    report = verifier.verify(verifier.from_database(tmp_path / "bad.db"), key=key)

    assert report.word == "INVALID"
    assert (report.findings[0].first, report.findings[0].last) == (23, 23)
    assert "entry 23 was changed" in report.lines()[0]


def test_a_torn_copy_without_its_journal_is_noticed(whole, tmp_path):
    """Some pages new, some old: called fine only when it reads as the old or the new one whole."""
    folder, note, _ = whole
    shutil.copytree(folder, tmp_path / "torn")
    file = tmp_path / "torn" / "data" / "rhrt.db"
    old, states = file.read_bytes(), [read_all(file, folder)]
    ledger = opened(tmp_path / "torn")
    for key in range(3):
        add(ledger, f"more {key}")
    ledger.store.close()
    new, noticed = file.read_bytes(), 0
    states.append(read_all(file, folder))
    for cut in range(4096, min(len(old), len(new)), 4096):
        for torn in (old[:cut] + new[cut:], new[:cut] + old[cut:]):
            file.write_bytes(torn)
            word, _ = told_of(file, folder, note)
            assert word != "WITNESSED" or read_all(file, folder) in states, cut
            noticed += word != "WITNESSED"

    assert noticed >= 10


def test_keys_that_do_not_belong_to_the_database(ledger, tmp_path):
    stranger = Ledger(Store.open(f"sqlite:///{tmp_path}/data/rhrt.db", Keys.open(tmp_path / "new")))

    assert verify(stranger).word == "INVALID"
    with pytest.raises(StoreError, match="cannot be opened"):
        list(stranger.entries())
    assert issubclass(KeysError, StoreError)
    stranger.store.close()


def test_a_server_that_goes_away_and_comes_back(postgres_server, tmp_path):
    """Its connections are cut in the midst of things: one clear error, then it goes on."""
    ledger = Ledger.open(Store.open(postgres_server.fresh_database(), Keys.open(tmp_path / "k")))
    add(ledger, "first")

    with pytest.raises(StoreMissingError), ledger.store.write() as tx:
        speak_after(tx, cut_all(postgres_server))

    assert add(ledger, "second").seq == 1
    assert verify(ledger).word == "UNANCHORED"
    ledger.store.close()


def cut_all(server):
    with psycopg.connect(host=str(server.folder), user="postgres", autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def speak_after(tx, _cut):
    tx.exec_driver_sql("SELECT 1")


def test_a_lock_on_the_server_that_is_not_let_go(postgres_server, tmp_path):
    url = postgres_server.fresh_database()
    keys = Keys.open(tmp_path / "k")
    ledger = Ledger.open(Store.open(url, keys))
    impatient = Ledger(Store.open(f"{url}%20-clock_timeout%3D200", keys))

    with ledger.store.write() as tx:
        tx.exec_driver_sql("SELECT * FROM ledger_state FOR UPDATE")
        with pytest.raises(StoreLockedError):
            add(impatient, "k")

    assert add(impatient, "k").seq == 0
    for each in (ledger, impatient):
        each.store.close()
