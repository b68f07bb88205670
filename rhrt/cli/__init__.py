"""The command line: one module for each family of commands, loaded only when it is used."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper  # by name: rhrt.cli.io, once loaded, is this package's "io"
from types import SimpleNamespace
from typing import TYPE_CHECKING

from rhrt.errors import RHRTError

if TYPE_CHECKING:
    from argparse import Namespace

FINE, PROBLEM, BAD_INPUT = 0, 1, 2
SHORT = ("understand", "suggest")


def run(arguments: list[str]) -> int:
    """Carry out one command and return its exit code; errors are one line each on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # Whatever the locale: what goes out is UTF-8, and half a character goes out escaped.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _read(arguments)
    module, function = options.handler
    if function not in SHORT:
        gc.enable()
    try:
        code = int(getattr(import_module(f"rhrt.cli.{module}"), function)(options) or FINE)
        sys.stdout.flush()
    except RHRTError as error:
        print(f"rhrt: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader went away (`rhrt batch | head`): not an error, and nothing more to say.
        _drop_output()
        return FINE
    except OSError as error:
        _drop_output()
        print(f"rhrt: {_in_one_line(error)}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
    return code


def _drop_output() -> None:
    """Let go of what could not be written, so that nobody tries again on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_one_line(error: OSError) -> str:
    """Return which file or device is meant, if that is known, and what is the matter with it."""
    return ": ".join(str(part) for part in (error.filename, error.strerror) if part) or str(error)


def _read(arguments: list[str]) -> Namespace | SimpleNamespace:
    """Return what a command line says.

    ``rhrt suggest`` alone is what other programs call, many times over. Loading what reads command
    lines takes a tenth of the time of one suggestion, and there is none to read.
    """
    if arguments == ["suggest"]:
        return SimpleNamespace(handler=("case", "suggest"), pack=None)
    from rhrt.cli.parser import parser

    return parser(arguments[:1]).parse_args(arguments)
