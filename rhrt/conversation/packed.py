"""Thousands of small values kept as plain tuples, each given its form when it is first asked for.

A message meets a few hundred of a pack's phrases; to build all of them again at each start would
take longer than to understand it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class _Tuple(Protocol):
    def __iter__(self) -> Iterator[object]: ...


Form = TypeVar("Form", bound=_Tuple)


class Packed(Generic[Form]):
    """Named tuples kept as plain ones."""

    def __init__(self, values: Iterable[Form], form: Callable[[tuple[object, ...]], Form]) -> None:
        self._plain = tuple(_plain(value) for value in values)
        self._form = form
        self._formed: dict[int, Form] = {}

    def __len__(self) -> int:
        return len(self._plain)

    def __getitem__(self, number: int) -> Form:
        found = self._formed.get(number)
        if found is None:
            found = self._formed[number] = self._form(self._plain[number])
        return found

    def __iter__(self) -> Iterator[Form]:
        return (self[number] for number in range(len(self)))

    def __getstate__(self) -> tuple[object, ...]:
        return self._plain, self._form

    def __setstate__(self, state: tuple[tuple[tuple[object, ...], ...], object]) -> None:
        self._plain, self._form = state  # type: ignore[assignment]  # as __getstate__ gave them
        self._formed = {}


def _plain(value: object) -> tuple[object, ...]:
    """Return a named tuple, and those in it, as plain tuples."""
    if isinstance(value, tuple):
        return tuple(_plain(part) if isinstance(part, tuple) else part for part in value)
    raise TypeError(f"not a tuple: {value!r}")


SLOT_BITS = 5
"""A phrase has fewer than 32 words that must be said."""


def paired(pairs: Iterable[tuple[int, int]]) -> array[int]:
    """Return pairs of a phrase's number and a place in it, each as one whole number."""
    return array("I", [number << SLOT_BITS | place for number, place in pairs])
