"""The answer as the result page, the print and the PDF show it: all worked out, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rhrt.conversation.exchange import Pair, exchange
from rhrt.conversation.state import (
    facts,
    is_danger,
    judgement,
    needs_said,
    not_known,
    own_level,
)
from rhrt.conversation.turns import Conversation, Judgement
from rhrt.engine import Engine, Facts, NearMiss, Suggestion
from rhrt.pack.model import Level, Need, Pack, Question, Source
from rhrt.referral.facts import fact_in_words, missing_in_words, said_otherwise
from rhrt.referral.route import Route, route
from rhrt.referral.words import nearest, plain_words, source_in_words
from rhrt.values import replace

MOST_NEAR = 4
SUBS = {
    "child_in_need": "This points to a child in need (section 17 of the Children Act 1989).",
    "child_protection": "This points to child protection (section 47 of the Children Act 1989).",
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: what was said, what that means, and where it is written."""

    rule: str
    because: str
    said: tuple[str, ...]
    source: Source
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question nobody could answer, what was assumed, and what it could mean at worst."""

    question: Question
    assumed: str
    worst_level: int


@dataclass(frozen=True)
class Answer:
    """Everything there is to say about a conversation, at a moment."""

    pack: Pack
    engine: Engine
    conversation: Conversation
    facts: Facts
    suggestion: Suggestion
    route: Route

    @property
    def level(self) -> Level:
        """The suggested level."""
        return self.pack.level(self.suggestion.level)

    @property
    def is_danger(self) -> bool:
        """Whether a child is in danger now."""
        return is_danger(self.conversation, self.engine)

    @property
    def is_unmatched(self) -> bool:
        """Whether nothing in the guidance speaks to what was said: silence is not safety."""
        return not self.facts.needs and not self.suggestion.fired

    @property
    def is_uncertain(self) -> bool:
        """Whether what is not known could change the level."""
        return self.suggestion.low < self.suggestion.high

    @property
    def sub_in_words(self) -> str:
        """What kind of Level 4 it is, as a sentence, or ""."""
        return SUBS.get(self.suggestion.sub or "", "")

    @cached_property
    def why(self) -> tuple[Why, ...]:
        """The reasons, each with what it rests on and its source."""
        return tuple(
            Why(
                reason.rule.id,
                reason.because,
                tuple(fact_in_words(fact, self.pack) for fact in reason.facts),
                reason.source,
                source_in_words(self.pack, reason.source),
                self.pack.document_by_id[reason.source.document].url,
            )
            for reason in self.suggestion.reasons
        )

    @cached_property
    def near(self) -> tuple[NearMiss, ...]:
        """What would raise the level, nearest first."""
        return nearest(self.suggestion, self.pack)[:MOST_NEAR]

    def would_be(self, near: NearMiss) -> str:
        """Return what is missing for a near miss, in words."""
        return missing_in_words(near, self.pack)

    @cached_property
    def why_not_higher(self) -> tuple[str, ...]:
        """The answers that keep a higher level from being reached, each once."""
        said = (
            words for near in self.near for words in said_otherwise(near, self.facts, self.pack)
        )
        return tuple(dict.fromkeys(said))

    @cached_property
    def unknown(self) -> tuple[Unknown, ...]:
        """What nobody knows yet and could matter."""
        return tuple(self._unknown())

    def _unknown(self) -> Iterator[Unknown]:
        matters = dict(self.suggestion.assumed)
        asked = dict.fromkeys((*matters, *self.suggestion.open))
        for name in asked:
            question = self.pack.question_by_id[name]
            assumed = matters.get(name, question.assume)
            yield Unknown(question, question.answer(assumed).label, self._worst(question))

    def _worst(self, question: Question) -> int:
        """Return the highest level that any answer to a question would give."""
        return max(self.engine.level(self._with(question, a.id)) for a in question.answers)

    def _with(self, question: Question, answer: str) -> Facts:
        if question.kind == "scale":
            return replace(self.facts, answers={**self.facts.answers, question.id: answer})
        return replace(self.facts, context={**self.facts.context, question.id: answer})

    @property
    def unsure(self) -> tuple[Need, ...]:
        """Needs the person was not sure about."""
        said = needs_said(self.conversation).unsure
        return tuple(self.pack.need_by_id[need] for need in said if need in self.pack.need_by_id)

    @property
    def could_not_say(self) -> tuple[Question, ...]:
        """Questions answered with "I do not know" that turned out not to matter."""
        shown = {unknown.question.id for unknown in self.unknown}
        return tuple(
            self.pack.question_by_id[name]
            for name in not_known(self.conversation, self.pack)
            if name not in shown
        )

    @property
    def own_level(self) -> int | None:
        """The level the person chose first."""
        return own_level(self.conversation)

    @property
    def judgement(self) -> Judgement | None:
        """What the person made of the suggestion, if they have said."""
        return judgement(self.conversation)

    @property
    def exchange(self) -> tuple[Pair, ...]:
        """The whole exchange."""
        return exchange(self.conversation, self.pack)

    @cached_property
    def less_serious(self) -> tuple[Need, ...]:
        """The same worries one level down."""
        return self._neighbours(self.suggestion.level - 1)

    @cached_property
    def more_serious(self) -> tuple[Need, ...]:
        """The same worries one level up."""
        return self._neighbours(self.suggestion.level + 1)

    def _neighbours(self, level: int) -> tuple[Need, ...]:
        themes = {self.pack.need_by_id[need].theme for need in self.facts.needs} - {""}
        return tuple(
            need
            for need in self.pack.needs
            if need.level == level
            and need.theme in themes
            and need.id not in self.facts.needs
            and not need.strength
        )

    def in_plain_words(self) -> str:
        """Return the answer as text, to be copied."""
        return plain_words(self.pack, self.suggestion, self.route)


def answer_of(conversation: Conversation, engine: Engine, now: datetime) -> Answer:
    """Return the answer to a conversation at a moment."""
    rules = engine.pack
    known = facts(conversation, rules)
    suggestion = engine.suggest(known, asked=not_known(conversation, rules))
    return Answer(
        rules, engine, conversation, known, suggestion, route(rules, suggestion, known, now)
    )
