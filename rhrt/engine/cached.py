"""A compiled pack kept beside the copy of the pack, so that a command starts at once."""

from __future__ import annotations

import os
import pickle
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rhrt.engine.compiled import Compiled, compile_pack
from rhrt.pack.cache import default_cache

if TYPE_CHECKING:
    from rhrt.pack.model import Pack

SIZE_OF_A_SUM = sha256().digest_size
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def compiled(pack: Pack, cache: Path | None = None) -> Compiled:
    """Return the compiled rules of a pack, from a copy if there is one of this very pack.

    A copy that cannot be read, is not whole, or that somebody else could have written, is passed
    over; where none can be kept, none is. Old copies go when the copies of packs are tidied.

    Args:
        cache: The folder of copies; by default where copies of packs are kept.
    """
    copy = (cache or default_cache()) / f"{pack.digest}-engine-{_code()}.pickle"
    try:
        return _read(copy)
    except (OSError, ValueError):
        made = compile_pack(pack)
    if not made.faults:
        _write(copy, made)
    return made


def _code() -> str:
    """Return a name for the present code of packs and engine: any change to it gives another."""
    here = Path(__file__).parent
    sources = sorted([*here.glob("*.py"), *(here.parent / "pack").glob("*.py")])
    found = [(source.name, source.stat()) for source in sources]
    seen = [(name, stats.st_size, stats.st_mtime_ns) for name, stats in found]
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _read(copy: Path) -> Compiled:
    _refuse_unless_private(os.lstat(copy.parent))
    with os.fdopen(os.open(copy, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        _refuse_unless_private(os.fstat(file.fileno()))
        raw = file.read()
    checksum, body = raw[:SIZE_OF_A_SUM], raw[SIZE_OF_A_SUM:]
    if sha256(body).digest() != checksum:
        raise ValueError(f"{copy} is not whole")
    found: Compiled = pickle.loads(body)  # noqa: S301 - whole, and only we could have written it
    return found


def _write(copy: Path, made: Compiled) -> None:
    body = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_unless_private(os.lstat(copy.parent))
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sha256(body).digest() + body)
        unfinished.replace(copy)
    except (OSError, ValueError):
        return  # a full or read-only disk only costs the next start a few milliseconds


def _refuse_unless_private(found: os.stat_result) -> None:
    if found.st_uid != os.geteuid() or found.st_mode & OTHERS_MAY_WRITE:
        raise ValueError("others could have written this")
