"""Plain sentences, by their words alone, land where threshold documents put them.

``python -m tests.conversation.level_scoring -v`` prints every difference. The figures asked for are
those reached, less a little; the ``unseen`` ones were never worked on and say what to expect.
"""

from __future__ import annotations

from collections import Counter

import pytest

from rhrt.engine import Engine, Facts
from rhrt.pack import load
from rhrt.pack.model import Pack
from tests.conversation import level_scoring
from tests.conversation.level_scoring import Placed, Sentence, share

WORKED_ON = ("document", "typed")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(level_scoring.ROOT / "rules" / "walsall")


@pytest.fixture(scope="module")
def placed(pack: Pack) -> dict[str, list[Placed]]:
    by_style: dict[str, list[Placed]] = {}
    for one in level_scoring.place(pack, level_scoring.sentences()):
        by_style.setdefault(one.sentence.style, []).append(one)
    return by_style


def test_the_sentences_are_many_and_of_every_domain_and_level(pack):
    said = level_scoring.sentences()
    levels = Counter(one.level for one in said)

    assert len(said) >= 400
    assert len({one.text for one in said}) == len(said)
    # "danger" is a way to say urgency, not a kind of need; documents do not list it.
    assert {domain.id for domain in pack.domains} - {"danger"} == {one.domain for one in said}
    assert min(levels[level] for level in (1, 2, 3, 4)) >= 30
    assert all(one.level == level_scoring.STATUTORY for one in said if one.danger)


@pytest.mark.parametrize(
    ("styles", "right", "within_one", "too_high"),
    [
        (WORKED_ON, 0.86, 0.94, 0.10),
        (("fresh",), 0.60, 0.83, 0.10),
        (("unseen",), 0.50, 0.72, 0.12),
    ],
    ids=["worked-on", "fresh", "unseen"],
)
def test_most_land_at_the_level_documents_give(placed, styles, right, within_one, too_high):
    found = [one for style in styles for one in placed[style]]

    assert share(found, [0]) >= right, level_scoring.report(found)
    assert share(found, [-1, 0, 1]) >= within_one, level_scoring.report(found)
    assert share(found, [1, 2, 3]) <= too_high, level_scoring.report(found)


def test_no_plain_danger_that_was_worked_on_lands_at_level_1_or_2(placed):
    missed = [
        one.in_words()
        for style in WORKED_ON
        for one in placed[style]
        if one.severe and one.sentence.danger
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("needs", "level", "off", "severe"),
    [
        (["overdose_now"], 4, 0, False),
        (["suicidal_thoughts"], 4, -1, False),
        (["low_mood"], 4, -2, True),
        (["low_mood"], 3, -1, False),
        (["overdose_now"], 2, 2, False),
        ([], 1, 0, False),
    ],
)
def test_a_sentence_is_judged_by_how_far_off_it_lands(pack, needs, level, off, severe):
    sentence = Sentence("any", "wellbeing", "any words", level)
    found = Engine(pack).suggest(Facts(frozenset(needs)), near=0)

    one = Placed(sentence, found, frozenset())

    assert (one.off, one.severe) == (off, severe)
