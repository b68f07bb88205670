"""Invariants, and that more worries never lower a level: what a pack and its engine promise."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from rhrt.engine.proof.report import Example, Finding, all_proved
from rhrt.engine.proof.symbols import Formula, Symbols
from rhrt.engine.proof.theory import Theory
from rhrt.engine.ranks import rank_of
from rhrt.pack.labels import level_in_words
from rhrt.pack.model import Invariant


def invariants(theory: Theory) -> Iterator[Finding]:
    """Yield, for each invariant, whether it holds whatever else is true."""
    for invariant in theory.pack.invariants:
        wanted = rank_of(invariant.level, invariant.sub)
        example = theory.example_of(
            theory.symbols.written(invariant.when), z3.Not(theory.reaches(wanted))
        )
        broken = _broken(invariant, example, theory) if example else ""
        yield Finding(invariant.id, invariant.says, broken, invariant.place, example)


def _broken(invariant: Invariant, example: Example, theory: Theory) -> str:
    found = theory.engine.suggest(example.facts, near=0)
    wanted = level_in_words(invariant.level, invariant.sub)
    return (
        f"with {example.words} and nothing else of concern, the rules give "
        f"{level_in_words(found.level, found.sub)}, not {wanted}"
    )


def compiled_as_written(theory: Theory) -> Iterator[Finding]:
    """Yield that the engine evaluates each rule as it is written."""
    claim = "Every rule is evaluated by the engine exactly as it is written."
    yield from all_proved(f"{len(theory.rules)} rules", claim, _miscompiled(theory))


def _miscompiled(theory: Theory) -> Iterator[Finding]:
    compiled = theory.engine.compiled
    for rule, written, masks in zip(theory.pack.rules, theory.rules, compiled.rules, strict=True):
        evaluated = theory.symbols.compiled(masks, compiled.book)
        if example := theory.example_of(written != evaluated):
            said = f"with {example.words} the engine and the written rule differ"
            yield Finding(rule.id, "It is evaluated as it is written.", said, rule.place, example)


def monotone(theory: Theory) -> Iterator[Finding]:
    """Yield that no worry and no worse answer ever takes a compiled rule back."""
    claim = "Another worry or a worse answer never lowers the level."
    yield from all_proved(f"{len(theory.rules)} rules", claim, _that_fall(theory))


def _that_fall(theory: Theory) -> Iterator[Finding]:
    worse = Symbols(theory.pack, "worse ")
    compiled = theory.engine.compiled
    order = z3.And(worse.possible, *_at_least_as_bad(theory.symbols, worse))
    for rule, masks in zip(theory.pack.rules, compiled.rules, strict=True):
        before = theory.symbols.compiled(masks, compiled.book)
        after = worse.compiled(masks, compiled.book)
        if example := theory.example_of(order, before, z3.Not(after)):
            said = f"it holds with {example.words}, and with something worse it does not"
            yield Finding(rule.id, "It holds for all that is worse.", said, rule.place, example)


def _at_least_as_bad(one: Symbols, other: Symbols) -> Iterator[Formula]:
    """Yield, for each fact, that it is no better in the other case; context is the same."""
    for need, variable in one.needs.items():
        yield z3.Implies(variable, other.needs[need])
    for question, variable in one.questions.items():
        same = question in one.contexts
        yield (
            other.questions[question] == variable
            if same
            else (variable <= other.questions[question])
        )
