"""What must hold for every pack and every case, against the slow, obvious reference."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.engine import Engine, Facts, clauses
from rhrt.engine.bulk import BulkEngine
from rhrt.engine.suggestion import Suggestion
from rhrt.pack.model import Pack
from rhrt.values import replace
from tests.engine import reference
from tests.made_up import facts_for, packs

thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def packs_and_facts(draw: st.DrawFn) -> tuple[Pack, Facts]:
    pack = draw(packs())
    return pack, draw(facts_for(pack))


@pytest.fixture(autouse=True, params=[64, 1], ids=["multiplied-out", "nested"], scope="module")
def most_clauses(request):
    """Every property holds however conditions are compiled: multiplied out or kept nested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clauses, "MOST_CLAUSES", request.param)
        yield


def suggestion(pack: Pack, facts: Facts) -> Suggestion:
    return Engine(pack).suggest(facts, near=10_000)


@thorough
@given(packs_and_facts(), st.data())
def test_another_worry_or_a_worse_answer_never_lowers_anything(drawn, data):
    pack, facts = drawn
    before = suggestion(pack, facts)
    worse = data.draw(st.sampled_from([one.id for one in pack.needs]))
    facts = replace(facts, needs=facts.needs | {worse})
    for question, answer in facts.answers.items():
        ids = [one.id for one in pack.question_by_id[question].answers]
        higher = data.draw(st.sampled_from(ids[ids.index(answer) :]))
        facts = replace(facts, answers={**facts.answers, question: higher})

    after = suggestion(pack, facts)

    assert (after.low, after.sub_low or "") >= (before.low, before.sub_low or "")
    assert (after.level, after.sub or "") >= (before.level, before.sub or "")
    assert (after.high, after.sub_high or "") >= (before.high, before.sub_high or "")


@thorough
@given(packs_and_facts())
def test_the_bounds_are_those_of_all_completions(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    low, high = reference.bounds(facts, pack)
    assert (found.low, found.sub_low == "child_protection") == low
    assert (found.high, found.sub_high == "child_protection") == high
    assert Engine(pack).bounds(facts) == (low[0], high[0])


@thorough
@given(packs_and_facts())
def test_the_level_is_that_of_the_assumed_answers_and_lies_between_the_bounds(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    expected = reference.outcome(reference.assumed(facts, pack), pack)
    assert (found.level, found.sub == "child_protection") == expected
    assert found.low <= found.level <= found.high
    assert Engine(pack).level(facts) == found.level


@thorough
@given(packs_and_facts())
def test_the_short_way_gives_the_same_level_and_reasons(drawn):
    pack, facts = drawn
    engine = Engine(pack)

    level, rules = engine.quick.level_and_rules(facts)

    found = engine.suggest(facts)
    assert level == found.level
    assert rules == tuple(reason.rule for reason in found.reasons)
    assert engine.quick.decide(engine.quick.prepare(facts)) == (level, rules)
    bulk = BulkEngine(engine)
    assert bulk.levels(bulk.encode([facts])).tolist() == [level]


@thorough
@given(packs_and_facts())
def test_a_question_is_open_exactly_when_an_answer_can_change_the_level(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    level = reference.can_matter(facts, pack, level_only=True)
    assert set(found.open) == level
    assert set(found.open_sub) == reference.can_matter(facts, pack, level_only=False) - level
    assert len(found.open) == len(set(found.open))


@thorough
@given(packs_and_facts())
def test_nothing_is_asked_exactly_when_the_level_is_certain(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    assert (found.next is None) == (found.low == found.high)
    assert found.next in (None, *found.open)
    assert Engine(pack).open_questions(facts) == found.open


@thorough
@given(packs_and_facts(), st.data())
def test_answering_what_is_asked_ends_in_certainty(drawn, data):
    pack, facts = drawn
    engine, asked = Engine(pack), []

    while (question := engine.suggest(facts, recent=asked).next) is not None:
        assert question not in asked
        asked.append(question)
        answers = [one.id for one in pack.question_by_id[question].answers]
        chosen = data.draw(st.sampled_from(answers))
        facts = reference.replaced(facts, pack.question_by_id[question], chosen)

    assert len({reference.outcome(h, pack)[0] for h in reference.completions(facts, pack)}) == 1


@thorough
@given(packs_and_facts())
def test_the_reasons_are_all_rules_that_hold_at_the_level(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    here = reference.assumed(facts, pack)
    holding = {rule.id for rule in pack.rules if reference.is_true(rule.when, here, pack)}
    assert set(found.fired) == holding
    assert {reason.rule.id for reason in found.reasons} == {
        rule for rule in holding if pack.rule_by_id[rule].level == found.level
    }
    ordered = [reference.strength(reason.rule) for reason in found.reasons]
    assert ordered == sorted(ordered, reverse=True)


@thorough
@given(packs_and_facts())
def test_the_facts_of_a_reason_suffice_and_none_is_idle(drawn):
    pack, facts = drawn

    for reason in suggestion(pack, facts).reasons:
        alone = reference.only(reason.facts)
        assert reference.always_holds(reason.rule, alone, pack)
        assert reference.bounds(alone, pack)[0] >= reference.strength(reason.rule)
        for fact in reason.facts:
            rest = tuple(other for other in reason.facts if other != fact)
            assert not reference.always_holds(reason.rule, reference.only(rest), pack)


@thorough
@given(packs_and_facts())
def test_the_facts_of_a_reason_are_the_cases_own_and_say_what_was_assumed(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    here = reference.assumed(facts, pack)
    for fact in (fact for reason in found.reasons for fact in reason.facts):
        if fact.kind == "need":
            assert fact.id in here.needs
            assert not fact.assumed
        else:
            assert fact.answers == (here.answers[fact.id],)
            assert fact.assumed == (fact.id not in reference.said(facts))
            assert not fact.assumed or (fact.id, fact.answers[0]) in found.assumed


@thorough
@given(packs_and_facts())
def test_what_is_not_listed_as_assumed_does_not_matter(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    here = reference.assumed(facts, pack)
    assert all(here.answers[question] == answer for question, answer in found.assumed)
    assert {q for q, _ in found.assumed} >= {*found.open, *found.open_sub}


@thorough
@given(packs_and_facts())
def test_the_near_misses_are_all_smallest_sets_that_reach_a_higher_level(drawn):
    pack, facts = drawn

    found = suggestion(pack, facts)

    listed: dict[tuple[int, bool], list[frozenset[tuple[str, str]]]] = {}
    for near in found.near:
        ways = _ways(near.missing)
        listed.setdefault(reference.strength(near.rule), []).extend(ways)
        assert all(
            reference.is_true(near.rule.when, there, pack)
            for there in reference.added(reference.assumed(facts, pack), near.missing)
        )
    assert {outcome: set(ways) for outcome, ways in listed.items()} == reference.near_sets(
        facts, pack
    )
    assert all(len(ways) == len(set(ways)) for ways in listed.values()), "nothing is said twice"


def _ways(missing):
    """Each single way in which the missing facts could turn up."""
    ways = [frozenset()]
    for fact in missing:
        ways = [way | {(fact.id, a)} for way in ways for a in fact.answers or ("",)]
    return ways


@thorough
@given(packs_and_facts(), st.integers(0, 3))
def test_a_cap_keeps_the_first_near_misses_of_each_level(drawn, most):
    pack, facts = drawn

    capped = Engine(pack).suggest(facts, near=most).near

    uncapped = suggestion(pack, facts).near
    by_strength: dict[tuple[int, bool], int] = {}
    for near in capped:
        by_strength[reference.strength(near.rule)] = 1 + by_strength.get(
            reference.strength(near.rule), 0
        )
    assert set(capped) <= set(uncapped)
    assert all(count <= most for count in by_strength.values())
    assert [near.related for near in capped] == sorted((n.related for n in capped), reverse=True)
