"""What a message in somebody's own words says, in the terms of a rule pack.

Explainable at every step: a need is heard because words of the message are words of one of its
phrases, and those words are shown back. Nothing heard is acted on before its reader confirms it.
"""

from __future__ import annotations

from datetime import date
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from rhrt.conversation.answers import Answers
from rhrt.conversation.heard import Heard, HeardAnswer, HeardNeed, Personal
from rhrt.conversation.kept import kept_index
from rhrt.conversation.matching import matches
from rhrt.conversation.needs import Needs
from rhrt.conversation.personal import personal
from rhrt.conversation.reading import read

if TYPE_CHECKING:
    from rhrt.conversation.index import Index
    from rhrt.pack.model import Pack

__all__ = ["Heard", "HeardAnswer", "HeardNeed", "Personal", "index_of", "understand"]

LONGEST_MESSAGE = 20_000
"""Letters read of one message. Ten pages fit; that what is beyond is not read is said."""

_KEPT = 4
"""Indices kept ready: of the pack in force, a draft, and those they replace."""

_indices: list[tuple[Pack, Index]] = []
_building = Lock()


def understand(text: str, pack: Pack, today: date | None = None) -> Heard:
    """Return what a message says: needs, answers, context, and what in it looks personal.

    Args:
        text: Any text at all; only its first ``LONGEST_MESSAGE`` letters are read.
        pack: The rules whose phrases are listened for.
        today: The day it was written, for "since Easter"; the present day when left out.
    """
    read_text = text[:LONGEST_MESSAGE]
    today = today or date.today()  # noqa: DTZ011 - the reader's own calendar day is meant
    index = index_of(pack)
    words = read(read_text, index.spelling)
    needs, answers = Needs(pack, index, words, text), Answers(pack, index, words, text)
    for match in matches(words, index):
        target = index.targets[index.patterns[match.pattern].target]
        (needs if target.need else answers).add_match(match)
    answers.add_times(index.times, today)
    answers.add_shares(index.shares)
    if index.age is not None:
        answers.add_ages(index.age, today)
    context = dict(answers.of_kind("context"))
    age = context.get(index.age.question) if index.age is not None else None
    return Heard(
        needs=needs.heard(age.answer if age else None),
        answers=MappingProxyType(dict(answers.of_kind("scale"))),
        context=MappingProxyType(context),
        personal=personal(read_text),
        truncated=len(text) > LONGEST_MESSAGE,
    )


def index_of(pack: Pack) -> Index:
    """Return the index of a pack's phrases, built once for each pack in use."""
    with _building:
        for known, index in _indices:
            if known is pack:
                return index
        _indices.insert(0, (pack, kept_index(pack)))
        del _indices[_KEPT:]
        return _indices[0][1]
