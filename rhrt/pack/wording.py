"""Facts and conditions of a pack as a reader would say them: labels, not ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rhrt.pack.model import All, AnyOf, AtLeast, ContextIs, HasNeed, ScaleAtLeast

if TYPE_CHECKING:
    from rhrt.pack.model import Condition, Pack, Sub


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


def condition_in_words(condition: Condition, pack: Pack) -> str:
    """Return a condition as one phrase, its parts in brackets."""
    match condition:
        case HasNeed(need):
            return need_in_words(need, pack)
        case ScaleAtLeast(question, answer):
            worst = pack.question_by_id[question].answers[-1].id
            worse = "" if answer == worst else ", or worse"
            return answer_in_words(question, [answer], pack) + worse
        case ContextIs(question, answers):
            known = [a.id for a in pack.question_by_id[question].answers if a.id in answers]
            return answer_in_words(question, known, pack)
        case All(parts):
            return _joined("all of", parts, pack) if parts else "always"
        case AnyOf(parts):
            return _joined("any of", parts, pack)
        case AtLeast(k, parts):
            return _joined(f"at least {k} of", parts, pack)


def _joined(how: str, parts: tuple[Condition, ...], pack: Pack) -> str:
    return f"{how} [{'; '.join(condition_in_words(part, pack) for part in parts)}]"
