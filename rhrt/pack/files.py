"""Which files make a pack, and what is in them at this moment."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from rhrt.pack.errors import PackNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 1_000_000
"""Bytes. The longest file a partnership would write is a tenth of this."""

SINGLE_FILES = {
    "pack.yaml": "pack",
    "questions.yaml": "questions",
    "pathways.yaml": "pathways",
    "contacts.yaml": "contacts",
    "emarf.yaml": "emarf",
    "invariants.yaml": "invariants",
}
FOLDERS = {"needs": "needs", "rules": "rules", "cases": "cases"}
OPTIONAL = frozenset({"emarf", "invariants", "cases", "rules"})
"""Kinds of file a small pack can do without."""

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))


def kind_of(name: str) -> str:
    """Return what a file of a pack holds, from its relative name; "" if it is not part of one."""
    if name in SINGLE_FILES:
        return SINGLE_FILES[name]
    folder, _, rest = name.partition("/")
    return FOLDERS.get(folder, "") if rest.endswith(".yaml") and "/" not in rest else ""


def names(folder: Path | str) -> list[str]:
    """Return the relative names of the files of the pack in this folder, sorted."""
    return sorted(name for name in _yaml_files(folder) if kind_of(name))


def misplaced(folder: Path | str) -> list[str]:
    """Return the relative names of YAML files that are no part of a pack, so nobody reads them."""
    return sorted(name for name in _yaml_files(folder) if not kind_of(name))


def _yaml_files(folder: Path | str) -> list[str]:
    """Return the relative names of all YAML files, at any depth.

    ``os.walk``, because a Path for each file would cost a command several milliseconds.
    """
    top = str(folder)
    return [
        f"{here[len(top) + 1 :]}/{name}" if len(here) > len(top) else name
        for here, _, found in os.walk(top)
        for name in found
        if name.endswith((".yaml", ".yml"))
    ]


def contents(folder: Path | str) -> dict[str, bytes]:
    """Return the bytes of every file by its relative name, cut just past the largest size allowed.

    Everything else works on this one reading, so that the digest is of what was loaded even while
    somebody saves a file.
    """
    found = {}
    for name in names(folder):
        with open(f"{folder}/{name}", "rb") as file:
            found[name] = file.read(LARGEST_FILE + 1)
    return found


def digest_of(files: dict[str, bytes]) -> str:
    """Return the SHA-256 of names and bytes, in hex; lengths frame them so that nothing shifts."""
    total = sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def digest(folder: Path | str) -> str:
    """Return the digest of the pack in this folder as its files are now."""
    return digest_of(contents(folder))


def find(name_or_path: str | None = None) -> Path:
    """Return the folder of a pack, by its name under ``rules/`` or its path.

    Args:
        name_or_path: None for what ``RHRT_PACK`` says, or else Walsall's.

    Raises:
        PackNotFoundError: there is no such folder.
    """
    from pathlib import Path

    return Path(locate(name_or_path))


def locate(name_or_path: str | None = None) -> str:
    """Return what ``find`` returns, as text: a command that reads a copy needs no Path for it."""
    wanted = name_or_path or os.environ.get("RHRT_PACK") or "walsall"
    places = (f"rules/{wanted}", f"{_ROOT}/rules/{wanted}", wanted)
    for place in places:
        if os.path.isdir(place):
            return place
    raise PackNotFoundError(wanted, places)
