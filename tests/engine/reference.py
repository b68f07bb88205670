"""The semantics once more, slow and obvious: every completion is tried, every rule read as written.

Nothing here is shared with the engine but the types, so that a mistake cannot hide in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rhrt.engine.facts import Fact, Facts
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    HasNeed,
    Pack,
    Question,
    Rule,
    ScaleAtLeast,
)
from rhrt.values import replace


@dataclass(frozen=True)
class Situation:
    """A case with nothing unknown."""

    needs: frozenset[str]
    answers: dict[str, str]


def is_true(condition: Condition, here: Situation, pack: Pack) -> bool:
    match condition:
        case HasNeed(need):
            return need in here.needs
        case ScaleAtLeast(question, answer):
            scale = pack.question_by_id[question]
            return scale.rank(here.answers[question]) >= scale.rank(answer)
        case ContextIs(question, answers):
            return here.answers[question] in answers
        case All(parts):
            return all(is_true(part, here, pack) for part in parts)
        case AnyOf(parts):
            return any(is_true(part, here, pack) for part in parts)
        case AtLeast(k, parts):
            return sum(is_true(part, here, pack) for part in parts) >= k
    raise AssertionError(condition)


def strength(rule: Rule) -> tuple[int, bool]:
    """Levels in order, and child protection above child in need."""
    return rule.level, rule.sub == "child_protection"


def outcome(here: Situation, pack: Pack) -> tuple[int, bool]:
    return max(
        (strength(rule) for rule in pack.rules if is_true(rule.when, here, pack)),
        default=(1, False),
    )


# --- Completions ------------------------------------------------------------------------------


def said(facts: Facts) -> dict[str, str]:
    return {**facts.answers, **facts.context}


def unanswered(facts: Facts, pack: Pack) -> list[Question]:
    return [question for question in pack.questions if question.id not in said(facts)]


def completions(facts: Facts, pack: Pack) -> Iterator[Situation]:
    """Every way the unknown questions can be answered."""
    unknown = unanswered(facts, pack)
    for chosen in product(*([answer.id for answer in question.answers] for question in unknown)):
        answers = {question.id: answer for question, answer in zip(unknown, chosen, strict=True)}
        yield Situation(facts.needs, {**said(facts), **answers})


def assumed(facts: Facts, pack: Pack) -> Situation:
    unknown = {question.id: question.assume for question in unanswered(facts, pack)}
    return Situation(facts.needs, {**said(facts), **unknown})


def bounds(facts: Facts, pack: Pack) -> tuple[tuple[int, bool], tuple[int, bool]]:
    outcomes = [outcome(here, pack) for here in completions(facts, pack)]
    return min(outcomes), max(outcomes)


def can_matter(facts: Facts, pack: Pack, *, level_only: bool) -> set[str]:
    """The unknown questions of which two answers can make a difference, all else being equal."""
    what = {}
    for here in completions(facts, pack):
        found = outcome(here, pack)
        what[frozenset(here.answers.items())] = found[0] if level_only else found
    return {
        question.id
        for question in unanswered(facts, pack)
        if any(
            found != what[_changed(answers, question.id, other.id)]
            for answers, found in what.items()
            for other in question.answers
        )
    }


def _changed(
    answers: frozenset[tuple[str, str]], question: str, answer: str
) -> frozenset[tuple[str, str]]:
    return frozenset({**dict(answers), question: answer}.items())


# --- Explanations -----------------------------------------------------------------------------


def only(facts: tuple[Fact, ...]) -> Facts:
    """Nothing but these facts."""
    return Facts(
        frozenset(fact.id for fact in facts if fact.kind == "need"),
        {fact.id: fact.answers[0] for fact in facts if fact.kind == "scale"},
        {fact.id: fact.answers[0] for fact in facts if fact.kind == "context"},
    )


def always_holds(rule: Rule, facts: Facts, pack: Pack) -> bool:
    """Whether the rule holds whatever the unknown answers are."""
    return all(is_true(rule.when, here, pack) for here in completions(facts, pack))


def added(here: Situation, missing: tuple[Fact, ...]) -> Iterator[Situation]:
    """The situation with these facts as well: one for each context that would do."""
    needs = here.needs | {fact.id for fact in missing if fact.kind == "need"}
    questions = [fact for fact in missing if fact.kind != "need"]
    for chosen in product(*(fact.answers for fact in questions)):
        answers = {fact.id: answer for fact, answer in zip(questions, chosen, strict=True)}
        yield Situation(needs, {**here.answers, **answers})


def near_sets(facts: Facts, pack: Pack) -> dict[tuple[int, bool], set[frozenset[tuple[str, str]]]]:
    """For each outcome above the assumed one, all smallest sets of facts that lead to it exactly.

    A fact is a need (with an empty answer) or a question with an answer: a scale's more concerning
    than it is, an unknown context's another than is assumed.
    """
    base = assumed(facts, pack)
    found: dict[tuple[int, bool], set[frozenset[tuple[str, str]]]] = {}
    for extra in _additions(facts, base, pack):
        there = outcome(_with(base, extra), pack)
        if there > outcome(base, pack) and all(
            outcome(_with(base, fewer), pack) < there for fewer in _lesser(extra, base, pack)
        ):
            found.setdefault(there, set()).add(frozenset(extra.items()))
    return found


def _additions(facts: Facts, base: Situation, pack: Pack) -> Iterator[dict[str, str]]:
    choices: list[list[tuple[str, str] | None]] = [
        [None, (need.id, "")] for need in pack.needs if need.id not in base.needs
    ]
    for question in pack.questions:
        ids = [answer.id for answer in question.answers]
        now = base.answers[question.id]
        if question.kind == "scale":
            others = ids[question.rank(now) + 1 :]
        else:
            others = [one for one in ids if one != now and question.id not in facts.context]
        choices.append([None, *((question.id, other) for other in others)])
    for chosen in product(*choices):
        yield dict(one for one in chosen if one is not None)


def _with(base: Situation, extra: dict[str, str]) -> Situation:
    needs = {name for name, answer in extra.items() if not answer}
    answers = {name: answer for name, answer in extra.items() if answer}
    return Situation(base.needs | needs, {**base.answers, **answers})


def _lesser(extra: dict[str, str], base: Situation, pack: Pack) -> Iterator[dict[str, str]]:
    """The same with one fact left out or one scale a step less concerning."""
    for name, answer in extra.items():
        rest = {other: value for other, value in extra.items() if other != name}
        yield rest
        question = pack.question_by_id.get(name)
        if question and question.kind == "scale":
            lower = question.answers[question.rank(answer) - 1].id
            if question.rank(lower) > question.rank(base.answers[name]):
                yield {**rest, name: lower}


def replaced(facts: Facts, question: Question, answer: str) -> Facts:
    """The facts with one more answer."""
    field = "answers" if question.kind == "scale" else "context"
    return replace(facts, **{field: {**getattr(facts, field), question.id: answer}})


def situations(pack: Pack) -> Iterator[Situation]:
    """Every case there can be with nothing unknown."""
    for present in product((False, True), repeat=len(pack.needs)):
        needs = frozenset(n.id for n, there in zip(pack.needs, present, strict=True) if there)
        yield from completions(Facts(needs), pack)
