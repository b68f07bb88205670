"""Where every part of a pack is written, and the mistakes found there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from rhrt.pack.errors import Mistake

Path: TypeAlias = tuple[str | int, ...]


class Mark(NamedTuple):
    """Where something is written, counted from 1.

    Args:
        inside: Columns from the mark to the first letter of a text (past its quote), or -1 when the
            letters cannot be found in the file one by one (several lines, escapes).
    """

    line: int
    column: int
    inside: int = -1


@dataclass
class Tree:
    """One file: its data (dicts, lists, text) and the marks of every value and every key.

    Args:
        texts: Every text with its path, in the order written.
        partial: Mappings from which a key was refused: nothing more is told to be missing there.
    """

    file: str
    kind: str
    data: Any = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    texts: list[tuple[Path, str]] = field(default_factory=list)
    partial: set[Path] = field(default_factory=set)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return where a path is written, or the nearest part around it that is."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark(1, 1))

    def at(self, path: Path) -> Any:
        """Return the data at a path."""
        data = self.data
        for part in path:
            data = data[part]
        return data


@dataclass
class Findings:
    """The mistakes found so far, one for each place: what follows from it is not told again."""

    by_place: dict[tuple[str, int, int, str], Mistake] = field(default_factory=dict)

    def add(
        self, file: str, mark: Mark, message: str, hint: str = "", *, whole: bool = False
    ) -> None:
        """Keep a mistake unless there is one at the same place already.

        Args:
            whole: It is about the whole entry that starts here, not about the value or key here.
        """
        mistake = Mistake(file, mark.line, mark.column, message, hint)
        place = (file, mark.line, mark.column, message if whole else "")
        self.by_place.setdefault(place, mistake)

    def at(  # noqa: PLR0913  a place has many parts, and each call names what it uses
        self,
        tree: Tree,
        path: Path,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        offset: int = 0,
        whole: bool = False,
    ) -> None:
        """Keep a mistake at a path of a tree, ``offset`` letters into its text where possible."""
        mark = tree.mark(path, key=key)
        if offset and mark.inside >= 0:
            mark = Mark(mark.line, mark.column + mark.inside + offset)
        self.add(tree.file, mark, message, hint, whole=whole)

    def sorted(self) -> list[Mistake]:
        """Return all mistakes in file and line order."""
        return sorted(self.by_place.values())
