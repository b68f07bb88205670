"""A compiled pack kept beside the copy of the pack, so that a command starts at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rhrt.engine.compiled import Compiled, compile_pack
from rhrt.pack import copies

if TYPE_CHECKING:
    from pathlib import Path

    from rhrt.pack.model import Pack

HERE = os.path.dirname(__file__)


def compiled(pack: Pack, cache: Path | str | None = None) -> Compiled:
    """Return the compiled rules of a pack, from a copy if there is one of this very pack.

    Args:
        cache: The folder of copies; by default where copies of packs are kept.
    """
    code = copies.code_version(HERE, os.path.join(os.path.dirname(HERE), "pack"))
    name = f"{pack.digest}-{code}-engine.pickle"
    copy = os.path.join(cache or copies.default_cache(), name)
    kept = copies.read_copy(copy)
    if isinstance(kept, Compiled):
        return kept
    made = compile_pack(pack)
    if not made.faults:
        copies.write_copy(copy, made)
    return made
