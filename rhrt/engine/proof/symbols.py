"""The facts of a pack as variables of the solver, and conditions as formulas over them.

A need is a Boolean, a scale a whole number from 0 (least concerning) to its last answer, a context
question a whole number that stands for one of its answers. The formulas are made from conditions
as they are written; what the engine compiled of them has formulas of its own (``compiled``), so
that the two can be proved to say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeAlias

import z3

from rhrt.engine.clauses import Alternatives, Clause, Count
from rhrt.engine.codebook import Codebook, bits_of
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    HasNeed,
    Pack,
    ScaleAtLeast,
)

Formula: TypeAlias = Any
"""A Boolean term of the solver, which has no types of its own to import."""


class Symbols:
    """Every fact of a pack as a variable.

    Args:
        world: Tells two cases apart that are reasoned about together.
    """

    def __init__(self, pack: Pack, world: str = "") -> None:
        self.pack = pack
        self.needs = {need.id: z3.Bool(f"{world}need {need.id}") for need in pack.needs}
        self.questions = {q.id: z3.Int(f"{world}answer {q.id}") for q in pack.questions}

    @cached_property
    def scales(self) -> tuple[str, ...]:
        """The questions whose answers are ordered."""
        return tuple(q.id for q in self.pack.questions if q.kind == "scale")

    @cached_property
    def contexts(self) -> tuple[str, ...]:
        """The questions that only tell what kind of case it is."""
        return tuple(q.id for q in self.pack.questions if q.kind == "context")

    @cached_property
    def possible(self) -> Formula:
        """Every question has one of its answers."""
        return z3.And(
            [
                z3.And(variable >= 0, variable < len(self.pack.question_by_id[question].answers))
                for question, variable in self.questions.items()
            ]
        )

    def written(self, condition: Condition) -> Formula:
        """Return a condition as it is written in the pack."""
        match condition:
            case HasNeed(need):
                return self.needs[need]
            case ScaleAtLeast(question, answer):
                return self.questions[question] >= self.rank(question, answer)
            case ContextIs(question, answers):
                variable = self.questions[question]
                return z3.Or([variable == self.rank(question, one) for one in sorted(answers)])
            case All(parts):
                return z3.And([self.written(part) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.written(part) for part in parts])
            case AtLeast(k, parts):
                return _some(k, [self.written(part) for part in parts])

    def rank(self, question: str, answer: str) -> int:
        """Return the number that stands for an answer."""
        return self.pack.question_by_id[question].rank(answer)

    # --- What the engine compiled -------------------------------------------------------------

    def compiled(self, rule: Alternatives, book: Codebook) -> Formula:
        """Return a rule as the engine evaluates it: masks of bits, given their meaning back."""
        return z3.Or([self._clause(clause, book) for clause in rule])

    def _clause(self, clause: Clause, book: Codebook) -> Formula:
        bits = [self._bit(bit, book) for bit in bits_of(clause.mask)]
        return z3.And([*bits, *(self._node(node, book) for node in clause.nodes)])

    def _node(self, node: Any, book: Codebook) -> Formula:
        if isinstance(node, Count):
            return _some(node.k, [self._bit(bit, book) for bit in bits_of(node.mask)])
        return _some(node.k, [self.compiled(part, book) for part in node.parts])

    def _bit(self, bit: int, book: Codebook) -> Formula:
        """Return what one bit says: a need, "at least this answer", or "not that answer"."""
        owner = book.owner[bit]
        if owner in self.needs:
            return self.needs[owner]
        lowest = book.question_bits[owner] & -book.question_bits[owner]
        place = bit.bit_length() - lowest.bit_length()
        variable = self.questions[owner]
        return variable >= place + 1 if book.kind[owner] == "scale" else variable != place


def _some(k: int, parts: Iterable[Formula]) -> Formula:
    return z3.AtLeast(*parts, k)
