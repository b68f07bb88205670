"""Compiled copies of packs, so that a command starts without YAML and pydantic."""

from __future__ import annotations

from pathlib import Path

from rhrt.pack import copies, model
from rhrt.pack.files import contents, digest_of, misplaced

HERE = Path(__file__).parent


def load_cached(folder: Path, cache: Path | None = None) -> model.Pack:
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
    copy = (cache or copies.default_cache()) / name
    kept = copies.read_copy(copy)
    if isinstance(kept, model.Pack):
        return kept
    pack = _load(folder)
    if pack.digest == digest_of(files):
        copies.write_copy(copy, pack)
    return pack


def code_version() -> str:
    """Return a name for the code that makes packs, as it is now."""
    return copies.code_version(HERE, HERE / "schema")


def _load(folder: Path) -> model.Pack:
    # Imported here, or every command would pay for YAML and pydantic.
    from rhrt.pack.loading import load

    return load(folder)
