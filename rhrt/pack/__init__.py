"""Rule packs: the partnership's continuum of need, from YAML files to immutable values.

The heavy half (YAML, pydantic) is imported only when a pack is really read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.pack.errors import Mistake, PackError, PackNotFoundError, PackProblem
from rhrt.pack.files import digest, find, locate

if TYPE_CHECKING:
    from pathlib import Path

    from rhrt.pack.model import Pack

__all__ = [
    "Mistake",
    "PackError",
    "PackNotFoundError",
    "PackProblem",
    "digest",
    "find",
    "load",
    "load_cached",
    "locate",
]


def load(folder: Path) -> Pack:
    """Return the pack in a folder, checked whole.

    Raises:
        PackNotFoundError: there is no such folder.
        PackError: the pack has mistakes; it carries all of them, in file and line order.
    """
    from rhrt.pack import loading

    return loading.load(folder)


def load_cached(folder: Path | str, cache: Path | str | None = None) -> Pack:
    """Return the pack in a folder, from a compiled copy if there is one of these very files.

    Args:
        cache: The folder of copies; by default ``RHRT_CACHE``, or else the user's cache folder.

    Raises:
        PackNotFoundError: there is no such folder.
        PackError: the pack has mistakes.
    """
    from rhrt.pack import cache as copies

    return copies.load_cached(folder, cache)
