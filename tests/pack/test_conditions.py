"""The little language of conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhrt.pack.conditions import parse, text_of
from rhrt.pack.model import All, AnyOf, AtLeast, ContextIs, HasNeed, ScaleAtLeast
from rhrt.pack.names import Names, Words
from rhrt.pack.tree import Findings, Tree

NEEDS = ("often_hungry", "dirty", "bruise")
AGES = ["unborn", "under_1", "5_to_9"]
TIMES = ["once", "weeks", "months"]
NAMES = Names(
    known={"need": dict.fromkeys(NEEDS, "needs/n.yaml:1"), "question": {"age": "", "how_long": ""}},
    questions={"age": Words("context", AGES), "how_long": Words("scale", TIMES)},
)


def parsed(written, *, may_be_always=False):
    """Return the condition written, and what is told of it."""
    findings = Findings()
    tree = Tree("rules/r.yaml", "rules", {"when": written})
    found = parse(tree, ("when",), NAMES, findings, may_be_always=may_be_always)
    return found, findings.sorted()


def groups(parts):
    some = st.lists(parts, min_size=1, max_size=4, unique=True).map(tuple)
    counted = some.flatmap(
        lambda found: st.builds(AtLeast, st.integers(1, len(found)), st.just(found))
    )
    return st.builds(All, some) | st.builds(AnyOf, some) | counted


conditions = st.recursive(
    st.builds(HasNeed, st.sampled_from(NEEDS))
    | st.builds(ScaleAtLeast, st.just("how_long"), st.sampled_from(TIMES[1:]))
    | st.builds(
        ContextIs, st.just("age"), st.frozensets(st.sampled_from(AGES), min_size=1, max_size=2)
    ),
    groups,
    max_leaves=12,
)


@given(conditions)
def test_what_is_printed_is_read_back_the_same(condition):
    assert parsed(text_of(condition)) == (condition, [])


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("dirty", HasNeed("dirty")),
        ("  how_long   >=  months ", ScaleAtLeast("how_long", "months")),
        ("age is under_1 or unborn", ContextIs("age", frozenset({"under_1", "unborn"}))),
        ("age is not under_1", ContextIs("age", frozenset({"unborn", "5_to_9"}))),
        ("age is not under_1 or unborn", ContextIs("age", frozenset({"5_to_9"}))),
        (
            {"at_least": {"k": "2", "of": ["dirty", {"all": ["bruise"]}]}},
            AtLeast(2, (HasNeed("dirty"), All((HasNeed("bruise"),)))),
        ),
    ],
)
def test_each_form_means_what_the_guide_says(written, condition):
    assert parsed(written) == (condition, [])


def test_always_is_a_condition_only_where_it_makes_sense():
    assert parsed("always", may_be_always=True) == (All(()), [])
    assert parsed("always")[0] is None


@pytest.mark.parametrize(
    "written",
    [
        "not dirty",
        {"not": "dirty"},
        {"none": ["dirty"]},
        {"all": [{"not": "dirty"}, "bruise"]},
        "how_long is not months",
        "dirty is not bruise",
    ],
)
def test_no_way_of_negating_a_worry_is_understood(written):
    condition, (mistake,) = parsed(written)

    assert condition is None
    assert "Worries are never negated" in mistake.hint


@given(st.text(alphabet="abgehilmnostuwy_ >=<!()0159\n") | st.text(max_size=40))
def test_any_text_is_a_condition_or_a_mistake(text):
    condition, mistakes = parsed(text)

    assert (condition is None) == bool(mistakes)


written_data = st.recursive(
    st.sampled_from(["dirty", "age is unborn", "how_long >= weeks", "dirt", "2", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "at_least", "k", "of", "not"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(written_data)
def test_any_data_is_a_condition_or_a_mistake(data):
    condition, mistakes = parsed(data)

    assert (condition is None) == bool(mistakes)
