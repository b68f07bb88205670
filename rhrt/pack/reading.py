"""YAML text as plain data that remembers where every part of it was written.

The text is read event by event, so that an alias is refused before it can multiply, and deep
nesting before it can pile up. No scalar is guessed at: ``no``, ``012``, ``1:30`` and dates stay the
text that was written, and the schema says where a number or a yes is wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from rhrt.pack.files import LARGEST_FILE
from rhrt.pack.tree import Findings, Mark, Path, Tree

DEEPEST = 40
ENOUGH = 100
"""Mistakes of writing told of one file: past them it is an attack, or no pack at all."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, and those that break or reorder a line without being seen."""


class _Unreadable(Exception):  # noqa: N818  control flow inside this module, never seen outside
    """The rest of the file cannot be read."""


@dataclass
class _Frame:
    """A mapping or list being read; ``path`` is None where nothing counts: in a refused part."""

    into: dict[str, Any] | list[Any]
    path: Path | None
    key: str | None = None
    key_path: Path | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.into, dict) and self.key is None

    def child_path(self) -> Path | None:
        if isinstance(self.into, dict):
            return self.key_path
        return None if self.path is None else (*self.path, len(self.into))

    def put(self, value: object) -> None:
        if isinstance(self.into, list):
            self.into.append(value)
            return
        if self.key_path is not None and self.key is not None:
            self.into[self.key] = value
        self.key = self.key_path = None


def read(file: str, kind: str, raw: bytes, findings: Findings) -> Tree | None:
    """Return a file as a tree, or None (with the mistake found) if it cannot be read to its end.

    An empty file is a tree whose data is None.
    """
    text = _text(file, raw, findings)
    if text is None:
        return None
    reader = _Reader(Tree(file, kind), findings)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except _Unreadable:
        return None
    except yaml.MarkedYAMLError as error:
        _add_syntax_mistake(file, error, findings)
        return None
    return reader.tree


def _text(file: str, raw: bytes, findings: Findings) -> str | None:
    if len(raw) > LARGEST_FILE:
        findings.add(file, Mark(1, 1), "The file is over 1 MB.", "Split it into several files.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        findings.add(file, _end(before), "This is not UTF-8 text.", "Save the file as UTF-8.")
        return None
    unseen = _UNSEEN.search(text)
    if unseen:
        message = f"There is an invisible character (U+{ord(unseen[0]):04X}) here."
        findings.add(file, _end(text[: unseen.start()]), message, "Delete it.")
        return None
    return text


def _end(text: str) -> Mark:
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


_SYNTAX_HINTS = {
    "mapping values are not allowed": "Put quotes around a text that contains ': '.",
    "cannot start any token": "Indent with spaces; put quotes around a text like @this.",
    "did not find expected key": "Check the indentation, and the quotes of the line before.",
    "did not find expected '-' indicator": "Check the indentation: a list is in one column.",
    "did not find expected ',' or": "Close the bracket, and put a comma between entries.",
    "could not find expected ':'": "A key is followed by ': '; check the quotes and indentation.",
    "unexpected end of stream": "Close the quotes or brackets.",
}


def _add_syntax_mistake(file: str, error: yaml.MarkedYAMLError, findings: Findings) -> None:
    problem = error.problem or "it cannot be understood"
    hint = next((hint for part, hint in _SYNTAX_HINTS.items() if part in problem), "")
    # What is never closed is told where it was opened, not at the end of the file.
    never_closed = "end of stream" in problem and error.context_mark
    place = never_closed or error.problem_mark or error.context_mark
    mark = Mark(place.line + 1, place.column + 1) if place else Mark(1, 1)
    findings.add(file, mark, f"This is not correct YAML: {problem}.", hint)


class _Reader:
    """Builds a tree from events, refusing what the format does not need."""

    def __init__(self, tree: Tree, findings: Findings) -> None:
        self.tree = tree
        self.findings = findings
        self.stack: list[_Frame] = []
        self.documents = 0
        self.complaints = 0

    def take(self, event: Any) -> None:
        """Add one event to the tree."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_anchor_and_tag(event)
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._document(event)

    def _complain(self, event: Any, message: str, hint: str = "") -> None:
        self.complaints += 1
        if self.complaints > ENOUGH:
            message, hint = f"There are over {ENOUGH} mistakes like this one.", "Mend these first."
        self.findings.add(self.tree.file, _start(event), message, hint)
        if self.complaints > ENOUGH:
            raise _Unreadable

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._complain(
                event, "A second document starts here.", "Keep one; remove the line '---'."
            )
            raise _Unreadable

    def _refuse_anchor_and_tag(self, event: Any) -> None:
        if event.anchor is not None:
            self._complain(
                event,
                f"The anchor '&{event.anchor}' is not allowed.",
                "Write each text out where it is used.",
            )
        elif event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._complain(event, f"The tag '{tag}' is not allowed.", "Remove it.")

    def _alias(self, event: Any) -> None:
        self._complain(
            event,
            f"The alias '*{event.anchor}' is not allowed.",
            "Write each text out where it is used.",
        )
        self._place(event, "")

    def _open(self, event: Any, into: dict[str, Any] | list[Any]) -> None:
        self._refuse_anchor_and_tag(event)
        if len(self.stack) >= DEEPEST:
            self._complain(event, f"This is nested over {DEEPEST} deep.", "Make it simpler.")
            raise _Unreadable
        path = self._place(event, into)
        self.stack.append(_Frame(into, path))

    def _scalar(self, event: Any) -> None:
        if event.style == '"' and _UNSEEN.search(event.value):
            self._complain(event, "This text hides an invisible character.", "Remove the escape.")
        if self.stack and self.stack[-1].wants_key:
            self._key(event)
            return
        path = self._place(event, event.value)
        if path is not None:
            self.tree.texts.append((path, event.value))

    def _key(self, event: Any) -> None:
        frame, key = self.stack[-1], event.value
        frame.key = key
        if frame.path is None:
            return
        path = (*frame.path, key)
        if key == "<<":
            self.tree.partial.add(frame.path)
            self._complain(event, "The merge key '<<' is not allowed.", "Write the entries out.")
        elif path in self.tree.keys:
            first = self.tree.keys[path].line
            self._complain(
                event, f"The key '{key}' is here twice.", f"It is on line {first} already."
            )
        else:
            frame.key_path = path
            self.tree.keys[path] = _start(event)

    def _place(self, event: Any, value: object) -> Path | None:
        """Put a value where it belongs and return its path (None inside what was refused)."""
        if not self.stack:
            self.tree.data = value
            self.tree.marks[()] = _start(event)
            return ()
        frame = self.stack[-1]
        if frame.wants_key:
            self._complain(event, "A key must be a word.", "Write 'key: value'.")
            frame.key = ""
            if frame.path is not None:
                self.tree.partial.add(frame.path)
            return None
        path = frame.child_path()
        frame.put(value)
        if path is not None:
            self.tree.marks[path] = _start(event)
        return path


def _start(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    inside = -1
    if isinstance(event, yaml.ScalarEvent) and event.style in (None, "", "'", '"'):
        quote = 1 if event.style in ("'", '"') else 0
        if start.line == end.line and end.column - start.column == len(event.value) + 2 * quote:
            inside = quote
    return Mark(start.line + 1, start.column + 1, inside)
