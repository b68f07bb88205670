"""A folder of YAML files becomes a pack, or a list of everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from rhrt.pack import files
from rhrt.pack.build import Builder, Checked
from rhrt.pack.checks import CHECKS, Draft
from rhrt.pack.complaints import shape
from rhrt.pack.errors import PackError, PackNotFoundError
from rhrt.pack.model import Pack
from rhrt.pack.names import DEFINED_AT, collect
from rhrt.pack.reading import read
from rhrt.pack.references import check_references, read_conditions
from rhrt.pack.tree import Findings, Mark, Tree


def load(folder: Path) -> Pack:
    """Return the pack in a folder, checked whole.

    Raises:
        PackNotFoundError: there is no such folder.
        PackError: the pack has mistakes; it carries all of them, in file and line order.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise PackNotFoundError(str(folder), [str(folder)])
    findings = Findings()
    _find_misplaced_files(folder, findings)
    return load_files(files.contents(folder), findings)


def load_files(contents: dict[str, bytes], findings: Findings | None = None) -> Pack:
    """Return the pack made of these files (relative names and bytes), as ``load`` does."""
    findings = findings if findings is not None else Findings()
    trees, unsure = _read_all(contents, findings)
    shapes = [(tree, shape(tree, findings)) for tree in trees]
    names = collect(trees, unsure, findings)
    check_references(trees, names, findings)
    conditions = read_conditions(trees, names, findings)
    for check in CHECKS:
        check(Draft(tuple(trees), names, findings))
    if findings.by_place:
        raise PackError(findings.sorted())
    checked = tuple(Checked(tree, entries) for tree, entries in shapes if entries is not None)
    return Builder(checked, conditions, files.digest_of(contents)).pack()


def _read_all(contents: dict[str, bytes], findings: Findings) -> tuple[list[Tree], set[str]]:
    """Return the files that can be read, and the kinds of names that the others might define."""
    trees: list[Tree] = []
    unread = _find_missing(contents, findings)
    for name, raw in sorted(contents.items()):
        kind = files.kind_of(name)
        tree = read(name, kind, raw, findings)
        if tree is None:
            unread.add(kind)
        elif tree.data is not None:
            trees.append(tree)
        elif kind not in files.OPTIONAL:
            findings.add(name, Mark(1, 1), "The file is empty.")
            unread.add(kind)
    return trees, {name for (kind, _), name in DEFINED_AT.items() if kind in unread}


def _find_missing(contents: dict[str, bytes], findings: Findings) -> set[str]:
    """Return the kinds of file a pack must have and this one lacks, each found as a mistake."""
    present = {files.kind_of(name) for name in contents}
    needed = {kind: name for name, kind in files.SINGLE_FILES.items()}
    needed |= {kind: f"{folder}/" for folder, kind in files.FOLDERS.items()}
    missing = {kind for kind in needed if kind not in present and kind not in files.OPTIONAL}
    for kind in missing:
        hint = "Write it." if needed[kind].endswith(".yaml") else "Write one file a domain."
        findings.add(needed[kind], Mark(1, 1), "This is missing.", hint)
    return missing


def _find_misplaced_files(folder: Path, findings: Findings) -> None:
    """Find YAML files that nobody would read: rules believed to be in force and are not."""
    for name in files.misplaced(folder):
        hint = "Rename it to end in .yaml." if name.endswith(".yml") else "Rename or move it."
        findings.add(name, Mark(1, 1), "This file is not read: no such part of a pack.", hint)
