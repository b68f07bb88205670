"""Conditions: from what a rule's author wrote to a tree of the model, and back.

when: often_hungry
when: how_long >= months
when: age is under_1 or 1_to_4
when: {all: [often_hungry, {at_least: {k: 2, of: [...]}}]}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    HasNeed,
    ScaleAtLeast,
)
from rhrt.pack.names import Names, Words, listed, suggestion, told_of
from rhrt.pack.tree import Findings, Path, Tree

NEVER_NEGATED = (
    "Worries are never negated: nothing that is absent, and nothing protective, may lower a level. "
    "Say it as the least concerning answer of a question, or raise the level of what is worrying."
)
HOW_TO_WRITE = (
    "Write a need (often_hungry), a scale (how_long >= months), "
    "a context (age is under_1 or 1_to_4), "
    "or {all: [...]}, {any: [...]}, {at_least: {k: 2, of: [...]}}."
)
_GROUPS = ("all", "any", "at_least")
_WORD = re.compile(r"\S+")
_ID = re.compile(r"[a-z0-9][a-z0-9_]*")
_OTHER_SIGNS = frozenset({"=", "==", ">", "<", "<=", "=>", "!=", "≥", "≤"})


def text_of(condition: Condition) -> Any:
    """Return the condition as it is written in YAML, as plain data.

    >>> text_of(All((HasNeed("often_hungry"), ScaleAtLeast("how_long", "months"))))
    {'all': ['often_hungry', 'how_long >= months']}
    """
    match condition:
        case HasNeed(need):
            return need
        case ScaleAtLeast(question, answer):
            return f"{question} >= {answer}"
        case ContextIs(question, answers):
            return f"{question} is {' or '.join(sorted(answers))}"
        case All(parts):
            return {"all": [text_of(part) for part in parts]} if parts else "always"
        case AnyOf(parts):
            return {"any": [text_of(part) for part in parts]}
        case AtLeast(k, parts):
            return {"at_least": {"k": str(k), "of": [text_of(part) for part in parts]}}


def parse(
    tree: Tree, path: Path, names: Names, findings: Findings, *, may_be_always: bool = False
) -> Condition | None:
    """Return the condition written at a path, or None (with every mistake in it found).

    Args:
        may_be_always: Whether the word ``always`` stands for what holds whatever is known.
    """
    raw = tree.at(path)
    if may_be_always and raw == "always":
        return All(())
    return _Parser(tree, names, findings).condition(path, raw)


@dataclass
class _Parser:
    tree: Tree
    names: Names
    findings: Findings

    def condition(self, path: Path, raw: Any) -> Condition | None:
        if isinstance(raw, str):
            return _Sentence(self, path, raw).read()
        if isinstance(raw, dict):
            return self.group(path, raw)
        self.say(path, "a list is not a condition", "Write {all: [...]} or {any: [...]}.")
        return None

    def say(
        self, path: Path, message: str, hint: str = "", *, key: bool = False, offset: int = 0
    ) -> None:
        text = told_of(self.tree, path, message)
        self.findings.at(self.tree, path, text, hint, key=key, offset=offset)

    def group(self, path: Path, raw: dict[str, Any]) -> Condition | None:
        for key in raw:
            if key in {"not", "none"}:
                self.say((*path, key), f"'{key}' is not allowed", NEVER_NEGATED, key=True)
                return None
            if key not in _GROUPS:
                hint = suggestion(key, _GROUPS)
                self.say((*path, key), f"unknown key '{key}' in a condition", hint, key=True)
                return None
        if len(raw) != 1:
            message = "a condition has one of all, any and at_least"
            self.say(path, message, "Put one inside the other: {all: [a, {any: [b, c]}]}.")
            return None
        ((key, value),) = raw.items()
        return (
            self.at_least(path, value) if key == "at_least" else self.all_or_any(path, key, value)
        )

    def all_or_any(self, path: Path, key: str, value: Any) -> Condition | None:
        parts = self.parts((*path, key), value)
        if parts is None:
            return None
        return All(parts) if key == "all" else AnyOf(parts)

    def parts(self, path: Path, raw: Any) -> tuple[Condition, ...] | None:
        """Return the conditions of a list; None if one has a mistake, all of them being found."""
        if not isinstance(raw, list) or not raw:
            self.say(path, f"'{path[-1]}' needs a list of conditions", "Write [often_hungry, ...].")
            return None
        read = [self.condition((*path, at), part) for at, part in enumerate(raw)]
        parts = tuple(part for part in read if part is not None)
        if len(parts) < len(read):
            return None
        for at, part in enumerate(parts):
            if part in parts[:at]:
                self.say((*path, at), "the same condition is here twice", "Remove one.")
                return None
        return parts

    def at_least(self, path: Path, raw: Any) -> Condition | None:
        path = (*path, "at_least")
        if not isinstance(raw, dict) or set(raw) != {"k", "of"}:
            self.say(path, "'at_least' needs k and of", "Write {k: 2, of: [...]}.")
            return None
        parts = self.parts((*path, "of"), raw["of"])
        length = len(raw["of"]) if isinstance(raw["of"], list) else 0
        written = raw["k"] if isinstance(raw["k"], str) else ""
        k = int(written) if re.fullmatch("[0-9]{1,4}", written) else 0
        if length and not 1 <= k <= length:
            message = f"k must be a number from 1 to {length}, the length of the list"
            self.say((*path, "k"), f"{message}, not '{written}'")
            return None
        return AtLeast(k, parts) if parts is not None else None


class _Sentence:
    """One text of the small language: a need, a scale or a context test."""

    def __init__(self, parser: _Parser, path: Path, text: str) -> None:
        self.parser = parser
        self.names = parser.names
        self.path = path
        found = list(_WORD.finditer(text))
        self.words = [word[0] for word in found]
        self.starts = [word.start() for word in found]

    def read(self) -> Condition | None:
        match self.words:
            case [need]:
                return self.need(need)
            case [question, ">=", answer]:
                return self.scale(question, answer)
            case [question, "is", "not", *answers] if self.alternate(answers):
                return self.context(question, answers[::2], first=3, negated=True)
            case [question, "is", *answers] if self.alternate(answers):
                return self.context(question, answers[::2], first=2, negated=False)
            case _:
                self.odd()
                return None

    @staticmethod
    def alternate(answers: list[str]) -> bool:
        """Say whether words are answers with ``or`` between them."""
        return len(answers) % 2 == 1 and set(answers[1::2]) <= {"or"}

    def refuse(self, word: int, message: str, hint: str = "") -> None:
        """Find a mistake at a word of the sentence."""
        offset = self.starts[word] if self.starts else 0
        self.parser.say(self.path, message, hint, offset=offset)

    def odd(self) -> None:
        """Find what is wrong with a sentence that has no known form."""
        text = " ".join(self.words)
        if not text:
            self.refuse(0, "a condition is empty", HOW_TO_WRITE)
        elif self.words[0] == "not":
            self.refuse(0, "'not' is not allowed", NEVER_NEGATED)
        elif {"and", "or"} & set(self.words) and "is" not in self.words:
            hint = "Write {all: [...]} for 'and', {any: [...]} for 'or'."
            self.refuse(0, f"'{text}' is not a condition", hint)
        elif self.words[1] in _OTHER_SIGNS:
            hint = "Scales have >=, context has is."
            self.refuse(1, f"'{self.words[1]}' is not a comparison", hint)
        else:
            self.refuse(0, f"'{text}' is not a condition", HOW_TO_WRITE)

    def need(self, need: str) -> Condition | None:
        if not self.names.has("need", need):
            question = self.names.questions.get(need)
            if not _ID.fullmatch(need):
                self.refuse(0, f"'{need}' is not a condition", HOW_TO_WRITE)
            elif question:
                self.refuse(0, f"'{need}' is a question, not a need", _how_to_ask(need, question))
            else:
                self.refuse(0, f"unknown need '{need}'", self.names.hint("need", need))
            return None
        return _has_need(need)

    def question(self, name: str) -> Words | None:
        """Return the question of the sentence; None if unknown, or not to be known yet."""
        found = self.names.questions.get(name)
        if found is None and not self.names.has("question", name):
            if self.names.has("need", name) and "need" not in self.names.unsure:
                negated = self.words[1:3] == ["is", "not"]
                hint = NEVER_NEGATED if negated else f"Write '{name}' alone: it is there or not."
                self.refuse(0, f"'{name}' is a need, not a question", hint)
            else:
                self.refuse(0, f"unknown question '{name}'", self.names.hint("question", name))
        return found

    def answers(self, name: str, question: Words, answers: list[str], first: int) -> bool:
        """Say whether all are answers of the question, finding each that is not."""
        before = set[str]()
        good = True
        for at, answer in enumerate(answers):
            word = first + 2 * at
            if answer not in question.answers:
                hint = suggestion(answer, question.answers)
                self.refuse(word, f"'{answer}' is not an answer of '{name}'", hint)
                good = False
            elif answer in before:
                self.refuse(word, f"'{answer}' is here twice", "Remove one.")
                good = False
            before.add(answer)
        return good

    def scale(self, name: str, answer: str) -> Condition | None:
        question = self.question(name)
        if question is None:
            return None
        if question.kind == "context":
            hint = _how_to_ask(name, question)
            self.refuse(1, f"the answers of '{name}' have no order", hint)
            return None
        if not self.answers(name, question, [answer], 2):
            return None
        if answer == question.answers[0]:
            hint = "It is the least concerning answer: every answer is at least that."
            self.refuse(1, f"'{name} >= {answer}' always holds", hint)
            return None
        return _at_least_answer(name, answer)

    def context(
        self, name: str, answers: list[str], *, first: int, negated: bool
    ) -> Condition | None:
        question = self.question(name)
        if question is None:
            return None
        if question.kind == "scale":
            hint = NEVER_NEGATED if negated else _how_to_ask(name, question)
            wrong = "is not" if negated else "is"
            self.refuse(1, f"'{wrong}' cannot be used with the scale '{name}'", hint)
            return None
        if not self.answers(name, question, answers, first):
            return None
        chosen = frozenset(answers)
        if len(chosen) == len(question.answers):
            self.refuse(1, f"this names every answer of '{name}'", "It always or never holds.")
            return None
        return ContextIs(name, frozenset(question.answers) - chosen if negated else chosen)


def _how_to_ask(name: str, question: Words) -> str:
    if question.kind == "context":
        return f"Write '{name} is ...' with {listed(question.answers or ['an answer'])}."
    return f"Write '{name} >= ...' with {listed(question.answers or ['an answer'])}."


# The same few sentences stand in hundreds of rules. Said by one value each, a compiled copy of the
# pack is smaller and read faster.
_has_need = lru_cache(HasNeed)
_at_least_answer = lru_cache(ScaleAtLeast)
