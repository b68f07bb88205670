"""Log lines as JSON on standard error, holding nothing but what is on a list of allowed keys.

A line says which view answered, how, and how fast: never an address (private links are in it), an
answer, a word somebody typed, or the message of an exception (which may quote any of these).
"""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final, TextIO, cast

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

ALLOWED: Final = frozenset(
    {
        "at",
        "event",
        "request",
        "endpoint",
        "method",
        "status",
        "ms",
        "account",
        "permission",
        "reason",
        "pack",
        "version",
        "error",
        "where",
    }
)
LONGEST: Final = 200
FRAMES: Final = 4


class _Stderr:
    """Standard error; a line it has no room for is dropped, as nobody may be sent away for it."""

    def write(self, line: str) -> None:
        """Write a line if that is possible."""
        with suppress(OSError):
            sys.stderr.write(line)

    def flush(self) -> None:
        """See to it that what was written is out, if that is possible."""
        with suppress(OSError):
            sys.stderr.flush()


def configure() -> None:
    """Send log lines to standard error, one JSON object each."""
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=lambda *_: structlog.WriteLogger(cast("TextIO", _Stderr())),
        cache_logger_on_first_use=False,
    )


def event(name: str, **facts: str | float) -> None:
    """Write one line about something that happened."""
    structlog.get_logger().info(name, **facts)


def only_allowed(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep numbers and short text under allowed keys; drop everything else."""
    kept = {key: value for key, value in line.items() if key in ALLOWED}
    return {
        key: value if isinstance(value, (int, float)) else str(value)[:LONGEST]
        for key, value in kept.items()
    }


def failure(error: BaseException) -> None:
    """Write what kind of error happened and where in the code, without its message."""
    frames = extract_tb(error.__traceback__)[-FRAMES:]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno}:{f.name}" for f in reversed(frames))
    event("failure", error=type(error).__name__, where=where, endpoint=str(request.endpoint or ""))


def init_app(app: Flask) -> None:
    """Give every request an id, and write one line when it is answered."""
    configure()

    def begin() -> None:
        g.request_id, g.began = secrets.token_hex(6), time.perf_counter()
        clear_contextvars()
        bind_contextvars(request=g.request_id)

    # First of all, so that a request refused by a later check has its id too.
    app.before_request_funcs.setdefault(None, []).insert(0, begin)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        event(
            "answered",
            endpoint=str(request.endpoint or ""),
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - g.began) * 1000),
        )
        return response
