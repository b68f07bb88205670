"""What a good pack becomes."""

import re
from pathlib import Path

import pytest

from rhrt.pack import PackError, PackNotFoundError, digest, find, load, load_cached
from rhrt.pack.loading import load_files
from rhrt.pack.model import All, ContextIs, HasNeed, Place
from tests.pack.small_pack import FILES, edited, encoded, write

ROOT = Path(__file__).resolve().parents[2]
REAL_PACKS = sorted(path for path in (ROOT / "rules").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def pack():
    return load_files(encoded(FILES))


def test_a_need_above_level_1_makes_a_rule_with_its_reason_and_source(pack):
    need, rule = pack.need_by_id["often_hungry"], pack.rule_by_id["need.often_hungry"]

    assert (rule.level, rule.when) == (2, HasNeed("often_hungry"))
    assert (rule.because, rule.source, rule.place) == (need.because, need.source, need.place)
    assert "need.dirty" not in pack.rule_by_id
    assert "need.warm_home" not in pack.rule_by_id


def test_an_entry_knows_where_it_is_written(pack):
    assert pack.need_by_id["dirty"].place == Place("needs/neglect.yaml", 18)
    assert pack.rule_by_id["several"].place == Place("rules/harm.yaml", 17)


def test_is_not_becomes_the_other_answers(pack):
    (baby,) = (pathway for pathway in pack.pathways if pathway.id == "baby")

    others = ContextIs("age", frozenset({"unborn", "under_1"}))
    assert baby.when == All((HasNeed("bruise"), others))


def test_domains_needs_and_rules_come_in_the_order_shown():
    files = edited("pack.yaml", "[neglect, harm]", "[harm, neglect]")
    pack = load_files(encoded(files))

    assert [domain.id for domain in pack.domains] == ["harm", "neglect"]
    assert pack.needs[0].id == "bruise"
    assert pack.rules[-1].id == "hungry-for-months"


def test_text_stays_as_written_and_numbers_become_numbers(pack):
    assert pack.contact_by_id["police"].phone == "999"
    assert pack.question_by_id["danger_now"].assume == "no"
    assert pack.question_by_id["danger_now"].always is True
    assert pack.level(2).number == 2
    assert pack.cases[0].text == "He is hungry every day. It has been so since the summer."


PHONES = [
    "999",
    "116 123",
    "0800 1111",
    "01922 658170",
    "+44 1922 658170",
    "0300 555 2866",
    "0800 555 111",
    "07700 900123",
    "85258",
]


@pytest.mark.parametrize("phone", PHONES)
def test_telephone_numbers_as_they_are_written(phone):
    files = edited("contacts.yaml", "01922 658170", phone)

    assert load_files(encoded(files)).contact_by_id["mash"].phone == phone


NO_PHONES = [
    "0",
    "12345",
    "0000 000 000",
    "01922-658170",
    "0300 555 28666 1",
    "call us",
    "+1 202 555 0100",
    "01922 65817O",
]


@pytest.mark.parametrize("phone", NO_PHONES)
def test_a_number_that_cannot_be_rung_is_told(phone):
    files = edited("contacts.yaml", "01922 658170", phone)

    with pytest.raises(PackError, match=rf"'{re.escape(phone)}' is not a UK telephone number"):
        load_files(encoded(files))


def test_the_digest_is_of_names_and_bytes(tmp_path):
    folder = write(tmp_path)
    before = digest(folder)

    assert load(folder).digest == before
    (folder / "notes.txt").write_text("not a part of the pack")
    assert digest(folder) == before
    (folder / "rules/harm.yaml").rename(folder / "rules/hurt.yaml")
    assert digest(folder) != before


def test_moving_text_between_files_changes_the_digest(tmp_path):
    one = write(tmp_path / "one", {"pack.yaml": "ab", "questions.yaml": "c"})
    two = write(tmp_path / "two", {"pack.yaml": "a", "questions.yaml": "bc"})

    assert digest(one) != digest(two)


def test_a_pack_is_found_by_name_path_or_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mine = write(tmp_path / "rules" / "mine")
    monkeypatch.delenv("RHRT_PACK", raising=False)

    assert find("mine").resolve() == mine
    assert find(str(mine)) == mine
    assert find(None) == ROOT / "rules" / "walsall"
    monkeypatch.setenv("RHRT_PACK", "mine")
    assert find().resolve() == mine
    with pytest.raises(PackNotFoundError, match="'theirs'"):
        find("theirs")


@pytest.mark.parametrize("folder", REAL_PACKS, ids=lambda path: path.name)
def test_the_real_packs_load(folder, tmp_path):
    pack = load(folder)

    assert pack.needs
    assert load_cached(folder, tmp_path / "cache") == pack
    assert load_cached(folder, tmp_path / "cache") == pack
