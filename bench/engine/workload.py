"""A continuum of the size of a real one, made at random from a fixed seed, and cases to decide."""

from __future__ import annotations

from random import Random

from rhrt.engine import Facts
from rhrt.pack.model import Condition, Need, Pack, Question, Rule, Sub
from tests.packs import (
    all_of,
    any_of,
    at_least,
    context,
    context_is,
    has,
    need,
    pack_of,
    rule,
    scale,
    some_of,
)

SEED = 2026
FACTS = 350
AGES = ("unborn", "under_1", "1_to_4", "5_to_9", "10_to_12", "13_to_15", "16_to_17", "18_to_25")
SCALE_ANSWERS = ("least", "some", "more", "most")


def a_pack(rules: int, facts: int = FACTS) -> Pack:
    """A pack with this many rules over this many facts.

    A fact is a need, a scale answer above the least, or an age. Rules are as real ones are: two in
    five speak of one need with a question or an age, most others of two or three needs, some count.
    """
    random = Random(SEED + rules)
    scales = tuple(scale(f"s{n}", *SCALE_ANSWERS, danger=n == 0) for n in range(20))
    age = context("age", *AGES, assume="5_to_9")
    answers = sum(len(one.answers) - 1 for one in scales) + len(AGES)
    needs = tuple(need(f"n{n}") for n in range(facts - answers))
    written = (_rule(random, n, needs, (*scales, age)) for n in range(rules))
    return pack_of(needs, (age, *scales), tuple(written), digest=f"{rules:064x}")


def _rule(random: Random, n: int, needs: tuple[Need, ...], questions: tuple[Question, ...]) -> Rule:
    level = random.choices((2, 3, 4), (40, 40, 20))[0]
    sub: Sub | None = random.choice(("child_in_need", "child_protection")) if level == 4 else None
    return rule(f"r{n}", level, _condition(random, n, needs, questions), sub)


def _condition(
    random: Random, n: int, needs: tuple[Need, ...], questions: tuple[Question, ...]
) -> Condition:
    some = [has(one.id) for one in random.sample(needs, 6)]
    scales = [one for one in questions if one.kind == "scale"]
    asked = [_asked(random, one) for one in random.sample(scales, 2)]
    aged = context_is("age", *random.sample(AGES, 3))
    shapes: list[tuple[int, Condition]] = [
        (20, some[0]),
        (25, all_of(some[0], asked[0])),
        (10, all_of(some[0], aged)),
        (20, all_of(some[0], some[1])),
        (10, all_of(some[0], any_of(some[1], some[2]), asked[0])),
        (8, all_of(some[0], asked[0], asked[1], aged)),
        (6, some_of(3, *some)),
    ]
    if n % 100 == 0:  # one rule in a hundred rests on answers alone
        return all_of(at_least(scales[0].id, "most"), asked[1])
    return random.choices([shape for _, shape in shapes], [weight for weight, _ in shapes])[0]


def _asked(random: Random, question: Question) -> Condition:
    return at_least(question.id, random.choice(SCALE_ANSWERS[1:]))


def some_cases(pack: Pack, number: int) -> list[Facts]:
    """Cases as they come: one to eight needs, an age, and an answer to half of the questions."""
    random = Random(SEED)
    needs = [one.id for one in pack.needs]
    scales = [one for one in pack.questions if one.kind == "scale"]
    return [_case(random, needs, scales) for _ in range(number)]


def _case(random: Random, needs: list[str], scales: list[Question]) -> Facts:
    answered = random.sample(scales, len(scales) // 2)
    return Facts(
        frozenset(random.sample(needs, random.randint(1, 8))),
        {one.id: random.choices(SCALE_ANSWERS, (40, 30, 20, 10))[0] for one in answered},
        {"age": random.choice(AGES)},
    )
