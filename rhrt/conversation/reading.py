"""A text read: its words, each with what is known of it. Phrases are read the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.language import english
from rhrt.conversation.negation import mark_negation
from rhrt.conversation.people import mark_people
from rhrt.conversation.telling import mark_telling
from rhrt.conversation.words import Word, words_of

if TYPE_CHECKING:
    from rhrt.conversation.spelling import Spelling


def read(text: str, spelling: Spelling | None = None) -> list[Word]:
    """Return the words of a text with their kind, persons, "no"s, history and supposition.

    Args:
        spelling: The words that misspelt ones may be meant for; None takes all as they are.
    """
    words = words_of(text, spelling)
    _mark_kinds(words)
    mark_people(words)
    mark_negation(words)
    mark_telling(words)
    return words


def _mark_kinds(words: list[Word]) -> None:
    language = english()
    stop, light = language.kinds["stop"], language.kinds["light"]
    light_families = language.light
    for word in words:
        word.family = language.family(word.text)
        letter = len(word.text) == 1 and not word.text.isdigit()
        if word.text in stop or word.text in language.kinds["past"] or letter:
            word.kind = "stop"
        elif word.text in light or word.family in light_families or word.text.isdigit():
            word.kind = "light"
