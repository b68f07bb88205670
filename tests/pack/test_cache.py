"""Compiled copies: the same pack, sooner; never somebody else's, never a stale one."""

import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rhrt.pack import PackError, cache, load, load_cached
from rhrt.pack.copies import KEPT, default_cache
from tests.pack.small_pack import edited, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "pack")


@pytest.fixture
def copies(tmp_path):
    return tmp_path / "cache"


def only_copy(copies: Path) -> Path:
    (copy,) = copies.iterdir()
    return copy


def test_a_copy_is_the_same_pack(folder, copies):
    first = load_cached(folder, copies)

    assert load_cached(folder, copies) == first == load(folder)
    assert only_copy(copies).name.startswith(first.digest)


def test_a_copy_is_really_used(folder, copies, monkeypatch):
    first = load_cached(folder, copies)
    monkeypatch.setattr(cache, "_load", lambda _: pytest.fail("The YAML was read again."))

    assert load_cached(folder, copies) == first


def test_reading_a_copy_imports_nothing_heavy(folder, copies):
    load_cached(folder, copies)
    code = (
        "import sys, pathlib; from rhrt.pack import load_cached;"
        "load_cached(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]));"
        "print([name for name in ('yaml', 'pydantic', 'rapidfuzz', 'difflib', 'logging', 'numpy')"
        " if name in sys.modules])"
    )
    run = [sys.executable, "-c", code, str(folder), str(copies)]

    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_copies_are_for_our_eyes_only(folder, copies):
    load_cached(folder, copies)

    assert stat.S_IMODE(copies.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_copy(copies).stat().st_mode) == 0o600


def test_an_edited_pack_is_read_anew(folder, copies):
    load_cached(folder, copies)
    write(folder, edited("pack.yaml", "title: Right Help Right Time", "title: Another"))

    assert load_cached(folder, copies).title == "Another"


def test_a_broken_pack_is_not_hidden_by_an_old_copy(folder, copies):
    load_cached(folder, copies)
    write(folder, edited("pack.yaml", "consult: mash", "consult: mosh"))

    with pytest.raises(PackError):
        load_cached(folder, copies)


def test_a_file_nobody_reads_is_told_even_with_a_copy(folder, copies):
    load_cached(folder, copies)
    (folder / "rules/more.yml").write_text("rules: []")

    with pytest.raises(PackError, match=r"more\.yml"):
        load_cached(folder, copies)


def test_changed_code_never_reads_an_old_copy(folder, copies, monkeypatch):
    load_cached(folder, copies)
    monkeypatch.setattr(cache, "code_version", lambda: "newer")
    load_cached(folder, copies)

    assert len(list(copies.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"x", bytes(200)], ids=["empty", "short", "zeros"])
def test_a_damaged_copy_is_read_past_and_mended(folder, copies, damage):
    good = load_cached(folder, copies)
    copy = only_copy(copies)
    whole = copy.read_bytes()
    copy.write_bytes(damage)

    assert load_cached(folder, copies) == good
    assert len(copy.read_bytes()) == len(whole)


def test_a_copy_with_one_byte_changed_is_never_unpickled(folder, copies, monkeypatch):
    load_cached(folder, copies)
    copy = only_copy(copies)
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy.write_bytes(raw)
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("It was unpickled."))

    assert load_cached(folder, copies) == load(folder)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_others_may_write_is_neither_read_nor_written(folder, copies, mode, monkeypatch):
    load_cached(folder, copies)
    before = only_copy(copies).stat().st_mtime_ns
    copies.chmod(mode)
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("It was unpickled."))

    assert load_cached(folder, copies) == load(folder)
    assert only_copy(copies).stat().st_mtime_ns == before


def test_a_copy_that_is_not_ours_is_not_read(folder, copies, monkeypatch):
    load_cached(folder, copies)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("It was unpickled."))

    assert load_cached(folder, copies) == load(folder)


def test_a_link_in_place_of_a_copy_is_not_followed(folder, copies, tmp_path, monkeypatch):
    load_cached(folder, copies)
    copy = only_copy(copies)
    copy.rename(tmp_path / "elsewhere")
    copy.symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("It was unpickled."))

    assert load_cached(folder, copies) == load(folder)


def test_a_cache_that_cannot_be_written_is_no_error(folder, tmp_path):
    (tmp_path / "file").write_text("in the way")

    assert load_cached(folder, tmp_path / "file" / "cache") == load(folder)


def test_a_full_disk_is_no_error(folder, copies, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)

    assert load_cached(folder, copies) == load(folder)


def test_the_environment_names_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("RHRT_CACHE", raising=False)
    assert default_cache() == str(tmp_path / "rhrt")
    monkeypatch.setenv("RHRT_CACHE", str(tmp_path / "mine"))
    assert default_cache() == str(tmp_path / "mine")


def test_old_copies_go_and_nothing_else(folder, copies):
    copies.mkdir(mode=0o700)
    (copies / "letter.txt").write_text("not ours to delete")
    for number in range(KEPT + 3):
        title = f"title: Number {number}"
        write(folder, edited("pack.yaml", "title: Right Help Right Time", title))
        load_cached(folder, copies)

    assert len(list(copies.glob("*-*.pickle"))) == KEPT
    assert (copies / "letter.txt").read_text() == "not ours to delete"
