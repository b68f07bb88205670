"""The facts of an explanation, in the words of the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rhrt.engine import Fact, Facts, NearMiss
    from rhrt.pack.model import Pack


def fact_in_words(fact: Fact, pack: Pack) -> str:
    """Return a fact that holds: a need's name, or a question with its answer."""
    if fact.kind == "need":
        return pack.need_by_id[fact.id].label
    return f"{pack.question_by_id[fact.id].ask} {_answers(fact, pack)}"


def missing_in_words(near: NearMiss, pack: Pack) -> str:
    """Return the facts that would have to be added for a rule to hold, as one phrase."""
    return " and ".join(missing_fact(fact, pack) for fact in near.missing)


def missing_fact(fact: Fact, pack: Pack) -> str:
    """Return a fact that is missing; of a scale, that answer or a more concerning one would do."""
    if fact.kind == "need":
        return f"“{pack.need_by_id[fact.id].label}”"
    question = pack.question_by_id[fact.id]
    worse = question.kind == "scale" and question.rank(fact.answers[0]) < len(question.answers) - 1
    return f"“{_answers(fact, pack)}”{' or worse' if worse else ''} to “{question.ask}”"


def said_otherwise(near: NearMiss, facts: Facts, pack: Pack) -> tuple[str, ...]:
    """Return the answers given that keep a rule from holding, in the person's terms."""
    return tuple(
        f"You answered “{pack.question_by_id[fact.id].answer(given).label}” "
        f"to “{pack.question_by_id[fact.id].ask}”"
        for fact in near.missing
        if fact.kind != "need"
        and (given := facts.answers.get(fact.id) or facts.context.get(fact.id))
    )


def _answers(fact: Fact, pack: Pack) -> str:
    question = pack.question_by_id[fact.id]
    labels = [answer.label for answer in question.answers if answer.id in fact.answers]
    return " or ".join(labels)
