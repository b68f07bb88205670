"""Levels, needs and answers of a pack by what they are called, not by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rhrt.pack.model import Pack, Sub


def level_in_words(level: int, sub: Sub | None) -> str:
    """Return "Level 3", or "Level 4, child in need"."""
    return f"Level {level}, {sub.replace('_', ' ')}" if sub else f"Level {level}"


def need_in_words(need: str, pack: Pack) -> str:
    """Return the label of a need in quotation marks."""
    return f"“{pack.need_by_id[need].label}”"


def answer_in_words(question: str, answers: Iterable[str], pack: Pack) -> str:
    """Return a question with the answer, or the answers, that it is given."""
    asked = pack.question_by_id[question]
    labels = " or ".join(asked.answer(answer).label for answer in answers)
    return f"“{asked.ask}” answered “{labels}”"
