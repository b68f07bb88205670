"""How dates, times, telephone numbers and addresses are written in pages, in one place."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from flask import Flask

from rhrt.referral.hours import LONDON, clock, hours_in_words
from web.services import pack

UNPRINTABLE = frozenset({"Cc", "Cs"})


def date(moment: datetime) -> str:
    """Return the day, such as "22 November 2026"."""
    here = moment.astimezone(LONDON)
    return f"{here.day} {here:%B %Y}"


def date_time(moment: datetime) -> str:
    """Return day and time, such as "22 November 2026 at 10am"."""
    return f"{date(moment)} at {clock(moment.astimezone(LONDON))}"


def short_date_time(moment: datetime) -> str:
    """Return day and time for a table, such as "22 Nov 2026, 10am"."""
    here = moment.astimezone(LONDON)
    return f"{here.day} {here:%b %Y}, {clock(here)}"


def dialled(phone: str) -> str:
    """Return a telephone number as a link dials it.

    >>> dialled("0300 555 2922")
    '03005552922'
    """
    return re.sub(r"[^\d+]", "", phone)


def bare_address(url: str) -> str:
    """Return a web address as people read it out.

    >>> bare_address("https://www.example.org/help/")
    'www.example.org/help'
    """
    return re.sub(r"^https?://", "", url).rstrip("/")


def first_capital(text: str) -> str:
    """Return a phrase as it begins a sentence.

    >>> first_capital("closed now, opens Monday 8:45am")
    'Closed now, opens Monday 8:45am'
    """
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    """Return what somebody sent, without the control characters that no page may contain.

    >>> printable("two words" + chr(0))
    'two words'
    """
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in UNPRINTABLE)


def answer_label(answer: str, question: str) -> str:
    """Return what an answer is called by the rules in use, or its code if they do not know it."""
    known = pack().question_by_id.get(question)
    return (
        next((one.label for one in known.answers if one.id == answer), answer) if known else answer
    )


def sub_label(sub: str | None) -> str:
    """Return what kind of Level 4 it is, in a few words.

    >>> sub_label("child_protection")
    'child protection'
    """
    return (sub or "").replace("_", " ")


def init_app(app: Flask) -> None:
    """Give templates these as filters."""
    for words in (
        answer_label,
        date,
        date_time,
        dialled,
        bare_address,
        first_capital,
        hours_in_words,
        short_date_time,
        sub_label,
    ):
        app.jinja_env.filters[words.__name__] = words
