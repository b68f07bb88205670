"""What holds for every conversation, in whatever order its turns came."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from rhrt.conversation.exchange import exchange
from rhrt.conversation.state import (
    Ask,
    ShowAnswer,
    facts,
    is_danger,
    open_questions,
    step,
)
from rhrt.conversation.turns import (
    ANYTHING_ELSE,
    JUDGEMENT,
    NEEDS,
    OWN_LEVEL,
    PICKED,
    Conversation,
    Judgement,
    NeedsSaid,
    Turn,
)
from rhrt.engine import Engine
from tests.conversation.talks import START
from tests.packs import small_pack

PACK = small_pack()
ENGINE = Engine(PACK)
NEED_IDS = [*PACK.need_by_id, "a_need_of_other_rules"]


def some_needs():
    ids = st.lists(st.sampled_from(NEED_IDS), max_size=3, unique=True).map(tuple)
    return st.builds(NeedsSaid, ids, ids, ids)


def answers_to(question):
    known = [answer.id for answer in question.answers]
    return st.sampled_from([*known, None, "an_answer_of_other_rules"])


def turns():
    asked = [st.tuples(st.just(question.id), answers_to(question)) for question in PACK.questions]
    said = [
        st.tuples(st.sampled_from(["worry", "worry-2"]), st.text(max_size=30)),
        st.tuples(st.sampled_from([NEEDS, PICKED, ANYTHING_ELSE]), some_needs()),
        st.tuples(st.just(OWN_LEVEL), st.sampled_from(["1", "2", "3", "4", "not_sure"])),
        st.tuples(st.just(JUDGEMENT), st.builds(Judgement, st.integers(1, 4))),
    ]
    return st.one_of(*asked, *said).map(lambda pair: Turn(*pair, "practitioner", START))


CONVERSATIONS = st.lists(turns(), max_size=14).map(lambda said: Conversation(tuple(said)))


@given(conversation=CONVERSATIONS)
def test_any_turns_in_any_order_stand_somewhere(conversation):
    low, high = ENGINE.bounds(facts(conversation, PACK))

    assert step(conversation, ENGINE) == step(conversation, ENGINE)
    assert 1 <= low <= high <= 4
    assert all(pair.said for pair in exchange(conversation, PACK))


@given(conversation=CONVERSATIONS)
def test_kept_and_read_again_it_is_the_same(conversation):
    stored = json.loads(json.dumps([turn.to_json() for turn in conversation]))
    again = Conversation(tuple(Turn.from_json(turn) for turn in stored))

    assert again == conversation
    assert step(again, ENGINE) == step(conversation, ENGINE)


@given(conversation=CONVERSATIONS)
def test_only_what_can_still_matter_is_asked_and_never_twice(conversation):
    now = step(conversation, ENGINE)

    if isinstance(now, Ask) and not PACK.question_by_id[now.question].always:
        turn = conversation.latest(now.question)
        assert now.question in open_questions(conversation, ENGINE)
        assert turn is None or turn.answer == "an_answer_of_other_rules"


@given(conversation=CONVERSATIONS)
def test_the_answer_is_never_shown_while_an_unasked_question_could_raise_it(conversation):
    if step(conversation, ENGINE) == ShowAnswer(danger=False):
        assert open_questions(conversation, ENGINE) == ()


@given(conversation=CONVERSATIONS)
def test_danger_once_told_is_the_answer_at_once(conversation):
    in_danger = conversation.then(
        [
            Turn(PICKED, NeedsSaid(present=("dirty",)), "practitioner", START),
            Turn("danger", "yes", "practitioner", START),
        ]
    )

    assert is_danger(in_danger, ENGINE)
    assert step(in_danger, ENGINE) == ShowAnswer(danger=True)
    assert ENGINE.level(facts(in_danger, PACK)) == 4


@given(conversation=CONVERSATIONS, data=st.data())
def test_answering_what_is_asked_always_comes_to_an_end(conversation, data):
    for _ in range(len(PACK.questions) + 1):
        now = step(conversation, ENGINE)
        if not isinstance(now, Ask):
            break
        known = [answer.id for answer in PACK.question_by_id[now.question].answers]
        given_answer = data.draw(st.sampled_from([*known, None]))
        conversation = conversation.then([Turn(now.question, given_answer, "practitioner", START)])
    assert not isinstance(step(conversation, ENGINE), Ask)


@settings(max_examples=200)
@given(
    first=st.lists(turns(), max_size=6),
    second=st.lists(turns(), max_size=6),
    seed=st.integers(0, 2**32),
)
def test_two_tabs_interleaved_lose_nothing(first, second, seed):
    left, right, order = list(first), list(second), random.Random(seed)
    conversation = Conversation()
    while left or right:
        tab = order.choice([tab for tab in (left, right) if tab])
        conversation = conversation.then([tab.pop(0)])

    assert sorted(map(repr, conversation)) == sorted(map(repr, [*first, *second]))
    assert [turn for turn in conversation if turn in first] != [] or not first
    for question in {turn.question for turn in conversation}:
        assert conversation.latest(question) in (*first, *second)
    step(conversation, ENGINE)
