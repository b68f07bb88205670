"""How the entries of a pack hang together: what mentions what, worked out once for each pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from rhrt.engine.check import coverage
from rhrt.engine.workbench import Exercise
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Case,
    Condition,
    ContextIs,
    Domain,
    HasNeed,
    Need,
    Pack,
    Pathway,
    Question,
    Rule,
    ScaleAtLeast,
)

Levelled = TypeVar("Levelled", Rule, Case)
Conditional = TypeVar("Conditional", Rule, Pathway)
AGE = "age"
"""The context question whose answers a need's ``applies_to`` names."""


class Reading:
    """A pack with what a reader of one entry wants to know of the others."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    # --- One need ---------------------------------------------------------------------------

    def rules_of(self, need: Need) -> list[Rule]:
        """Return the written rules that mention a need, lowest level first."""
        return self._rules_by_need[need.id]

    def cases_of(self, need: Need) -> list[Case]:
        """Return the cases in which a need is present, lowest level first."""
        return self._cases_by_need[need.id]

    def routes_of(self, need: Need) -> list[Pathway]:
        """Return the special routes that a need opens, alone or with something else."""
        return self._routes_by_need[need.id]

    def questions_of(self, need: Need) -> list[Question]:
        """Return the questions that belong to a need."""
        return [self.pack.question_by_id[question] for question in need.opens]

    def neighbours(self, need: Need) -> dict[str, list[Need]]:
        """Return the other needs of the same theme: less serious, as serious, more serious."""
        same = [one for one in self.pack.needs if need.theme and one.theme == need.theme]
        others = [one for one in same if one.id != need.id and not one.strength]
        return {
            "less": [one for one in others if one.level < need.level],
            "same": [one for one in others if one.level == need.level],
            "more": [one for one in others if one.level > need.level],
        }

    # --- Domains and levels -----------------------------------------------------------------

    def needs_at(self, domain: Domain, level: int) -> list[Need]:
        """Return a domain's needs of one level, strengths first."""
        here = (n for n in self.pack.needs if n.domain == domain.id and n.level == level)
        return sorted(here, key=lambda need: not need.strength)

    def rules_in(self, domain: Domain) -> list[Rule]:
        """Return a domain's written rules, lowest level first."""
        return _by_level(rule for rule in self.written_rules if rule.domain == domain.id)

    def count_at(self, domain: Domain) -> list[int]:
        """Return how many needs a domain has at each level."""
        return [len(self.needs_at(domain, level.number)) for level in self.pack.levels]

    def responses_at(self, level: int) -> list[Pathway]:
        """Return what happens at a level."""
        return [pathway for pathway in self.pack.pathways if pathway.level == level]

    # --- Rules, routes, cases ---------------------------------------------------------------

    @cached_property
    def written_rules(self) -> tuple[Rule, ...]:
        """The rules somebody wrote: all but those that only say what a need means alone."""
        return tuple(rule for rule in self.pack.rules if not rule.id.startswith("need."))

    @cached_property
    def routes(self) -> tuple[Pathway, ...]:
        """The special routes, which are taken beside a level's own response."""
        return tuple(pathway for pathway in self.pack.pathways if pathway.level is None)

    @cached_property
    def route_by_id(self) -> dict[str, Pathway]:
        """Every special route by its id."""
        return {route.id: route for route in self.routes}

    @cached_property
    def case_by_id(self) -> dict[str, Case]:
        """Every case by its id."""
        return {case.id: case for case in self.pack.cases}

    def exercised_by(self, rule: Rule) -> list[Case]:
        """Return the cases in which a rule is one of the reasons."""
        return [self.case_by_id[case] for case in self._coverage[rule.id].decides]

    def decided_by(self, case: Case) -> list[Rule]:
        """Return the rules that are the reasons in a case."""
        return [self.pack.rule_by_id[rule] for rule in self._reasons[case.id]]

    def pair_of(self, case: Case) -> list[Case]:
        """Return the cases that differ from this one in a single fact."""
        named = (one for one in self.pack.cases if case.pair and one.pair == case.pair)
        return [one for one in named if one.id != case.id]

    # --- Age --------------------------------------------------------------------------------

    @property
    def ages(self) -> Question | None:
        """The question about the child's age, if the pack has one."""
        return self.pack.question_by_id.get(AGE)

    def rules_about(self, age: str) -> list[Rule]:
        """Return the written rules that say something of an age in particular."""
        return _by_level(r for r in self.written_rules if age in _ages_in(r.when, self.ages))

    # --- Worked out once --------------------------------------------------------------------

    @cached_property
    def _rules_by_need(self) -> dict[str, list[Rule]]:
        return _by_need(_by_level(self.written_rules))

    @cached_property
    def _routes_by_need(self) -> dict[str, list[Pathway]]:
        return _by_need(self.routes)

    @cached_property
    def _cases_by_need(self) -> dict[str, list[Case]]:
        found: dict[str, list[Case]] = defaultdict(list)
        for case in _by_level(self.pack.cases):
            for need in case.needs:
                found[need].append(case)
        return found

    @cached_property
    def _coverage(self) -> dict[str, Exercise]:
        return coverage(self.pack)

    @cached_property
    def _reasons(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for rule, exercise in self._coverage.items():
            for case in exercise.decides:
                found[case].append(rule)
        return found


def atoms(condition: Condition | None) -> Iterator[HasNeed | ScaleAtLeast | ContextIs]:
    """Yield the needs and answers that a condition is made of."""
    match condition:
        case HasNeed() | ScaleAtLeast() | ContextIs():
            yield condition
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from atoms(part)


def _by_level(entries: Iterable[Levelled]) -> list[Levelled]:
    return sorted(entries, key=lambda entry: entry.level)


def _by_need(entries: Iterable[Conditional]) -> dict[str, list[Conditional]]:
    found: dict[str, list[Conditional]] = defaultdict(list)
    for entry in entries:
        needs = (part.need for part in atoms(entry.when) if isinstance(part, HasNeed))
        for need in dict.fromkeys(needs):
            found[need].append(entry)
    return found


def _ages_in(condition: Condition, ages: Question | None) -> frozenset[str]:
    """Return the ages a condition asks for; one that most ages meet is not about any of them."""
    tested = [p.answers for p in atoms(condition) if isinstance(p, ContextIs) and p.question == AGE]
    most = len(ages.answers) // 2 if ages else 0
    return frozenset(age for answers in tested if len(answers) <= most for age in answers)
