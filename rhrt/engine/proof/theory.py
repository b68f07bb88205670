"""A pack as a theory: what its rules reach, and the smallest case in which a claim fails."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import product

import z3

from rhrt.engine.engine import Engine
from rhrt.engine.facts import Facts
from rhrt.engine.proof.report import Example
from rhrt.engine.proof.symbols import Formula, Symbols
from rhrt.engine.ranks import LOWEST, rank_of
from rhrt.errors import RHRTError
from rhrt.pack.labels import answer_in_words, need_in_words
from rhrt.pack.model import Pack

MOST_EFFORT = 50_000_000
"""How much work one question to the solver may be, as it counts work. All questions about a pack
of 440 needs together take two thirds of it."""


class UndecidedError(RHRTError):
    """The solver gave up, so nothing is known."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The solver could not decide a claim ({reason}). Nothing is proved.")


class Theory:
    """A pack, its engine and a solver that knows what answers there are."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self.symbols = Symbols(pack)
        self.solver = z3.Solver()
        self.solver.set("rlimit", MOST_EFFORT)
        self.solver.add(self.symbols.possible)
        self._check()
        self._work_before = _work_counted(self.solver)

    @cached_property
    def rules(self) -> tuple[Formula, ...]:
        """Every rule as it is written, in the pack's order."""
        return tuple(self.symbols.written(rule.when) for rule in self.pack.rules)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank that each rule gives."""
        return tuple(rank_of(rule.level, rule.sub) for rule in self.pack.rules)

    @cached_property
    def no_danger(self) -> Formula:
        """What everybody is asked has its least concerning answer."""
        asked = (q.id for q in self.pack.questions if q.always and q.kind == "scale")
        return z3.And([self.symbols.questions[question] == 0 for question in asked])

    @lru_cache(maxsize=8)  # noqa: B019 - one theory lives as long as its proof
    def reaches(self, rank: int) -> Formula:
        """Return that the level is at least this rank; without any rule it is the lowest."""
        if rank <= LOWEST:
            return z3.BoolVal(val=True)
        return z3.Or([f for f, own in zip(self.rules, self.ranks, strict=True) if own >= rank])

    def gives(self, rank: int) -> Formula:
        """Return that the rules give exactly this rank."""
        return z3.And(self.reaches(rank), z3.Not(self.reaches(rank + 1)))

    # --- Asking the solver --------------------------------------------------------------------

    def is_possible(self, *formulas: Formula) -> bool:
        """Say whether some case makes all the formulas true.

        Raises:
            UndecidedError: the solver gave up.
        """
        self.solver.push()
        try:
            self.solver.add(*formulas)
            return self._check()
        finally:
            self.solver.pop()

    def example_of(self, *formulas: Formula) -> Example | None:
        """Return a case that makes all the formulas true and has no worry it could do without.

        Raises:
            UndecidedError: the solver gave up.
        """
        self.solver.push()
        try:
            self.solver.add(*formulas)
            return self._smallest() if self._check() else None
        finally:
            self.solver.pop()

    def _check(self, *assumptions: Formula) -> bool:
        answer = self.solver.check(*assumptions)
        if answer == z3.unknown:
            raise UndecidedError(self.solver.reason_unknown())
        return bool(answer == z3.sat)

    @property
    def effort(self) -> int:
        """How much work it has been so far: the solver's own count, whatever the clock says."""
        return _work_counted(self.solver) - self._work_before

    # --- The smallest example -----------------------------------------------------------------

    def _smallest(self) -> Example:
        """Return the example with each fact as harmless as the rest of it allows."""
        model = self.solver.model()
        context = {q: _number(model, self.symbols.questions[q]) for q in self.symbols.contexts}
        is_so = [self.symbols.questions[q] == rank for q, rank in context.items()]
        needs = frozenset(n for n in self._worries(model) if not self._does_without(n, is_so))
        answers = {question: self._mildest(question, is_so) for question in self.symbols.scales}
        for question in self._that_make_no_difference(context):
            del context[question]
        facts = Facts(needs, self._named(answers), self._named(context))
        return Example(facts, facts_in_words(facts, self.pack))

    def _worries(self, model: z3.ModelRef) -> list[str]:
        """Return the needs present in a model; those absent are kept out from here on."""
        present = []
        for need, variable in self.symbols.needs.items():
            if z3.is_true(model.eval(variable, model_completion=True)):
                present.append(need)
            else:
                self.solver.add(z3.Not(variable))
        return present

    def _does_without(self, need: str, context: list[Formula]) -> bool:
        """Leave a need out for good if the example holds without it; say whether it does."""
        variable = self.symbols.needs[need]
        without = self._check(z3.Not(variable), *context)
        self.solver.add(z3.Not(variable) if without else variable)
        return without

    def _mildest(self, question: str, context: list[Formula]) -> int:
        """Return, and settle on, the least concerning answer with which the example holds."""
        variable = self.symbols.questions[question]
        ranks = range(len(self.pack.question_by_id[question].answers))
        rank = next(rank for rank in ranks if self._check(variable == rank, *context))
        self.solver.add(variable == rank)
        return rank

    def _that_make_no_difference(self, context: dict[str, int]) -> list[str]:
        """Return the context questions that may be answered anyhow, all of them together."""
        free: list[str] = []
        for question in context:
            rest = [q for q in context if q not in {*free, question}]
            fixed = [self.symbols.questions[q] == context[q] for q in rest]
            if all(self._check(*fixed, *way) for way in self._ways([*free, question])):
                free.append(question)
        return free

    def _ways(self, questions: list[str]) -> Iterator[tuple[Formula, ...]]:
        """Yield every way to answer some questions."""
        by_id = self.pack.question_by_id
        yield from product(
            *(
                [self.symbols.questions[q] == rank for rank in range(len(by_id[q].answers))]
                for q in questions
            )
        )

    def _named(self, ranks: dict[str, int]) -> dict[str, str]:
        by_id = self.pack.question_by_id
        return {question: by_id[question].answers[rank].id for question, rank in ranks.items()}


def facts_in_words(facts: Facts, pack: Pack) -> str:
    """Return the facts of a case that are worth saying: worries, and answers that add to them."""
    return ", ".join(_said(facts, pack)) or "nothing at all"


def _said(facts: Facts, pack: Pack) -> Iterator[str]:
    for need in pack.needs:
        if need.id in facts.needs:
            yield need_in_words(need.id, pack)
    for question in pack.questions:
        answer = {**facts.context, **facts.answers}.get(question.id)
        if answer and (question.kind == "context" or question.rank(answer)):
            yield answer_in_words(question.id, [answer], pack)


def _number(model: z3.ModelRef, variable: Formula) -> int:
    number: int = model.eval(variable, model_completion=True).as_long()
    return number


def _work_counted(solver: z3.Solver) -> int:
    """Return the work of all solvers of this process, which is what the count is of."""
    return next(int(number) for name, number in solver.statistics() if name == "rlimit count")
