"""A small pack to listen with: sixty needs in people's own words, and the questions they open.

``needs.txt`` has one line a need: ``id | subject | level | phrases, separated by commas``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rhrt.conversation.understand import Heard, understand
from rhrt.pack.model import Answer, Need, Pack, Question
from tests import packs

TODAY = date(2026, 11, 22)

NEEDS = (Path(__file__).parent / "needs.txt").read_text(encoding="utf-8")

RELABELLED = {
    "self_harm": (("sibling", "sibling_worry"),),
    "hit_by_adult": (("parent", "parent_was_harmed"), ("past", "harmed_before")),
    "domestic_abuse": (("past", "past_abuse"),),
    "parent_drinking": (("past", "past_drinking"),),
}


def _need(line: str) -> Need:
    id_, subject, level, phrases = (part.strip() for part in line.split("|"))
    return packs.need(
        id_,
        int(level),
        subject=subject,
        phrases=tuple(phrase.strip() for phrase in phrases.split(",")),
        relabel=RELABELLED.get(id_, ()),
        strength=id_ == "going_well",
    )


def _answers(lines: str) -> tuple[Answer, ...]:
    found = []
    for line in lines.strip().splitlines():
        id_, label, phrases = (part.strip() for part in line.split("|"))
        found.append(Answer(id_, label, "", tuple(p.strip() for p in phrases.split(",") if p)))
    return tuple(found)


def _question(kind: str, id_: str, lines: str) -> Question:
    make = packs.context if kind == "context" else packs.scale
    return make(id_, "a", "b", answers=_answers(lines))


QUESTIONS = (
    _question(
        "context",
        "age",
        """unborn   | Not born yet | unborn, pregnant with
           baby     | Under 1      | 0-11 months, baby, newborn
           small    | 1 to 4       | 1-4 years, toddler
           primary  | 5 to 11      | 5-11 years, primary school
           teen     | 12 to 17     | 12-17 years, teenager
           adult    | 18 to 25     | 18-25 years""",
    ),
    _question(
        "scale",
        "how_long",
        """once   | Once           | just once, one off, 1 day, 2 days
           weeks  | For some weeks | 2 weeks, for weeks, recently
           months | For months     | 2 months, for months, persistent, chronic""",
    ),
    _question(
        "scale",
        "effect",
        """none    | None seen | no effect on him, seems fine in herself
           some    | Some      | affecting him, quieter than usual
           serious | Serious   | significant impact, terrified, severely affected""",
    ),
    _question(
        "scale",
        "family_response",
        """working  | Working with us | mum accepts help, working with us
           unsure   | Not sure        | not asked yet
           refusing | Refusing        | refuses help, mum wont engage, not engaging""",
    ),
)


def hearing_pack() -> Pack:
    return packs.pack_of(map(_need, NEEDS.strip().splitlines()), QUESTIONS)


PACK = hearing_pack()


def hear(text: str) -> Heard:
    return understand(text, PACK, TODAY)


def present(text: str) -> set[str]:
    """The needs that would be ticked."""
    return {need.id for need in hear(text).present}


def denied(text: str) -> set[str]:
    return {need.id for need in hear(text).needs if need.negated}


def told(text: str) -> dict[str, str]:
    """Answers and context by question."""
    heard = hear(text)
    return {id_: said.answer for id_, said in (*heard.answers.items(), *heard.context.items())}
