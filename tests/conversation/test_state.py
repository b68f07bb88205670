"""Where a conversation stands, step by step."""

import pytest

from rhrt.conversation.exchange import exchange
from rhrt.conversation.state import (
    Ask,
    AskAnythingElse,
    AskOwnLevel,
    ConfirmHeard,
    SayTheWorry,
    ShowAnswer,
    facts,
    is_danger,
    judgement,
    may_be_danger,
    needs_said,
    not_known,
    open_questions,
    own_level,
    step,
)
from rhrt.conversation.turns import (
    ANYTHING_ELSE,
    JUDGEMENT,
    NEEDS,
    OWN_LEVEL,
    PICKED,
    WORRY,
    Conversation,
    Judgement,
    NeedsSaid,
    Turn,
    next_words,
)
from rhrt.engine import Engine
from tests.conversation.talks import NOTHING, START, present, talk
from tests.packs import at_least, need, pack_of, rule, scale, small_pack

PACK = small_pack()
ENGINE = Engine(PACK)

SAID = (WORRY, "he is hungry")
SAFE = ("danger", "no")
HEARD = (NEEDS, present("hungry"))
ALL_ANSWERED = (
    ("age", "5_to_15"),
    ("how_long", "weeks"),
    ("effect", "none"),
    ("help_tried", "none_yet"),
)
DONE = (ANYTHING_ELSE, NOTHING)


@pytest.mark.parametrize(
    ("said", "next_step"),
    [
        # Nothing said: the field, and nothing else.
        ([], SayTheWorry()),
        # Danger is asked about before anything that was heard is looked at.
        ([SAID], Ask("danger")),
        ([(PICKED, present("hungry"))], Ask("danger")),
        # In danger: straight to the answer, own level not asked first.
        ([SAID, ("danger", "yes")], ShowAnswer(danger=True)),
        # What was heard is confirmed before it counts.
        ([SAID, SAFE], ConfirmHeard()),
        # What was picked from the list needs no confirming.
        ([(PICKED, present("alone_at_night")), SAFE], AskAnythingElse()),
        # Then only what can still change the level.
        ([SAID, SAFE, HEARD, *ALL_ANSWERED[1:]], AskAnythingElse()),
        ([SAID, SAFE, HEARD, *ALL_ANSWERED, DONE], AskOwnLevel()),
        ([SAID, SAFE, HEARD, *ALL_ANSWERED, DONE, (OWN_LEVEL, "2")], ShowAnswer(danger=False)),
        # Something else brought up is talked through, and then it is asked again.
        ([SAID, SAFE, HEARD, *ALL_ANSWERED, (ANYTHING_ELSE, present("dirty"))], AskAnythingElse()),
        # New words are confirmed first, even after the answer was shown.
        (
            [SAID, SAFE, HEARD, *ALL_ANSWERED, DONE, (OWN_LEVEL, "2"), ("worry-2", "and bruised")],
            ConfirmHeard(),
        ),
        # Danger told later overrides everything.
        ([SAID, SAFE, HEARD, *ALL_ANSWERED, ("danger", "yes")], ShowAnswer(danger=True)),
    ],
)
def test_what_comes_next(said, next_step):
    assert step(talk(*said), ENGINE) == next_step


def test_not_sure_of_danger_is_level_4_and_goes_on():
    unsure = scale("danger", "no", "not_sure", "yes", assume="no", always=True, danger=True)
    rules = [rule("perhaps-danger", 4, at_least("danger", "not_sure"))]
    engine = Engine(pack_of([need("hungry", 2)], [unsure], rules))
    conversation = talk(SAID, ("danger", "not_sure"))

    assert may_be_danger(conversation, engine)
    assert not is_danger(conversation, engine)
    assert step(conversation, engine) == ConfirmHeard()
    assert bounds(conversation, engine)[0] == 4
    assert is_danger(talk(SAID, ("danger", "yes")), engine)


def test_i_do_not_know_is_not_asked_again():
    conversation = talk(SAID, SAFE, HEARD)
    asked = []
    while isinstance(now := step(conversation, ENGINE), Ask):
        asked.append(now.question)
        conversation = conversation.then([Turn(now.question, None, "practitioner", START)])

    assert len(asked) == len(set(asked)) >= 2
    assert set(not_known(conversation, PACK)) == set(asked)


def bounds(conversation, engine=ENGINE):
    return engine.bounds(facts(conversation, engine.pack))


def test_the_level_so_far_is_the_certain_one():
    first, last = talk(SAID, SAFE, HEARD), talk(SAID, SAFE, HEARD, *ALL_ANSWERED)

    assert bounds(first) == (2, 4)
    assert open_questions(first, ENGINE)
    assert bounds(last) == (2, 2)
    assert not open_questions(last, ENGINE)


def test_a_changed_answer_counts_and_the_later_ones_are_kept():
    before = talk(SAID, SAFE, HEARD, *ALL_ANSWERED)
    after = before.then([Turn("how_long", "months", "practitioner", START)])

    assert facts(after, PACK).answers["how_long"] == "months"
    assert facts(after, PACK).answers["effect"] == "none"
    assert bounds(after)[0] == 3


def test_a_need_taken_back_and_brought_back_finds_its_answers_again():
    gone = talk(SAID, SAFE, HEARD, *ALL_ANSWERED, (NEEDS, NeedsSaid(absent=("hungry",))))
    back = gone.then([Turn(PICKED, present("hungry"), "practitioner", START)])

    assert facts(gone, PACK).needs == frozenset()
    assert facts(back, PACK).needs == {"hungry"}
    assert step(back, ENGINE) == AskAnythingElse()


def test_the_last_word_on_a_need_counts():
    said = needs_said(
        talk(
            (PICKED, present("hungry", "dirty")),
            (NEEDS, NeedsSaid(absent=("dirty",), unsure=("bruise",))),
        )
    )

    assert said == NeedsSaid(present=("hungry",), absent=("dirty",), unsure=("bruise",))


def test_the_exchange_keeps_its_order_when_an_answer_changes():
    before = talk(SAID, SAFE, HEARD, *ALL_ANSWERED)
    after = before.then([Turn("danger", "yes", "practitioner", START)])

    assert [pair.question for pair in exchange(before, PACK)] == [
        pair.question for pair in exchange(after, PACK)
    ]
    assert exchange(after, PACK)[1].said == ("Yes",)


def test_an_answer_that_the_rules_no_longer_have_is_asked_again():
    conversation = talk(SAID, SAFE, HEARD, ("how_long", "for_ever"))

    assert "how_long" not in facts(conversation, PACK).answers
    assert set(open_questions(conversation, ENGINE)) == set(
        open_questions(talk(SAID, SAFE, HEARD), ENGINE)
    )


def test_a_judgement_belongs_to_the_answer_it_was_given_on():
    judged = talk(SAID, SAFE, HEARD, (OWN_LEVEL, "3"), (JUDGEMENT, Judgement(3, "know_more")))
    changed = judged.then([Turn("how_long", "months", "practitioner", START)])

    assert judgement(judged) == Judgement(3, "know_more")
    assert judgement(changed) is None
    assert own_level(changed) == 3


def test_further_words_get_a_name_of_their_own():
    conversation = talk(SAID, ("worry-2", "and dirty"))

    assert next_words(Conversation()) == WORRY
    assert next_words(conversation) == "worry-3"
    assert list(conversation.words.values()) == ["he is hungry", "and dirty"]


def test_words_taken_back_are_gone_and_stay_in_the_turns():
    conversation = talk(SAID, ("worry-2", "and dirty"), ("worry-2", ""))

    assert list(conversation.words) == [WORRY]
    assert len(conversation) == 3
