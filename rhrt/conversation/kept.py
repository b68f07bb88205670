"""An index of phrases kept beside the copy of its pack, so that a command listens at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from rhrt.conversation.index import Index, build_index
from rhrt.pack import copies

if TYPE_CHECKING:
    from rhrt.pack.model import Pack

HERE = Path(__file__).parent
LISTS = HERE / "english"


def kept_index(pack: Pack, cache: Path | str | None = None) -> Index:
    """Return the index of a pack's phrases, from a copy if there is one of this very pack.

    Args:
        cache: The folder of copies; by default where copies of packs are kept.
    """
    if not pack.digest.strip("0"):  # made by hand, not read from files: nothing to know it by
        return build_index(pack)
    folder = Path(cache or copies.default_cache())
    copy = folder / f"{pack.digest}-{_version()}-words.pickle"
    kept = copies.read_copy(copy)
    if isinstance(kept, Index):
        return kept
    made = build_index(pack)
    copies.write_copy(copy, made)
    return made


def _version() -> str:
    """Return a name for the present meaning of copies: this code and the lists of English."""
    total = hashlib.sha256(copies.code_version(str(HERE), str(HERE.parent / "pack")).encode())
    for file in sorted(LISTS.iterdir()):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]
