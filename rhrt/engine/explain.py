"""Why: for a rule that holds, a smallest set of the case's facts that makes it hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from rhrt.engine.clauses import Alternatives, clause_support, holds
from rhrt.engine.codebook import CaseBits, Codebook
from rhrt.engine.facts import Fact


def facts_used(rule: Alternatives, case: CaseBits, book: Codebook) -> tuple[Fact, ...]:
    """Return a smallest set of facts that makes the rule hold whatever else is true.

    "Smallest" means that none can be left out, not that no other set has fewer. A fact left out
    is unknown: a need absent, a scale at its least concerning, a context at any of its answers.
    """
    fewest = _start(rule, case.assumed, book)
    if len(rule) > 1 or any(clause.nodes for clause in rule):
        fewest = _thinned(rule, fewest, book)
    unknown = set(case.unknown)
    return tuple(
        book.fact(owner, bits, assumed=owner in unknown) for owner, bits in book.pieces(fewest)
    )


def _start(rule: Alternatives, true: int, book: Codebook) -> int:
    """Return all facts that the satisfied clause of fewest facts speaks of."""
    satisfied = [clause_support(clause) & true for clause in rule if holds((clause,), true)]
    start = min(satisfied, key=lambda mask: len(book.pieces(mask)), default=0)
    for whole in book.question_bits.values():
        if start & whole:
            start |= true & whole
    return start


def _thinned(rule: Alternatives, facts: int, book: Codebook) -> int:
    """Leave out each fact in turn that the rest does without; context first, needs last."""
    for _, bits in reversed(book.pieces(facts)):
        if _holds_anyway(rule, facts & ~bits, book):
            facts &= ~bits
    return facts


def _holds_anyway(rule: Alternatives, facts: int, book: Codebook) -> bool:
    """Whether the rule holds in each context the facts leave open."""
    if holds(rule, facts):
        return True
    mentioned = _contexts_in(rule, book)
    left_open = [
        {bits & mentioned for bits in book.answer_bits[question].values()}
        for question in book.context_questions
        if mentioned & book.question_bits[question] and not facts & book.question_bits[question]
    ]
    return all(holds(rule, facts | sum(each)) for each in product(*left_open))


def _contexts_in(rule: Alternatives, book: Codebook) -> int:
    mentioned = 0
    for clause in rule:
        mentioned |= clause_support(clause) & book.contexts
    return mentioned


def in_order(owners: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    """Return the ids sorted as the pack lists them."""
    wanted = set(owners)
    return tuple(one for one in order if one in wanted)
