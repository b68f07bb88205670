"""Turns made from what came in from outside: read once here, and trusted everywhere after."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rhrt.conversation.state import is_answer
from rhrt.conversation.turns import NOT_SURE, Judgement, NeedsSaid
from rhrt.errors import RHRTError

if TYPE_CHECKING:
    from rhrt.pack.model import Pack, Question

MOST_WORDS = 10_000
MOST_JUDGEMENT_WORDS = 2_000
UNREADABLE = ("Cc", "Cs")  # controls, and halves of characters
LEVELS = ("1", "2", "3", "4")


class NotAcceptedError(RHRTError):
    """An answer that cannot be taken; its text tells the person what to do."""


def words(raw: str, most: int = MOST_WORDS) -> str:
    """Return what a person typed, as ``readable`` leaves it.

    Raises:
        NotAcceptedError: there is nothing in it, or more than can be kept.
    """
    text = readable(raw).strip()
    if not text:
        raise NotAcceptedError("Tell us in a few words what is worrying you")
    if len(text) > most:
        raise NotAcceptedError(
            f"Your words are {len(text):,} characters long. Shorten them to {most:,} or fewer"
        )
    return text


def readable(raw: str) -> str:
    """Return a text with plain line ends and without controls that nobody can read.

    Everything that can be read (emoji, any script, any direction, marks of HTML) stays.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in UNREADABLE)


def answer(question: Question, raw: str | None) -> str | None:
    """Return the answer id, or None for "I do not know" (``dont_know``).

    Raises:
        NotAcceptedError: nothing was chosen, or it is not one of the answers offered.
    """
    if raw == "dont_know" and question.dont_know:
        return None
    if not raw or not is_answer(question, raw):
        choice = ", or choose “I do not know”" if question.dont_know else ""
        raise NotAcceptedError(f"Choose the answer that is closest{choice}")
    return raw


def needs(
    pack: Pack,
    present: Iterable[str] = (),
    absent: Iterable[str] = (),
    unsure: Iterable[str] = (),
) -> NeedsSaid:
    """Return what is said about needs.

    Raises:
        NotAcceptedError: one of them is not a need of this pack.
    """
    said = NeedsSaid(_once(present), _once(absent), _once(unsure))
    for need in (*said.present, *said.absent, *said.unsure):
        if need not in pack.need_by_id:
            raise NotAcceptedError("Choose from the list of worries")
    return said


def own_level(raw: str | None) -> str:
    """Return ``"1"`` to ``"4"``, or ``not_sure``.

    Raises:
        NotAcceptedError: nothing was chosen.
    """
    if raw not in (*LEVELS, NOT_SURE):
        raise NotAcceptedError("Choose the level you would have chosen, or “I am not sure”")
    return raw


def judgement(pack: Pack, suggested: int, level: str | None, reason: str, why: str) -> Judgement:
    """Return the practitioner's judgement.

    A reason is asked for whenever it differs, and insisted on only for a lower level: nothing
    may stand between a child and more help.

    Raises:
        NotAcceptedError: no level was chosen, or it is lower and says nothing of why.
    """
    if level not in LEVELS:
        raise NotAcceptedError("Choose whether you agree, or which level you would choose")
    chosen, why = int(level), words(why, MOST_JUDGEMENT_WORDS) if why.strip() else ""
    if chosen == suggested:
        return Judgement(chosen, "", why)
    if reason and reason not in {known.id for known in pack.judgement_reasons}:
        raise NotAcceptedError("Choose a reason from the list")
    if chosen < suggested and not reason and not why:
        raise NotAcceptedError("Choose the reason that is closest, or say why in a few words")
    return Judgement(chosen, reason, why)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
