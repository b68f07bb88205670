"""The development set: messages in many voices, and how much of them must be heard.

``python -m tests.conversation.scoring -v`` prints every difference.
"""

from __future__ import annotations

import pytest

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

    assert len(said) >= 200
    assert len({message.voice for message in said}) >= 30
    assert len({message.text for message in said}) == len(said)


def test_every_mark_means_needs_of_the_pack(pack):
    meaning = scoring.Meaning()
    marks = {
        mark
        for said in scoring.messages()
        for mark in (*said.needs, *said.danger, *said.denied, *said.also, *said.not_present)
    }

    assert meaning(*marks, *scoring.tags()) <= pack.need_by_id.keys()


def test_what_is_said_is_among_the_first_five(score):
    assert score.recall >= 0.85, scoring.report(score)


def test_what_is_ticked_is_right(score):
    assert score.precision >= 0.86, scoring.report(score)


def test_what_is_denied_is_not_ticked(score):
    assert score.denied_as_present < 0.01, scoring.report(score)


def test_ages_times_and_answers_are_heard(score):
    assert score.answer_recall >= 0.9, scoring.report(score)
