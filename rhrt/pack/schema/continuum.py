"""The continuum itself: levels, questions, needs and rules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rhrt.pack.fields import (
    Code,
    Date,
    Id,
    LevelNumber,
    OptionalId,
    Phrase,
    Slug,
    Text,
    Version,
    When,
    Words,
    YesNo,
)
from rhrt.pack.model import Sub, Subject
from rhrt.pack.schema.base import AnswerEntry, DocumentEntry, Entry, Some, SourceEntry, StepEntry


class LevelEntry(Entry):
    """One level of the continuum."""

    number: LevelNumber
    name: Text
    summary: Text
    who: Text
    assessment: Text
    come_back_if: Text
    source: SourceEntry


class PackFile(Entry):
    """``pack.yaml``."""

    id: Slug
    title: Text
    partnership: Text
    area: Text
    version: Version
    status: Literal["draft", "confirmed"]
    effective_from: Date
    review_by: Date
    emergency: Id
    consult: Id
    domain_order: Annotated[list[Id], Some]
    levels: Annotated[list[LevelEntry], Some]
    documents: Annotated[list[DocumentEntry], Some]
    disagree: list[StepEntry]
    judgement_reasons: Annotated[list[AnswerEntry], Some]


class QuestionEntry(Entry):
    """A context question or a scale."""

    id: Id
    topic: Id
    ask: Text
    hint: Words = ""
    why: Text
    assume: Id
    always: YesNo = False
    danger: YesNo = False
    dont_know: YesNo = True
    source: SourceEntry
    answers: Annotated[list[AnswerEntry], Field(min_length=2)]


class QuestionsFile(Entry):
    """``questions.yaml``."""

    context: list[QuestionEntry] = Field(default_factory=list)
    scales: list[QuestionEntry] = Field(default_factory=list)


class DomainEntry(Entry):
    """A kind of need."""

    id: Id
    name: Text
    hint: Words = ""


class RelabelEntry(Entry):
    """What a need is called when said of somebody else, or of the past."""

    sibling: OptionalId = ""
    parent: OptionalId = ""
    past: OptionalId = ""


class NeedEntry(Entry):
    """One kind of worry, or a strength."""

    id: Id
    label: Text
    hint: Words = ""
    subject: Subject
    level: LevelNumber
    sub: Sub | None = None
    strength: YesNo = False
    because: Words = ""
    source: SourceEntry
    theme: OptionalId = ""
    opens: list[Id] = Field(default_factory=list)
    relabel: RelabelEntry = RelabelEntry()
    applies_to: list[Id] = Field(default_factory=list)
    codes: dict[Id, Code] = Field(default_factory=dict)
    phrases: list[Phrase] = Field(default_factory=list)


class NeedsFile(Entry):
    """``needs/<domain>.yaml``."""

    domain: DomainEntry
    needs: list[NeedEntry]


class RuleEntry(Entry):
    """When the condition holds, at least this level."""

    id: Slug
    level: LevelNumber
    sub: Sub | None = None
    when: When
    because: Text
    source: SourceEntry


class RulesFile(Entry):
    """``rules/<domain>.yaml``."""

    rules: list[RuleEntry]
