"""Pathways: one main way for every outcome, and no special route that is never taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import z3

from rhrt.engine.proof.report import Finding, all_proved
from rhrt.engine.proof.symbols import Formula
from rhrt.engine.proof.theory import Theory
from rhrt.engine.ranks import CHILD_PROTECTION, LOWEST, level_of, rank_of, sub_of
from rhrt.pack.labels import level_in_words
from rhrt.pack.model import Pathway


def one_main_way(theory: Theory) -> Iterator[Finding]:
    """Yield, for each level and sub-result, that exactly one main pathway is taken."""
    for rank in range(LOWEST, CHILD_PROTECTION + 1):
        level, sub = level_of(rank), sub_of(rank)
        fitting = [
            pathway
            for pathway in theory.pack.pathways
            if pathway.level == level and pathway.sub in {None, sub}
        ]
        taken = [_condition(pathway, theory) for pathway in fitting]
        one = z3.And(z3.Or(taken), z3.AtMost(*taken, 1)) if taken else z3.BoolVal(val=False)
        example = theory.example_of(theory.gives(rank), z3.Not(one))
        outcome = level_in_words(level, sub)
        yield Finding(
            outcome,
            f"{outcome} has exactly one main pathway, whatever special routes go with it.",
            _other_than_one(fitting, example.words) if example else "",
            fitting[0].place if fitting else None,
            example,
        )


def _other_than_one(fitting: list[Pathway], words: str) -> str:
    listed = ", ".join(pathway.id for pathway in fitting) or "there are none"
    return f"with {words} it is not one that is taken (of these: {listed})"


def special_routes_can_be_taken(theory: Theory) -> Iterator[Finding]:
    """Yield that the condition of each special route can hold."""
    special = _special(theory)
    claim = "Each can be taken: some case meets its condition."
    never = (
        Finding(
            pathway.id,
            f"The route “{pathway.title}” can be taken.",
            "no case meets its condition",
            pathway.place,
        )
        for pathway in special
        if not theory.is_possible(_taken(pathway, theory))
    )
    yield from all_proved(f"{len(special)} special routes", claim, never)


def lowest_levels(theory: Theory) -> Iterator[str]:
    """Yield, for each special route, the lowest level it goes with."""
    for pathway in _special(theory):
        taken = _taken(pathway, theory)
        ranks = range(LOWEST, CHILD_PROTECTION + 1)
        lowest = next((r for r in ranks if theory.is_possible(taken, theory.gives(r))), None)
        if lowest is not None:
            outcome = level_in_words(level_of(lowest), sub_of(lowest))
            first = ", before the level's own steps" if pathway.first else ""
            yield f"{pathway.id}: from {outcome}{first}"


def first_together(theory: Theory) -> Iterator[str]:
    """Yield pairs of routes that both come first and that one worry alone can bring together.

    Where two worries are needed, each brings its own route and there is nothing to look at.
    """
    first = [pathway for pathway in _special(theory) if pathway.first]
    one_worry = _one_worry(theory)
    pairs = list(combinations(first, 2))
    both = [p for p in pairs if theory.is_possible(*(_taken(one, theory) for one in p))]
    yield f"{len(first)} special routes come first; {len(both)} of {len(pairs)} pairs can together."
    for one, other in both:
        taken = (_taken(one, theory), _taken(other, theory))
        if example := theory.example_of(*taken, one_worry):
            yield f"{one.id} and {other.id}: {example.words}"


def _one_worry(theory: Theory) -> Formula:
    """Return that there is one need at most, and no bad answer but to the questions it opens."""
    needs = theory.symbols.needs
    opened = (
        z3.Implies(
            theory.symbols.questions[question] > 0,
            z3.Or([needs[need.id] for need in theory.pack.needs if question in need.opens]),
        )
        for question in theory.symbols.scales
    )
    return z3.And(z3.AtMost(*needs.values(), 1), theory.no_danger, *opened)


def _special(theory: Theory) -> list[Pathway]:
    return [pathway for pathway in theory.pack.pathways if pathway.level is None]


def _condition(pathway: Pathway, theory: Theory) -> Formula:
    if pathway.when is None:
        return z3.BoolVal(val=True)
    return theory.symbols.written(pathway.when)


def _taken(pathway: Pathway, theory: Theory) -> Formula:
    """Return that a special route is taken: its condition, and its sub-result if it has one."""
    if pathway.sub is None:
        return _condition(pathway, theory)
    return z3.And(_condition(pathway, theory), theory.gives(rank_of(4, pathway.sub)))
