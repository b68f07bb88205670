"""A conversation keeps every turn, under a private link, and no two tabs undo each other."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from rhrt.store.conversations import Conversations, NewTurn, PackRef, TurnConflictError
from rhrt.store.errors import ExpiredError, KeysError, NotFoundError
from rhrt.store.schema import turn

PACK = PackRef("walsall", "2026-11", "d" * 64)
HUNGRY = NewTurn("worry", "comes in hungry", "practitioner")
MONTHS = NewTurn("how_long", "months", "practitioner")


@pytest.fixture
def conversations(store, clock):
    return Conversations(store, clock)


def test_a_new_conversation_is_found_by_its_link(conversations):
    made, token = conversations.create(PACK)

    assert conversations.by_token(token) == made == conversations.get(made.id)
    assert made.pack == PACK
    assert made.turns == ()
    assert not made.practice


def test_turns_come_back_in_order_as_they_were_given(conversations, clock):
    made, _ = conversations.create(PACK, practice=True)
    conversations.append_turn(made.id, 0, HUNGRY, key="a")
    clock.move(minutes=1)

    now = conversations.append_turns(made.id, 1, [MONTHS, HUNGRY], key="b")

    assert [(t.n, t.question, t.answer) for t in now.turns] == [
        (0, "worry", "comes in hungry"),
        (1, "how_long", "months"),
        (2, "worry", "comes in hungry"),
    ]
    assert now.turns[1].at - now.turns[0].at == timedelta(minutes=1)
    assert now.practice


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Ünïcödé, עברית, 🙂",
        "with NUL \0 and half a pair \ud800",
        "x" * 100_000,
        None,
        ["often_hungry", "dirty"],
        {"needs": ["a"], "answers": {"how_long": "months"}},
    ],
    ids=["empty", "scripts", "nul", "long", "nothing", "list", "mapping"],
)
def test_any_answer_is_kept_as_it_is(conversations, answer):
    made, _ = conversations.create(PACK)

    now = conversations.append_turn(made.id, 0, NewTurn("q", answer, "practitioner"), key="k")

    assert now.turns[0].answer == answer


def test_the_second_tab_gets_the_present_state(conversations):
    """Nothing the second tab sent is kept; it sees what the first answered and can decide."""
    made, _ = conversations.create(PACK)
    conversations.append_turn(made.id, 0, HUNGRY, key="first tab")

    with pytest.raises(TurnConflictError) as told:
        conversations.append_turn(made.id, 0, MONTHS, key="second tab")

    assert [t.question for t in told.value.current.turns] == ["worry"]
    assert conversations.get(made.id) == told.value.current


def test_sent_twice_it_is_kept_once(conversations):
    made, _ = conversations.create(PACK)
    first = conversations.append_turn(made.id, 0, HUNGRY, key="same")

    assert conversations.append_turn(made.id, 0, HUNGRY, key="same") == first


def test_answers_lie_sealed_in_the_database(conversations, store):
    made, _ = conversations.create(PACK)
    conversations.append_turn(made.id, 0, NewTurn("worry", "CANARY", "practitioner"), key="k")

    with store.read() as tx:
        assert b"CANARY" not in tx.scalar(select(turn.c.sealed_answer))


def test_an_answer_moved_to_another_place_does_not_open(conversations, store):
    made, _ = conversations.create(PACK)
    conversations.append_turns(made.id, 0, [HUNGRY, MONTHS], key="k")

    with store.write() as tx:
        other = select(turn.c.sealed_answer).where(turn.c.n == 1).scalar_subquery()
        tx.execute(update(turn).values(sealed_answer=other))

    with pytest.raises(KeysError, match="cannot be opened"):
        conversations.get(made.id)


@pytest.mark.parametrize("token", ["", "wrong", "ünï\ud800cödé\0"])
def test_an_unknown_link_leads_nowhere(conversations, token):
    conversations.create(PACK)

    with pytest.raises(NotFoundError):
        conversations.by_token(token)


def test_its_time_runs_from_the_last_turn(conversations, clock):
    made, token = conversations.create(PACK)
    clock.move(days=6)
    conversations.append_turn(made.id, 0, HUNGRY, key="k")
    clock.move(days=6)
    assert conversations.by_token(token).next_n == 1

    clock.move(days=2)

    with pytest.raises(ExpiredError):
        conversations.by_token(token)
    with pytest.raises(ExpiredError):
        conversations.append_turn(made.id, 1, MONTHS, key="l")


def test_expired_conversations_are_deleted_with_their_turns(conversations, store, clock):
    made, _ = conversations.create(PACK)
    conversations.append_turn(made.id, 0, HUNGRY, key="k")
    clock.move(days=8)
    kept, _ = conversations.create(PACK)

    assert conversations.expire() == 1

    assert conversations.get(kept.id) == kept
    with store.read() as tx:
        assert tx.execute(select(turn)).all() == []


def test_it_says_which_decision_it_led_to(conversations, store):
    made, _ = conversations.create(PACK)

    with store.write() as tx:
        conversations.seal(tx, made.id, "RH-2222-22")

    assert conversations.get(made.id).decision_ref == "RH-2222-22"
