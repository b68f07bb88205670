"""Each mistake that only shows when rules are evaluated, and proofs against brute force."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.engine.check import check, coverage
from rhrt.engine.workbench import Exercise
from rhrt.pack.model import HasNeed, Place
from rhrt.values import replace
from tests.engine import reference
from tests.made_up import conditions, packs
from tests.packs import (
    all_of,
    any_of,
    at_least,
    case,
    context,
    context_is,
    has,
    invariant,
    need,
    pack_of,
    rule,
    scale,
    some_of,
)

AGE = context("age", "under_1", "older", assume="older")
TIME = scale("how_long", "once", "weeks", "months")
A, B = need("a"), need("b", 2)
MONTHS = at_least("how_long", "months")
BABY = context_is("age", "under_1")


def messages(*rules, **parts):
    """The mistakes of a pack with these rules, each exercised by nothing: that one is left out."""
    found = check(pack_of((A, B), (AGE, TIME), (*BOTH_ASKED, *rules), **parts))
    return [mistake.message for mistake in found if "not exercised" not in mistake.message]


BOTH_ASKED = (rule("asks", 3, all_of(has("a"), has("b"), MONTHS, BABY)),)
"""So that no question is unreachable."""


def test_a_sound_pack_has_no_mistakes():
    assert messages() == []


@pytest.mark.parametrize(
    ("rules", "idle", "because"),
    [
        # Narrower and no higher.
        ([rule("narrow", 2, all_of(has("b"), MONTHS))], "narrow", "need.b"),
        # The same twice: the later one.
        (
            [rule("one", 3, all_of(has("a"), MONTHS)), rule("two", 3, all_of(MONTHS, has("a")))],
            "two",
            "one",
        ),
        # A worse answer is asked for than another rule needs.
        (
            [
                rule("worse", 3, all_of(has("a"), MONTHS)),
                rule("less", 3, all_of(has("a"), at_least("how_long", "weeks"))),
            ],
            "worse",
            "less",
        ),
        # Covered at every age though never by the same part of the other rule.
        (
            [
                rule("plain", 2, all_of(has("a"), MONTHS)),
                rule(
                    "by-age",
                    2,
                    any_of(
                        all_of(has("a"), MONTHS, BABY),
                        all_of(has("a"), MONTHS, context_is("age", "older")),
                        all_of(has("a"), has("b"), has("a")),
                    ),
                ),
            ],
            "plain",
            "by-age",
        ),
        # Child in need under child protection.
        (
            [
                rule("in-need", 4, all_of(has("a"), MONTHS), "child_in_need"),
                rule("protection", 4, all_of(has("a"), MONTHS), "child_protection"),
            ],
            "in-need",
            "protection",
        ),
    ],
)
def test_a_rule_that_never_makes_a_difference(rules, idle, because):
    found = [m for m in messages(*rules) if "difference" in m and "rule 'asks'" not in m]

    assert len(found) == 1
    assert found[0].startswith(f"rule '{idle}' never makes a difference")
    assert f"'{because}' (Level " in found[0]


def test_a_rule_that_can_never_hold():
    never = rule("never", 3, all_of(has("a"), BABY, context_is("age", "older")))

    assert messages(never) == ["rule 'never' can never hold."]


def test_a_rule_that_cannot_be_read():
    found = messages(rule("broken", 3, HasNeed("nobody")))

    assert any(m.startswith("rule 'broken' cannot be evaluated") for m in found)


def test_a_question_that_no_rule_tests():
    pack = pack_of((B,), (TIME,), ())

    (mistake,) = [one for one in check(pack) if "exercised" not in one.message]

    assert mistake.message == "question 'how_long' can never matter: no rule or pathway tests it."
    assert (mistake.file, mistake.line) == ("questions.yaml", 1)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule("up", 3, has("b"))], "need 'b' says Level 2"),
        ([rule("up", 3, any_of(has("a"), MONTHS))], "need 'a' says Level 1"),
        # Raised at every age, if by different rules.
        (
            [
                rule("up", 3, all_of(has("b"), BABY)),
                rule("up-too", 3, all_of(has("b"), context_is("age", "older"))),
            ],
            "need 'b' says Level 2",
        ),
    ],
)
def test_a_need_that_alone_is_not_what_it_says(rules, expected):
    assert any(m.startswith(expected) and "Level 3" in m for m in messages(*rules))


@pytest.mark.parametrize(
    "harmless",
    [
        rule("baby", 4, all_of(has("b"), BABY)),
        rule("months", 4, all_of(has("b"), MONTHS)),
        rule("company", 4, all_of(has("a"), has("b"))),
    ],
    ids=lambda one: one.id,
)
def test_a_need_alone_is_judged_without_its_questions_its_age_and_its_company(harmless):
    assert not [m for m in messages(harmless) if m.startswith("need")]


@pytest.mark.parametrize(
    ("vignette", "expected"),
    [
        (
            case("low", 1, ["b"]),
            "case 'low' expects Level 1, but the rules give Level 2 ('need.b').",
        ),
        (
            case("high", 3, ["b"]),
            "case 'high' expects Level 3, but the rules give Level 2 ('need.b').",
        ),
        (case("sub", 4, ["b"]), "case 'sub' expects Level 4, child protection, but the rules give"),
        (
            case("rule", 2, ["b"], rules=("asks",)),
            "case 'rule' expects rule 'asks' among its reasons, but they are need.b.",
        ),
    ],
)
def test_a_case_that_comes_out_otherwise(vignette, expected):
    vignette = replace(vignette, place=Place("cases/care.yaml", 7))

    found = check(pack_of((A, B), (AGE, TIME), BOTH_ASKED, cases=(vignette,)))

    wrong = [mistake for mistake in found if mistake.file == "cases/care.yaml"]
    assert [mistake.message.startswith(expected) for mistake in wrong] == [True]
    assert wrong[0].line == 7


def test_a_rule_is_exercised_by_a_case_in_which_it_holds_and_shown_apart_where_it_decides():
    answers, ages = {"how_long": "months"}, {"age": "under_1"}
    shown = case("shown", 3, ["a", "b"], answers, ages)
    lost = case("lost", 3, ["a", "b"], answers, ages)
    pack = pack_of((A, B), (AGE, TIME), BOTH_ASKED, cases=(shown, lost))

    assert check(pack) == ()
    assert coverage(pack) == {
        "need.b": Exercise(holds=("shown", "lost"), decides=()),
        "asks": Exercise(holds=("shown", "lost"), decides=("shown", "lost")),
    }
    assert [m.message for m in check(replace(pack, cases=()))] == [
        "rule 'asks' is not exercised: it holds in no case.",
        "rule 'need.b' is not exercised: it holds in no case.",
    ]


@pytest.mark.parametrize(
    ("promise", "counterexample"),
    [
        (invariant("kept", 2, has("b")), None),
        (invariant("kept", 3, all_of(has("a"), has("b"), MONTHS, BABY)), None),
        (invariant("kept-by-any", 2, any_of(has("b"), all_of(has("b"), BABY))), None),
        (invariant("kept-by-two", 2, some_of(2, has("a"), has("b"))), None),
        (invariant("broken", 3, has("b")), "“B”"),
        (
            invariant("broken-when-older", 3, all_of(has("a"), has("b"), MONTHS)),
            "“About how long?” answered “Months”, “A”, “B”",
        ),
        (invariant("broken-by-one", 2, any_of(has("b"), has("a"))), "“A”"),
        (invariant("broken-sub", 4, has("b"), "child_in_need"), "Level 4, child in need"),
    ],
    ids=lambda one: getattr(one, "id", ""),
)
def test_invariants_are_proved_or_refuted_in_words(promise, counterexample):
    found = [m for m in messages(invariants=(promise,)) if m.startswith("invariant")]

    assert bool(found) == (counterexample is not None)
    if counterexample is not None:
        assert counterexample in found[0]
        assert f"'{promise.id}' does not hold" in found[0]


thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(st.data())
def test_an_invariant_is_reported_exactly_when_some_combination_breaks_it(data):
    pack = data.draw(packs(most_rules=4))
    when = data.draw(conditions(pack.needs, pack.questions))
    level, sub = data.draw(st.sampled_from([(2, None), (3, None), (4, "child_in_need")]))
    promise = invariant("promise", level, when, sub)

    found = check(replace(pack, invariants=(promise,)))

    broken = any(
        reference.is_true(when, here, pack) and reference.outcome(here, pack) < (level, False)
        for here in reference.situations(pack)
    )
    assert any("invariant 'promise'" in mistake.message for mistake in found) == broken


@thorough
@given(packs(most_rules=4))
def test_a_rule_is_reported_idle_exactly_when_another_always_holds_with_it(pack):
    found = {m.message.split("'")[1] for m in check(pack) if "never makes" in m.message}

    cases = list(reference.situations(pack))
    holding = {
        rule.id: {n for n, here in enumerate(cases) if reference.is_true(rule.when, here, pack)}
        for rule in pack.rules
    }

    def is_idle(place, one):
        """Another rule at least as strong holds whenever this does; of two alike, the later."""
        for other_place, other in enumerate(pack.rules):
            as_strong = reference.strength(other) >= reference.strength(one)
            if other is not one and as_strong and holding[one.id] <= holding[other.id]:
                same = reference.strength(other) == reference.strength(one)
                if not (same and holding[one.id] == holding[other.id] and other_place > place):
                    return True
        return False

    rules = enumerate(pack.rules)
    assert found == {one.id for place, one in rules if holding[one.id] and is_idle(place, one)}
