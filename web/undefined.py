"""A misspelt name in one of our templates fails loudly instead of printing nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TypeVar

import jinja2

T = TypeVar("T")

MACHINERY = ("/jinja2/", "/markupsafe/")
LIBRARY = "/govuk_frontend_jinja/"


class LoudUndefined(jinja2.Undefined):
    """Raises when a name our own template lacks is printed, looped over or measured.

    The design system's macros leave most of their parameters undefined on purpose and rely on that
    being quiet; ``{% if maybe %}`` stays allowed in ours too.
    """

    __slots__ = ("_asked_by_us",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frame = sys._getframe(1)  # the template that asked is only on the stack
        while frame.f_back and any(part in frame.f_code.co_filename for part in MACHINERY):
            frame = frame.f_back
        self._asked_by_us = LIBRARY not in frame.f_code.co_filename

    def _quietly(self, value: T) -> T:
        if self._asked_by_us:
            self._fail_with_undefined_error()
        return value

    def __str__(self) -> str:
        return self._quietly("")

    def __iter__(self) -> Iterator[Any]:
        yield from self._quietly(())

    def __len__(self) -> int:
        return self._quietly(0)
