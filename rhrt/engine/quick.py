"""The short way from facts to a level and the rules behind it, for many decisions at once.

It says no more than that: no bounds, no questions, no near misses. What makes it short: each need
leads to the few clauses filed under it, the need itself already ticked off; those that ask for
company (another need) are skipped together unless some of that company is there; and what is left
to compare are masks of answers, which lie in the lowest bits and so are short integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rhrt.engine.clauses import Clause, Count, holds
from rhrt.engine.codebook import Codebook, bits_of
from rhrt.engine.compiled import Compiled, Entry
from rhrt.engine.live import EVERYTHING, Faults, candidates, entry_points
from rhrt.engine.ranks import LOWEST

if TYPE_CHECKING:
    from rhrt.engine.facts import Facts
    from rhrt.pack.model import Pack, Rule


class Step(NamedTuple):
    """A clause as the loop reads it: a mask, or a mask and a count, or (seldom) nodes besides."""

    level: int
    mask: int
    k: int
    among: int
    clause: Clause | None
    rule: int


Steps: TypeAlias = tuple[Step, ...]


class Row(NamedTuple):
    """What one need leads to.

    Args:
        alone: Steps that ask for no other need, highest level first.
        company: The other needs of which each step of ``together`` asks for at least one.
    """

    bit: int
    alone: Steps
    company: int
    together: Steps


class QuickLook:
    """A pack laid out for the shortest way."""

    def __init__(self, pack: Pack, compiled: Compiled) -> None:
        book = compiled.book
        self._rules = pack.rules
        self._compiled = compiled
        filed = compiled.by_need
        self._rows = {n: _row(bit, filed.get(bit, ()), book) for n, bit in book.need_bit.items()}
        self._answered = _by_answer(compiled.always, book)
        self._keys = sum(bit for bit in self._answered if bit)
        self._assumed = sum(answers[book.assume[q]] for q, answers in book.answer_bits.items())
        self._scales = _moves(book, "scale")
        self._contexts = _moves(book, "context")

    def level_and_rules(self, facts: Facts) -> tuple[int, list[Rule]]:
        """Return the suggested level and the rules that hold at it, strongest first."""
        try:
            rows, bits = self._encoded(facts)
        except KeyError:
            self._compiled.book.read(facts)  # says which fact the pack does not know
            raise
        try:
            level, fired = _fired(bits, self._steps(rows, bits))
        except Exception:  # noqa: BLE001 - fail up: evaluate again, one rule at a time
            level, fired = self._one_by_one(bits)
        if len(fired) > 1:
            ranks = self._compiled.ranks
            fired = sorted(set(fired), key=lambda rule: (-ranks[rule], rule))
        rules = self._rules
        return level, [rules[rule] for rule in fired]

    def _encoded(self, facts: Facts) -> tuple[list[Row], int]:
        """Return the rows of a case's needs, and its bits with what is unknown assumed."""
        rows = [self._rows[need] for need in facts.needs]
        bits, moves = self._assumed, self._scales
        for answer in facts.answers.items():
            bits ^= moves[answer]
        moves = self._contexts
        for answer in facts.context.items():
            bits ^= moves[answer]
        for row in rows:
            bits |= row[0]
        return rows, bits

    def _steps(self, rows: list[Row], bits: int) -> list[Steps]:
        """Return the groups of steps that may hold."""
        groups = []
        for _, alone, company, together in rows:
            if alone:
                groups.append(alone)
            if company & bits:
                groups.append(together)
        if keys := self._keys & bits:
            groups.extend(self._answered[bit] for bit in bits_of(keys))
        if 0 in self._answered:
            groups.append(self._answered[0])
        return groups

    def _one_by_one(self, bits: int) -> tuple[int, list[int]]:
        """Evaluate rule by rule; one that cannot be evaluated counts as holding."""
        faults: Faults = {}
        entries = candidates(self._compiled, bits)
        held = [e for e in entries if entry_points(e, bits, EVERYTHING, faults)]
        level = max((entry.level for entry in held), default=LOWEST)
        return level, [entry.rule for entry in held if entry.level == level]


def _fired(bits: int, groups: list[Steps]) -> tuple[int, list[int]]:
    """Return the highest level reached and the rules that reach it."""
    best = LOWEST
    fired: list[int] = []
    for steps in groups:
        for level, mask, k, among, clause, rule in steps:
            if level < best:
                break  # steps come highest level first
            if bits & mask != mask or (k and (bits & among).bit_count() < k):
                continue
            if clause is None or holds((clause,), bits):
                if level > best:
                    best, fired = level, []
                fired.append(rule)
    return best, fired


# --- Laying out -------------------------------------------------------------------------------


def _row(bit: int, entries: Iterable[Entry], book: Codebook) -> Row:
    alone: list[Step] = []
    together: list[Step] = []
    company = 0
    for entry in entries:
        others = _company(entry, bit, book)
        (together if others else alone).append(_step(entry, bit))
        company |= others
    return Row(bit, _worth_a_look(alone), company, tuple(together))


def _company(entry: Entry, bit: int, book: Codebook) -> int:
    """Return the other needs of which the entry asks for at least one; 0 if it may do without."""
    if others := entry.mask & book.needs & ~bit:
        return others
    for node in entry.nodes:
        if isinstance(node, Count) and node.k > 1 and not node.mask & ~book.needs:
            return node.mask & ~bit
    return 0


def _step(entry: Entry, bit: int) -> Step:
    mask = entry.mask & ~bit
    match entry.nodes:
        case ():
            return Step(entry.level, mask, 0, 0, None, entry.rule)
        case (Count(k, among, _),):
            return Step(entry.level, mask, k, among, None, entry.rule)
        case nodes:
            return Step(entry.level, mask, 0, 0, Clause(entry.mask, nodes), entry.rule)


def _worth_a_look(steps: list[Step]) -> Steps:
    """Leave out what is below a level that is reached anyway."""
    sure = max((s.level for s in steps if not (s.mask or s.k or s.clause)), default=LOWEST)
    return tuple(step for step in steps if step.level >= sure)


def _by_answer(entries: Iterable[Entry], book: Codebook) -> dict[int, Steps]:
    """File what needs no need under the most concerning answer it asks for, or under 0."""
    filed: dict[int, list[Step]] = {}
    for entry in entries:
        parts = (part for _, part in book.pieces(entry.mask & book.scales))
        worst = max(parts, key=int.bit_count, default=0)
        filed.setdefault(worst & ~(worst >> 1), []).append(_step(entry, 0))
    return {bit: tuple(steps) for bit, steps in filed.items()}


def _moves(book: Codebook, kind: str) -> Mapping[tuple[str, str], int]:
    """Return, for each answer of each question of a kind, what it changes of the assumed bits."""
    return {
        (question, answer): bits ^ answers[book.assume[question]]
        for question, answers in book.answer_bits.items()
        if book.kind[question] == kind
        for answer, bits in answers.items()
    }
