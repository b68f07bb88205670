"""What a message in somebody's own words says, in the terms of a rule pack.

Explainable at every step: a need is heard because words of the message are words of one of its phrases,
and those words are shown back. Nothing heard is acted on before its reader confirms it.
"""

from __future__ import annotations

import weakref
from datetime import date
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from rhrt.conversation.answers import Answers
from rhrt.conversation.heard import Heard, HeardAnswer, HeardNeed, Personal
from rhrt.conversation.index import Index, build_index
from rhrt.conversation.matching import matches
from rhrt.conversation.needs import Needs
from rhrt.conversation.personal import personal
from rhrt.conversation.reading import read

if TYPE_CHECKING:
    from rhrt.pack.model import Pack

__all__ = ["Heard", "HeardAnswer", "HeardNeed", "Personal", "index_of", "understand"]

LONGEST_MESSAGE = 20_000
"""Letters read of one message. A case note of ten pages fits; what is beyond is said not to be read."""

_indices: dict[int, tuple[weakref.ref[Pack], Index]] = {}
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
    """Return the index of a pack's phrases, built once and let go together with the pack."""
    with _building:
        known = _indices.get(id(pack))
        if known is not None and known[0]() is pack:
            return known[1]
        index = build_index(pack)
        key = id(pack)
        _indices[key] = (weakref.ref(pack, lambda _: _indices.pop(key, None)), index)
        return index
