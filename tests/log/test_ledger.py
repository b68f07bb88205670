"""Entries are added once, numbered densely, read back whole, and erased only by two people."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, insert, select, text, update

from rhrt.log.entry import Entry
from rhrt.log.errors import (
    ConflictError,
    DamagedError,
    HeldError,
    LedgerError,
    NotApprovedError,
    NotCanonicalError,
)
from rhrt.log.ledger import Ledger
from rhrt.log.references import ALPHABET, new_reference, tidy_reference
from rhrt.log.verify import head_ok, verify
from rhrt.store.conversations import Conversations, NewTurn, PackRef
from rhrt.store.database import Store
from rhrt.store.decisions import Decisions
from rhrt.store.errors import NotFoundError
from rhrt.store.keys import Keys
from rhrt.store.schema import (
    account,
    decision,
    idempotency,
    ledger_field,
    ledger_key,
    ledger_leaf,
    ledger_state,
)
from tests.log.conftest import a_decision

TWO = ("A. Head", "B. Officer")


def add(ledger, key="k", **changes):
    return ledger.append("decision", a_decision(**changes), actor="practitioner", key=key)


def test_what_was_added_is_read_back(ledger):
    receipt = add(ledger)

    found = ledger.read(receipt.ref)

    assert found.fields == a_decision() | {"actor": "practitioner"}
    assert found.receipt == receipt
    assert found.erased == ()
    assert (found.entry.kind, found.entry.pack, found.entry.app) == ("decision", "d" * 64, "test")


def test_the_clear_part_says_nothing_about_a_child(ledger, store):
    add(ledger)

    with store.read() as tx:
        entry = tx.scalar(select(ledger_leaf.c.entry))

    for word in (b"hungry", b"often_hungry", b"practitioner", b"months", b"school"):
        assert word not in entry
    assert set(Entry.from_bytes(entry).f) == set(a_decision()) | {"actor"}


def test_contents_lie_sealed(ledger, store):
    add(ledger, comment="CANARY")

    with store.read() as tx:
        assert b"CANARY" not in b"".join(tx.scalars(select(ledger_field.c.sealed)))


def test_entries_are_numbered_without_gaps_even_when_some_fail(ledger):
    first = add(ledger, "a")
    with pytest.raises(NotFoundError):
        ledger.append("review", {}, actor="r", key="b", re="RH-2222-22")
    with pytest.raises(NotCanonicalError):
        add(ledger, "c", comment=1.5)
    second = add(ledger, "d")

    assert (first.seq, first.size, second.seq, second.size) == (0, 1, 1, 2)
    assert ledger.size() == 2


def test_each_entry_holds_the_root_before_it(ledger):
    add(ledger, "a")
    second = add(ledger, "b")

    entries = list(ledger.entries())

    assert entries[1].entry.prev == entries[0].leaf_hash
    assert entries[1].receipt == second


def test_sent_again_it_is_kept_once(ledger):
    assert add(ledger) == add(ledger)
    assert ledger.size() == 1


def test_the_same_key_with_other_content_is_refused(ledger):
    first = add(ledger)

    with pytest.raises(ConflictError) as told:
        add(ledger, comment="something else")

    assert told.value.ref == first.ref
    assert ledger.size() == 1


def test_the_same_key_of_another_person_is_another_submission(ledger):
    add(ledger)
    ledger.append("decision", a_decision(), actor="someone else", key="k")

    assert ledger.size() == 2


def test_twenty_threads_with_one_key_get_one_decision_and_one_receipt(ledger):
    with ThreadPoolExecutor(20) as pool:
        receipts = set(pool.map(lambda _: add(ledger), range(20)))

    assert len(receipts) == 1
    assert ledger.size() == 1


def _send(url, folder, ready, out):
    ready.wait()
    store = Store.open(url, Keys.open(folder))
    ledger = Ledger.open(store)
    out.put(add(ledger, "same"))
    out.put(add(ledger, f"own {multiprocessing.current_process().pid}"))
    store.close()


def test_processes_with_one_key_get_one_receipt_and_number_the_rest_densely(url, tmp_path):
    context = multiprocessing.get_context("fork")
    ready, out = context.Barrier(6), context.Queue()
    senders = [
        context.Process(target=_send, args=(url, tmp_path / "k", ready, out)) for _ in range(6)
    ]

    for sender in senders:
        sender.start()
    receipts = {out.get(timeout=180) for _ in range(12)}
    for sender in senders:
        sender.join()

    assert sorted(receipt.seq for receipt in receipts) == list(range(7))
    store = Store.open(url, Keys.open(tmp_path / "k"))
    assert verify(Ledger.open(store)).word == "UNANCHORED"
    store.close()


def test_what_goes_with_an_entry_is_kept_with_it_or_not_at_all(ledger, store):
    row = {"id": "a", "name": "J", "email": "j", "role": "r", "created_at": "x"}

    def keep(tx, receipt):
        tx.execute(insert(account), row | {"name": receipt.ref})

    def fail(tx, receipt):
        tx.execute(insert(account), row | {"id": "b", "email": "k"})
        raise ZeroDivisionError

    receipt = ledger.append("decision", a_decision(), actor="p", key="1", also=keep)
    with pytest.raises(ZeroDivisionError):
        ledger.append("decision", a_decision(), actor="p", key="2", also=fail)

    with store.read() as tx:
        assert tx.execute(select(account.c.name)).all() == [(receipt.ref,)]
    assert ledger.size() == 1


@pytest.mark.parametrize("kind", ["nonsense", "erasure", "clock"])
def test_only_kinds_that_people_make_are_appended(ledger, kind):
    with pytest.raises(LedgerError):
        ledger.append(kind, {}, actor="p", key="k")


# --- The table of decisions ----------------------------------------------------------------------


def test_a_decision_is_listed_with_what_came_after(ledger, store):
    first, second = add(ledger, "1"), add(ledger, "2", result={"level": 4, "low": 4, "high": 4})
    ledger.append("judgement", {"judgement": {"level": 4}}, actor="p", key="3", re=first.ref)
    fixed = ledger.append("correction", {"agency": "gp"}, actor="p", key="4", re=first.ref)

    page = Decisions(store).page()

    assert [row.ref for row in page.items] == [second.ref, first.ref]
    assert (page.total, page.pages) == (2, 1)
    row = Decisions(store).get(first.ref)
    assert (row.level, row.low, row.high, row.own_level, row.judgement) == (3, 2, 4, 2, 4)
    assert (row.needs, row.agency, row.role) == (("often_hungry",), "school", "dsl")
    assert row.corrected_by == fixed.ref
    assert not row.synthetic


def test_lists_come_in_pages_and_by_level(ledger, store):
    refs = [add(ledger, str(n), result={"level": 1 + n % 4}).ref for n in range(7)]
    decisions = Decisions(store)

    assert [row.ref for row in decisions.page(2, 3).items] == [refs[3], refs[2], refs[1]]
    assert decisions.page(1, 3).pages == 3
    assert [row.ref for row in decisions.page(level=4).items] == [refs[3]]
    assert decisions.page(agency="gp").total == 0
    with pytest.raises(NotFoundError):
        decisions.get("RH-2222-22")


def test_the_table_can_be_made_anew_from_the_ledger(ledger, store):
    first = add(ledger, "1", synthetic=True)
    add(ledger, "2")
    ledger.append("judgement", {"judgement": {"level": 4}}, actor="p", key="3", re=first.ref)
    before = Decisions(store).page()
    with store.write() as tx:
        tx.execute(update(decision).values(level=1, needs="[]"))

    assert ledger.rebuild() == 2
    assert Decisions(store).page() == before


@pytest.mark.parametrize("odd", [None, [], "x", {"level": "3"}, {"level": True}, {"needs": [1]}])
def test_odd_contents_never_keep_an_entry_out(ledger, store, odd):
    add(ledger, result=odd, facts=odd, judgement=odd, pack=odd, agency=odd, own_level=odd)

    assert Decisions(store).page().items[0].level is None


# --- Erasure -------------------------------------------------------------------------------------


def erase(ledger, *seqs, names=None, key="e", approvers=TWO, ground="retention"):
    return ledger.erase(seqs, names, ground, approvers, actor="ig", key=key)


def test_erased_contents_are_gone_and_the_ledger_still_verifies(ledger, store):
    receipt = add(ledger, comment="CANARY")

    erased = erase(ledger, receipt.seq, names=["comment"])

    found = ledger.read(receipt.ref)
    assert "comment" not in found.fields
    assert found.erased == ("comment",)
    assert found.fields["result"]["level"] == 3
    assert ledger.read(erased.ref).entry.erases == {"0": ["comment"]}
    assert verify(ledger).word == "UNANCHORED"


def test_erasing_a_decision_takes_all_that_was_drawn_from_it(ledger, store):
    conversations = Conversations(store, ledger.clock)
    talk, _ = conversations.create(PackRef("walsall", "1", "d"))
    conversations.append_turn(talk.id, 0, NewTurn("worry", "CANARY", "p"), key="t")

    def seal(tx, receipt):
        conversations.seal(tx, talk.id, receipt.ref)

    receipt = ledger.append("decision", a_decision(), actor="p", key="k", also=seal)
    ledger.append("judgement", {"judgement": {"level": 4}}, actor="p", key="j", re=receipt.ref)

    erase(ledger, *ledger.about(receipt.ref))

    row = Decisions(store).get(receipt.ref)
    assert (row.level, row.judgement, row.needs, row.agency) == (None, None, (), None)
    with pytest.raises(NotFoundError):
        conversations.get(talk.id)
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(ledger_key)) == 1  # the erasure's own
        assert b"" in tx.scalars(select(idempotency.c.request_hash)).all()
    assert verify(ledger).word == "UNANCHORED"


def test_erased_bytes_are_nowhere_in_the_database_file(sqlite_ledger, tmp_path):
    """Sealed bytes are looked for as they lay on the disk: not in the file, not beside it."""
    receipt = add(sqlite_ledger, comment="CANARY " * 500)
    with sqlite_ledger.store.read() as tx:
        sealed = tx.scalars(select(ledger_field.c.sealed)).all()
        wrapped = tx.scalars(select(ledger_key.c.sealed_key)).all()
    pieces = [blob[:24] for blob in (*sealed, *wrapped)]

    def found() -> int:
        files = [file for file in tmp_path.iterdir() if file.is_file()]
        return sum(piece in file.read_bytes() for file in files for piece in pieces)

    assert found() == len(pieces)
    erase(sqlite_ledger, receipt.seq)
    sqlite_ledger.store.close()

    assert found() == 0


@pytest.mark.parametrize(
    ("approvers", "ground"),
    [
        (("A. Head",), "retention"),
        (("A. Head", " a. head "), "retention"),
        (("A. Head", ""), "retention"),
        ((), "retention"),
        (TWO, "  "),
    ],
)
def test_an_erasure_takes_two_people_and_a_ground(ledger, approvers, ground):
    receipt = add(ledger)

    with pytest.raises(NotApprovedError):
        erase(ledger, receipt.seq, approvers=approvers, ground=ground)

    assert ledger.read(receipt.ref).erased == ()


def test_a_legal_hold_forbids_it_until_released(ledger):
    receipt = add(ledger)
    ledger.append("hold", {"why": "inquest"}, actor="ig", key="h", re=receipt.ref)
    with pytest.raises(HeldError) as told:
        erase(ledger, receipt.seq)
    assert told.value.refs == (receipt.ref,)

    ledger.append("release", {"why": "concluded"}, actor="ig", key="r", re=receipt.ref)
    erase(ledger, receipt.seq)

    assert set(ledger.read(receipt.ref).erased) == set(a_decision()) | {"actor"}


def test_there_must_be_something_to_erase(ledger):
    receipt = add(ledger)
    erased = erase(ledger, receipt.seq)

    assert erase(ledger, receipt.seq) == erased, "sent again, the same receipt"
    with pytest.raises(NotFoundError):
        erase(ledger, receipt.seq, key="other")
    with pytest.raises(LedgerError, match="of itself"):
        erase(ledger, erased.seq, key="third")


# --- The clock -----------------------------------------------------------------------------------


def test_time_never_goes_back_and_the_ledger_says_when_the_clock_did(ledger, clock):
    before = add(ledger, "1")
    clock.move(hours=-1)

    during, still = add(ledger, "2"), add(ledger, "3")
    clock.move(hours=2)
    after = add(ledger, "4")

    kinds = [opened.entry.kind for opened in ledger.entries()]
    assert kinds == ["decision", "clock", "decision", "decision", "decision"]
    assert before.at == during.at == still.at < after.at
    assert next(ledger.entries("clock")).fields["clock"] == "2026-11-20T15:00:00.000Z"
    assert verify(ledger).word == "UNANCHORED"


def test_a_small_correction_of_the_clock_is_not_remarked_on(ledger, clock):
    add(ledger, "1")
    clock.move(seconds=-0.5)
    add(ledger, "2")

    assert [opened.entry.kind for opened in ledger.entries()] == ["decision", "decision"]


# --- What is read is what was sealed -------------------------------------------------------------


def test_a_field_swapped_with_anothers_is_not_served(ledger, store):
    first, second = add(ledger, "1"), add(ledger, "2", comment="another child's")
    with store.write() as tx:
        other = select(ledger_field.c.sealed).where(
            ledger_field.c.idx == second.seq, ledger_field.c.name == "comment"
        )
        mine = (ledger_field.c.idx == first.seq) & (ledger_field.c.name == "comment")
        tx.execute(update(ledger_field).where(mine).values(sealed=tx.scalar(other)))

    with pytest.raises(DamagedError) as told:
        ledger.read(first.ref)
    assert told.value.seq == first.seq


def test_the_quick_check_sees_a_lost_head_or_tail(sqlite_ledger):
    ledger = sqlite_ledger
    assert head_ok(ledger)
    for n in range(70):
        add(ledger, str(n))
        assert head_ok(ledger), n

    with ledger.store.write() as tx:
        tx.execute(update(ledger_state).values(size=69))
    assert not head_ok(ledger)
    with ledger.store.write() as tx:
        tx.execute(update(ledger_state).values(size=70))
        tx.execute(text("DROP TRIGGER ledger_leaf_no_update"))
        tx.execute(update(ledger_leaf).where(ledger_leaf.c.idx == 69).values(entry=b"{}"))
    assert not head_ok(ledger)


def test_a_ledger_of_another_name_is_not_taken_for_this_one(ledger, store):
    with pytest.raises(LedgerError, match="another ledger"):
        Ledger.open(store, env="training")
    with pytest.raises(LedgerError, match="another ledger"):
        Ledger.open(store, origin="other")


# --- References ----------------------------------------------------------------------------------


def test_references_can_be_read_out_and_typed():
    refs = [new_reference() for _ in range(2_000)]

    assert len(set(refs)) > 1_990
    for ref in refs:
        assert tidy_reference(ref) == ref
        assert tidy_reference(f" {ref.lower().replace('-', ' ')} ") == ref
    assert not set(ALPHABET) & set("AEIOU01L5SZ")


@pytest.mark.parametrize(
    "typed", ["", "RH", "RH-ABCD-EF", "XX-2222-22", "RH-2222-222", "RH-2222-2é"]
)
def test_what_cannot_be_a_reference_is_none(typed):
    assert tidy_reference(typed) is None
