"""What can be wrong with a pack, told as a good colleague would: where, what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rhrt.errors import RHRTError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mistake(NamedTuple):
    """One thing to mend. Lines and columns count from 1, as editors do; sorted by place.

    Args:
        file: Relative to the pack's folder.
        message: What is wrong, as a sentence.
        hint: What to do about it, or "".
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} {self.hint}" if self.hint else text


class PackProblem(RHRTError):  # noqa: N818  the family name; its members end in Error
    """Why there is no pack."""


class PackError(PackProblem):
    """The pack has mistakes: all of them, in file and line order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes]
        files = len({mistake.file for mistake in self.mistakes})
        total = f"{_count(len(lines), 'mistake')} in {_count(files, 'file')}."
        return "\n".join([*lines, f"{total} The pack was not loaded."])


class PackNotFoundError(PackProblem):
    """There is no folder for this pack."""

    def __init__(self, wanted: str, looked_in: Iterable[str]) -> None:
        self.wanted = wanted
        self.looked_in = tuple(looked_in)
        super().__init__(wanted, self.looked_in)

    def __str__(self) -> str:
        places = ", ".join(str(path) for path in self.looked_in)
        return (
            f"There is no rule pack '{self.wanted}' (looked in {places}). "
            "Name a folder of rules/, or give the path of one."
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
