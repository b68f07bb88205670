"""Compiled packs are kept between starts, and never trusted further than they deserve."""

from __future__ import annotations

import pytest

from rhrt.engine import Engine, Facts
from rhrt.engine import cached as copies
from rhrt.engine.cached import compiled
from rhrt.pack.model import HasNeed
from rhrt.values import replace
from tests.packs import pack_of, rule, small_pack

HUNGRY = Facts(frozenset({"hungry"}), {"how_long": "months"})


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def compilations(monkeypatch):
    """The packs compiled so far."""
    seen = []
    compile_pack = copies.compile_pack
    monkeypatch.setattr(copies, "compile_pack", lambda p: seen.append(p) or compile_pack(p))
    return seen


def test_the_second_start_does_not_compile_and_says_the_same(cache, compilations):
    pack = small_pack()
    first = Engine(pack, compiled(pack, cache)).suggest(HUNGRY)

    second = Engine(pack, compiled(pack, cache)).suggest(HUNGRY)

    assert second == first
    assert len(compilations) == 1


def test_a_changed_pack_is_compiled_anew(cache, compilations):
    compiled(small_pack(), cache)

    compiled(replace(small_pack(), digest="1" * 64), cache)

    assert len(compilations) == 2


@pytest.mark.parametrize("damage", [b"", b"torn", None])
def test_a_damaged_copy_is_passed_over(cache, compilations, damage):
    pack = small_pack()
    compiled(pack, cache)
    (copy,) = cache.iterdir()
    copy.write_bytes(copy.read_bytes()[:-1] if damage is None else damage)

    again = compiled(pack, cache)

    assert Engine(pack, again).level(HUNGRY) == 3
    assert len(compilations) == 2


def test_a_copy_that_others_could_have_written_is_passed_over(cache, compilations):
    pack = small_pack()
    compiled(pack, cache)
    (copy,) = cache.iterdir()
    copy.chmod(0o666)

    compiled(pack, cache)

    assert len(compilations) == 2


def test_a_folder_that_others_may_write_keeps_no_copy(cache):
    cache.chmod(0o777)

    compiled(small_pack(), cache)

    assert not list(cache.iterdir())


def test_no_place_for_a_copy_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")

    made = compiled(small_pack(), tmp_path / "file" / "folder")

    assert Engine(small_pack(), made).level(HUNGRY) == 3


def test_a_pack_with_a_rule_that_cannot_be_read_keeps_no_copy(cache):
    broken = pack_of(rules=(rule("broken", 4, HasNeed("nobody_defined")),))

    made = compiled(broken, cache)

    assert made.faults
    assert not list(cache.iterdir())
