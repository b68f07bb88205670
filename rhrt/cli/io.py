"""Reading and writing JSON at the border of the command line."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from rhrt.errors import RHRTError


class NotTextError(RHRTError):
    """The input is not text."""


class NotJSONError(RHRTError):
    """The input is not one JSON value, or says the same thing twice."""


def read_text(data: bytes) -> str:
    """Return the text that bytes from outside hold, without the mark some editors begin it with.

    Raises:
        NotTextError: they are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(f"Not UTF-8 text: byte {error.start + 1} fits nowhere.") from error


def read_json(data: bytes) -> object:
    """Return the JSON value in bytes from outside.

    Raises:
        NotTextError: they are not UTF-8.
        NotJSONError: it is not JSON, has a key twice, or nests too deeply.
    """
    try:
        return json.loads(
            read_text(data), object_pairs_hook=_no_repeats, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise NotJSONError(
            f"Not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise NotJSONError("Not a case: the JSON nests too deeply.") from error


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJSONError(f"The key {twice!r} is there twice.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotJSONError(f"Not JSON: {name} is not a number there.")


def write_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON; one line when ``indent`` is None."""
    print(
        json.dumps(value, ensure_ascii=False, indent=indent), file=sys.stdout, flush=indent is None
    )
