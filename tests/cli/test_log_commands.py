"""log verify, export, checkpoint, rebuild, and demo, which fills the log to begin with."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rhrt.log import verifier
from rhrt.log.ledger import Ledger
from rhrt.store.database import Store
from rhrt.store.decisions import Decisions
from rhrt.store.keys import Keys
from tests.cli.shell import SOUND, Shell
from tests.pack.small_pack import edited, write

COUNT = 20


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, shared: tuple[Path, Path]) -> Path:
    """The data of a service whose log holds synthetic decisions."""
    folder = tmp_path_factory.mktemp("decided")
    done = Shell(folder, {"RHRT_PACK": str(shared[0])})("demo", "--count", str(COUNT))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{COUNT} synthetic decisions are in the log, each marked as synthetic.\n"
    return folder / "data"


@pytest.fixture
def filled(rhrt: Shell, decided: Path) -> Shell:
    """A service with a copy of that data."""
    shutil.copytree(decided, rhrt.folder / "data")
    return rhrt


def ledger(shell: Shell) -> Ledger:
    data = shell.folder / "data"
    return Ledger.open(Store.open(f"sqlite:///{data}/rhrt.db", Keys.open(data / "keys")))


def rewrite(shell: Shell, entry: int, old: str, new: str) -> None:
    """Change an entry as somebody with the file in their hands could."""
    with sqlite3.connect(shell.folder / "data" / "rhrt.db") as database:
        database.execute("DROP TRIGGER ledger_leaf_no_update")
        changed = database.execute(
            "UPDATE ledger_leaf SET entry = CAST(replace(CAST(entry AS TEXT), ?, ?) AS BLOB) "
            "WHERE idx = ?",
            (old, new, entry),
        )
        assert changed.rowcount == 1
    database.close()


# --- verify -----------------------------------------------------------------------------------


def test_a_fresh_log_is_sound(rhrt: Shell) -> None:
    done = rhrt("log", "verify")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("UNANCHORED: 0 entries, root ")


def test_a_log_of_decisions_is_sound_and_says_what_it_cannot_know(filled: Shell) -> None:
    done = filled("log", "verify")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"UNANCHORED: {COUNT} entries, root ")
    assert "hold it against an outside checkpoint" in done.out


def test_a_changed_entry_is_named(filled: Shell) -> None:
    rewrite(filled, 7, '"env":"live"', '"env":"dead"')

    done = filled("log", "verify")

    assert done.code == 1
    assert done.out.startswith("INVALID: entry 7 was changed\n")
    assert filled("log", "verify", "--replay") == done


def test_a_log_that_was_rolled_back_meets_the_checkpoint_somebody_kept(filled: Shell) -> None:
    database = filled.folder / "data" / "rhrt.db"
    earlier = database.read_bytes()
    filled("demo", "--count", "2")
    assert filled("log", "checkpoint", "kept").code == 0
    held = filled("log", "verify", "--checkpoint", "kept")
    database.write_bytes(earlier)

    rolled_back = filled("log", "verify", "--checkpoint", "kept")

    assert held.code == 0
    assert held.out.startswith(f"WITNESSED: {COUNT + 2} entries")
    assert rolled_back.code == 1
    assert rolled_back.out.startswith("ROLLED_BACK: ")


# --- replay -----------------------------------------------------------------------------------


def test_every_decision_comes_out_as_it_was_sealed(filled: Shell) -> None:
    done = filled("log", "verify", "--replay")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == (
        f"Replayed: {COUNT} decisions came out as sealed, 0 did not; "
        "0 were made under rules not at hand, 0 were erased."
    )


def test_decisions_under_other_rules_are_counted_apart(filled: Shell) -> None:
    name = "rules/neglect.yaml"
    other = write(filled.folder / "other", edited(name, "lasted", "lasted long", SOUND))

    done = filled("log", "verify", "--replay", RHRT_PACK=str(other))

    assert done.code == 0
    assert f"0 decisions came out as sealed, 0 did not; {COUNT} were made under" in done.out


def test_a_decision_that_its_rules_do_not_give_is_named(filled: Shell) -> None:
    book = ledger(filled)
    sealed = dict(next(book.entries("decision")).fields)
    result = sealed.pop("result") | {"level": 0, "high": 0}
    del sealed["actor"]
    wrong = book.append("decision", {**sealed, "result": result}, actor="p", key="k")
    book.store.close()

    done = filled("log", "verify", "--replay")

    assert done.code == 1
    assert f"{COUNT} decisions came out as sealed, 1 did not" in done.out
    assert done.err == f"{wrong.ref} differs in level, high.\n"


def test_an_erased_decision_is_counted_apart_and_the_log_stays_sound(filled: Shell) -> None:
    book = ledger(filled)
    book.erase([3], ["facts"], "retention", ["a", "b"], actor="a", key="k")
    book.store.close()

    done = filled("log", "verify", "--replay")

    assert (done.code, done.err) == (0, "")
    assert f"{COUNT - 1} decisions came out as sealed, 0 did not; " in done.out
    assert done.out.endswith("0 were made under rules not at hand, 1 were erased.\n")


# --- export -----------------------------------------------------------------------------------


def test_an_export_is_verified_without_the_service(filled: Shell) -> None:
    exported = filled("log", "export", "log.jsonl")
    file = filled.folder / "log.jsonl"
    elsewhere = Shell(filled.folder / "data" / "keys", {"RHRT_DATA": "/nowhere"})

    assert (exported.code, exported.err) == (0, "")
    assert exported.out.startswith(f"log.jsonl holds {COUNT} entries.")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert elsewhere("log", "verify", str(file)) == filled("log", "verify")
    assert filled("log", "export", "-").out == file.read_text("utf-8")
    assert not list(filled.folder.glob("*.part"))


def test_the_verifier_is_one_file_that_needs_nothing_else(filled: Shell, tmp_path: Path) -> None:
    filled("log", "export", "log.jsonl")
    program = tmp_path / "alone.py"
    program.write_text(Path(verifier.__file__).read_text("utf-8"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-I", str(program), "log.jsonl"],
        capture_output=True,
        text=True,
        cwd=filled.folder,
        check=False,
    )

    assert (done.returncode, done.stderr) == (int(verifier.Verdict.UNANCHORED), "")
    assert done.stdout == filled("log", "verify").out


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda lines: [*lines[:5], lines[5].replace("live", "dead"), *lines[6:]],
            "entry 4 was changed",
        ),
        (lambda lines: [*lines[:5], *lines[6:]], "entries 4 to 4 were dropped"),
        (lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]], "entries 4 to 4 were dropped"),
    ],
    ids=["changed", "dropped", "reordered"],
)
def test_an_export_that_was_changed_names_the_entry(filled: Shell, edit, told: str) -> None:
    filled("log", "export", "log.jsonl")
    file = filled.folder / "log.jsonl"
    file.write_text("".join(edit(file.read_text("utf-8").splitlines(keepends=True))), "utf-8")

    done = filled("log", "verify", "log.jsonl")

    assert done.code == 1
    assert done.out.startswith("INVALID: ")
    assert told in done.out.splitlines()[0]


# --- checkpoint and rebuild -------------------------------------------------------------------


def test_a_checkpoint_is_printed_or_written(filled: Shell) -> None:
    printed = filled("log", "checkpoint")

    assert (printed.code, printed.err) == (0, "")
    assert re.match(rf"rhrt/threshold-ledger/live\n{COUNT}\n\S{{44}}\n\n— \S+ \S+\n$", printed.out)
    assert filled("log", "checkpoint", "kept").out == ""
    assert (filled.folder / "kept").read_text("utf-8") == printed.out


def test_what_pages_read_is_made_anew_from_the_log(filled: Shell) -> None:
    with sqlite3.connect(filled.folder / "data" / "rhrt.db") as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        assert "decision" in tables
        database.execute("DELETE FROM decision")
    database.close()

    done = filled("log", "rebuild")

    assert (done.code, done.out) == (0, f"{COUNT} decisions are listed anew.\n")
    book = ledger(filled)
    assert Decisions(book.store).page().total == COUNT
    book.store.close()


# --- What cannot be done ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("log", "verify", "nowhere"), "rhrt: nowhere: No such file or directory"),
        (("log", "verify", "."), "rhrt: .: Is a directory"),
        (("log", "verify", "words"), "rhrt: words: this is no export of a log"),
        (("log", "verify", "--checkpoint", "words"), "A checkpoint given cannot be read"),
        (("log", "verify", "--checkpoint", "nowhere"), "rhrt: nowhere: No such file or directory"),
        (("log", "verify", "--key", "x"), "rhrt: --key goes with a file"),
        (("log", "verify", "words", "--replay"), "rhrt: --replay goes with this service's own log"),
        (("log", "export", "/nowhere/x"), "rhrt: /nowhere/x.part: No such file or directory"),
        (("log", "checkpoint", "/nowhere/x"), "rhrt: /nowhere/x: No such file or directory"),
        (("demo", "--count", "-3"), "'-3' is not a whole number from 1 to 100000"),
        (("demo", "--count", "many"), "'many' is not a whole number from 1 to 100000"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    rhrt: Shell, words: tuple[str, ...], told: str
) -> None:
    (rhrt.folder / "words").write_text("only words\n", encoding="utf-8")

    assert told in rhrt.fails(*words)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"RHRT_DATABASE_URL": "mysql://x/y"}, "rhrt: RHRT_DATABASE_URL: write sqlite:///"),
        ({"RHRT_DATABASE_URL": "sqlite:////proc/rhrt.db"}, "rhrt: The database cannot be opened."),
        ({"RHRT_DATABASE_URL": "sqlite:///words"}, "rhrt: The database is damaged."),
        ({"RHRT_DATABSE_URL": "x"}, "rhrt: RHRT_DATABSE_URL: there is no such setting. Did you"),
        ({"RHRT_SECRET_KEY": "short"}, "rhrt: RHRT_SECRET_KEY: give at least 32"),
        ({"RHRT_DATA": "words"}, "rhrt: The folder of keys"),
        ({"RHRT_HTTPS": "perhaps"}, "rhrt: RHRT_HTTPS: 'perhaps' is neither yes nor no."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize("command", [("log", "verify"), ("serve",)], ids=" ".join)
def test_a_wrong_setting_is_told_in_one_line(
    rhrt: Shell, settings: dict[str, str], told: str, command: tuple[str, ...]
) -> None:
    (rhrt.folder / "words").write_text("only words, and no database\n" * 50, encoding="utf-8")

    assert told in rhrt.fails(*command, **settings)
