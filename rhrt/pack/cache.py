"""Compiled copies of packs, so that a command starts without YAML and pydantic."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rhrt.pack import copies, model
from rhrt.pack.files import contents, digest_of, misplaced

if TYPE_CHECKING:
    from pathlib import Path

HERE = os.path.dirname(__file__)


def load_cached(folder: Path | str, cache: Path | str | None = None) -> model.Pack:
    """Return the pack in a folder, from a compiled copy if there is one of these very files.

    Args:
        cache: The folder of copies; by default ``RHRT_CACHE``, or else ``rhrt`` in the user's
            cache folder.

    Raises:
        PackNotFoundError: there is no such folder.
        PackError: the pack has mistakes.
    """
    files = contents(folder)
    if misplaced(folder):  # a mistake that the digest of the files read cannot show
        return _load(folder)
    name = f"{digest_of(files)}-{code_version()}-pack.pickle"
    copy = os.path.join(cache or copies.default_cache(), name)
    kept = copies.read_copy(copy)
    if isinstance(kept, model.Pack):
        return kept
    pack = _load(folder)
    if pack.digest == digest_of(files):
        copies.write_copy(copy, pack)
    return pack


def code_version() -> str:
    """Return a name for the code that makes packs, as it is now."""
    return copies.code_version(HERE, os.path.join(HERE, "schema"))


def _load(folder: Path | str) -> model.Pack:
    # Imported here, or every command would pay for YAML and pydantic.
    from pathlib import Path

    from rhrt.pack.loading import load

    return load(Path(folder))
