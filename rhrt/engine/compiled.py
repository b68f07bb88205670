"""A pack turned into masks, with an index from each need to the rules it can complete.

A case has one to eight needs, so only the clauses filed under one of those needs can hold: each
clause is filed under its rarest need (a count under as many of its needs as one of them must be
there for the count to be reached), and the few that need no need at all are looked at every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rhrt.engine.clauses import Alternatives, Clause, Count, Node, alternatives, support
from rhrt.engine.codebook import Codebook, bits_of
from rhrt.engine.ranks import rank_of
from rhrt.pack.model import Pack, Rule
from rhrt.values import Value


class Entry(NamedTuple):
    """One clause as the index holds it.

    Args:
        inner: Every bit that the nodes speak of.
    """

    level: int
    mask: int
    nodes: tuple[Node, ...]
    rule: int
    inner: int


class Compiled(Value):
    """All that evaluation needs of a pack, in a form that can be pickled.

    Args:
        ranks: The rank of each rule of the pack, in the pack's order.
        rules: The clauses of each rule.
        by_rank: The entries of the rules of each rank, in the pack's order.
        by_need: The entries filed under each need's bit, highest level first.
        always: The entries that need no need, highest level first.
        faults: Rules that could not be compiled. Their clause asks nothing, so they always hold.
    """

    book: Codebook
    ranks: tuple[int, ...]
    rules: tuple[Alternatives, ...]
    by_rank: dict[int, tuple[Entry, ...]]
    by_need: dict[int, tuple[Entry, ...]]
    always: tuple[Entry, ...]
    faults: dict[int, str]


def compile_pack(pack: Pack) -> Compiled:
    """Return the compiled rules of a pack."""
    book = Codebook(pack)
    faults: dict[int, str] = {}
    rules = tuple(_compile_rule(p, rule, book, faults) for p, rule in enumerate(pack.rules))
    ranks = tuple(rank_of(rule.level, rule.sub) for rule in pack.rules)
    entries = [
        Entry(rule.level, clause.mask, clause.nodes, place, support((Clause(0, clause.nodes),)))
        for place, rule in enumerate(pack.rules)
        for clause in rules[place]
    ]
    by_rank: dict[int, list[Entry]] = {rank: [] for rank in sorted(set(ranks))}
    for entry in entries:
        by_rank[ranks[entry.rule]].append(entry)
    by_need, always = _index(entries, book)
    return Compiled(book, ranks, rules, _frozen(by_rank), _frozen(by_need), tuple(always), faults)


def _frozen(lists: dict[int, list[Entry]]) -> dict[int, tuple[Entry, ...]]:
    return {key: tuple(entries) for key, entries in lists.items()}


def _compile_rule(place: int, rule: Rule, book: Codebook, faults: dict[int, str]) -> Alternatives:
    try:
        return alternatives(rule.when, book)
    except Exception as error:  # noqa: BLE001 - fail up: whatever is wrong with it, the rule fires
        faults[place] = describe(error)
        return (Clause(0),)


def describe(error: Exception) -> str:
    """Return an error in a rule as one line for the report."""
    return f"{type(error).__name__}: {error}"


def _index(entries: list[Entry], book: Codebook) -> tuple[dict[int, list[Entry]], list[Entry]]:
    """File each entry under needs of which it cannot do without all, highest level first."""
    uses = Counter(bit for entry in entries for bit in bits_of(entry.mask & book.needs))
    by_need: dict[int, list[Entry]] = {}
    always: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: -entry.level):
        anchors = _anchors(Clause(entry.mask, entry.nodes), book.needs, uses)
        for bit in anchors or ():
            by_need.setdefault(bit, []).append(entry)
        if anchors is None:
            always.append(entry)
    return by_need, always


def _anchors(clause: Clause, needs: int, uses: Counter[int]) -> set[int] | None:
    """Return needs of which each case that satisfies the clause has one; None if it needs none."""
    own = list(bits_of(clause.mask & needs))
    if own:
        return {min(own, key=lambda bit: uses[bit])}
    found = (_node_anchors(node, needs, uses) for node in clause.nodes)
    return min((anchors for anchors in found if anchors is not None), key=len, default=None)


def _node_anchors(node: Node, needs: int, uses: Counter[int]) -> set[int] | None:
    """Return needs of which one is there whenever the node holds.

    Whoever has ``k`` of ``n`` parts has at least one of any ``n - k + 1`` of them.
    """
    if isinstance(node, Count):
        parts = [{bit} if bit & needs else None for bit, _ in node.choices]
    else:
        parts = [_any_anchors(part, needs, uses) for part in node.parts]
    known = sorted((part for part in parts if part is not None), key=len)
    enough = len(parts) - node.k + 1
    return _merged(known[:enough]) if len(known) >= enough else None


def _any_anchors(part: Alternatives, needs: int, uses: Counter[int]) -> set[int] | None:
    found = [_anchors(clause, needs, uses) for clause in part]
    known = [anchors for anchors in found if anchors is not None]
    return _merged(known) if len(known) == len(found) else None


def _merged(sets: Iterable[set[int]]) -> set[int]:
    merged: set[int] = set()
    for one in sets:
        merged |= one
    return merged
