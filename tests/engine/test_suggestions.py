"""What the engine says about a small continuum, case by case."""

from __future__ import annotations

import pytest

from rhrt.engine import Engine, Fact, Facts, UnknownFactError
from rhrt.values import replace
from tests.packs import (
    all_of,
    any_of,
    context,
    context_is,
    has,
    need,
    pack_of,
    rule,
    small_pack,
)


@pytest.fixture
def engine():
    return Engine(small_pack())


def facts(*needs, age=None, **answers):
    return Facts(frozenset(needs), answers, {"age": age} if age else {})


CALM = {"danger": "no", "how_long": "once", "effect": "none", "help_tried": "none_yet"}


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # Nothing is said: the danger question alone can still change everything.
        (facts(), (1, 1, 4, None)),
        # All is answered, and all is calm.
        (facts(age="5_to_15", **CALM), (1, 1, 1, None)),
        # One worry, everything about it unknown.
        (facts("hungry", danger="no"), (2, 2, 4, None)),
        # For months: the level rises whatever the rest is.
        (facts("hungry", danger="no", how_long="months"), (3, 3, 4, None)),
        # Seriously affected and no help has changed it: child in need, certain.
        (
            facts("hungry", danger="no", effect="serious", help_tried="no_change"),
            (4, 4, 4, "child_in_need"),
        ),
        # A need that is Level 4 alone.
        (facts("starving", danger="no"), (4, 4, 4, "child_in_need")),
        # Immediate danger is child protection, whatever else is well.
        (facts("loving_home", **{**CALM, "danger": "yes"}), (4, 4, 4, "child_protection")),
        # A bruise: the age decides, and is assumed to be school age until it is known.
        (facts("bruise", danger="no"), (2, 2, 4, None)),
        (facts("bruise", danger="no", age="under_1"), (4, 4, 4, "child_protection")),
        (facts("bruise", danger="no", age="1_to_4"), (2, 2, 2, None)),
        # Two of three worries are together more than each.
        (facts("dirty", "bruise", danger="no", age="1_to_4", how_long="once"), (3, 3, 3, None)),
        # A strength is noted and lowers nothing.
        (facts("alone_at_night", "loving_home", danger="no"), (3, 3, 3, None)),
    ],
)
def test_low_level_high_and_sub_result(engine, case, expected):
    found = engine.suggest(case)

    assert (found.low, found.level, found.high, found.sub) == expected


def test_a_reason_names_the_rule_and_the_facts_it_rests_on(engine):
    found = engine.suggest(facts("hungry", "dirty", danger="no", how_long="months"))

    assert [reason.rule.id for reason in found.reasons] == ["poor-care-for-months", "many-worries"]
    first = found.reasons[0]
    assert first.because == "Because of poor-care-for-months."
    assert first.facts in [
        (Fact("scale", "how_long", ("months",)), Fact("need", name)) for name in ("hungry", "dirty")
    ]
    assert found.fired == ("poor-care-for-months", "many-worries", "need.hungry", "need.dirty")


def test_an_assumed_fact_is_marked_and_listed():
    pack = small_pack()
    months = pack.question_by_id["how_long"]
    engine = Engine(_assuming(pack, months.id, "months"))

    found = engine.suggest(facts("hungry", danger="no"))

    assert found.level == 3
    assert Fact("scale", "how_long", ("months",), assumed=True) in found.reasons[0].facts
    assert ("how_long", "months") in found.assumed


def _assuming(pack, question, answer):
    changed = (replace(q, assume=answer) if q.id == question else q for q in pack.questions)
    return replace(pack, questions=tuple(changed))


def test_what_cannot_matter_is_not_listed_as_assumed(engine):
    assert engine.suggest(facts("alone_at_night", danger="no")).assumed == ()


def test_the_near_misses_of_a_hungry_child(engine):
    found = engine.suggest(facts("hungry", danger="no", effect="serious"), near=2)

    said = [(near.rule.id, [(f.id, *f.answers) for f in near.missing]) for near in found.near]
    assert said == [
        ("poor-care-for-months", [("how_long", "months")]),
        ("many-worries", [("dirty",)]),
        ("poor-care-unmoved", [("help_tried", "no_change")]),
        ("danger-now", [("danger", "yes")]),
        ("need.starving", [("starving",)]),
        ("bruised-baby", [("bruise",), ("age", "under_1")]),
    ]
    assert [near.related for near in found.near] == [True, True, True, True, False, False]


def test_an_unknown_age_is_a_near_miss_and_a_known_one_is_not(engine):
    def ages(case):
        return [
            f.answers for near in engine.suggest(case).near for f in near.missing if f.id == "age"
        ]

    assert ages(facts("bruise", danger="no")) == [("under_1",)]
    assert ages(facts("bruise", danger="no", age="5_to_15")) == []


def test_ages_that_would_do_alike_are_named_together():
    age = context("age", "under_1", "1_to_4", "5_to_15", assume="5_to_15")
    small = all_of(has("bruise"), context_is("age", "under_1", "1_to_4"))
    engine = Engine(pack_of((need("bruise"),), (age,), (rule("small", 4, small),)))

    (near,) = engine.suggest(facts("bruise")).near

    assert near.missing == (Fact("context", "age", ("under_1", "1_to_4")),)


def test_a_near_miss_names_no_age_that_another_rule_does_without():
    age = context("age", "under_1", "5_to_15", assume="5_to_15")
    baby = all_of(has("bruise"), context_is("age", "under_1"))
    rules = (rule("baby", 3, baby), rule("anybody", 3, has("bruise")))
    engine = Engine(pack_of((need("bruise"),), (age,), rules))

    (near,) = engine.suggest(facts()).near

    assert near.missing == (Fact("need", "bruise"),)


def test_rules_that_cover_all_ages_between_them_leave_no_doubt():
    age = context("age", "under_1", "1_to_4", "5_to_15")
    parts = [all_of(has("bruise"), context_is("age", one.id)) for one in age.answers]
    separate = [rule(f"r{n}", 3, part) for n, part in enumerate(parts)]
    together = [rule("all-ages", 3, any_of(*parts))]

    for rules in (separate, together):
        found = Engine(pack_of((need("bruise"),), (age,), rules)).suggest(facts("bruise"))
        assert (found.low, found.high, found.open) == (3, 3, ())
        assert not [fact for fact in found.reasons[0].facts if fact.kind == "context"] or (
            rules is separate
        )


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (facts("hungri"), r"no need 'hungri'\. Did you mean 'hungry'\?"),
        (facts(how_lon="months"), r"no scale 'how_lon'\. Did you mean 'how_long'\?"),
        (facts(how_long="month"), r"no answer of 'how_long', 'month'\. Did you mean 'months'\?"),
        (facts(age="under1"), r"no answer of 'age', 'under1'\. Did you mean 'under_1'\?"),
        (Facts(answers={"age": "under_1"}), r"no scale 'age'\. It is a context question\."),
        (
            Facts(context={"how_long": "months"}),
            r"no context question 'how_long'\. It is a scale\.",
        ),
        (facts("zzz"), r"no need 'zzz'\.$"),
    ],
)
def test_a_fact_the_pack_does_not_know_is_refused_with_the_nearest_name(engine, case, message):
    for ask in (engine.suggest, engine.level, engine.bounds, engine.open_questions, engine.related):
        with pytest.raises(UnknownFactError, match=message):
            ask(case)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # The other two of "two of three", then the graver worry of the same theme, then the rest.
        (facts("hungry", danger="no"), ("dirty", "bruise", "starving", "alone_at_night")),
        # At Level 3 nothing completes a higher rule but the graver worry stays on offer.
        (facts("hungry", "dirty", danger="no"), ("starving", "alone_at_night", "bruise")),
        (facts(), ()),
    ],
)
def test_needs_worth_offering(engine, case, expected):
    assert engine.related(case) == expected


def test_a_need_that_makes_no_sense_at_the_childs_age_is_not_offered():
    age = context("age", "under_1", "5_to_15")
    needs = (need("hungry"), need("truant", applies_to=frozenset({"5_to_15"})))
    engine = Engine(pack_of(needs, (age,), ()))

    assert engine.related(facts("hungry")) == ("truant",)
    assert engine.related(facts("hungry", age="5_to_15")) == ("truant",)
    assert engine.related(facts("hungry", age="under_1")) == ()
