"""How the pages of the continuum put entries of the pack into words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup, escape

from rhrt.pack import model
from rhrt.pack.words import Line, beside, condition_in_words, laid_out, number
from rhrt.referral.route import CONFIRMED
from web.continuum import bp
from web.continuum.reading import Reading
from web.continuum.search import marks
from web.services import pack

Choices = list[tuple[str, str]]
STATUSES = {
    "confirmed": ("Confirmed", "green"),
    "neighbour": ("From another area", "blue"),
    "national": ("National", "purple"),
    "to_confirm": ("To be confirmed", "yellow"),
}
"""How far an entry can be trusted, and the colour of its tag, which only helps."""

SUBS = {"child_in_need": "child in need", "child_protection": "child protection"}
SUBJECTS = {
    "sibling": "a brother or sister",
    "parent": "a parent or carer",
    "past": "the past",
}


@bp.app_template_filter()
def trust(status: model.Status) -> tuple[str, str]:
    """Return the words of a status mark and its colour."""
    return STATUSES[status]


@bp.app_template_filter()
def when_in_words(condition: model.Condition) -> str:
    """Return a condition as one sentence."""
    return condition_in_words(condition, pack())


@bp.app_template_filter("beside")
def asked_beside(condition: model.Condition, need: str) -> model.Condition:
    """Return what a condition still asks for once a need is there."""
    return beside(need, condition)


@bp.app_template_filter()
def when_laid_out(condition: model.Condition) -> Line:
    """Return a condition as lines under each other."""
    return laid_out(condition, pack())


@bp.app_template_filter()
def sub_words(sub: model.Sub | None) -> str:
    """Return which kind of Level 4 it is, or ""."""
    return SUBS[sub] if sub else ""


@bp.app_template_filter()
def said_of(subject: str) -> str:
    """Return whom or what a need is called something else of."""
    return SUBJECTS[subject]


@bp.app_template_filter()
def answers_in_words(answers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return question and answer pairs in the words of the pack."""
    asked = ((pack().question_by_id[question], answer) for question, answer in answers)
    return [(question.ask, question.answer(answer).label) for question, answer in asked]


@bp.app_template_filter()
def count_of(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "three needs", "1 rule" is "one rule", none is "no rule"."""
    said = "no" if count == 0 else number(count)
    return f"{said} {one if count <= 1 else many or one + 's'}"


@bp.app_template_filter()
def marked(text: str, words: str) -> Markup:
    """Return a text in which the beginnings of words that were looked for are marked."""
    if not words:
        return escape(text)
    shown, at = Markup(), 0
    for hit in marks(words).finditer(text):
        shown += escape(text[at : hit.start()]) + Markup("<mark>{}</mark>").format(hit[0])
        at = hit.end()
    return shown + escape(text[at:])


@bp.app_template_filter()
def day_in_words(day: str) -> str:
    """Return a day of the pack, such as "1 December 2026"."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B %Y}"


@bp.app_template_filter()
def is_unconfirmed(contact: model.Contact) -> bool:
    """Whether somebody still has to ring a number and see that it is right."""
    return not contact.verified_on and contact.source.status not in CONFIRMED


@bp.app_template_filter()
def level_choices(reading: Reading) -> Choices:
    """Return the levels to choose one from."""
    levels = reading.pack.levels
    return [("", "Any level"), *((str(one.number), f"Level {one.number}") for one in levels)]


@bp.app_template_filter()
def domain_choices(reading: Reading) -> Choices:
    """Return the domains to choose one from."""
    return [("", "Any kind"), *((one.id, one.name) for one in reading.pack.domains)]


@bp.app_template_filter()
def age_choices(reading: Reading) -> Choices:
    """Return the ages to choose one from."""
    ages = reading.ages.answers if reading.ages else ()
    return [("", "Any age"), *((one.id, one.label) for one in ages)]
