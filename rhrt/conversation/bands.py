"""Which answer of the pack an age or a length of time falls into.

The pack says so in its own phrases: "5-9 years" among the phrases of an answer makes it the answer
for those ages, "3 weeks" makes it the answer from three weeks on. No question is known here by
name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rhrt.conversation.ages import UNBORN, ages
from rhrt.conversation.durations import durations
from rhrt.conversation.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rhrt.conversation.ages import Age
    from rhrt.pack.model import Answer, Pack, Question

_RANGE = re.compile(r"(\d{1,2})\s?(?:-|\u2013|to|or|and)\s?(\d{1,2})(?:\s?(month|week|year)s?)?")
_UNDER = re.compile(r"\bunder (one|\d{1,2})\b")
_UNBORN = re.compile(r"\b(unborn|not born)\b")
_MONTHS = {"month": 1.0, "week": 7 / 30.5, "year": 12.0, "": 12.0}
_ANY_DAY = date(2024, 1, 1)
"""Only phrases that do not hang on the calendar become thresholds, so any day will do."""

_AT_LEAST = 2
"""A question is about age, or time, when at least this many of its answers say so."""


@dataclass(frozen=True, slots=True)
class AgeBands:
    """The question about age: its answers with their months (from, below), and school years."""

    question: str
    bands: tuple[tuple[str, float, float], ...]
    school_years: Mapping[int, str]

    def answer_for(self, age: Age) -> str | None:
        """Return the answer an age falls into, or None when it falls into none."""
        if age.school_year in self.school_years:
            return self.school_years[age.school_year]
        for answer, low, high in self.bands:
            if low <= age.months < high:
                return answer
        return None


@dataclass(frozen=True, slots=True)
class TimeBands:
    """A question about length of time: its answers with the days from which each holds."""

    question: str
    starts: tuple[tuple[str, float], ...]

    def answer_for(self, days: float) -> str:
        """Return the last answer whose threshold has been passed; the first below all of them."""
        passed = [answer for answer, start in self.starts if days >= start]
        return passed[-1] if passed else self.starts[0][0]


def age_bands(pack: Pack) -> AgeBands | None:
    """Return the pack's question about age, if it has one."""
    for question in pack.questions:
        if question.kind == "context":
            found = [
                (answer.id, *band) for answer in question.answers if (band := _age_band(answer))
            ]
            if len(found) >= _AT_LEAST:
                return AgeBands(question.id, tuple(found), dict(_school_years(question)))
    return None


def time_bands(pack: Pack) -> tuple[TimeBands, ...]:
    """Return the pack's questions about how long something has lasted."""
    found = []
    for question in pack.questions:
        starts = tuple(
            (answer.id, start)
            for answer in question.answers
            if (start := _threshold(answer)) is not None
        )
        if question.kind == "scale" and len(starts) >= _AT_LEAST:
            found.append(TimeBands(question.id, starts))
    return tuple(found)


def _age_band(answer: Answer) -> tuple[float, float] | None:
    spoken = [phrase.lower() for phrase in (*answer.phrases, answer.label)]
    if any(_UNBORN.search(phrase) for phrase in spoken):
        return UNBORN, 0.0
    for phrase in spoken:
        match = _RANGE.search(phrase)
        if match:
            unit = _MONTHS[match.group(3) or ""]
            return int(match.group(1)) * unit, (int(match.group(2)) + 1) * unit
    match = _UNDER.search(answer.label.lower())
    if match:
        return 0.0, 12.0 * (1 if match.group(1) == "one" else int(match.group(1)))
    return None


def _school_years(question: Question) -> Iterator[tuple[int, str]]:
    for answer in question.answers:
        for phrase in answer.phrases:
            for age in ages(read(phrase), phrase, _ANY_DAY):
                if age.school_year:
                    yield age.school_year, answer.id


def _threshold(answer: Answer) -> float | None:
    days = [
        duration.days
        for phrase in answer.phrases
        if phrase[:1].isdigit() or phrase.startswith("for ")
        for duration in durations(read(_as_span(phrase)), _ANY_DAY)
        if not duration.calendar
    ]
    return min(days, default=None)


def _as_span(phrase: str) -> str:
    return phrase if phrase.startswith("for ") else f"for {phrase}"
