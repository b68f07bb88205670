"""Words that look as if they named a person: offered back, kindly, before anything is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask import render_template, request

from rhrt.conversation.heard import Personal
from rhrt.conversation.understand import understand
from web.services import pack

if TYPE_CHECKING:
    from web.check.cases import Case


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


def asked_about_personal(words: str, action: str, case: Case | None = None) -> str | None:
    """Return the page that offers to take out what looks personal, or None to go on.

    Nothing is kept while it is asked: the words travel in the page.
    """
    if request.form.get("personal") == "keep":
        return None
    spans = understand(words, pack()).personal
    if not spans:
        return None
    return render_template(
        "check/personal.html",
        action=action,
        case=case,
        back="",
        words=words,
        without=taken_out(words, spans),
        pieces=list(pieces(words, spans)),
        looks_like=looks_like(spans),
        hidden={k: v for k, v in request.form.items() if k in ("key", "seen")},
    )


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
