"""The names a pack defines, and the nearest one to a name that it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from rhrt.pack.tree import Findings, Path, Tree

DEFINED_AT = {
    ("pack", "levels.*.number"): "level",
    ("pack", "documents.*.id"): "document",
    ("pack", "judgement_reasons.*.id"): "reason",
    ("questions", "context.*.id"): "question",
    ("questions", "scales.*.id"): "question",
    ("needs", "domain.id"): "domain",
    ("needs", "needs.*.id"): "need",
    ("rules", "rules.*.id"): "rule",
    ("contacts", "contacts.*.id"): "contact",
    ("pathways", "pathways.*.id"): "pathway",
    ("emarf", "sections.*.id"): "section",
    ("invariants", "invariants.*.id"): "invariant",
    ("cases", "cases.*.id"): "case",
}
"""Where names are defined: the kind of file, and the path with ``*`` for an entry of a list."""

KIND_OF_LIST = {
    "needs": "need",
    "rules": "rule",
    "context": "question",
    "scales": "question",
    "contacts": "contact",
    "pathways": "pathway",
    "sections": "section",
    "invariants": "invariant",
    "cases": "case",
    "documents": "document",
    "levels": "level",
    "judgement_reasons": "reason",
    "disagree": "step",
}
RESERVED = frozenset({"always", "not", "or", "is"})
"""Words of the condition language: no need or question may be called so."""


@dataclass
class Words:
    """The names of one question that conditions use: its kind and its answers, in order."""

    kind: str
    answers: list[str]


@dataclass
class Names:
    """Every name of a pack, by kind.

    Args:
        unsure: Kinds of which some names are not known, because a file cannot be read: nothing is
            said about names of that kind until it is mended.
    """

    known: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, Words] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def has(self, kind: str, name: str) -> bool:
        """Say whether the pack has this name, or cannot tell."""
        return name in self.known.get(kind, {}) or kind in self.unsure

    def hint(self, kind: str, name: str) -> str:
        """Return what to write instead of a name that is not there."""
        return suggestion(name, self.known.get(kind, {}))


def nearest(wrong: str, right: Iterable[str]) -> str:
    """Return the word most like the wrong one, or "" if none is much like it."""
    found = process.extractOne(wrong, right, scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else ""


def suggestion(wrong: str, right: Iterable[str]) -> str:
    """Return a sentence with the name most like the wrong one, or all of them if they are few."""
    words = list(right)
    near = nearest(wrong, words)
    if near:
        return f"Did you mean '{near}'?"
    few = 0 < len(words) <= 8  # noqa: PLR2004  as many as can be read at a glance
    return f"It can be {listed(words)}." if few else ""


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``a, b or c``."""
    return " or ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])


def pattern_of(path: Path) -> str:
    """Return a path with ``*`` for each list entry: ``needs.*.opens.*``."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def owner(tree: Tree, path: Path) -> str:
    """Return the entry a path lies in, in a reader's words (``rule 'x'``); "" outside of any."""
    kind = KIND_OF_LIST.get(str(path[0])) if path else None
    if not kind or len(path) < 2 or not isinstance(path[1], int):  # noqa: PLR2004  list, position
        return ""
    entry = tree.at(path[:2])
    name = entry.get("id", entry.get("number")) if isinstance(entry, dict) else None
    return f"{kind} '{name}'" if isinstance(name, str) else f"{kind} number {path[1] + 1}"


def told_of(tree: Tree, path: Path, message: str) -> str:
    """Return a message as a sentence that says which entry it is about.

    What is unknown is told first, as it is what was mistyped; else the entry comes first.
    """
    name = owner(tree, path)
    if message.startswith("unknown "):
        return f"{message} in {name}." if name else f"{message}."
    return f"In {name}: {message}." if name else f"{message[0].upper()}{message[1:]}."


def collect(trees: Iterable[Tree], unsure: Iterable[str], findings: Findings) -> Names:
    """Return the names the files define; a name defined twice is a mistake."""
    names = Names(unsure=set(unsure))
    for tree in trees:
        for path, text in tree.texts:
            kind = DEFINED_AT.get((tree.kind, pattern_of(path)))
            if kind and text:
                _define(names, kind, (tree, path), findings)
        if tree.kind == "questions":
            _add_questions(names, tree)
    needs = names.known.get("need", {})
    rules = names.known.setdefault("rule", {})
    rules.update({f"need.{need}": place for need, place in needs.items()})
    if "need" in names.unsure:
        names.unsure.add("rule")
    return names


def _define(names: Names, kind: str, at: tuple[Tree, Path], findings: Findings) -> None:
    tree, path = at
    text = tree.at(path)
    known = names.known.setdefault(kind, {})
    if text in known:
        message = f"The {kind} '{text}' is defined twice."
        findings.at(tree, path, message, f"It is in {known[text]} already.")
    elif kind in {"need", "question"} and text in RESERVED:
        findings.at(tree, path, f"No {kind} can be called '{text}'.", "Conditions use the word.")
    known.setdefault(text, f"{tree.file}:{tree.mark(path).line}")


def _add_questions(names: Names, tree: Tree) -> None:
    for kind, section in (("context", "context"), ("scale", "scales")):
        for entry in entries_in(tree, section):
            if isinstance(entry[1].get("id"), str):
                answers = [answer for _, answer in answer_ids(entry[0], entry[1])]
                names.questions.setdefault(entry[1]["id"], Words(kind, answers))


def entries_in(tree: Tree, section: str) -> list[tuple[Path, dict[str, Any]]]:
    """Return path and data of the entries of a list that are mappings, as they should be."""
    found = tree.data.get(section) if isinstance(tree.data, dict) else None
    entries = enumerate(found) if isinstance(found, list) else ()
    return [((section, at), entry) for at, entry in entries if isinstance(entry, dict)]


def answer_ids(path: Path, entry: dict[str, Any], key: str = "answers") -> list[tuple[Path, str]]:
    """Return path and id of the answers of a question (or choices of a field) that have an id."""
    answers = entry.get(key)
    return [
        ((*path, key, at, "id"), answer["id"])
        for at, answer in enumerate(answers if isinstance(answers, list) else ())
        if isinstance(answer, dict) and isinstance(answer.get("id"), str)
    ]
