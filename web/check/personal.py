"""Words that look as if they named a person: offered back, kindly, before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from rhrt.conversation.discretion import looks_like, pieces, taken_out
from rhrt.conversation.understand import understand
from web.services import pack

if TYPE_CHECKING:
    from web.check.cases import Case

KEEP = "keep"
NOT_SENT_ON = ("csrf_token", "personal")
"""Fields that the page which asks has of its own."""


def asked_about_personal(
    words: str, action: str, case: Case | None = None, field: str = "worry"
) -> str | None:
    """Return the page that offers to take out what looks personal, or None to go on.

    Nothing is kept while it is asked: the words, and what was sent with them, travel in the page.

    Args:
        field: What the words are called in the form they came in.
    """
    if request.form.get("personal") == KEEP:
        return None
    spans = understand(words, pack()).personal
    if not spans:
        return None
    sent_with = {k: v for k, v in request.form.items() if k not in (*NOT_SENT_ON, field)}
    return render_template(
        "check/personal.html",
        action=action,
        case=case,
        back="",
        field=field,
        words=words,
        without=taken_out(words, spans),
        pieces=list(pieces(words, spans)),
        looks_like=looks_like(spans),
        hidden=sent_with,
    )
