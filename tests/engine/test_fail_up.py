"""A rule that cannot be evaluated counts as holding, and says so."""

from __future__ import annotations

import pytest

from rhrt.engine import Engine, Facts
from rhrt.engine.bulk import BulkEngine
from rhrt.engine.clauses import Count
from rhrt.pack.model import ContextIs, HasNeed, ScaleAtLeast
from tests.packs import has, need, pack_of, rule, scale, small_pack, some_of

BROKEN = {
    "a need nobody defined": HasNeed("nobody"),
    "a question nobody defined": ScaleAtLeast("nobody", "months"),
    "an answer nobody defined": ScaleAtLeast("how_long", "centuries"),
    "a scale tested as context": ContextIs("how_long", frozenset({"months"})),
    "no condition at all": "always",
}


@pytest.mark.parametrize("when", BROKEN.values(), ids=BROKEN.keys())
def test_a_rule_that_cannot_be_read_holds_in_every_case(when):
    questions = (scale("how_long", "once", "weeks", "months"),)
    pack = pack_of((need("a"),), questions, (rule("broken", 3, when), rule("fine", 2, has("a"))))
    engine = Engine(pack)

    for facts in (Facts(), Facts(frozenset({"a"}), {"how_long": "once"})):
        found = engine.suggest(facts)
        assert (found.low, found.level, found.high) == (3, 3, 3)
        assert [fault.rule for fault in found.faults] == ["broken"]
        assert found.faults[0].message
        assert [reason.rule.id for reason in found.reasons] == ["broken"]
        assert engine.quick.level_and_rules(facts)[0] == 3
        assert engine.bounds(facts) == (3, 3)
        assert BulkEngine(engine).levels(BulkEngine(engine).encode([facts])).tolist() == [3]


def test_other_rules_are_evaluated_as_ever():
    pack = pack_of(
        (need("a"),), (), (rule("broken", 2, HasNeed("nobody")), rule("fine", 4, has("a")))
    )

    found = Engine(pack).suggest(Facts(frozenset({"a"})))

    assert found.level == 4
    assert [reason.rule.id for reason in found.reasons] == ["fine"]
    assert [fault.rule for fault in found.faults] == ["broken"]


@pytest.fixture
def failing_counts(monkeypatch):
    def fail(*_):
        raise ArithmeticError("the count went wrong")

    monkeypatch.setattr(Count, "points", fail)
    monkeypatch.setattr(Count, "holds", fail)


@pytest.fixture
def counting():
    needs = (need("a", 2), need("b"), need("c"))
    return Engine(pack_of(needs, (), (rule("count", 4, some_of(2, *map(has, "abc"))),)))


def test_an_error_while_evaluating_counts_as_holding(counting, failing_counts):
    found = counting.suggest(Facts(frozenset({"a"})))

    assert (found.low, found.level, found.high) == (4, 4, 4)
    assert [(fault.rule, fault.message) for fault in found.faults] == [
        ("count", "ArithmeticError: the count went wrong")
    ]
    assert [reason.facts for reason in found.reasons] == [()]


def test_the_short_way_fails_up_too(counting):
    steps = counting.quick._row_of("a")
    assert steps.together, "the count is what the short way would evaluate"
    broken = steps._replace(together=(steps.together[0]._replace(among="nonsense"),))
    counting.quick._row_of = {"a": broken, "b": counting.quick._row_of("b")}.__getitem__

    level, rules = counting.quick.level_and_rules(Facts(frozenset({"a", "b"})))

    assert level == 4
    assert [one.id for one in rules] == ["count"]


def test_an_error_on_the_way_to_near_misses_is_reported_and_not_raised(counting, failing_counts):
    found = counting.suggest(Facts())

    assert [fault.rule for fault in found.faults] == ["count"]


def test_a_sound_pack_has_no_faults():
    assert Engine(small_pack()).suggest(Facts(frozenset({"hungry"}))).faults == ()
