"""What must hold of a pack as a whole: no rule idle, no case wrong, no safety promise broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rhrt.engine.clauses import Clause, alternatives
from rhrt.engine.ranks import STATUTORY, level_of, rank_of, sub_of
from rhrt.engine.workbench import Exercise, Workbench
from rhrt.pack.errors import Mistake
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Case,
    Condition,
    ContextIs,
    Pack,
    Place,
    ScaleAtLeast,
    Sub,
)


def check(pack: Pack) -> tuple[Mistake, ...]:
    """Return every mistake that only shows when the rules are evaluated, in file order."""
    bench = Workbench(pack)
    return tuple(sorted(mistake for one in CHECKS for mistake in one(bench)))


def coverage(pack: Pack) -> dict[str, Exercise]:
    """Return, for each rule of the pack, the cases in which it holds and those it decides."""
    return Workbench(pack).coverage


# --- Rules and questions ----------------------------------------------------------------------


def unreadable_rules(bench: Workbench) -> Iterator[Mistake]:
    """Rules that could not be compiled: they hold in every case until they are mended."""
    for place, message in bench.compiled.faults.items():
        rule = bench.pack.rules[place]
        yield _mistake(
            rule.place,
            f"rule '{rule.id}' cannot be evaluated and so counts as holding always: {message}.",
            "Check the needs, questions and answers it names.",
        )


def dead_rules(bench: Workbench) -> Iterator[Mistake]:
    """Rules that never make a difference because another always holds with them, as high."""
    for place, rule in enumerate(bench.pack.rules):
        if place not in bench.implied:
            yield _mistake(
                rule.place,
                f"rule '{rule.id}' can never hold.",
                "Its parts exclude each other: look at the context answers it asks for.",
            )
        elif covering := [p for p in bench.implied[place] if _covers(p, place, bench)]:
            other = bench.pack.rules[min(covering)]
            yield _mistake(
                rule.place,
                f"rule '{rule.id}' never makes a difference: whenever it holds, "
                f"'{other.id}' (Level {other.level}) holds too.",
                "Remove it, or raise its level.",
            )


def _covers(other: int, place: int, bench: Workbench) -> bool:
    """Whether a rule that always holds with this one leaves it idle; of two alike, the later is."""
    ranks = bench.compiled.ranks
    alike = ranks[other] == ranks[place] and place in bench.implied[other]
    return other < place if alike else ranks[other] >= ranks[place]


def unreachable_questions(bench: Workbench) -> Iterator[Mistake]:
    """Questions that no rule, pathway or field of the form looks at."""
    pack = bench.pack
    fields = (field for section in pack.form for field in section.fields)
    conditions = (
        *(rule.when for rule in pack.rules),
        *(pathway.when for pathway in pack.pathways),
        *(field.required_when for field in fields),
    )
    asked = {question for one in conditions if one for question in _questions_in(one)}
    for question in pack.questions:
        if question.id not in asked:
            yield _mistake(
                question.place,
                f"question '{question.id}' can never matter: no rule or pathway tests it.",
                "Remove it, or use it in a rule.",
            )


def _questions_in(condition: Condition) -> Iterator[str]:
    match condition:
        case ScaleAtLeast(question, _) | ContextIs(question, _):
            yield question
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _questions_in(part)


def level_4_stays(bench: Workbench) -> Iterator[Mistake]:
    """Level 4 rules that some other answer could pull down: impossible, and tried all the same."""
    for place, rule in enumerate(bench.pack.rules):
        if rule.level == STATUTORY:
            for way in bench.smallest_ways(bench.compiled.rules[place]):
                if bench.rank(way) < bench.compiled.ranks[place]:
                    yield _mistake(
                        rule.place,
                        f"rule '{rule.id}' does not stay at Level 4 with {bench.in_words(way)}.",
                        "This is a fault of the program, not of the pack: please report it.",
                    )


# --- Needs ------------------------------------------------------------------------------------


def needs_alone(bench: Workbench) -> Iterator[Mistake]:
    """Needs that alone, in every context, lead higher or lower than they say."""
    for need in bench.pack.needs:
        alone = (Clause(bench.book.need_bit[need.id]),)
        rank = min(bench.rank(way) for way in bench.smallest_ways(alone))
        stated = rank_of(need.level, need.sub)
        if rank != stated:
            yield _mistake(
                need.place,
                f"need '{need.id}' says {_outcome(need.level, need.sub)}, but alone, with every "
                f"question at its least concerning answer, the rules make it {_in_words(rank)}.",
                "Change its level, or the rule that raises it.",
            )


# --- Cases ------------------------------------------------------------------------------------


def wrong_cases(bench: Workbench) -> Iterator[Mistake]:
    """Cases whose level, sub-result or reasons are not what they expect."""
    for case in bench.pack.cases:
        found = bench.results[case.id]
        if (found.level, found.sub) != (case.level, case.sub):
            because = ", ".join(f"'{reason.rule.id}'" for reason in found.reasons) or "no rule"
            yield _mistake(
                case.place,
                f"case '{case.id}' expects {_outcome(case.level, case.sub)}, "
                f"but the rules give {_outcome(found.level, found.sub)} ({because}).",
                "Decide which is right: the case or the rules.",
            )
        yield from _missing_reasons(case, {reason.rule.id for reason in found.reasons})


def _missing_reasons(case: Case, reasons: set[str]) -> Iterator[Mistake]:
    for expected in case.rules:
        if expected not in reasons:
            yield _mistake(
                case.place,
                f"case '{case.id}' expects rule '{expected}' among its reasons, but they are "
                f"{', '.join(sorted(reasons)) or 'none'}.",
                "Decide which is right: the case or the rules.",
            )


def unexercised_rules(bench: Workbench) -> Iterator[Mistake]:
    """Rules that no case shows at work, the rules of needs included."""
    for rule in bench.pack.rules:
        if not bench.coverage[rule.id].holds:
            yield _mistake(
                rule.place,
                f"rule '{rule.id}' is not exercised: it holds in no case.",
                "Write a case in which it holds, best one that it decides.",
            )


# --- Invariants -------------------------------------------------------------------------------


def broken_invariants(bench: Workbench) -> Iterator[Mistake]:
    """Invariants that some combination of facts breaks, with one such combination in words."""
    for invariant in bench.pack.invariants:
        wanted = rank_of(invariant.level, invariant.sub)
        condition = alternatives(invariant.when, bench.book)
        for way in bench.smallest_ways(condition):
            if (rank := bench.rank(way)) < wanted:
                yield _mistake(
                    invariant.place,
                    f"invariant '{invariant.id}' does not hold: with {bench.in_words(way)} and "
                    f"nothing else of concern, the rules give {_in_words(rank)}, "
                    f"not {_outcome(invariant.level, invariant.sub)}.",
                    "Add a rule that covers this combination.",
                )
                break


# --- Words ------------------------------------------------------------------------------------


def _in_words(rank: int) -> str:
    return _outcome(level_of(rank), sub_of(rank))


def _outcome(level: int, sub: Sub | None) -> str:
    return f"Level {level}, {sub.replace('_', ' ')}" if sub else f"Level {level}"


def _mistake(place: Place, message: str, hint: str) -> Mistake:
    return Mistake(place.file, place.line, 1, message, hint)


Check: TypeAlias = Callable[[Workbench], Iterator[Mistake]]

CHECKS: tuple[Check, ...] = (
    unreadable_rules,
    dead_rules,
    unreachable_questions,
    level_4_stays,
    needs_alone,
    wrong_cases,
    unexercised_rules,
    broken_invariants,
)
