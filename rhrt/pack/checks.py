"""What must agree within and between entries, beyond their shape and their names.

Every check looks at the data as written, so that a mistake in one entry hides none in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rhrt.pack.names import Names, answer_ids, entries_in, owner, suggestion, told_of
from rhrt.pack.tree import Findings, Path, Tree


@dataclass(frozen=True)
class Written:
    """One entry as written: its file, its path, its data."""

    tree: Tree
    path: Path
    data: dict[str, Any]

    def text(self, key: str) -> str:
        """Return the text of a key, "" if there is none or it is no text."""
        value = self.data.get(key, "")
        return value if isinstance(value, str) else ""

    def list(self, key: str) -> list[Any]:
        """Return the list of a key, empty if there is none."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []


@dataclass(frozen=True)
class Draft:
    """A pack as written, with its names, before anything is known to be right."""

    trees: tuple[Tree, ...]
    names: Names
    findings: Findings

    def entries(self, kind: str, section: str = "") -> Iterator[Written]:
        """Yield the entries of a list in every file of a kind."""
        for tree in self.trees:
            if tree.kind == kind:
                for path, data in entries_in(tree, section or kind):
                    yield Written(tree, path, data)

    def file(self, kind: str) -> Tree | None:
        """Return the one file of a kind, if it could be read and is a mapping."""
        found = (tree for tree in self.trees if tree.kind == kind)
        return next((tree for tree in found if isinstance(tree.data, dict)), None)

    def say(self, entry: Written, key: str | Path, message: str, hint: str = "") -> None:
        """Keep a mistake at a key of an entry ("" for the whole entry)."""
        inner = (key,) if isinstance(key, str) and key else key or ()
        path = (*entry.path, *inner)
        text = told_of(entry.tree, entry.path, message)
        self.findings.at(entry.tree, path, text, hint, whole=not inner)


def check_levels_and_subs(draft: Draft) -> None:
    """Level 4 says child in need or child protection; no other level does."""
    hint = "Add sub: child_in_need or sub: child_protection."
    for kind in ("needs", "rules", "invariants", "pathways", "cases"):
        for entry in draft.entries(kind):
            key, said = "sub", entry
            if kind == "cases":
                expect = entry.data.get("expect")
                said = Written(entry.tree, entry.path, expect if isinstance(expect, dict) else {})
                key = "expect"
            level, sub = said.text("level"), said.text("sub")
            place: Path = (key, "sub") if kind == "cases" else ("sub",)
            if sub and level != "4":
                draft.say(entry, place, "'sub' belongs to level 4 only", "Remove it.")
            elif level == "4" and not sub and kind in {"needs", "rules", "cases"}:
                draft.say(entry, (*place[:-1], "level"), "level 4 needs a sub-result", hint)


def check_needs(draft: Draft) -> None:
    """A strength is at level 1; a need that raises the level says why."""
    for entry in draft.entries("needs"):
        level = entry.text("level")
        if entry.text("strength") == "true" and level != "1":
            draft.say(entry, "level", "a strength is at level 1", "It changes nothing downward.")
        if level in {"2", "3", "4"} and not entry.text("because").strip():
            draft.say(entry, "", "'because' is missing", "Say why this alone means the level.")


def check_phrases(draft: Draft) -> None:
    """No two needs, and no two answers of one question, share a phrase."""
    seen: dict[str, str] = {}
    for entry in draft.entries("needs"):
        _check_phrases_of(draft, entry, ("phrases",), entry.list("phrases"), seen)
    for section in ("context", "scales"):
        for entry in draft.entries("questions", section):
            seen = {}
            for at, answer in enumerate(entry.list("answers")):
                phrases = answer.get("phrases") if isinstance(answer, dict) else None
                if isinstance(phrases, list):
                    path = ("answers", at, "phrases")
                    _check_phrases_of(draft, entry, path, phrases, seen)


def _check_phrases_of(
    draft: Draft, entry: Written, path: Path, phrases: list[Any], seen: dict[str, str]
) -> None:
    for at, phrase in enumerate(phrases):
        if not isinstance(phrase, str):
            continue
        same = " ".join(phrase.casefold().split())
        here = (*path, at)
        if same in seen:
            message = f"the phrase '{same}' is that of {seen[same]} too"
            draft.say(entry, here, message, "Keep it where it fits best.")
        line = entry.tree.mark((*entry.path, *here)).line
        seen.setdefault(same, f"{owner(entry.tree, entry.path)} ({entry.tree.file}:{line})")


def check_questions(draft: Draft) -> None:
    """What is assumed of a scale is on the safe side: not its least concerning answer."""
    for entry in draft.entries("questions", "scales"):
        answers = [answer for _, answer in answer_ids((), entry.data)]
        least = answers[0] if answers else None
        if entry.text("assume") == least and entry.text("always") != "true":
            message = f"'{least}' is the least concerning answer and cannot be assumed"
            draft.say(entry, "assume", message, "Assume a later one, or ask it always: true.")


def check_domains(draft: Draft) -> None:
    """Every domain has a file named after it and one place in the order shown."""
    for tree in draft.trees:
        stem = tree.file.rpartition("/")[2].removesuffix(".yaml")
        if tree.kind == "needs" and isinstance(tree.data, dict):
            domain = tree.data.get("domain")
            name = domain.get("id") if isinstance(domain, dict) else None
            if isinstance(name, str) and name != stem:
                message = f"The domain '{name}' is in the file of '{stem}'."
                draft.findings.at(tree, ("domain", "id"), message, "Give both one name.")
        if tree.kind == "rules" and not draft.names.has("domain", stem):
            message = f"There is no domain '{stem}' (no needs/{stem}.yaml)."
            hint = draft.names.hint("domain", stem)
            draft.findings.at(tree, (), message, hint, whole=True)
    _check_domain_order(draft)


def _check_domain_order(draft: Draft) -> None:
    pack = draft.file("pack")
    order = pack.data.get("domain_order") if pack else None
    if pack is None or not isinstance(order, list):
        return
    for at, name in enumerate(order):
        if name in order[:at]:
            draft.findings.at(pack, ("domain_order", at), f"'{name}' is in the order twice.")
    for name, place in draft.names.known.get("domain", {}).items():
        if name not in order:
            message = f"The domain '{name}' ({place}) is missing in domain_order."
            draft.findings.at(pack, ("domain_order",), message, "Add it.", whole=True)


def check_continuum(draft: Draft) -> None:
    """There are exactly the levels 1 to 4, and each has a pathway."""
    numbers = {"1", "2", "3", "4"}
    pack = draft.file("pack")
    if pack and isinstance(pack.data.get("levels"), list):
        missing = numbers - {entry.text("number") for entry in draft.entries("pack", "levels")}
        for number in sorted(missing):
            draft.findings.at(pack, ("levels",), f"Level {number} is missing.", whole=True)
    pathways = draft.file("pathways")
    if pathways and isinstance(pathways.data.get("pathways"), list):
        _check_pathways(draft, pathways, numbers)


def _check_pathways(draft: Draft, tree: Tree, numbers: set[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in draft.entries("pathways"):
        level, sub = entry.text("level"), entry.text("sub")
        if ("level" in entry.data) == ("when" in entry.data):
            hint = "A level's own pathway has a level; a special route has a condition."
            draft.say(entry, "", "there must be either 'level' or 'when'", hint)
        if level and (level, sub) in seen:
            draft.say(entry, "level", f"level {level} has a pathway already", "Merge the two.")
        seen.add((level, sub))
    whole = {"child_in_need", "child_protection"} <= {sub for level, sub in seen if level == "4"}
    have = {level for level, sub in seen if not sub} | ({"4"} if whole else set())
    for number in sorted(numbers - have):
        message = f"Level {number} has no pathway."
        hint = "Write one without sub, or one for each sub-result." if number == "4" else ""
        draft.findings.at(tree, ("pathways",), message, hint, whole=True)


def check_contacts(draft: Draft) -> None:
    """Every contact can be reached somehow, for some time; nobody is sent in circles."""
    next_of = {entry.text("id"): entry.text("out_of_hours") for entry in draft.entries("contacts")}
    for entry in draft.entries("contacts"):
        if not any(entry.data.get(key) for key in ("phone", "email", "url")):
            draft.say(entry, "", "there is no phone, email or url", "Add at least one.")
        for at, hours in enumerate(entry.list("hours")):
            if isinstance(hours, dict) and hours.get("opens") == hours.get("closes", ""):
                hint = "For a whole day write 00:00 to 24:00; for at any time leave hours out."
                draft.say(entry, ("hours", at, "closes"), "it closes when it opens", hint)
        if _leads_back(entry.text("id"), next_of):
            message = "ringing out of hours leads back to the same contact"
            draft.say(entry, "out_of_hours", message, "End with one who always answers.")


def _leads_back(contact: str, next_of: dict[str, str]) -> bool:
    now, left = next_of.get(contact, ""), len(next_of)
    while now and now != contact and left:
        now, left = next_of.get(now, ""), left - 1
    return bool(contact) and now == contact


def check_form(draft: Draft) -> None:
    """A field has choices exactly when it is one to choose from, and no id twice."""
    for entry in draft.entries("emarf", "sections"):
        seen: set[str] = set()
        for at, field in enumerate(entry.list("fields")):
            if isinstance(field, dict):
                chosen = str(field.get("kind", "")).startswith("choice")
                if chosen != bool(field.get("choices")) and "kind" in field:
                    verb = "needs" if chosen else "has no"
                    message = f"a field of kind '{field['kind']}' {verb} choices"
                    draft.say(entry, ("fields", at, "kind"), message)
                if isinstance(field.get("id"), str) and field["id"] in seen:
                    draft.say(
                        entry, ("fields", at, "id"), f"the field '{field['id']}' is here twice"
                    )
                seen.add(str(field.get("id")))


def check_cases(draft: Draft) -> None:
    """The word of a pair is on exactly two cases."""
    pairs: dict[str, list[Written]] = {}
    for entry in draft.entries("cases"):
        if entry.text("pair"):
            pairs.setdefault(entry.text("pair"), []).append(entry)
    twos = [pair for pair, entries in pairs.items() if len(entries) == 2]  # noqa: PLR2004  a pair
    for pair, entries in pairs.items():
        if pair not in twos:
            message = (
                f"the pair '{pair}' is on {len(entries)} case{'s'[: len(entries) != 1]}, not two"
            )
            draft.say(
                entries[-1], "pair", message, suggestion(pair, [p for p in pairs if p != pair])
            )


def check_dates(draft: Draft) -> None:
    """A pack is to be reviewed after it takes effect."""
    pack = draft.file("pack")
    if pack:
        start, review = pack.data.get("effective_from"), pack.data.get("review_by")
        if isinstance(start, str) and isinstance(review, str) and review <= start:
            message = f"review_by ({review}) is not after effective_from ({start})."
            draft.findings.at(pack, ("review_by",), message)


def check_repeats(draft: Draft) -> None:
    """Lists of names have each name once."""
    for kind, key in (("needs", "opens"), ("needs", "applies_to"), ("cases", "needs")):
        for entry in draft.entries(kind):
            names = entry.list(key)
            for at, name in enumerate(names):
                if isinstance(name, str) and name in names[:at]:
                    draft.say(entry, (key, at), f"'{name}' is here twice", "Remove one.")


CHECKS: tuple[Callable[[Draft], None], ...] = (
    check_levels_and_subs,
    check_needs,
    check_phrases,
    check_questions,
    check_domains,
    check_continuum,
    check_contacts,
    check_form,
    check_cases,
    check_dates,
    check_repeats,
)
