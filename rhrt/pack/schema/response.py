"""What follows from a level: contacts, pathways and the form; and what tests a pack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rhrt.pack.fields import (
    ClosingTime,
    Days,
    Email,
    Id,
    LevelNumber,
    OptionalDate,
    OptionalId,
    OptionalSlug,
    Phone,
    Slug,
    Text,
    Time,
    Web,
    When,
    Words,
    YesNo,
)
from rhrt.pack.model import Sub
from rhrt.pack.schema.base import AnswerEntry, Entry, Some, SourceEntry, StepEntry


class HoursEntry(Entry):
    """When a contact can be reached."""

    days: Days
    opens: Time
    closes: ClosingTime


class ContactEntry(Entry):
    """Somebody to ring, write to or look up."""

    id: Id
    name: Text
    phone: Phone = ""
    email: Email = ""
    url: Web = ""
    hours: list[HoursEntry] = Field(default_factory=list)
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
    tools: list[Text] = Field(default_factory=list)
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
    choices: list[AnswerEntry] = Field(default_factory=list)
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
    fields: Annotated[list[FieldEntry], Some]


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
    rules: list[Text] = Field(default_factory=list)


class CaseEntry(Entry):
    """A vignette."""

    id: Slug
    title: Text
    text: Text
    agency: Id
    context: dict[str, str] = Field(default_factory=dict)
    needs: list[Id] = Field(default_factory=list)
    answers: dict[str, str] = Field(default_factory=dict)
    expect: ExpectEntry
    reasoning: Text
    other_reader: Words = ""
    pair: OptionalSlug = ""


class CasesFile(Entry):
    """``cases/*.yaml``."""

    cases: list[CaseEntry]
