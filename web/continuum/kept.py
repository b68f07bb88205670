"""What is worked out once for each rule pack and kept while the pack is in use."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from rhrt.pack.model import Pack

T = TypeVar("T")

MOST = 2
"""The pack in use, and the one it has just replaced, which a slower request may still read."""


def per_pack(make: Callable[[Pack], T]) -> Callable[[Pack], T]:
    """Return a function that makes something of a pack once and gives the same again.

    While one request makes it, others wait: making it twice at once would only take longer.
    """
    made: list[tuple[Pack, T]] = []
    making = Lock()

    def get(pack: Pack) -> T:
        for known, thing in tuple(made):
            if known is pack:
                return thing
        with making:
            if not any(known is pack for known, _ in made):
                made.insert(0, (pack, make(pack)))
                del made[MOST:]
            return next(thing for known, thing in made if known is pack)

    return get
