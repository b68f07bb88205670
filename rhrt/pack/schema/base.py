"""What all files of a pack are made of: sources, documents, steps, answers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from rhrt.pack.fields import Date, Id, OptionalId, Phrase, Text, Web, Words
from rhrt.pack.model import Status

Some = Field(min_length=1)


class Entry(BaseModel):
    """What all entries share: no unknown keys, nothing converted unasked, nothing changed later."""

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
    phrases: list[Phrase] = Field(default_factory=list)
