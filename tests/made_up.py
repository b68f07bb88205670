"""Packs and facts made up by Hypothesis: ``packs()`` and ``facts_for(pack)``."""

from __future__ import annotations

from hypothesis import strategies as st

from rhrt.engine.facts import Facts
from rhrt.pack.model import All, AnyOf, AtLeast, Condition, Need, Pack, Question, Sub
from rhrt.values import replace
from tests.packs import at_least, context, context_is, has, need, pack_of, rule, scale

OUTCOMES: tuple[tuple[int, Sub | None], ...] = (
    (2, None),
    (3, None),
    (4, "child_in_need"),
    (4, "child_protection"),
)


def _atoms(
    needs: tuple[Need, ...], questions: tuple[Question, ...]
) -> st.SearchStrategy[Condition]:
    kinds: list[st.SearchStrategy[Condition]] = [st.sampled_from([has(one.id) for one in needs])]
    for one in questions:
        ids = [known.id for known in one.answers]
        if one.kind == "scale":
            kinds.append(st.sampled_from([at_least(one.id, known) for known in ids]))
        else:
            some = st.lists(st.sampled_from(ids), min_size=1, unique=True)
            kinds.append(some.map(lambda chosen, q=one.id: context_is(q, *chosen)))
    return st.one_of(kinds)


def _nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        parts.map(All),
        parts.map(AnyOf),
        parts.flatmap(lambda p: st.integers(1, len(p)).map(lambda k: AtLeast(k, p))),
    )


@st.composite
def conditions(
    draw: st.DrawFn, needs: tuple[Need, ...], questions: tuple[Question, ...]
) -> Condition:
    """Any condition over these needs and questions."""
    atoms = _atoms(needs, questions)
    return draw(st.recursive(atoms, _nested, max_leaves=6))


@st.composite
def packs(draw: st.DrawFn, most_rules: int = 7) -> Pack:
    """A small pack of any shape: few enough facts to try out every combination of them."""
    needs = tuple(need(f"n{place}") for place in range(draw(st.integers(1, 4))))
    scales = [
        scale(f"s{place}", *(f"a{rank}" for rank in range(draw(st.integers(2, 3)))))
        for place in range(draw(st.integers(0, 3)))
    ]
    contexts = [
        context(f"c{place}", *(f"v{value}" for value in range(draw(st.integers(1, 3)))))
        for place in range(draw(st.integers(0, 2)))
    ]
    questions = tuple(
        replace(one, assume=draw(st.sampled_from([known.id for known in one.answers])))
        for one in (*contexts, *scales)
    )
    # Often all rules have one level: only then do they get in each other's way much.
    some = draw(st.sampled_from([OUTCOMES, OUTCOMES[1:2], OUTCOMES[2:]]))
    outcomes = draw(st.lists(st.sampled_from(some), max_size=most_rules))
    rules = [
        rule(f"r{place}", level, draw(conditions(needs, questions)), sub)
        for place, (level, sub) in enumerate(outcomes)
    ]
    return pack_of(needs, questions, rules)


@st.composite
def facts_for(draw: st.DrawFn, pack: Pack) -> Facts:
    """Any facts about a pack, some questions unanswered."""
    needs = draw(st.sets(st.sampled_from([one.id for one in pack.needs])))
    given: dict[str, dict[str, str]] = {"scale": {}, "context": {}}
    for one in pack.questions:
        chosen = draw(st.sampled_from([None, *(known.id for known in one.answers)]))
        if chosen is not None:
            given[one.kind][one.id] = chosen
    return Facts(frozenset(needs), given["scale"], given["context"])
