"""How long a conversation can be: against every conversation there is, held as the service does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rhrt.conversation.state import open_questions
from rhrt.conversation.turns import NEEDS, Conversation, NeedsSaid, Turn
from rhrt.engine import Engine
from rhrt.engine.proof.conversation import longest, longest_conversations
from rhrt.pack import load_cached
from tests.packs import small_pack

PACKS = Path(__file__).parents[2] / "rules"


def asked(needs, replies, engine):
    """Hold the conversation as the service does; return the questions asked."""
    now = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    turns = [Turn(NEEDS, NeedsSaid(tuple(needs)), "somebody", now)]
    questions = []
    while True:
        conversation = Conversation(tuple(turns))
        always = [q.id for q in engine.pack.questions if q.always and q.id not in questions]
        left = always or open_questions(conversation, engine)
        if not left:
            return questions
        questions.append(left[0])
        answer = replies(engine.pack.question_by_id[left[0]])
        turns.append(Turn(left[0], answer, "somebody", now))


def every_way(needs, engine, said=()):
    """The length of the longest conversation, by holding every one there is."""
    replies = dict(said)
    questions = asked(needs, lambda question: replies.get(question.id), engine)
    unanswered = next((q for q in questions if q not in replies), None)
    if unanswered is None:
        return len(questions)
    question = engine.pack.question_by_id[unanswered]
    answers = [known.id for known in question.answers] + [None] * question.dont_know
    if question.always:
        answers = answers[:-1]
    return max(every_way(needs, engine, (*said, (unanswered, one))) for one in answers)


def test_the_longest_conversation_is_the_longest_of_all():
    engine = Engine(small_pack())

    for needs in (("hungry",), ("bruise",), ("dirty", "bruise"), ("hungry", "alone_at_night")):
        found = longest([needs], engine)
        assert (found.questions, found.exact) == (every_way(needs, engine), True)


@pytest.mark.parametrize("name", ["walsall", "exampleshire"])
def test_somebody_who_knows_nothing_is_asked_as_much_as_is_said(name):
    engine = Engine(load_cached(PACKS / name))

    def not_known(question):
        return None if question.dont_know else question.answers[0].id

    for domain in longest_conversations(engine):
        for found in (domain.one, domain.two):
            if found:
                assert len(asked(found.needs, not_known, engine)) <= found.questions
        assert domain.two is None or domain.one.questions <= domain.two.questions + 1
