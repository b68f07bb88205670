"""Which files make a pack, and what is in them at this moment."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rhrt.pack.errors import PackNotFoundError

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

_ROOT = Path(__file__).resolve().parents[2]


def kind_of(name: str) -> str:
    """Return what a file of a pack holds, from its relative name; "" if it is not part of one."""
    if name in SINGLE_FILES:
        return SINGLE_FILES[name]
    folder, _, rest = name.partition("/")
    return FOLDERS.get(folder, "") if rest.endswith(".yaml") and "/" not in rest else ""


def names(folder: Path) -> list[str]:
    """Return the relative names of the files of the pack in this folder, sorted."""
    found = [
        *folder.glob("*.yaml"),
        *(path for sub in FOLDERS for path in (folder / sub).glob("*.yaml")),
    ]
    relative = ((path, path.relative_to(folder).as_posix()) for path in found)
    return sorted(name for path, name in relative if kind_of(name) and path.is_file())


def misplaced(folder: Path) -> list[str]:
    """Return the relative names of YAML files that are no part of a pack, so nobody reads them."""
    found = (path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"})
    relative = (path.relative_to(folder).as_posix() for path in found)
    return sorted(name for name in relative if not kind_of(name))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file by its relative name, cut just past the largest size allowed.

    Everything else works on this one reading, so that the digest is of what was loaded even while
    somebody saves a file.
    """
    found = {}
    for name in names(folder):
        with (folder / name).open("rb") as file:
            found[name] = file.read(LARGEST_FILE + 1)
    return found


def digest_of(files: dict[str, bytes]) -> str:
    """Return the SHA-256 of names and bytes, in hex; lengths frame them so that nothing shifts."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def digest(folder: Path) -> str:
    """Return the digest of the pack in this folder as its files are now."""
    return digest_of(contents(folder))


def find(name_or_path: str | None = None) -> Path:
    """Return the folder of a pack, by its name under ``rules/`` or its path.

    Args:
        name_or_path: None for what ``RHRT_PACK`` says, or else Walsall's.

    Raises:
        PackNotFoundError: there is no such folder.
    """
    wanted = name_or_path or os.environ.get("RHRT_PACK") or "walsall"
    places = (Path("rules") / wanted, _ROOT / "rules" / wanted, Path(wanted))
    for place in places:
        if place.is_dir():
            return place
    raise PackNotFoundError(wanted, places)
