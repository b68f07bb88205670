"""How the pages of a check put what they are given into words and choices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rhrt.conversation.confirm import OfferedAnswer, OfferedNeed
from rhrt.conversation.exchange import still_open
from rhrt.pack import model
from rhrt.referral.route import RouteStep
from web.check import bp
from web.formatting import date_time

Choices = list[tuple[str, str, str]]
STATUSES = {
    "neighbour": "from a neighbouring partnership",
    "national": "national guidance",
    "to_confirm": "to be confirmed",
    "confirmed": "confirmed",
}
LEVELS = (4, 3, 2, 1)


@bp.app_template_filter()
def answer_choices(answers: Iterable[model.Answer]) -> Choices:
    """Return a question's answers as radios."""
    return [(answer.id, answer.label, answer.hint) for answer in answers]


@bp.app_template_filter()
def need_choices(needs: Iterable[model.Need]) -> Choices:
    """Return needs as checkboxes."""
    return [(need.id, need.label, need.hint) for need in needs]


@bp.app_template_filter()
def offered_choices(needs: Iterable[OfferedNeed]) -> Choices:
    """Return needs that were heard, each with the words it was heard in."""
    return [(need.id, need.label, _heard(need.heard, need.note)) for need in needs]


@bp.app_template_filter()
def denied_choices(needs: Iterable[OfferedNeed]) -> Choices:
    """Return needs that were said not to be so, each with the words that say it."""
    return [(need.id, need.label, _denied(need.heard)) for need in needs]


def _denied(words: str) -> str:
    return f"you said “{words}”" if words else "you took this out"


@bp.app_template_filter()
def heard_choices(answers: Iterable[OfferedAnswer]) -> Choices:
    """Return answers that were heard, each with the words it was heard in."""
    return [(said.question, f"{said.asked} {said.label}", _heard(said.heard)) for said in answers]


def _heard(words: str, note: str = "") -> str:
    heard = f"heard “{words}”" if words else "you chose this"
    return f"{heard}. {note[:1].upper()}{note[1:]}" if note else heard


bp.app_template_filter()(still_open)


@bp.app_template_filter()
def judgement_choices(suggested: int) -> list[tuple[str, str]]:
    """Return the levels as judgements of the one suggested: agreeing first, then all others."""
    ordered = sorted(LEVELS, key=lambda level: (level != suggested, -level))
    return [(str(level), _judged(level, suggested)) for level in ordered]


def _judged(level: int, suggested: int) -> str:
    if level == suggested:
        return f"I agree with Level {level}"
    return f"I think it is {'higher' if level > suggested else 'lower'}: Level {level}"


@bp.app_template_filter()
def reason_choices(reasons: Iterable[model.Answer]) -> list[tuple[str, str]]:
    """Return the reasons why a judgement differs, nothing chosen first."""
    return [("", "Choose a reason"), *((reason.id, reason.label) for reason in reasons)]


@bp.app_template_filter()
def reason_label(reasons: Iterable[model.Answer], code: str) -> str:
    """Return the words of a reason's code."""
    return next((reason.label for reason in reasons if reason.id == code), "")


@bp.app_template_filter()
def status_in_words(status: model.Status) -> str:
    """Return how far a source can be trusted."""
    return STATUSES[status]


@bp.app_template_filter()
def full_stop(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


@bp.app_template_filter()
def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence."""
    return _lower(text)


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


@bp.app_template_filter()
def sealed_at(at: str) -> str:
    """Return the moment of a receipt in words."""
    return date_time(datetime.fromisoformat(at))


@bp.app_template_filter()
def with_first_mentions(steps: Iterable[RouteStep]) -> list[tuple[RouteStep, bool]]:
    """Return steps, each with whether its contact is named for the first time: once is enough."""
    seen: set[str] = set()
    found = []
    for step in steps:
        name = step.contact.contact.id if step.contact else ""
        found.append((step, bool(name) and name not in seen))
        seen.add(name)
    return found
