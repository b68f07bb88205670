"""The short way from facts to a level and the rules behind it, for many decisions at once.

It says no more than that: no bounds, no questions, no near misses. What makes it short: each need
leads to the few clauses filed under it. What they come to without another need depends on a few
answers only, so it is worked out once for each combination met. Those that ask for company
(another need) are passed over together unless some of that company is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rhrt.engine.clauses import Clause, Count, clause_support, holds
from rhrt.engine.codebook import Codebook, bits_of
from rhrt.engine.compiled import Compiled, Entry
from rhrt.engine.live import EVERYTHING, Faults, candidates, entry_points
from rhrt.engine.ranks import LOWEST

if TYPE_CHECKING:
    from rhrt.engine.facts import Facts
    from rhrt.pack.model import Pack, Rule


MOST_OUTCOMES = 4096
"""So many combinations of answers are remembered for one need, and then no more than that."""


class Step(NamedTuple):
    """A clause as the loop reads it: a mask, or a mask and a count, or (seldom) nodes besides."""

    level: int
    mask: int
    k: int
    among: int
    clause: Clause | None
    rule: Rule


Steps: TypeAlias = tuple[Step, ...]
Outcome: TypeAlias = "tuple[int, tuple[Rule, ...]]"
"""The highest level reached, and the rules that reach it."""


class Outcomes(dict[int, Outcome]):
    """What some steps come to, by the bits that matter to them; worked out when first asked."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.steps = steps

    def __missing__(self, bits: int) -> Outcome:
        if len(self) >= MOST_OUTCOMES:
            self.clear()
        outcome = self[bits] = _outcome(bits, self.steps, (LOWEST, ()))
        return outcome


class Row(NamedTuple):
    """What one need, or one answer, leads to.

    Args:
        relevant: The answers that matter to what it comes to alone.
        company: The other needs of which each step of ``together`` asks for at least one.
    """

    relevant: int
    alone: Outcomes
    company: int
    together: Steps


Prepared: TypeAlias = tuple[int, list[Row]]
"""A case as the short way reads it: its bits, what is unknown assumed, and where to look."""


class QuickLook:
    """A pack laid out for the shortest way."""

    def __init__(self, pack: Pack, compiled: Compiled) -> None:
        book = compiled.book
        self._compiled = compiled
        self._rules = pack.rules
        ordered = sorted(zip(compiled.ranks, pack.rules, strict=True), key=lambda each: -each[0])
        self._strongest_first = {rule.id: n for n, (_, rule) in enumerate(ordered)}.__getitem__
        self._bit_of = book.need_bit.__getitem__
        self._row_of = {
            need: self._row(bit, compiled.by_need.get(bit, ()))
            for need, bit in book.need_bit.items()
        }.__getitem__
        self._answered = self._by_answer(compiled.always)
        self._keys = sum(self._answered)
        self._assumed = sum(answers[book.assume[q]] for q, answers in book.answer_bits.items())
        self._scale = _moves(book, "scale").__getitem__
        self._context = _moves(book, "context").__getitem__

    def level_and_rules(self, facts: Facts) -> tuple[int, tuple[Rule, ...]]:
        """Return the suggested level and the rules that hold at it, strongest first."""
        return self.decide(self.prepare(facts))

    def prepare(self, facts: Facts) -> Prepared:
        """Return a case in the form that ``decide`` takes.

        Raises:
            UnknownFactError: a need, question or answer the pack does not have.
        """
        try:
            rows = list(map(self._row_of, facts.needs))
            bits = sum(map(self._bit_of, facts.needs), self._assumed)
            bits += sum(map(self._scale, facts.answers.items()))
            bits += sum(map(self._context, facts.context.items()))
        except KeyError:
            self._compiled.book.read(facts)  # says which fact the pack does not know
            raise
        if keys := self._keys & bits:
            rows.extend(self._answered[bit] for bit in bits_of(keys))
        if 0 in self._answered:
            rows.append(self._answered[0])
        return bits, rows

    def decide(self, case: Prepared) -> tuple[int, tuple[Rule, ...]]:
        """Return the suggested level of a case and the rules that hold at it, strongest first."""
        try:
            level, fired = _decided(*case)
        except Exception:  # noqa: BLE001 - fail up: evaluate again, one rule at a time
            level, fired = self._one_by_one(case[0])
        if len(fired) > 1:
            each = {rule.id: rule for rule in fired}
            fired = tuple([each[rule] for rule in sorted(each, key=self._strongest_first)])
        return level, fired

    def _one_by_one(self, bits: int) -> Outcome:
        """Evaluate rule by rule; one that cannot be evaluated counts as holding."""
        faults: Faults = {}
        entries = candidates(self._compiled, bits)
        held = [e for e in entries if entry_points(e, bits, EVERYTHING, faults)]
        level = max((entry.level for entry in held), default=LOWEST)
        return level, tuple(self._rules[e.rule] for e in held if e.level == level)

    # --- Laying out ---------------------------------------------------------------------------

    def _row(self, bit: int, entries: Iterable[Entry]) -> Row:
        alone: list[Step] = []
        together: list[Step] = []
        company = relevant = 0
        for entry in entries:
            others = _company(entry, bit, self._compiled.book)
            (together if others else alone).append(self._step(entry, bit))
            company |= others
            if not others:
                relevant |= clause_support(Clause(entry.mask & ~bit, entry.nodes))
        return Row(relevant, Outcomes(tuple(alone)), company, tuple(together))

    def _step(self, entry: Entry, bit: int) -> Step:
        """Return an entry with the need it is filed under ticked off."""
        mask, rule = entry.mask & ~bit, self._rules[entry.rule]
        match entry.nodes:
            case ():
                return Step(entry.level, mask, 0, 0, None, rule)
            case (Count(k, among, _),):
                return Step(entry.level, mask, k, among, None, rule)
            case nodes:
                return Step(entry.level, mask, 0, 0, Clause(0, nodes), rule)

    def _by_answer(self, entries: Iterable[Entry]) -> dict[int, Row]:
        """File what needs no need under the worst answer it asks for, or else under 0."""
        book = self._compiled.book
        filed: dict[int, list[Entry]] = {}
        for entry in entries:
            parts = (part for _, part in book.pieces(entry.mask & book.scales))
            worst = max(parts, key=int.bit_count, default=0)
            filed.setdefault(worst & ~(worst >> 1), []).append(entry)
        return {bit: self._row(0, filed[bit]) for bit in filed}


def _decided(bits: int, rows: list[Row]) -> Outcome:
    best: int = LOWEST
    fired: tuple[Rule, ...] = ()
    for relevant, alone, company, together in rows:
        level, rules = alone[bits & relevant]
        if level > best:
            best, fired = level, rules
        elif level == best:
            fired += rules
        if bits & company:
            best, fired = _outcome(bits, together, (best, fired))
    return best, fired


def _outcome(bits: int, steps: Steps, before: Outcome) -> Outcome:
    """Return the highest level reached and the rules that reach it, if it is not below another."""
    best, fired = before
    for level, mask, k, among, clause, rule in steps:
        if level < best:
            break  # steps come highest level first
        if bits & mask != mask or (k and (bits & among).bit_count() < k):
            continue
        if clause is None or holds((clause,), bits):
            fired = (*fired, rule) if level == best else (rule,)
            best = level
    return best, fired


def _company(entry: Entry, bit: int, book: Codebook) -> int:
    """Return the other needs of which the entry asks for at least one; 0 if it may do without."""
    if others := entry.mask & book.needs & ~bit:
        return others
    for node in entry.nodes:
        if isinstance(node, Count) and node.k > 1 and not node.mask & ~book.needs:
            return node.mask & ~bit
    return 0


def _moves(book: Codebook, kind: str) -> Mapping[tuple[str, str], int]:
    """Return, for each answer of each question of a kind, what it changes of the assumed bits."""
    return {
        (question, answer): bits - answers[book.assume[question]]
        for question, answers in book.answer_bits.items()
        if book.kind[question] == kind
        for answer, bits in answers.items()
    }
