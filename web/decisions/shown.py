"""One decision as a reader sees it: codes of its record in the words of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rhrt.log.entry import Entry
from rhrt.log.ledger import Ledger, Opened
from rhrt.pack.model import Pack
from rhrt.store.clock import read_back

ERASED = "Erased"

HAPPENED = {
    "decision": "Decision sealed",
    "judgement": "Judgement of the practitioner",
    "review": "Reviewed",
    "correction": "Corrected by a later decision",
    "erasure": "Contents erased",
    "hold": "Legal hold put on",
    "release": "Legal hold taken off",
}


@dataclass(frozen=True)
class Event:
    """One entry of the log about a decision."""

    words: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Shown:
    """What the page of a decision lists."""

    opened: Opened
    pack: Pack
    events: tuple[Event, ...]

    @property
    def is_of_these_rules(self) -> bool:
        """Whether the rules in use now are those it was made under."""
        return self.opened.entry.pack == self.pack.digest

    @property
    def leaf_hash(self) -> str:
        """The hash of its entry, in groups that can be read out and that wrap on a phone."""
        return wrapped(self.opened.leaf_hash)

    @property
    def words(self) -> tuple[str, ...]:
        """What the practitioner wrote."""
        return tuple(map(str, self.opened.fields.get("words") or ()))

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that were present, by name."""
        return tuple(self._need(code) for code in self._facts.get("needs", ()))

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Questions and answers, context first."""
        both = {**self._facts.get("context", {}), **self._facts.get("answers", {})}
        return tuple(self._answer(question, answer) for question, answer in both.items())

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this level, as the rules that reached it say."""
        result = self.opened.fields.get("result") or {}
        return tuple(self._because(rule) for rule in result.get("reasons", ()))

    @property
    def _facts(self) -> Mapping[str, Any]:
        return self.opened.fields.get("facts") or {}

    def _need(self, code: str) -> str:
        need = self.pack.need_by_id.get(code)
        return need.label if need else code

    def _answer(self, question: str, answer: str) -> tuple[str, str]:
        known = self.pack.question_by_id.get(question)
        if known is None:
            return question, answer
        labels = {one.id: one.label for one in known.answers}
        return known.ask, labels.get(answer, answer)

    def _because(self, code: str) -> str:
        rule = self.pack.rule_by_id.get(code)
        return rule.because if rule else f"Rule {code}"


def wrapped(digest: str) -> str:
    """Return a digest in groups of eight.

    >>> wrapped("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def shown(ledger: Ledger, ref: str, pack: Pack) -> Shown:
    """Return a decision with everything the log holds about it.

    Raises:
        NotFoundError: there is no entry with this reference.
        DamagedError: it is not what was sealed.
    """
    opened = ledger.read(ref)
    entries = [next(ledger.entries(start=seq)) for seq in ledger.about(ref)]
    return Shown(opened, pack, tuple(_event(one) for one in entries))


def _event(one: Opened) -> Event:
    entry: Entry = one.entry
    return Event(HAPPENED.get(entry.kind, entry.kind), read_back(entry.at), _note(one))


def _note(one: Opened) -> str:
    judgement = one.fields.get("judgement")
    if one.entry.kind != "judgement" or not judgement:
        return ERASED if one.entry.kind == "judgement" else ""
    words = str(one.fields.get("judgement_words") or "")
    return f"Level {judgement['level']}{': ' if words else ''}{words}"
