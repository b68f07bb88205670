"""Words that look as if they named a person: what was found, and the same words without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.heard import Personal

TAKEN_OUT = "[…]"
KINDS = {
    "name": "a name",
    "nhs_number": "an NHS number",
    "phone": "a telephone number",
    "postcode": "a postcode",
    "email": "an email address",
    "address": "an address",
    "date_of_birth": "a date of birth",
}


def taken_out(words: str, spans: Sequence[Personal]) -> str:
    """Return the words with a mark in place of each personal stretch.

    The mark holds no word, so that nothing is heard in it ("postcode" is a word of gangs).
    """
    return "".join(TAKEN_OUT if span else text for text, span in pieces(words, spans))


def pieces(words: str, spans: Sequence[Personal]) -> Iterator[tuple[str, Personal | None]]:
    """Yield the words in order, each stretch with the span it belongs to (None for ordinary)."""
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < at:
            continue
        yield words[at : span.start], None
        yield words[span.start : span.end], span
        at = span.end
    yield words[at:], None


def looks_like(spans: Sequence[Personal]) -> str:
    """Return what was found, in words: "a name and a postcode"."""
    found = list(dict.fromkeys(in_words(span.kind) for span in spans))
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1])))


def in_words(kind: str) -> str:
    """Return what a kind of personal detail is called."""
    return KINDS.get(kind, "a personal detail")
