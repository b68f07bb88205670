"""The development set: messages in many voices, and how much of them must be heard.

``python -m tests.conversation.scoring -v`` prints every difference; ``docs/understanding.md`` has
the figures of each batch of messages before anything was changed for it: those are the honest ones.
"""

from __future__ import annotations

import pytest

from rhrt.conversation.understand import understand
from rhrt.pack.model import Pack
from tests.conversation import scoring


@pytest.fixture(scope="module")
def pack() -> Pack:
    return scoring.walsall()


@pytest.fixture(scope="module")
def score(pack: Pack) -> scoring.Score:
    return scoring.score(pack, scoring.messages())


def test_the_set_is_large_and_many_voiced():
    said = scoring.messages()

    assert len(said) >= 600
    assert len({message.voice for message in said}) >= 40
    assert len({message.text for message in said}) == len(said)
    assert sum(bool(message.danger) for message in said) >= 120
    assert sum(message.voice == "calm" or not message.wants_anything for message in said) >= 60


def test_every_mark_means_needs_of_the_pack(pack):
    meaning = scoring.Meaning()
    marks = {
        mark
        for said in scoring.messages()
        for mark in (*said.needs, *said.danger, *said.denied, *said.also, *said.not_present)
    }

    assert meaning(*marks, *scoring.tags()) <= pack.need_by_id.keys()


def test_what_is_said_is_among_the_first_five(score):
    assert score.recall >= 0.95, scoring.report(score)


def test_what_is_ticked_is_right(score):
    assert score.precision >= 0.9, scoring.report(score)


def test_what_is_denied_is_not_ticked(score):
    assert score.denied_as_present < 0.01, scoring.report(score)


def test_plain_dangers_are_ticked_and_never_passed_over(score):
    assert score.dangers_ticked >= 0.9 * score.dangers, scoring.report(score)
    assert score.dangers_shown >= 0.98 * score.dangers, scoring.report(score)


def test_ages_times_and_answers_are_heard(score):
    assert score.answer_recall >= 0.88, scoring.report(score)


def test_every_phrase_of_the_pack_is_heard_when_typed(pack):
    unheard = [
        (need.id, phrase)
        for need in pack.needs
        for phrase in need.phrases
        if not any(
            heard.id == need.id and not heard.negated for heard in understand(phrase, pack).needs
        )
    ]

    assert unheard == []
