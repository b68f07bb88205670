"""The short way from facts to a level and the rules behind it, for many decisions at once.

It says no more than that: no bounds, no questions, no near misses. It is the same index and the
same masks as the long way, and is tested to say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rhrt.engine.clauses import Clause, holds
from rhrt.engine.compiled import Compiled, Entry
from rhrt.engine.live import EVERYTHING, Faults, candidates, entry_points
from rhrt.engine.ranks import LOWEST

if TYPE_CHECKING:
    from rhrt.engine.facts import Facts
    from rhrt.pack.model import Pack, Rule


class QuickLook:
    """A pack laid out for the shortest way."""

    def __init__(self, pack: Pack, compiled: Compiled) -> None:
        book = compiled.book
        self._rules = pack.rules
        self._compiled = compiled
        self._needs = {n: (bit, compiled.by_need.get(bit, ())) for n, bit in book.need_bit.items()}
        self._assumed = 0
        self._scales: dict[str, dict[str, int]] = {}
        self._contexts: dict[str, dict[str, int]] = {}
        for question, answers in book.answer_bits.items():
            assumed = answers[book.assume[question]]
            self._assumed |= assumed
            moves = {answer: bits ^ assumed for answer, bits in answers.items()}
            (self._scales if book.kind[question] == "scale" else self._contexts)[question] = moves

    def level_and_rules(self, facts: Facts) -> tuple[int, list[Rule]]:
        """Return the suggested level and the rules that hold at it, strongest first."""
        try:
            bits, filed = self._encoded(facts)
        except KeyError:
            self._compiled.book.read(facts)  # says which fact the pack does not know
            raise
        try:
            level, fired = _fired(bits, filed)
        except Exception:  # noqa: BLE001 - fail up: evaluate again, one rule at a time
            level, fired = self._one_by_one(bits)
        if len(fired) > 1:
            ranks = self._compiled.ranks
            fired = sorted(set(fired), key=lambda rule: (-ranks[rule], rule))
        rules = self._rules
        return level, [rules[rule] for rule in fired]

    def _encoded(self, facts: Facts) -> tuple[int, list[tuple[Entry, ...]]]:
        """Return the bits of a case and the entries filed under its needs."""
        bits, needs = self._assumed, self._needs
        filed = [self._compiled.always]
        for need in facts.needs:
            bit, entries = needs[need]
            bits |= bit
            filed.append(entries)
        moves: Mapping[str, Mapping[str, int]] = self._scales
        for question, answer in facts.answers.items():
            bits ^= moves[question][answer]
        moves = self._contexts
        for question, answer in facts.context.items():
            bits ^= moves[question][answer]
        return bits, filed

    def _one_by_one(self, bits: int) -> tuple[int, list[int]]:
        """Evaluate rule by rule; one that cannot be evaluated counts as holding."""
        faults: Faults = {}
        entries = candidates(self._compiled, bits)
        held = [e for e in entries if entry_points(e, bits, EVERYTHING, faults)]
        level = max((entry.level for entry in held), default=LOWEST)
        return level, [entry.rule for entry in held if entry.level == level]


def _fired(bits: int, filed: list[tuple[Entry, ...]]) -> tuple[int, list[int]]:
    """Return the highest level reached and the rules that reach it."""
    best, fired = LOWEST, []
    for entries in filed:
        for level, mask, nodes, rule in entries:
            if level < best:
                break  # entries come highest level first
            if bits & mask == mask and (not nodes or holds((Clause(mask, nodes),), bits)):
                if level > best:
                    best, fired = level, [rule]
                else:
                    fired.append(rule)
    return best, fired
