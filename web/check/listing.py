"""The list to pick from: every need under its domain, those of other ages apart and marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rhrt.conversation.state import facts
from rhrt.conversation.turns import Conversation
from rhrt.pack.model import Domain, Need, Pack
from rhrt.pack.references import AGE


@dataclass(frozen=True, slots=True)
class Listed:
    """One domain of the list.

    Args:
        other_ages: Its needs that are usually about children of other ages than this child.
    """

    domain: Domain
    needs: tuple[Need, ...]
    other_ages: tuple[Need, ...]


def by_domain(rules: Pack, marks: Mapping[str, str]) -> list[Listed]:
    """Return every need under its domain, in the partnership's order.

    Args:
        marks: What ``age_marks`` returns.
    """
    return [listed for domain in rules.domains if (listed := _listed(domain, rules, marks))]


def _listed(domain: Domain, rules: Pack, marks: Mapping[str, str]) -> Listed | None:
    needs = [need for need in rules.needs if need.domain == domain.id]
    fitting = tuple(need for need in needs if need.id not in marks)
    others = tuple(need for need in needs if need.id in marks)
    return Listed(domain, fitting, others) if needs else None


def age_marks(conversation: Conversation, rules: Pack) -> dict[str, str]:
    """Return the needs that are usually about other ages than this child's, with those ages.

    Nothing is marked while the age is not known. A mark hides nothing: a person may know better.
    """
    age = facts(conversation, rules).context.get(AGE)
    if age is None:
        return {}
    odd = [need for need in rules.needs if need.applies_to and age not in need.applies_to]
    return {need.id: f"Usually about: {_ages(need, rules)}" for need in odd}


def _ages(need: Need, rules: Pack) -> str:
    answers = rules.question_by_id[AGE].answers
    labels = [answer.label for answer in answers if answer.id in need.applies_to]
    return ", ".join([labels[0], *(f"{label[:1].lower()}{label[1:]}" for label in labels[1:])])
