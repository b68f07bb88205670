"""Whether a condition of the pack holds for a case, read straight off its tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rhrt.engine.facts import NOTHING
from rhrt.pack.model import All, AnyOf, AtLeast, Condition, ContextIs, HasNeed, ScaleAtLeast
from rhrt.values import Value

if TYPE_CHECKING:
    from rhrt.engine import Facts
    from rhrt.pack.model import Pack


class Case(Value):
    """A case as pathways and the referral form see it.

    Args:
        assumed: The answers taken for questions nobody has answered, chosen on the safe side.
    """

    pack: Pack
    facts: Facts
    assumed: Mapping[str, str] = NOTHING

    def holds(self, condition: Condition) -> bool:
        """Say whether a condition holds for this case."""
        match condition:
            case HasNeed(need):
                return need in self.facts.needs
            case ScaleAtLeast(question, answer):
                return self._at_least(question, answer)
            case ContextIs(question, answers):
                return self._answer(question) in answers
            case All(parts):
                return all(map(self.holds, parts))
            case AnyOf(parts):
                return any(map(self.holds, parts))
            case AtLeast(k, parts):
                return sum(map(self.holds, parts)) >= k

    def _answer(self, question: str) -> str | None:
        known = self.facts.answers.get(question) or self.facts.context.get(question)
        return known or self.assumed.get(question)

    def _at_least(self, question: str, answer: str) -> bool:
        known = self._answer(question)
        scale = self.pack.question_by_id[question]
        return known is not None and scale.rank(known) >= scale.rank(answer)
