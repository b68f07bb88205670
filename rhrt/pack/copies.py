"""Compiled copies kept between starts, and trusted no further than they deserve.

A copy is a pickle, and a pickle can run whatever its writer wants. So a copy is only ever read from
a folder and a file that belong to us and that nobody else may write; everything else is passed
over. Each copy carries a checksum of its bytes: a torn or damaged one is passed over before it is
unpickled. No trouble with copies is an error, for whatever is in them can be made again.
"""

from __future__ import annotations

import gc
import os
import pickle
import stat
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

KEPT = 8
"""Copies kept of each kind, the newest first: some packs, each in a few versions."""

_CHECKSUM_SIZE = 4
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OUR_DIGEST = "[0-9a-f]" * 64


def default_cache() -> str:
    """Return the folder of copies that the environment names."""
    named = os.environ.get("RHRT_CACHE")
    if named:
        return named
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "rhrt")


def code_version(*folders: str) -> str:
    """Return a name for the present meaning of copies: the code in these folders, in short.

    Any change to that code gives another name, so that an old copy is never read.
    """
    total = sha256()
    for folder in folders:
        with os.scandir(folder) as found:
            sources = sorted(entry.path for entry in found if entry.name.endswith(".py"))
        for source in sources:
            with open(source, "rb") as file:
                total.update(file.read())
    return total.hexdigest()[:16]


def read_copy(copy: Path | str) -> Any:
    """Return what a copy holds, or None if there is none that is whole and ours."""
    body = _body(copy)
    if body is None:
        return None
    # Nothing in a copy refers back to itself, so looking for such loops while its thousands of
    # values appear would only cost time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(body)  # noqa: S301 - whole, and from our own private folder
    finally:
        if collecting:
            gc.enable()


def write_copy(copy: Path | str, kept: object) -> None:
    """Keep a copy, whole or not at all, and let go of the oldest of its kind.

    Args:
        copy: Its path; its name begins with a digest and ends with ``-<kind>.pickle``.
    """
    body = pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL)
    from pathlib import Path

    copy = Path(copy)
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(os.lstat(copy.parent)):
            return
        # Written under a name of its own first: the real one appears only once all is in it.
        # (tempfile would do it too, but takes 3 ms to import.)
        unfinished = copy.with_name(f"{copy.name}.{os.urandom(8).hex()}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_checksum(body) + body)
        unfinished.replace(copy)
        _drop_old(copy)
    except OSError:
        return


def _body(copy: Path | str) -> bytes | None:
    try:
        if not _is_private(os.lstat(os.path.dirname(copy))):
            return None
        with os.fdopen(os.open(copy, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            found = os.fstat(file.fileno())
            if not (stat.S_ISREG(found.st_mode) and _is_private(found)):
                return None
            raw = file.read()
    except OSError:
        return None
    checksum, body = raw[:_CHECKSUM_SIZE], raw[_CHECKSUM_SIZE:]
    return body if body and _checksum(body) == checksum else None


def _checksum(body: bytes) -> bytes:
    """Return what tells a torn copy from a whole one. That it is ours, its owner tells."""
    return crc32(body).to_bytes(_CHECKSUM_SIZE, "big")


def _is_private(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _drop_old(copy: Path) -> None:
    """Keep the newest copies; one never finished, because its process was killed, goes in time."""
    kind = copy.name.rpartition("-")[2]
    of_its_kind = copy.parent.glob(f"{_OUR_DIGEST}-*-{kind}*")
    for old in sorted(of_its_kind, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
