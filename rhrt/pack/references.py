"""Checks that every name an entry uses is defined, and reads every condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from rhrt.pack.conditions import parse
from rhrt.pack.model import Condition
from rhrt.pack.names import Names, answer_ids, entries_in, pattern_of, suggestion, told_of
from rhrt.pack.tree import Findings, Path, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

Conditions: TypeAlias = dict[tuple[str, Path], Condition]
"""Every condition of a pack, by the file and the path it is written at."""

REFERS_TO = {
    ("pack", "emergency"): "contact",
    ("pack", "consult"): "contact",
    ("pack", "domain_order.*"): "domain",
    ("pack", "disagree.*.contact"): "contact",
    ("needs", "needs.*.opens.*"): "question",
    ("needs", "needs.*.relabel.sibling"): "need",
    ("needs", "needs.*.relabel.parent"): "need",
    ("needs", "needs.*.relabel.past"): "need",
    ("contacts", "contacts.*.out_of_hours"): "contact",
    ("pathways", "pathways.*.steps.*.contact"): "contact",
    ("cases", "cases.*.needs.*"): "need",
    ("cases", "cases.*.expect.rules.*"): "rule",
}
"""What each text refers to: the kind of file, and the path with ``*`` for an entry of a list."""

SOURCE = ("source", "document")

AGE = "age"
"""The context question whose answers ``applies_to`` names."""


def check_references(trees: Iterable[Tree], names: Names, findings: Findings) -> None:
    """Find every name that is used and not defined."""
    for tree in trees:
        for path, text in tree.texts:
            kind = (
                "document" if path[-2:] == SOURCE else REFERS_TO.get((tree.kind, pattern_of(path)))
            )
            if kind and text and not names.has(kind, text):
                message = told_of(tree, path, f"unknown {kind} '{text}'")
                findings.at(tree, path, message, names.hint(kind, text))
        _CHECKS.get(tree.kind, _nothing_more)(tree, names, findings)


def _nothing_more(tree: Tree, names: Names, findings: Findings) -> None:
    """Some files refer to nothing beyond the table above."""


def _check_questions(tree: Tree, _names: Names, findings: Findings) -> None:
    for section in ("context", "scales"):
        for path, entry in entries_in(tree, section):
            _check_answers(tree, path, entry, findings)
            answers = [answer for _, answer in answer_ids(path, entry)]
            assume = entry.get("assume")
            if isinstance(assume, str) and answers and assume not in answers:
                message = told_of(tree, path, f"'{assume}' is not one of the answers")
                findings.at(tree, (*path, "assume"), message, suggestion(assume, answers))


def _check_answers(tree: Tree, path: Path, entry: dict[str, Any], findings: Findings) -> None:
    before: set[str] = set()
    for at, answer in answer_ids(path, entry):
        if answer in before:
            findings.at(tree, at, told_of(tree, path, f"the answer '{answer}' is here twice"))
        before.add(answer)


def _check_ages(tree: Tree, names: Names, findings: Findings) -> None:
    for path, entry in entries_in(tree, "needs"):
        for at, age in enumerate(_list(entry.get("applies_to"))):
            here = (*path, "applies_to", at)
            if not names.has("question", AGE):
                message = f"there is no context question '{AGE}' to give ages"
                findings.at(tree, here, told_of(tree, path, message))
            elif isinstance(age, str):
                _check_answer(tree, here, (AGE, age), names, findings)


def _check_answer(
    tree: Tree, path: Path, said: tuple[str, str], names: Names, findings: Findings
) -> None:
    name, answer = said
    question = names.questions.get(name)
    if question and answer not in question.answers:
        message = told_of(tree, path, f"'{answer}' is not an answer of '{name}'")
        findings.at(tree, path, message, suggestion(answer, question.answers))


def _check_cases(tree: Tree, names: Names, findings: Findings) -> None:
    for path, entry in entries_in(tree, "cases"):
        for key, kind in (("context", "context"), ("answers", "scale")):
            said = entry.get(key)
            for question, answer in said.items() if isinstance(said, dict) else ():
                at = (*path, key, question)
                if _is_question(tree, at, kind, names, findings) and isinstance(answer, str):
                    _check_answer(tree, at, (question, answer), names, findings)


def _is_question(tree: Tree, path: Path, kind: str, names: Names, findings: Findings) -> bool:
    """Say whether the key at a path names a question of this kind, finding it if not."""
    name = str(path[-1])
    found = names.questions.get(name)
    if found and found.kind == kind:
        return True
    if found:
        where = "context" if found.kind == "context" else "answers"
        message, hint = f"'{name}' is a {found.kind} question", f"Move it to {where}."
    elif names.has("question", name):
        return False
    else:
        same = [each for each, words in names.questions.items() if words.kind == kind]
        message, hint = f"unknown {kind} question '{name}'", suggestion(name, same)
    findings.at(tree, path, told_of(tree, path, message), hint, key=True)
    return False


PREFILL_FROM = {"context": "context", "answers": "scale"}


def _check_prefill(tree: Tree, names: Names, findings: Findings) -> None:
    for path, text in tree.texts:
        if pattern_of(path) != "sections.*.fields.*.prefill" or text in {"", "said", "needs"}:
            continue
        source, _, name = text.partition(".")
        kind = PREFILL_FROM.get(source, "")
        known = [each for each, words in names.questions.items() if words.kind == kind]
        if not kind:
            hint = "Write said, needs, context.<question> or answers.<question>."
            message = told_of(tree, path, f"'{text}' is not where an answer can come from")
            findings.at(tree, path, message, hint)
        elif name not in known and "question" not in names.unsure:
            message = told_of(tree, path, f"unknown {kind} question '{name}'")
            findings.at(tree, path, message, suggestion(name, known), offset=len(source) + 1)


_CHECKS = {
    "questions": _check_questions,
    "needs": _check_ages,
    "cases": _check_cases,
    "emarf": _check_prefill,
}

HAVE_CONDITIONS = frozenset({"rules", "pathways", "invariants"})


def read_conditions(trees: Iterable[Tree], names: Names, findings: Findings) -> Conditions:
    """Return every condition by its file and path; the mistakes in the others are found."""
    read: Conditions = {}
    for tree in trees:
        for path, may_be_always in _conditions_in(tree):
            found = parse(tree, path, names, findings, may_be_always=may_be_always)
            if found is not None:
                read[tree.file, path] = found
    return read


def _conditions_in(tree: Tree) -> list[tuple[Path, bool]]:
    if tree.kind == "emarf":
        return [
            ((*path, "fields", at, "required_when"), True)
            for path, section in entries_in(tree, "sections")
            for at, field in enumerate(_list(section.get("fields")))
            if isinstance(field, dict) and "required_when" in field
        ]
    return [
        ((*path, "when"), False)
        for path, entry in entries_in(tree, tree.kind)
        if tree.kind in HAVE_CONDITIONS and "when" in entry
    ]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
