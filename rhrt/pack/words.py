"""A condition of the pack in plain English: the words of its needs, questions and answers, no ids.

``condition_in_words`` is one sentence, for lists and differences; ``laid_out`` is the same as lines
under each other, for a page on which each need can be followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rhrt.pack.model import All, AnyOf, AtLeast, ContextIs, HasNeed, ScaleAtLeast
from rhrt.values import Value

if TYPE_CHECKING:
    from rhrt.pack.model import Condition, Pack

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Line(Value):
    """One line of a condition: a need, an answer, or a heading over further lines.

    Args:
        need: The id of the need it names, or "".
        lines: What stands under it when it is a heading ("Any of these:").
    """

    says: str
    need: str = ""
    lines: tuple[Line, ...] = ()


def condition_in_words(condition: Condition, pack: Pack) -> str:
    """Return a condition as one sentence without its full stop.

    The parts of the whole are set off by semicolons; within a part, whatever is more than the name
    of a need stands in brackets, so that no sentence can be read in two ways.
    """
    match condition:
        case All(parts) if not all(isinstance(part, HasNeed) for part in parts):
            return "; and ".join(_phrase(part, pack) for part in parts)
    return _phrase(condition, pack)


def laid_out(condition: Condition, pack: Pack) -> Line:
    """Return a condition as lines under each other."""
    match condition:
        case HasNeed(need):
            return Line(pack.need_by_id[need].label, need)
        case All(()) | AnyOf(()) | ScaleAtLeast() | ContextIs():
            return Line(_phrase(condition, pack))
        case All(parts):
            heading = "Both of these:" if len(parts) == len("ab") else "All of these:"
        case AnyOf(parts):
            heading = "Any of these:"
        case AtLeast(k, parts):
            heading = f"At least {number(k)} of these:"
    return Line(heading, "", tuple(laid_out(part, pack) for part in parts))


def beside(need: str, condition: Condition) -> Condition:
    """Return what a condition still asks for once a need is there; ``All(())`` is nothing more."""
    match condition:
        case HasNeed(known) if known == need:
            return All(())
        case All(parts):
            left = tuple(p for p in _beside(need, parts) if p != All(()))
            return left[0] if len(left) == 1 else All(left)
        case AnyOf(parts):
            left = _beside(need, parts)
            return All(()) if All(()) in left else AnyOf(left)
        case AtLeast(k, parts):
            left = tuple(p for p in _beside(need, parts) if p != All(()))
            return _at_least(k - (len(parts) - len(left)), left)
    return condition


def _beside(need: str, parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple(beside(need, part) for part in parts)


def _at_least(k: int, parts: tuple[Condition, ...]) -> Condition:
    if k <= 0:
        return All(())
    return AnyOf(parts) if k == 1 else AtLeast(k, parts)


def number(count: int) -> str:
    """Return a small number as a word, a larger one in figures.

    >>> number(2), number(12)
    ('two', '12')
    """
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _phrase(condition: Condition, pack: Pack) -> str:
    match condition:
        case HasNeed(need):
            return f"“{pack.need_by_id[need].label}”"
        case ScaleAtLeast() | ContextIs():
            return _answered(condition, pack)
        case All(parts):
            return _joined(parts, "and", pack) or "always"
        case AnyOf(parts):
            lead = "any of " if len(parts) > len("ab") else ""
            return lead + _joined(parts, "or", pack) or "never"
        case AtLeast(k, parts):
            return f"at least {number(k)} of " + _joined(parts, "and", pack)


def _answered(condition: ScaleAtLeast | ContextIs, pack: Pack) -> str:
    """Return a question with every answer that would do."""
    asked = pack.question_by_id[condition.question]
    if isinstance(condition, ScaleAtLeast):
        would_do = asked.answers[asked.rank(condition.answer) :]
    else:
        would_do = tuple(one for one in asked.answers if one.id in condition.answers)
    return f"“{asked.ask}” answered {_list([f'“{one.label}”' for one in would_do], 'or')}"


def _joined(parts: Iterable[Condition], word: str, pack: Pack) -> str:
    return _list([_whole(part, pack) for part in parts], word)


def _whole(part: Condition, pack: Pack) -> str:
    phrase = _phrase(part, pack)
    return phrase if isinstance(part, HasNeed) else f"({phrase})"


def _list(said: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
