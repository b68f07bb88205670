"""Nothing idle: every rule decides some case, and every question can change something."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from rhrt.engine.proof.report import Finding, all_proved
from rhrt.engine.proof.symbols import Formula
from rhrt.engine.proof.theory import Theory
from rhrt.engine.ranks import CHILD_PROTECTION, LOWEST
from rhrt.pack.model import Condition, Question


def no_idle_rule(theory: Theory) -> Iterator[Finding]:
    """Yield that each rule is the only one to give its level in some case.

    That is more than ``rhrt rules check`` asks, which looks for one other rule that covers it: here
    all the others together must not. Of two rules alike, the later is idle.
    """
    claim = "None is idle: in some case it alone gives the level."
    yield from all_proved(f"{len(theory.rules)} rules", claim, _idle_rules(theory))


def _idle_rules(theory: Theory) -> Iterator[Finding]:
    left = set(range(len(theory.rules)))
    for place in reversed(range(len(theory.rules))):  # so that the later of two alike is found
        rule, formula = theory.pack.rules[place], theory.rules[place]
        others = left - {place}
        as_high = [theory.rules[p] for p in others if theory.ranks[p] >= theory.ranks[place]]
        if not theory.is_possible(formula, z3.Not(z3.Or(as_high))):
            left.remove(place)
            never = not theory.is_possible(formula)
            said = "it can never hold" if never else "whenever it holds, others as high hold too"
            yield Finding(rule.id, "It decides some case.", said, rule.place)


def no_idle_question(theory: Theory) -> Iterator[Finding]:
    """Yield that two answers of each question can lead to different things."""
    questions = theory.pack.questions
    claim = "Each can matter: two answers of it lead to different levels, routes or fields."
    idle = (
        Finding(q.id, f"“{q.ask}” can matter.", "no answer of it changes anything", q.place)
        for q in questions
        if not _changes_level(q, theory) and not _changes_rest(q, theory)
    )
    yield from all_proved(f"{len(questions)} questions", claim, idle)


def only_routes(theory: Theory) -> Iterator[str]:
    """Yield the questions that never change the level, only the route or the form."""
    for question in theory.pack.questions:
        if not _changes_level(question, theory) and _changes_rest(question, theory):
            yield f"{question.id}: changes the route or the form, never the level"


def _changes_level(question: Question, theory: Theory) -> bool:
    formulas = (theory.reaches(rank) for rank in range(LOWEST + 1, CHILD_PROTECTION + 1))
    return any(_depends(formula, question, theory) for formula in formulas)


def _changes_rest(question: Question, theory: Theory) -> bool:
    written = (theory.symbols.written(condition) for condition in _other_conditions(theory))
    return any(_depends(formula, question, theory) for formula in written)


def _other_conditions(theory: Theory) -> Iterator[Condition]:
    for pathway in theory.pack.pathways:
        if pathway.when is not None:
            yield pathway.when
    for section in theory.pack.form:
        yield from (f.required_when for f in section.fields if f.required_when is not None)


def _depends(formula: Formula, question: Question, theory: Theory) -> bool:
    """Whether, all else the same, some other answer to a question changes a formula."""
    variable, other = theory.symbols.questions[question.id], z3.Int("another answer")
    changed = z3.substitute(formula, (variable, other))
    if changed.eq(formula):
        return False
    in_range = z3.And(other >= 0, other < len(question.answers))
    return theory.is_possible(in_range, formula, z3.Not(changed))
