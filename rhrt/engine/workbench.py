"""A pack with what several checks need of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from rhrt.engine.clauses import Alternatives, points, support
from rhrt.engine.codebook import Codebook
from rhrt.engine.engine import Engine
from rhrt.engine.facts import Facts
from rhrt.engine.live import EVERYTHING, Faults, candidates, entry_points, rank_at
from rhrt.engine.suggestion import Suggestion
from rhrt.pack.model import Pack


@dataclass(frozen=True)
class Exercise:
    """The cases that show one rule at work.

    Args:
        holds: Ids of the cases in which the rule holds: they exercise it.
        decides: Those among them in which no other rule goes higher: it is one of the reasons.
    """

    holds: tuple[str, ...]
    decides: tuple[str, ...]


class Workbench:
    """What checks look at: the smallest ways in which a condition can come true.

    Rules only raise, so what holds at the smallest ways holds at every larger one; and context has
    few answers, so all of them can be tried. Proofs over all fact combinations are then exact and
    finite, without a solver.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self.compiled = self.engine.compiled
        self.book: Codebook = self.compiled.book
        self._faults: Faults = {}

    @cached_property
    def results(self) -> dict[str, Suggestion]:
        """What the engine says of each case of the pack."""
        return {
            case.id: self.engine.suggest(
                Facts(case.needs, dict(case.answers), dict(case.context)), near=0
            )
            for case in self.pack.cases
        }

    @cached_property
    def coverage(self) -> dict[str, Exercise]:
        """The cases that exercise each rule."""
        holds: dict[str, list[str]] = {rule.id: [] for rule in self.pack.rules}
        decides: dict[str, list[str]] = {rule.id: [] for rule in self.pack.rules}
        for case, result in self.results.items():
            for rule in result.fired:
                holds[rule].append(case)
            for reason in result.reasons:
                decides[reason.rule.id].append(case)
        return {rule: Exercise(tuple(holds[rule]), tuple(decides[rule])) for rule in holds}

    @cached_property
    def implied(self) -> dict[int, set[int]]:
        """The other rules that hold whenever a rule does; left out is a rule that never can."""
        found: dict[int, set[int]] = {}
        for place, rule in enumerate(self.compiled.rules):
            held = [self._holding(way) for way in self.smallest_ways(rule)]
            if held:
                found[place] = set.intersection(*held) - {place}
        return found

    def smallest_ways(self, condition: Alternatives) -> Iterator[int]:
        """Yield the bits of each smallest way, other needs absent and scales at their least.

        Each is given once for every context it is possible in, as far as the rules or the
        condition itself can tell contexts apart.
        """
        told_apart = support(condition) & self.book.contexts | self._tested_context
        for point in points(condition, 0, 0):
            if self.book.is_possible(point):
                for context in self._contexts(point, told_apart):
                    yield point | context

    def rank(self, bits: int) -> int:
        """Return the rank of a case with nothing unknown."""
        return rank_at(self.compiled, bits, self._faults)

    def _holding(self, bits: int) -> set[int]:
        """Return the places of the rules that hold in a case with nothing unknown."""
        return {
            entry.rule
            for entry in candidates(self.compiled, bits)
            if entry_points(entry, bits, EVERYTHING, self._faults)
        }

    def in_words(self, bits: int) -> str:
        """Return a case as a reader of the pack would say it."""
        said = [self._fact_in_words(owner, part) for owner, part in self.book.pieces(bits)]
        return ", ".join(said) or "nothing at all"

    def _fact_in_words(self, owner: str, part: int) -> str:
        fact = self.book.fact(owner, part)
        if fact.kind == "need":
            return f"“{self.pack.need_by_id[owner].label}”"
        question = self.pack.question_by_id[owner]
        answers = " or ".join(question.answer(answer).label for answer in fact.answers)
        return f"“{question.ask}” answered “{answers}”"

    @cached_property
    def _tested_context(self) -> int:
        return _union(support(rule) for rule in self.compiled.rules) & self.book.contexts

    def _contexts(self, point: int, told_apart: int) -> Iterator[int]:
        """Yield each context that a point is possible in; what nobody tests stays unsaid."""
        choices = []
        for question in self.book.context_questions:
            whole = self.book.question_bits[question]
            if whole & told_apart:
                answers = self.book.answer_bits[question].values()
                choices.append([bits for bits in answers if not point & whole & ~bits])
        for chosen in product(*choices):
            yield sum(chosen)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
