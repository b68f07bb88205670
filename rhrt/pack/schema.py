"""What each file of a pack may hold: one pydantic type for each kind of file and entry.

Only the shape of an entry is told here; what depends on other entries is in ``rhrt.pack.references``
and ``rhrt.pack.checks``. Keys have the names of ``docs/rules.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rhrt.pack.fields import (
    Code,
    Date,
    Days,
    Email,
    Id,
    LevelNumber,
    OptionalDate,
    OptionalId,
    OptionalSlug,
    Phone,
    Phrase,
    Slug,
    Text,
    Time,
    Version,
    Web,
    When,
    Words,
    YesNo,
)
from rhrt.pack.model import Status, Sub, Subject

Some = Field(min_length=1)


class Entry(BaseModel):
    """What all entries share: no unknown keys, nothing converted in silence, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceEntry(Entry):
    """Where an entry comes from."""

    document: Id
    where: Text
    status: Status


class DocumentEntry(Entry):
    """A document the pack cites."""

    id: Id
    title: Text
    publisher: Text
    url: Web = ""
    read_on: Date
    status: Status


class StepEntry(Entry):
    """One thing to do."""

    do: Text
    who: Words = ""
    how: Words = ""
    by: Words = ""
    why: Words = ""
    contact: OptionalId = ""


class AnswerEntry(Entry):
    """One answer of a question, or one choice of a field."""

    id: Id
    label: Text
    hint: Words = ""
    phrases: list[Phrase] = []


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

    context: list[QuestionEntry] = []
    scales: list[QuestionEntry] = []


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
    opens: list[Id] = []
    relabel: RelabelEntry = RelabelEntry()
    applies_to: list[Id] = []
    codes: dict[Id, Code] = {}
    phrases: list[Phrase] = []


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


class HoursEntry(Entry):
    """When a contact can be reached."""

    days: Days
    opens: Time
    closes: Time


class ContactEntry(Entry):
    """Somebody to ring, write to or look up."""

    id: Id
    name: Text
    phone: Phone = ""
    email: Email = ""
    url: Web = ""
    hours: list[HoursEntry] = []
    closed_on_bank_holidays: YesNo = False
    out_of_hours: OptionalId = ""
    note: Words = ""
    verified_on: OptionalDate = ""
    source: SourceEntry


class ContactsFile(Entry):
    """``contacts.yaml``."""

    contacts: Annotated[list[ContactEntry], Some]


class PathwayEntry(Entry):
    """What happens at a level, or beside it."""

    id: Slug
    title: Text
    level: LevelNumber | None = None
    sub: Sub | None = None
    when: When = None
    first: YesNo = False
    summary: Text
    steps: Annotated[list[StepEntry], Some]
    tools: list[Text] = []
    agreement: Words = ""
    if_refused: Words = ""
    source: SourceEntry


class PathwaysFile(Entry):
    """``pathways.yaml``."""

    pathways: Annotated[list[PathwayEntry], Some]


class FieldEntry(Entry):
    """One field of the referral form."""

    id: Id
    label: Text
    hint: Words = ""
    kind: Literal["text", "long_text", "date", "choice", "choices", "yes_no", "phone", "email"]
    choices: list[AnswerEntry] = []
    prefill: Words = ""
    required_when: When = None
    min_level: LevelNumber = 1
    personal: YesNo


class SectionEntry(Entry):
    """One page of the referral form."""

    id: Id
    title: Text
    hint: Words = ""
    repeats: YesNo = False
    source: SourceEntry
    fields: Annotated[list[FieldEntry], Some]  # type: ignore[assignment]  # pydantic's old BaseModel.fields, gone in 3; ours is the word of the format


class EmarfFile(Entry):
    """``emarf.yaml``."""

    sections: list[SectionEntry]


class InvariantEntry(Entry):
    """What must hold for all combinations."""

    id: Slug
    says: Text
    when: When
    level: LevelNumber
    sub: Sub | None = None
    source: SourceEntry


class InvariantsFile(Entry):
    """``invariants.yaml``."""

    invariants: list[InvariantEntry]


class ExpectEntry(Entry):
    """What the rules must say of a case."""

    level: LevelNumber
    sub: Sub | None = None
    rules: list[Text] = []


class CaseEntry(Entry):
    """A vignette."""

    id: Slug
    title: Text
    text: Text
    agency: Id
    context: dict[str, str] = {}
    needs: list[Id] = []
    answers: dict[str, str] = {}
    expect: ExpectEntry
    reasoning: Text
    other_reader: Words = ""
    pair: OptionalSlug = ""


class CasesFile(Entry):
    """``cases/*.yaml``."""

    cases: list[CaseEntry]


FILE_TYPES: dict[str, type[Entry]] = {
    "pack": PackFile,
    "questions": QuestionsFile,
    "needs": NeedsFile,
    "rules": RulesFile,
    "pathways": PathwaysFile,
    "contacts": ContactsFile,
    "emarf": EmarfFile,
    "invariants": InvariantsFile,
    "cases": CasesFile,
}
