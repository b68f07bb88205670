"""Compiled copies of packs, so that a command starts without YAML and pydantic.

A copy is a pickle, and a pickle can run whatever its writer wants. So a copy is only ever read from
a folder and a file that belong to us and that nobody else may write; everything else is ignored.
Each copy carries the SHA-256 of its bytes: a torn or damaged one is ignored before it is unpickled.
No trouble with copies is an error, for the YAML is always there.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from pathlib import Path

from rhrt.pack import model
from rhrt.pack.files import contents, digest_of, misplaced

_SHA256_SIZE = 32
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OUR_NAMES = "[0-9a-f]" * 64 + "-*.pickle*"
KEPT = 8
"""Copies kept, the newest first: some packs, each in a few versions."""


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
    copy = (cache or default_cache()) / f"{digest_of(files)}-{_format_version()}.pickle"
    pack = _read(copy)
    if pack is not None:
        return pack
    pack = _load(folder)
    if pack.digest == digest_of(files):
        _write(copy, pack)
    return pack


def _load(folder: Path) -> model.Pack:
    # Imported here, or every command would pay for YAML and pydantic.
    from rhrt.pack.loading import load

    return load(folder)


def default_cache() -> Path:
    """Return the folder of copies that the environment names."""
    named = os.environ.get("RHRT_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rhrt"


def _format_version() -> str:
    """Return a name for the present meaning of a copy: the code that makes packs, in short.

    Any change to the loader or its types gives another name, so that an old copy is never read.
    """
    total = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(source.read_bytes())
    return total.hexdigest()[:16]


def _is_private(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _read(copy: Path) -> model.Pack | None:
    """Return the pack of a copy, or None if there is none that is whole and ours."""
    try:
        if not _is_private(os.lstat(copy.parent)):
            return None
        with os.fdopen(os.open(copy, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            found = os.fstat(file.fileno())
            if not (stat.S_ISREG(found.st_mode) and _is_private(found)):
                return None
            raw = file.read()
    except OSError:
        return None
    checksum, body = raw[:_SHA256_SIZE], raw[_SHA256_SIZE:]
    if hashlib.sha256(body).digest() != checksum:
        return None
    pack = pickle.loads(body)  # noqa: S301  whole, and from our own private folder (see above)
    return pack if isinstance(pack, model.Pack) else None


def _write(copy: Path, pack: model.Pack) -> None:
    """Keep a copy, whole or not at all."""
    body = _pickled(pack)
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(os.lstat(copy.parent)):
            return
        # Written under a name of its own first: the real one appears only once all is in it.
        # (tempfile would do it too, but takes 3 ms to import.)
        unfinished = copy.with_name(f"{copy.name}.{os.urandom(8).hex()}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        unfinished.replace(copy)
        _drop_old_copies(copy.parent)
    except OSError:
        return


def _drop_old_copies(cache: Path) -> None:
    """Keep the newest copies; one never finished, because its process was killed, goes in time."""
    copies = sorted(cache.glob(_OUR_NAMES), key=lambda copy: copy.stat().st_mtime, reverse=True)
    for old in copies[KEPT:]:
        old.unlink(missing_ok=True)


def _pickled(pack: model.Pack) -> bytes:
    return pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)
