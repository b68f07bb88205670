"""Every way to tamper is caught, and the first bad entry named, as far as anyone can tell.

RHRT_TAMPER_TRIALS sets how often each way is tried (60 as released; fewer keep a run short).
"""

import os
import random
import shutil

import pytest

from rhrt.log import verifier
from rhrt.log.ledger import Ledger
from rhrt.log.signer import checkpoint_now, public_key
from rhrt.log.verify import verify
from rhrt.store.database import Store
from rhrt.store.keys import Keys
from tests.log.conftest import a_decision
from tests.log.tampering import SIGNED_AGAIN, WAYS, Scene

TRIALS = int(os.environ.get("RHRT_TAMPER_TRIALS", "20"))
SIZE, OUTSIDE_EVERY, SIGNED_AT = 26, 4, (9, 17)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A ledger as it should be, and the checkpoints of it that were kept outside."""
    folder = tmp_path_factory.mktemp("honest")
    keys = Keys.open(folder / "keys")
    store = Store.open(f"sqlite:///{folder}/rhrt.db", keys)
    ledger = Ledger.open(store)
    outside = []
    for n in range(SIZE - 1):
        ledger.append("decision", a_decision(comment=f"{n}"), actor="p", key=str(n))
        if n == 4:
            ledger.erase([3], ["comment"], "retention", ("a", "b"), actor="ig", key="e")
        if n % OUTSIDE_EVERY == 0 or n in SIGNED_AT:
            outside.append(checkpoint_now(ledger))
    outside.append(checkpoint_now(ledger))
    assert verify(ledger).word == "UNANCHORED"
    assert verify(ledger, outside).word == "WITNESSED"
    store.close()
    return folder / "rhrt.db", keys, outside


def verdicts(file, keys, outside):
    """What the ledger says of itself alone, and beside outside checkpoints."""
    store = Store.open(f"sqlite:///{file}", keys)
    ledger = Ledger(store)
    found = verify(ledger), verify(ledger, outside)
    store.close()
    return found


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.harm.__name__)
def test_tampering_is_caught_and_named(way, honest, tmp_path):
    database, keys, outside = honest
    file, rng, missed = tmp_path / "copy.db", random.Random(way.harm.__name__), []
    for trial in range(TRIALS):
        shutil.copy(database, file)
        scene = Scene(file, keys, rng)
        first = way.harm(scene)
        scene.db.close()

        alone, beside = verdicts(file, keys, outside)

        named = [(f.first, f.last) for f in beside.findings[:1] if f.first is not None]
        right = [a == first if way.exact else a <= first <= b for a, b in named]
        if alone.word not in way.alone or beside.word not in way.beside or right != [True]:
            missed.append((trial, first, alone.lines(), beside.lines()))

    assert missed == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.harm.__name__)
def test_the_offline_verifier_says_the_same_of_a_copied_database(way, honest, tmp_path):
    """It has no key to open contents with, so one way, a changed field, is beyond it there."""
    database, keys, outside = honest
    file = tmp_path / "copy.db"
    shutil.copy(database, file)
    scene = Scene(file, keys, random.Random(5))
    way.harm(scene)
    scene.db.close()
    store = Store.open(f"sqlite:///{file}", keys)
    expected = verify(Ledger(store), outside).word
    key = public_key(Ledger(store))
    store.close()

    notes = [note for text in outside for note in verifier.read_notes(text)]
    report = verifier.verify(verifier.from_database(file), notes, key)

    content_only = way.harm.__name__ == "edit_field"
    assert report.word == ("WITNESSED" if content_only else expected)


def test_a_rewritten_and_signed_ledger_is_never_called_fine_without_an_outside_checkpoint():
    assert all(way.alone == {"UNANCHORED"} for way in WAYS if way.harm in SIGNED_AGAIN)
    assert all("WITNESSED" not in way.beside | way.alone for way in WAYS)
