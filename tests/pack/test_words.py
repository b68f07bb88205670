"""Conditions in plain English."""

import re
from pathlib import Path

import pytest
from hypothesis import given

from rhrt.pack.cache import load_cached
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    HasNeed,
    Pack,
    ScaleAtLeast,
)
from rhrt.pack.words import Line, beside, condition_in_words, laid_out
from tests.engine.reference import is_true, situations
from tests.made_up import conditions
from tests.packs import (
    all_of,
    any_of,
    at_least,
    context,
    context_is,
    has,
    need,
    pack_of,
    scale,
    small_pack,
    some_of,
)

PACK = small_pack()
WALSALL = load_cached(Path(__file__).parents[2] / "rules/walsall")
TABLE = [
    (has("hungry"), "“Hungry”"),
    (all_of(has("hungry"), has("dirty")), "“Hungry” and “Dirty”"),
    (any_of(has("hungry"), has("dirty")), "“Hungry” or “Dirty”"),
    (
        any_of(has("hungry"), has("dirty"), has("bruise")),
        "any of “Hungry”, “Dirty” or “Bruise”",
    ),
    (
        some_of(2, has("hungry"), has("dirty"), has("bruise")),
        "at least two of “Hungry”, “Dirty” and “Bruise”",
    ),
    (at_least("how_long", "months"), "“About how long?” answered “Months”"),
    (at_least("how_long", "weeks"), "“About how long?” answered “Weeks” or “Months”"),
    (context_is("age", "under_1", "1_to_4"), "“About age?” answered “Under 1” or “1 to 4”"),
    (
        all_of(some_of(2, has("hungry"), has("dirty")), at_least("help_tried", "no_change")),
        "at least two of “Hungry” and “Dirty”; and “About help tried?” answered “No change”",
    ),
    (
        any_of(has("bruise"), all_of(has("hungry"), at_least("effect", "serious"))),
        "“Bruise” or (“Hungry” and (“About effect?” answered “Serious”))",
    ),
    (all_of(), "always"),
]


@pytest.mark.parametrize(("condition", "words"), TABLE)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert condition_in_words(condition, PACK) == words


def test_a_condition_laid_out() -> None:
    condition = all_of(any_of(has("hungry"), has("dirty")), at_least("how_long", "months"))

    assert laid_out(condition, PACK) == Line(
        "Both of these:",
        "",
        (
            Line("Any of these:", "", (Line("Hungry", "hungry"), Line("Dirty", "dirty"))),
            Line("“About how long?” answered “Months”"),
        ),
    )


ALL_CONDITIONS = [
    pytest.param(one.when, id=f"{kind}-{one.id}")
    for kind in ("rules", "pathways", "invariants")
    for one in getattr(WALSALL, kind)
    if one.when is not None and not one.id.startswith("need.")
]
UNDERSCORED = re.compile(r"\w_\w")


@pytest.mark.parametrize("condition", ALL_CONDITIONS)
def test_every_condition_of_the_pack_is_a_sentence_without_ids(condition: Condition) -> None:
    sentence = condition_in_words(condition, WALSALL)

    assert sentence
    assert not UNDERSCORED.search(sentence)
    assert labels_of(sentence) == named(condition, WALSALL)


@given(conditions(PACK.needs, PACK.questions))
def test_any_condition_names_what_it_is_about_and_nothing_else(condition: Condition) -> None:
    """Each need and question of the condition with every answer that would do, and no other."""
    assert labels_of(condition_in_words(condition, PACK)) == named(condition, PACK)
    assert labels_of(text_of(laid_out(condition, PACK))) == named(condition, PACK)


BESIDE = [
    (has("hungry"), all_of()),
    (has("dirty"), has("dirty")),
    (all_of(has("hungry"), at_least("how_long", "months")), at_least("how_long", "months")),
    (any_of(has("hungry"), has("dirty")), all_of()),
    (
        some_of(2, has("hungry"), has("dirty"), has("bruise")),
        any_of(has("dirty"), has("bruise")),
    ),
    (
        some_of(3, has("hungry"), has("dirty"), has("bruise"), has("starving")),
        some_of(2, has("dirty"), has("bruise"), has("starving")),
    ),
]


@pytest.mark.parametrize(("condition", "left"), BESIDE)
def test_what_a_condition_asks_for_beside_a_need(condition: Condition, left: Condition) -> None:
    assert beside("hungry", condition) == left


FEW = pack_of(
    needs=(need("hungry", 2), need("dirty", 2), need("bruise", 2)),
    questions=(scale("how_long", "once", "months"), context("age", "under_1", "older")),
)


@given(conditions(FEW.needs, FEW.questions))
def test_beside_a_need_a_condition_holds_exactly_when_the_rest_does(condition: Condition) -> None:
    rest = beside("hungry", condition)

    for here in situations(FEW):
        if "hungry" in here.needs:
            assert is_true(condition, here, FEW) == is_true(rest, here, FEW)


def labels_of(sentence: str) -> set[str]:
    """What stands in quotation marks."""
    return set(re.findall("“(.*?)”", sentence))


def text_of(line: Line) -> str:
    said = f"“{line.says}”" if line.need else line.says
    return " ".join([said, *(text_of(part) for part in line.lines)])


def named(condition: Condition, pack: Pack) -> set[str]:
    match condition:
        case HasNeed(need):
            return {pack.need_by_id[need].label}
        case ScaleAtLeast(question, answer):
            asked = pack.question_by_id[question]
            worse = [a.label for a in asked.answers if asked.rank(a.id) >= asked.rank(answer)]
            return {asked.ask, *worse}
        case ContextIs(question, answers):
            asked = pack.question_by_id[question]
            return {asked.ask, *(asked.answer(answer).label for answer in answers)}
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            return {label for part in parts for label in named(part, pack)}
