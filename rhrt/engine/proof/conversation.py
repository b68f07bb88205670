"""The longest possible conversation: how many questions somebody can be asked at most.

What is asked is what can still change the level (or, once Level 4 is certain, the sub-result) and
has not been asked. An answer never opens a question that was closed: a question matters if some
answers to all the others make it matter, and every answer given leaves fewer of those. So nobody
is asked more than what is open at the start: that is the bound. It is exact when a conversation
reaches it; somebody who says "I do not know" wherever that is offered closes nothing and mostly
does. Where it is not reached, all answers are searched for the longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from rhrt.engine.engine import Engine
from rhrt.engine.facts import Facts
from rhrt.engine.live import outlook, remainders
from rhrt.engine.proof.report import DomainLongest, Longest
from rhrt.engine.ranks import STATUTORY, level_of
from rhrt.pack.model import Question

MOST_LOOKED_AT = 400
"""How many states of one conversation are looked at before the bound has to do."""


def longest_conversations(engine: Engine) -> Iterator[DomainLongest]:
    """Yield the longest conversation of each domain with one of its needs, and with two."""
    for domain in engine.pack.domains:
        own = [need.id for need in engine.pack.needs if need.domain == domain.id]
        own = [need for need in own if not engine.pack.need_by_id[need].strength]
        one = longest(((need,) for need in own), engine)
        if one:
            yield DomainLongest(domain.id, one, longest(combinations(own, 2), engine))


def longest(choices: Iterable[tuple[str, ...]], engine: Engine) -> Longest | None:
    """Return the longest conversation over several choices of needs; None if there is no choice.

    Only a choice whose bound is above the longest found so far is searched.
    """
    bounds = sorted(((_bound(needs, engine), needs) for needs in choices), reverse=True)
    best: Longest | None = None
    for bound, needs in bounds:
        if best and bound <= best.questions:
            break
        found = _searched(needs, bound, engine)
        if best is None or found.questions > best.questions:
            best = found
    return best


def _searched(needs: tuple[str, ...], bound: int, engine: Engine) -> Longest:
    search = Search(needs, bound, engine)
    found = search.longest_from(Talk())
    return (
        Longest(needs, found, exact=True) if search.complete else Longest(needs, bound, exact=False)
    )


def _bound(needs: tuple[str, ...], engine: Engine) -> int:
    return len(Outstanding(needs, Talk(), engine).could_be_asked)


class Talk(NamedTuple):
    """What was asked so far, in order, and what was answered; the rest was not known."""

    asked: tuple[str, ...] = ()
    answers: Mapping[str, str] = {}
    context: Mapping[str, str] = {}

    def and_then(self, question: Question, answer: str | None) -> Talk:
        """Return the talk with one question more; None for "I do not know"."""
        asked = (*self.asked, question.id)
        if answer is None:
            return self._replace(asked=asked)
        if question.kind == "scale":
            return self._replace(asked=asked, answers={**self.answers, question.id: answer})
        return self._replace(asked=asked, context={**self.context, question.id: answer})


class Outstanding:
    """What can still be asked in a talk.

    Args:
        needs: The needs present.
    """

    def __init__(self, needs: tuple[str, ...], talk: Talk, engine: Engine) -> None:
        self._facts = Facts(frozenset(needs), talk.answers, talk.context)
        self._talk, self._engine = talk, engine
        compiled = engine.compiled
        case = compiled.book.read(self._facts)
        self._seen = outlook(remainders(compiled, case, dict(compiled.faults)), compiled.book)
        self._always = [q.id for q in engine.pack.questions if q.always and q.id not in talk.asked]

    @property
    def could_be_asked(self) -> frozenset[str]:
        """Every question that any answers could still lead to."""
        return self._unasked(self._seen.open | self._seen.open_sub | set(self._always))

    @property
    def next(self) -> str | None:
        """The question asked now: danger first, then the level, then the sub-result."""
        if self._always:
            return self._always[0]
        deciding = self._unasked(self._seen.open)
        if not deciding and level_of(self._seen.low) == STATUTORY:
            deciding = self._unasked(self._seen.open_sub)
        return self._first_of(deciding) if deciding else None

    def _first_of(self, questions: frozenset[str]) -> str:
        """Return the one the engine asks first, without ordering what is the only one."""
        if len(questions) == 1:
            return next(iter(questions))
        found = self._engine.suggest(self._facts, recent=self._talk.asked, near=0)
        return next(q for q in (*found.open, *found.open_sub) if q in questions)

    def _unasked(self, questions: Iterable[str]) -> frozenset[str]:
        return frozenset(questions) - set(self._talk.asked)


class Search:
    """A search through all answers for the longest talk.

    Args:
        bound: The search ends when a talk of this length is found: there is no longer one.
    """

    def __init__(self, needs: tuple[str, ...], bound: int, engine: Engine) -> None:
        self._needs, self._bound, self._engine = needs, bound, engine
        self._best = 0
        self._looked_at = 0

    @property
    def complete(self) -> bool:
        """Whether the search came to an end by itself."""
        return self._best == self._bound or self._looked_at <= MOST_LOOKED_AT

    def longest_from(self, talk: Talk) -> int:
        """Return the length of the longest talk that goes on from this one."""
        self._looked_at += 1
        left = Outstanding(self._needs, talk, self._engine)
        could_become = len(talk.asked) + len(left.could_be_asked)
        asked = left.next if could_become > self._best else None
        self._best = max(self._best, len(talk.asked) + (asked is not None))
        if asked and self._looked_at <= MOST_LOOKED_AT:
            question = self._engine.pack.question_by_id[asked]
            for answer in _answers(question):
                if self._best < self._bound:
                    self.longest_from(talk.and_then(question, answer))
        return self._best


def _answers(question: Question) -> Iterator[str | None]:
    """Yield what can be said to a question, what closes least first.

    The worst answer to what everybody is asked (somebody is in danger now) ends the talk.
    """
    if question.dont_know:
        yield None
    answers = question.answers[:-1] if question.always else question.answers
    yield from (answer.id for answer in answers)
