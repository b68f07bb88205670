"""Phrases as they stand, parts that say a danger together, percentages, and the kept index."""

from __future__ import annotations

import pytest

from rhrt.conversation.index import Index, build_index
from rhrt.conversation.kept import kept_index
from rhrt.conversation.understand import understand
from rhrt.pack.model import Answer, Need, Pack
from rhrt.values import replace
from tests import packs
from tests.conversation.hearing import TODAY


def _pack(*needs: Need, answers: tuple[Answer, ...] = ()) -> Pack:
    questions = (packs.scale("share", "a", "b", answers=answers),) if answers else ()
    return packs.pack_of(needs, questions)


def _need(id_: str, level: int, *phrases: str, subject: str = "child") -> Need:
    return packs.need(id_, level, subject=subject, phrases=phrases)


CARE = _need("poor_care", 4, "care is not good enough", subject="parent")
NECK = _need("neck", 4, "grabbed by the neck", "threw him on the floor", "held him down hard")
QUIET = _need("quiet", 2, "stopped talking", "no friends")
IMAGES = _need("images", 4, "indecent images", subject="household")
ARREST = _need("arrest", 4, "arrested for indecent images", subject="household")


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("we feel the care isn't good enough", {"poor_care"}),
        ("the care is good enough", set()),
        ("he has stopped talking", {"quiet"}),
        ("dad was arrested for indecent images", {"arrest"}),
        ("indecent images were on the laptop", {"images"}),
    ],
)
def test_a_phrase_is_heard_as_it_stands_and_the_longest_goes_first(text, needs):
    pack = _pack(CARE, QUIET, IMAGES, ARREST)

    assert {need.id for need in understand(text, pack, TODAY).present} == needs


def test_parts_of_several_phrases_of_a_danger_are_one_danger():
    heard = understand(
        "grabbing his neck he threw him to the ground, floor of the hall", _pack(NECK)
    )

    assert [(need.id, need.present or need.feared) for need in heard.needs] == [("neck", True)]
    assert heard.counted == heard.needs


def test_a_danger_denied_is_never_feared():
    heard = understand("nobody grabbed him by the neck or threw him on the floor", _pack(NECK))

    assert heard.counted == ()


BANDS = (
    Answer("little", "Some (above 90%)", "", ("attendance 95",)),
    Answer("much", "Much (below 90%)", "", ("attendance 80",)),
    Answer("most", "Most (below 50%)", "", ("attendance 40",)),
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("62%", "much"),
        ("attendance 62%", "much"),
        ("his attendance is down to 43 per cent", "most"),
        ("attends 97% of the time", "little"),
        ("he scored 62% in the maths test we gave him", None),
    ],
)
def test_a_percentage_is_the_answer_where_its_thing_is_spoken_of(text, answer):
    heard = understand(text, _pack(QUIET, answers=BANDS), TODAY)

    given = heard.answers.get("share")
    assert (given.answer if given else None) == answer


def test_an_index_is_kept_for_its_pack_and_not_for_another(tmp_path):
    tmp_path.chmod(0o700)
    one = replace(_pack(CARE), digest="a" * 64)
    other = replace(_pack(QUIET), digest="b" * 64)

    first, again = kept_index(one, tmp_path), kept_index(one, tmp_path)

    assert isinstance(again, Index)
    assert list(again.patterns) == list(first.patterns) == list(build_index(one).patterns)
    assert [target.need for target in kept_index(other, tmp_path).targets] == ["quiet"]
    assert len(list(tmp_path.glob("*-words.pickle"))) == 2


def test_a_pack_made_by_hand_is_never_kept(tmp_path):
    kept_index(replace(_pack(CARE), digest="0" * 64), tmp_path)

    assert list(tmp_path.iterdir()) == []
