"""A database is set up once, keeps what was committed, and undoes what was not."""

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from rhrt.store.clock import written
from rhrt.store.database import Store
from rhrt.store.errors import SchemaError, StoreMissingError
from rhrt.store.keys import Keys
from rhrt.store.schema import account, ledger_leaf, schema_info
from rhrt.store.sqlite import wal_is_safe

SOMEONE = {"id": "a", "name": "Jo", "email": "jo@example.org", "role": "mash", "created_at": "x"}
LEAF = {"idx": 0, "kind": "decision", "ref": "RH-2222-22", "entry": b"{}", "leaf_hash": b"h"}


def test_what_was_written_is_there(store):
    with store.write() as tx:
        tx.execute(insert(account), SOMEONE)

    with store.read() as tx:
        assert tx.scalar(select(account.c.name)) == "Jo"


def fail_after(_done: object) -> None:
    raise ZeroDivisionError


def test_an_exception_undoes_all_of_it(store):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        fail_after(tx.execute(insert(account), SOMEONE))

    with store.read() as tx:
        assert tx.execute(select(account)).all() == []


def test_opening_again_finds_what_was_there(store, url, keys):
    with store.write() as tx:
        tx.execute(insert(account), SOMEONE)

    again = Store.open(url, keys)

    with again.read() as tx:
        assert tx.scalar(select(account.c.name)) == "Jo"
    again.close()


@pytest.mark.parametrize(
    "deed",
    [
        update(ledger_leaf).values(entry=b"other"),
        delete(ledger_leaf),
    ],
    ids=["update", "delete"],
)
def test_the_ledger_refuses_to_be_changed(store, deed):
    with store.write() as tx:
        tx.execute(insert(ledger_leaf), LEAF)

    with pytest.raises(DBAPIError, match="append-only"), store.write() as tx:
        tx.execute(deed)

    with store.read() as tx:
        assert tx.scalar(select(ledger_leaf.c.entry)) == b"{}"


def test_the_ledger_refuses_to_be_emptied(postgres_server, keys):
    store = Store.open(postgres_server.fresh_database(), keys)

    with pytest.raises(DBAPIError, match="append-only"), store.write() as tx:
        tx.execute(text("TRUNCATE ledger_leaf CASCADE"))
    store.close()


def test_a_database_of_another_version_is_left_alone(store, url, keys):
    with store.write() as tx:
        tx.execute(update(schema_info), {"version": 99})

    with pytest.raises(SchemaError, match="layout 99"):
        Store.open(url, keys)


def _open(url: str, folder: Path, ready, out) -> None:
    ready.wait()
    store = Store.open(url, Keys.open(folder))
    with store.read() as tx:
        out.put(tx.scalar(select(schema_info.c.version)))
    store.close()


def test_eight_processes_may_start_at_once(url, tmp_path):
    """Whoever comes first lays the database out and makes the keys; all get the same."""
    context = multiprocessing.get_context("fork")
    ready, out = context.Barrier(8), context.Queue()
    arguments = (url, tmp_path / "shared-keys", ready, out)
    starters = [context.Process(target=_open, args=arguments) for _ in range(8)]

    for starter in starters:
        starter.start()
    versions = [out.get(timeout=30) for _ in starters]
    for starter in starters:
        starter.join()

    assert versions == [1] * 8
    assert [starter.exitcode for starter in starters] == [0] * 8


def test_sqlite_is_set_up_for_safety(tmp_path, keys):
    store = Store.open(f"sqlite:///{tmp_path}/rhrt.db", keys)
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
    with store.read() as tx:
        kept = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    store.close()

    full, extra = 2, 3
    journal, synchronous = ("wal", full) if wal_is_safe() else ("delete", extra)
    assert kept == {
        "journal_mode": journal,
        "synchronous": synchronous,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_the_database_file_is_its_owners_alone(tmp_path, keys):
    Store.open(f"sqlite:///{tmp_path}/new/rhrt.db", keys).close()

    assert (tmp_path / "new" / "rhrt.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),  # back-ported
        ((3, 45, 9), False),  # a branch that got no back-port
        ((3, 50, 6), False),
        ((3, 50, 7), True),  # back-ported
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_its_defect_is_fixed(version, safe):
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not the address of a database"),
        ("mysql://localhost/x", "not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////proc/rhrt/rhrt.db", "/proc/rhrt"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be opened"),
        ("postgresql://jo:hunter2@127.0.0.1:1/none", "cannot be opened"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_clear_line(url, said, keys):
    with pytest.raises(StoreMissingError) as told:
        Store.open(url, keys)

    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert "hunter2" not in str(told.value)


def test_a_child_process_uses_connections_of_its_own(store):
    """A connection shared by two processes would mix their answers up."""
    with store.read() as tx:
        tx.execute(select(account))
    context = multiprocessing.get_context("fork")
    into, out = context.Pipe()

    def add(n: int) -> None:
        with store.write() as tx:
            tx.execute(insert(account), SOMEONE | {"id": str(n), "email": f"{n}@example.org"})

    def child() -> None:
        for n in range(20):
            add(n)
        out.send("done")

    process = context.Process(target=child)
    process.start()
    for n in range(20, 40):
        add(n)
    assert into.recv() == "done"
    process.join()

    with store.read() as tx:
        assert len(tx.execute(select(account)).all()) == 40


def test_times_sort_as_text(clock):
    first = written(clock())
    clock.move(milliseconds=1)

    assert first < written(clock()) < "9"


def test_reading_does_not_see_what_is_half_done(store):
    with store.write() as tx:
        tx.execute(insert(account), SOMEONE)
        with store.read() as other:
            assert other.execute(select(account)).all() == []
