"""Asking over lines of text: choices by number, yes or no, and the end of what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from rhrt.errors import RHRTError

DO_NOT_KNOW: Final = -1


class EndOfInputError(RHRTError):
    """The person has gone in the middle of the conversation."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Lines that come in and go out.

    Args:
        help: What is said when an answer cannot be read.
    """

    lines: Iterator[str]
    out: TextIO
    help: str

    def say(self, *lines: str) -> None:
        """Write lines, at once."""
        self.out.writelines(f"{line}\n" for line in lines)
        self.out.flush()

    def read(self) -> str:
        """Return the next line typed.

        Raises:
            EndOfInputError: there is none.
        """
        line = next(self.lines, None)
        if line is None:
            raise EndOfInputError("The conversation was left.")
        return line.rstrip("\n")

    def choose(
        self,
        ask: str,
        labels: Sequence[str],
        why: str,
        change: Callable[[], bool],
        *,
        dont_know: bool = False,
    ) -> int | None:
        """Return the place of the choice, ``DO_NOT_KNOW``, or None when another answer changed.

        Args:
            why: Said on "?".
            change: Called on "c"; says whether an earlier answer was changed.
        """
        self.say("", ask, *_numbered(labels), *(["  d. I do not know"] if dont_know else []))
        while True:
            said = self.read().strip().lower()
            if said == "d" and dont_know:
                return DO_NOT_KNOW
            if said == "c" and change():
                return None
            if said.isdecimal() and 1 <= int(said) <= len(labels):
                return int(said) - 1
            self.say(why if said == "?" else self.help)

    def yes(self, ask: str, *, default: bool) -> bool:
        """Return yes or no; Enter means the default."""
        self.say(f"{ask} [{'Y/n' if default else 'y/N'}]")
        said = self.read().strip().lower()
        return said.startswith("y") if said else default

    def numbers(self, labels: Sequence[str]) -> list[int]:
        """Return the places of those chosen by number, none when only Enter was pressed."""
        self.say(*_numbered(labels))
        parts = self.read().replace(",", " ").split()
        wanted = [int(part) for part in parts if part.isdecimal()]
        return [number - 1 for number in wanted if 1 <= number <= len(labels)]


def _numbered(labels: Sequence[str]) -> list[str]:
    return [f"  {number}. {label}" for number, label in enumerate(labels, start=1)]
