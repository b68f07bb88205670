"""Heads are signed once, in a format others read, and never two that do not fit together."""

import base64
import dataclasses
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from rhrt.log import checkpoint, verifier
from rhrt.log.checkpoint import Checkpoint
from rhrt.log.errors import LedgerError, NoteError, SigningRefusedError
from rhrt.log.export import export
from rhrt.log.ledger import Ledger
from rhrt.log.receipts import proof_of
from rhrt.log.signer import checkpoint_now, public_key
from rhrt.log.verify import verify
from rhrt.store.database import Store
from rhrt.store.errors import KeysError, NotFoundError
from rhrt.store.schema import (
    idempotency,
    ledger_checkpoint,
    ledger_field,
    ledger_key,
    ledger_leaf,
    ledger_state,
)
from tests.log.conftest import a_decision

VERIFIER = Path(verifier.__file__)


def add(ledger, *keys):
    return [ledger.append("decision", a_decision(), actor="p", key=str(key)) for key in keys][-1]


def sizes(ledger):
    with ledger.store.read() as tx:
        return tx.scalars(select(ledger_checkpoint.c.size)).all()


# --- The format ----------------------------------------------------------------------------------


def test_a_checkpoint_is_three_lines_and_a_signature(ledger):
    add(ledger, 1, 2)

    body, _, signature = checkpoint_now(ledger).partition("\n\n")

    origin, size, root = body.split("\n")
    assert (origin, size, len(base64.b64decode(root))) == (ledger.origin, "2", 32)
    assert signature.startswith(f"— {ledger.origin} ")
    assert signature.endswith("=\n")
    assert len(base64.b64decode(signature.split(" ")[2])) == 4 + 64


def test_a_key_known_to_others_is_read():
    """The verifier key of Go's checksum database, as its documentation shows it."""
    known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

    name, public = verifier.read_key(known)

    assert checkpoint.verifier_key(name, public) == known


NOTE = checkpoint.signed(
    Checkpoint("log.example", 7, bytes(32)), Ed25519PrivateKey.from_private_bytes(bytes(32))
)
PUBLIC = checkpoint.public_bytes(Ed25519PrivateKey.from_private_bytes(bytes(32)))


def changed(old: str, new: str) -> str:
    assert old in NOTE
    return NOTE.replace(old, new, 1)


BAD_NOTES = {
    "empty": "",
    "no signature": NOTE.split("—")[0],
    "another size": changed("7", "8"),
    "leading zero": changed("7", "07"),
    "no number": changed("7", "seven"),
    "other digits": changed("7", "\u0667"),
    "another log": changed("log.example\n", "log.example2\n"),
    "short root": changed("AAAA", ""),
    "extension line": changed("\n\n", "\nmore\n\n"),
    "a dash that is none": changed("—", "-"),
    "a signature cut short": NOTE[:-9] + "==\n",
    "a line after": NOTE + "x\n",
    "too many signatures": NOTE + f"— other {base64.b64encode(bytes(68)).decode()}\n" * 64,
    "very long": NOTE + "— x AAAA\n" * 20_000,
}


@pytest.mark.parametrize("note", BAD_NOTES.values(), ids=BAD_NOTES.keys())
def test_a_note_that_is_not_right_is_refused_by_both_readers(note):
    with pytest.raises(NoteError):
        checkpoint.opened(note, PUBLIC)
    try:
        [read] = verifier.read_notes(note)
    except ValueError:
        return
    assert not read.signed_by(("log.example", PUBLIC))


def test_a_note_without_its_last_line_end_is_read_by_people_not_by_programs():
    """The verifier takes what was pasted out of an e-mail; the log itself is strict."""
    assert verifier.read_notes(NOTE[:-1])[0].signed_by(("log.example", PUBLIC))
    with pytest.raises(NoteError):
        checkpoint.opened(NOTE[:-1], PUBLIC)


def test_signatures_of_others_are_let_be():
    witnessed = NOTE + f"— witness.example {base64.b64encode(bytes(76)).decode()}\n"

    assert checkpoint.opened(witnessed, PUBLIC) == checkpoint.opened(NOTE, PUBLIC)
    assert verifier.read_notes(witnessed)[0].signed_by(("log.example", PUBLIC))


def test_a_bad_signature_in_our_name_is_refused_even_beside_a_good_one():
    line = NOTE.split("\n")[-2]
    raw = bytearray(base64.b64decode(line.split(" ")[2]))
    raw[20] ^= 1
    forged = NOTE + f"— log.example {base64.b64encode(bytes(raw)).decode()}\n"

    with pytest.raises(NoteError):
        checkpoint.opened(forged, PUBLIC)
    assert not verifier.read_notes(forged)[0].signed_by(("log.example", PUBLIC))


@settings(max_examples=60)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 64 * 8 - 1))
def test_the_verifiers_own_ed25519_agrees_with_the_library(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = checkpoint.public_bytes(key), key.sign(message)
    bent = bytearray(signature)
    bent[bit // 8] ^= 1 << bit % 8

    assert verifier.signature_is_good(public, message, signature)
    for wrong_public, wrong_message, wrong in (
        (public, message, bytes(bent)),
        (public, message + b"x", signature),
        (checkpoint.public_bytes(Ed25519PrivateKey.generate()), message, signature),
    ):
        assert not verifier.signature_is_good(wrong_public, wrong_message, wrong)
        with pytest.raises(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(wrong_public).verify(wrong, wrong_message)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        # RFC 8032, section 7.1, tests 1 to 3
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)
def test_the_vectors_of_rfc_8032(public, message, signature):
    given = [bytes.fromhex(part) for part in (public, message, signature)]
    assert verifier.signature_is_good(*given)

    too_large = int.from_bytes(given[2][32:], "little") + verifier.L
    malleable = given[2][:32] + too_large.to_bytes(32, "little")
    assert not verifier.signature_is_good(given[0], given[1], malleable)


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 18], ids=["order 4", "1", "2", "not <p"])
def test_a_key_of_small_order_signs_nothing(y):
    """Such a key would accept one signature for many messages."""
    public = y.to_bytes(32, "little")

    assert not verifier.signature_is_good(public, b"anything", public + bytes(32))


# --- The signer ----------------------------------------------------------------------------------


def test_the_head_is_signed_once_a_size(ledger):
    empty = checkpoint_now(ledger)
    add(ledger, 1)
    first = checkpoint_now(ledger)

    assert checkpoint_now(ledger) == first != empty
    assert sizes(ledger) == [0, 1]


def test_it_goes_on_from_what_it_signed_over_many_entries(sqlite_ledger):
    """More than one chunk of entries, so that the signer reads on where it stopped."""
    add(sqlite_ledger, *range(20))
    checkpoint_now(sqlite_ledger)
    add(sqlite_ledger, *range(20, 530))

    head = checkpoint.opened(
        checkpoint_now(sqlite_ledger),
        checkpoint.public_bytes(sqlite_ledger.store.keys.signing),
    )

    assert head.size == 530
    assert base64.b64encode(head.root).decode() == verify(sqlite_ledger).root


def test_a_restored_backup_is_not_signed(sqlite_ledger, tmp_path):
    """The database goes back in time, the signer's memory does not: it stops and says so."""
    add(sqlite_ledger, 1, 2)
    shutil.copy(tmp_path / "rhrt.db", tmp_path / "backup.db")
    add(sqlite_ledger, 3)
    before = checkpoint_now(sqlite_ledger)
    sqlite_ledger.store.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "rhrt.db")

    with pytest.raises(SigningRefusedError, match="2 entries; 3 were signed"):
        checkpoint_now(sqlite_ledger)
    add(sqlite_ledger, 4)
    with pytest.raises(SigningRefusedError, match="does not go on"):
        checkpoint_now(sqlite_ledger)
    add(sqlite_ledger, 5)
    with pytest.raises(SigningRefusedError, match="does not go on"):
        checkpoint_now(sqlite_ledger)

    assert verify(sqlite_ledger, [before]).word == "DIVERGED"


def test_a_changed_or_missing_entry_is_not_signed(sqlite_ledger):
    add(sqlite_ledger, 1, 2, 3)
    with sqlite_ledger.store.write() as tx:
        tx.execute(text("DROP TRIGGER ledger_leaf_no_update"))
        tx.execute(update(ledger_leaf).where(ledger_leaf.c.idx == 1).values(entry=b"{}"))
    with pytest.raises(SigningRefusedError, match="does not go on"):
        checkpoint_now(sqlite_ledger)

    with sqlite_ledger.store.write() as tx:
        for table in (ledger_field, ledger_key, idempotency):
            tx.execute(delete(table).where(table.c.idx == 2))
        tx.execute(update(ledger_leaf).where(ledger_leaf.c.idx == 2).values(idx=7))
    with pytest.raises(SigningRefusedError, match="Entry 2 is missing"):
        checkpoint_now(sqlite_ledger)

    with sqlite_ledger.store.write() as tx:
        tx.execute(update(ledger_state).values(frontier=b"short"))
    with pytest.raises(SigningRefusedError, match="head is damaged"):
        checkpoint_now(sqlite_ledger)


@pytest.mark.parametrize("damage", ["", "{}", '{"note": "x", "frontier": ""}', "[]"])
def test_a_damaged_memory_stops_the_signer(sqlite_ledger, tmp_path, damage):
    add(sqlite_ledger, 1)
    checkpoint_now(sqlite_ledger)
    (tmp_path / "keys" / "last-signed.json").write_text(damage)

    with pytest.raises(KeysError, match=r"last-signed\.json"):
        checkpoint_now(sqlite_ledger)


def test_a_memory_that_contradicts_itself_stops_the_signer(sqlite_ledger, tmp_path):
    add(sqlite_ledger, 1)
    checkpoint_now(sqlite_ledger)
    file = tmp_path / "keys" / "last-signed.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"frontier": "00" * 32}))

    with pytest.raises(KeysError, match="contradicts"):
        checkpoint_now(sqlite_ledger)


def test_signers_racing_with_writers_sign_one_history(ledger):
    notes, stop = [], threading.Event()

    def sign() -> None:
        while not stop.is_set():
            notes.append(checkpoint_now(ledger))

    signers = [threading.Thread(target=sign) for _ in range(3)]
    for signer in signers:
        signer.start()
    for key in range(40):
        add(ledger, key)
    stop.set()
    for signer in signers:
        signer.join()

    by_size = {note.split("\n")[1]: note for note in notes}
    assert set(by_size.values()) == set(notes), "one size, one note"
    assert verify(ledger, list(by_size.values())).word == "WITNESSED"


# --- Exports and receipts, read by the program that stands alone ----------------------------------


def run(*arguments, **options):
    """The verifier as someone else would run it: Python alone, nothing of ours in reach."""
    command = [sys.executable, "-I", "-S", "-W", "error", VERIFIER, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def handed_over(ledger, tmp_path):
    """What an inspector is given: an export, the key, a checkpoint and a receipt."""
    receipt = add(ledger, 1, 2, 3)
    ledger.erase([0], None, "retention", ("a", "b"), actor="ig", key="e")
    folder = tmp_path / "handed over"
    folder.mkdir()
    (folder / "note").write_text(checkpoint_now(ledger))
    (folder / "key").write_text(public_key(ledger))
    (folder / "log.jsonl").write_text("".join(export(ledger)))
    (folder / "sealed.jsonl").write_text("".join(export(ledger, disclose=False)))
    (folder / "one.tlog-proof").write_text(proof_of(ledger, receipt.ref))
    return folder


@pytest.mark.parametrize("file", ["log.jsonl", "sealed.jsonl"])
def test_an_export_verifies_alone_and_beside_a_checkpoint(handed_over, file):
    alone = run(handed_over / file)
    beside = run(handed_over / file, "--checkpoint", handed_over / "note")

    assert (alone.returncode, alone.stdout[:10]) == (3, "UNANCHORED")
    assert (beside.returncode, beside.stdout[:9]) == (0, "WITNESSED")
    assert "Entries 0 to 3 are held" in beside.stdout


def test_a_receipt_verifies_by_itself(handed_over):
    receipt, key = handed_over / "one.tlog-proof", ("--key", handed_over / "key")

    assert run(receipt, *key).returncode == 3
    assert run(receipt, *key, "--checkpoint", handed_over / "note").returncode == 0
    assert "give the key" in run(receipt).stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("index 2", "index 1", 10),
        ("index 2", "index 02", 2),
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", 2),
        ("extra ", "extra AAAA", 2),
        ("\n4\n", "\n5\n", 13),
        ("\n\n", "\nAAAA\n\n", 10),
    ],
)
def test_a_changed_receipt_is_refused(handed_over, old, new, code):
    receipt = handed_over / "one.tlog-proof"
    assert old in receipt.read_text()
    receipt.write_text(receipt.read_text().replace(old, new, 1))

    assert run(receipt, "--key", handed_over / "key").returncode == code


def test_another_key_is_a_bad_signature(handed_over):
    public = checkpoint.public_bytes(Ed25519PrivateKey.generate())
    (handed_over / "other").write_text(
        checkpoint.verifier_key("rhrt/threshold-ledger/live", public)
    )

    assert run(handed_over / "log.jsonl", "--key", handed_over / "other").returncode == 13
    assert run(handed_over / "one.tlog-proof", "--key", handed_over / "other").returncode == 13


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]\n",
        b"{}\n",
        b'{"rhrt-ledger":1}\n',
        b"[" * 100_000,
        b'{"rhrt-ledger":1,"origin":"o","env":"live","env":"live"}\n',
        b"SQLite format 3\0 and then nothing",
        b"c2sp.org/tlog-proof@v1\n",
    ],
)
def test_what_is_no_ledger_is_said_to_be_none(tmp_path, content):
    """An empty export has no end, and says so; the rest cannot be read."""
    file = tmp_path / "file"
    file.write_bytes(content)

    told = run(file, "--key", file) if content.startswith(b"c2sp") else run(file)

    assert told.returncode == (11 if content == b"" else 2)
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"often_hungry"', '"never_hungry"', 10),
        ('"comes in hungry"', '"comes in angry"', 10),
        ('"value":2', '"value":3', 10),
        ('"env":"live","key"', '"env":"training","key"', 15),
        ('"size":4', '"size":5', 11),
        ('"size":4', '"size":3', 10),
        ('"i":1', '"i":"1"', 10),
        ('"salt":"', '"salt":"00', 10),
        ('"value":2', '"value":2.0', 2),
        ('"value":2', '"value":2,"value":2', 2),
    ],
)
def test_a_changed_export_is_refused(handed_over, old, new, code):
    file = handed_over / "log.jsonl"
    whole = file.read_text()
    assert old in whole
    file.write_text(whole.replace(old, new, 1))

    assert run(file).returncode == code


def test_an_export_that_breaks_off_is_not_called_whole(handed_over):
    lines = (handed_over / "log.jsonl").read_text().splitlines(keepends=True)
    for keep in range(1, len(lines)):
        (handed_over / "cut.jsonl").write_text("".join(lines[:keep]))
        assert run(handed_over / "cut.jsonl").returncode == 11, keep


def test_a_receipt_needs_a_checkpoint_that_covers_it(ledger):
    add(ledger, 1)
    old = checkpoint_now(ledger)
    newer = add(ledger, 2)

    with pytest.raises(LedgerError, match="older than the entry"):
        proof_of(ledger, newer.ref, old)
    with pytest.raises(NotFoundError):
        proof_of(ledger, "RH-2222-22")
    with pytest.raises(NoteError):
        proof_of(ledger, newer.ref, NOTE)


def test_the_signers_key_is_not_the_databases(ledger):
    """With the database alone nobody can sign: another folder of keys gives another signature."""
    add(ledger, 1)
    note = checkpoint_now(ledger)
    other = dataclasses.replace(ledger.store.keys, signing=Ed25519PrivateKey.generate())
    stranger = Ledger(Store(ledger.store.engine, other, ledger.store.queue))

    assert verify(stranger, [note]).word == "BAD_SIGNATURE"
