"""Topic decides when a question is asked; relevance decides whether."""

from __future__ import annotations

import pytest

from rhrt.engine import Engine, Facts
from tests.packs import (
    all_of,
    any_of,
    at_least,
    context,
    context_is,
    has,
    need,
    pack_of,
    rule,
    scale,
)


def question(name, topic, **changes):
    return scale(name, "no", "some", "serious", topic=topic, **changes)


@pytest.fixture
def engine():
    """Two worries with two topics each, a danger, an immediate danger and an age, in no order."""
    questions = (
        question("food_effect", "effect"),
        question("food_time", "time"),
        question("school_time", "time"),
        question("school_effect", "effect"),
        question("weapon", "danger", danger=True),
        context("age", "under_5", "older"),
        question("danger_now", "danger", always=True),
    )
    food = all_of(
        has("hungry"), any_of(at_least("food_effect", "some"), at_least("food_time", "some"))
    )
    school = all_of(
        has("absent"), any_of(at_least("school_effect", "some"), at_least("school_time", "some"))
    )
    rules = (
        rule("food", 2, food),
        rule("school", 2, school),
        rule("weapon", 3, all_of(has("absent"), at_least("weapon", "serious"))),
        rule("small", 2, all_of(has("hungry"), context_is("age", "under_5"))),
        rule("now", 4, at_least("danger_now", "serious")),
    )
    needs = (
        need("absent", opens=("school_time", "school_effect")),
        need("hungry", opens=("food_time", "food_effect")),
    )
    return Engine(pack_of(needs, questions, rules))


BOTH = frozenset({"hungry", "absent"})


def test_immediate_danger_then_age_then_other_dangers(engine):
    order = engine.suggest(Facts(BOTH)).open

    assert order[:3] == ("danger_now", "age", "weapon")


@pytest.mark.parametrize(
    ("recent", "expected"),
    [
        # Time was talked of last: time first, in the order the needs open their questions.
        (("food_effect", "school_time"), ("food_time", "school_effect")),
        # The topic before that comes next.
        (("school_time", "food_effect"), ("school_effect", "food_time")),
    ],
)
def test_one_topic_is_talked_through_before_the_next(engine, recent, expected):
    settled = {"danger_now": "no", "weapon": "no", **dict.fromkeys(recent, "no")}
    facts = Facts(BOTH, settled, {"age": "older"})

    assert engine.open_questions(facts, recent=("danger_now", *recent)) == expected


def test_without_a_topic_the_question_that_settles_most_comes_first():
    needs = (need("a"), need("b"))
    questions = (question("little", "x"), question("much", "y"))
    rules = (
        rule("little", 2, all_of(has("a"), at_least("little", "serious"))),
        rule("much", 4, all_of(has("a"), at_least("much", "some"))),
    )
    engine = Engine(pack_of(needs, questions, rules))

    assert engine.open_questions(Facts(frozenset({"a"}))) == ("much", "little")


def test_what_nobody_could_answer_is_not_asked_again_but_stays_open(engine):
    found = engine.suggest(Facts(BOTH), asked={"danger_now", "age"})

    assert found.next == "weapon"
    assert found.unknown == ("danger_now", "age")
    assert set(found.unknown) <= set(found.open)


def test_a_question_that_can_only_tell_the_two_kinds_of_level_4_apart_is_named_apart():
    questions = (question("harm", "x"),)
    rules = (
        rule("in-need", 4, has("a"), "child_in_need"),
        rule("protection", 4, all_of(has("a"), at_least("harm", "serious")), "child_protection"),
    )
    found = Engine(pack_of((need("a"),), questions, rules)).suggest(Facts(frozenset({"a"})))

    assert (found.low, found.high, found.next, found.open) == (4, 4, None, ())
    assert (found.sub_low, found.sub_high) == ("child_in_need", "child_protection")
    assert found.open_sub == ("harm",)


def test_ids_that_are_no_questions_are_no_topic(engine):
    assert engine.open_questions(Facts(BOTH), recent=("needs", "age"))[0] == "danger_now"
