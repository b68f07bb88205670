"""Conversations in a few words, for tests that say only what they are about."""

from datetime import UTC, datetime, timedelta

from rhrt.conversation.turns import Conversation, NeedsSaid, Turn

START = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def talk(*said, start=START):
    """A conversation of (question, answer) pairs, a minute apart."""
    turns = [
        Turn(question, answer, "practitioner", start + timedelta(minutes=n))
        for n, (question, answer) in enumerate(said)
    ]
    return Conversation(tuple(turns))


def present(*needs):
    return NeedsSaid(present=needs)


NOTHING = NeedsSaid()
