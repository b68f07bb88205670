"""Millions at once give the same as one at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.engine import Engine, Facts, UnknownFactError
from rhrt.engine.bulk import CASES_IN_A_BLOCK, BulkEngine
from tests.made_up import facts_for, packs
from tests.packs import has, need, pack_of, rule, small_pack, some_of

thorough = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(st.data())
def test_bulk_gives_each_case_the_level_and_rank_it_has_alone(data):
    pack = data.draw(packs())
    cases = data.draw(st.lists(facts_for(pack), max_size=70))
    engine = Engine(pack)
    bulk = BulkEngine(engine)

    planes = bulk.encode(cases)

    alone = [engine.suggest(facts) for facts in cases]
    assert bulk.levels(planes).tolist() == [one.level for one in alone]
    assert bulk.ranks(planes).tolist() == [
        one.level + (one.sub == "child_protection") for one in alone
    ]


@pytest.mark.parametrize("number", [0, 1, 63, 64, 65, CASES_IN_A_BLOCK + 1])
def test_any_number_of_cases_keeps_its_order(number):
    cases = [Facts(frozenset({"hungry"} if n % 3 else {"starving"})) for n in range(number)]
    bulk = BulkEngine(Engine(small_pack()))

    levels = bulk.levels(bulk.encode(cases))

    assert levels.dtype == np.uint8
    assert levels.tolist() == [2 if n % 3 else 4 for n in range(number)]


@pytest.mark.parametrize("k", [2, 3, 4, 5, 8, 9])
def test_a_count_is_exact_at_its_threshold(k):
    names = [f"n{place}" for place in range(10)]
    pack = pack_of(map(need, names), (), (rule("many", 4, some_of(k, *map(has, names))),))
    bulk = BulkEngine(Engine(pack))

    levels = bulk.levels(bulk.encode(Facts(frozenset(names[:n])) for n in range(11)))

    assert levels.tolist() == [4 if n >= k else 1 for n in range(11)]


def test_a_fact_the_pack_does_not_know_is_named():
    bulk = BulkEngine(Engine(small_pack()))

    with pytest.raises(UnknownFactError, match=r"'hungri'\. Did you mean 'hungry'"):
        bulk.encode([Facts(frozenset({"hungri"}))])
