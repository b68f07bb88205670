"""What would change it: for each higher rank, the smallest sets of facts still missing.

They are read off the rules: what a clause asks for beyond what is said or assumed. A set is kept
when with it the rank is reached and without any one of its facts it is not, which is tried out, so
that a set through one rule never holds needless parts because another rule needs fewer.

A need can be added, a scale can be answered more concerningly than it is said or assumed to be,
and a context can be found out; a context that is known stays what it is: another age would be
another child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import NamedTuple, TypeAlias

from rhrt.engine.clauses import Most
from rhrt.engine.codebook import CaseBits, Codebook
from rhrt.engine.compiled import Compiled, Entry
from rhrt.engine.facts import Fact
from rhrt.engine.live import Faults, entry_points, rank_at
from rhrt.values import Value

FEW_NEEDS = (1, 2, 3)
"""So many missing needs are tried in turn before all."""

Way: TypeAlias = tuple[tuple[str, str], ...]
"""One answer for each context question to be found out."""


class Missing(NamedTuple):
    """Facts that a rule lacks.

    Args:
        bits: The bits of needs and scales to be added.
        contexts: Context questions to be found out, each with the answers that would do.
    """

    rule: int
    bits: int
    contexts: tuple[tuple[str, tuple[str, ...]], ...]
    related: bool

    def size(self, book: Codebook) -> int:
        """How many facts are missing."""
        return len(book.pieces(self.bits)) + len(self.contexts)


class Search(Value):
    """One case whose near misses are looked for.

    Args:
        faults: Where errors in rules are reported.
    """

    compiled: Compiled
    case: CaseBits
    faults: Faults

    def above(self, rank: int, limit: int) -> list[Missing]:
        """Return what would raise the rank, related first, fewest missing first.

        Args:
            rank: The rank of the case as it is.
            limit: At most so many for each higher rank.
        """
        ranks, book = self.compiled.ranks, self.compiled.book
        higher = [one for one in sorted(set(ranks)) if one > rank]
        found = [missing for one in higher for missing in self._reaching(one, limit)]
        return sorted(found, key=lambda m: (not m.related, m.size(book), ranks[m.rule]))

    def _reaching(self, rank: int, limit: int) -> list[Missing]:
        """Return the smallest sets that reach this rank and no higher."""
        related, others = self._sorted_out(self.compiled.by_rank[rank])
        kept: list[Missing] = []
        for entries, is_related in ((related, True), (others, False)):
            if len(kept) < limit:
                lacking = partial(self._lacking, entries, related=is_related)
                kept += self._fewest_first(rank, lacking, limit - len(kept), kept)
        return kept

    def _sorted_out(self, entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
        """Return the entries that speak of something the case has, or of questions only; the rest.

        One pass over every entry of a rank, so what can be worked out before it is.
        """
        book = self.compiled.book
        needs, scales = book.needs, book.scales
        said = self.case.stated & ~book.contexts
        said_needs = said & needs
        related: list[Entry] = []
        others: list[Entry] = []
        for entry in entries:
            spoken = entry.mask | entry.inner
            speaks = spoken & said_needs or not spoken & needs or entry.inner & said
            if speaks or (entry.mask & said and self._is_answered(entry.mask & scales, said)):
                related.append(entry)
            else:
                others.append(entry)
        return related, others

    def _is_answered(self, scales: int, said: int) -> bool:
        """Whether one of these answers, or a more concerning one, was given."""
        return any(not part & ~said for _, part in self.compiled.book.pieces(scales))

    def _fewest_first(
        self,
        rank: int,
        lacking: Callable[[Most], Iterable[Missing]],
        limit: int,
        known: Sequence[Missing],
    ) -> list[Missing]:
        """Return the sets of fewest facts, looked for by how many needs they lack.

        Most often a few needs are enough to fill the limit, and then a large count in the pack
        ("at least 4 of 20") is never multiplied out.
        """
        book = self.compiled.book
        found: list[Missing] = []
        for number in (*FEW_NEEDS, len(book.need_bit)):
            found = self._exact(rank, lacking(Most(number, book.needs)), limit, known)
            if len(found) == limit and (not found or found[-1].size(book) <= number):
                break  # whatever lacks more needs has more facts missing than these
        return found

    def _lacking(self, entries: list[Entry], most: Most, *, related: bool) -> Iterator[Missing]:
        """Yield what each entry lacks."""
        book, case = self.compiled.book, self.case
        base = case.assumed & (case.settled | ~book.contexts)
        settled = book.contexts & case.settled
        for entry in entries:
            if entry.nodes:
                found = entry_points(entry, base, settled, self.faults, most)
            else:
                point = entry.mask & ~base
                found = [] if point & settled or not most.allows(point) else [point]
            for point in found:
                if book.is_possible(point):
                    yield _missing(entry, point, case, book, related=related)

    def _exact(
        self, rank: int, lacking: Iterable[Missing], limit: int, known: Sequence[Missing]
    ) -> list[Missing]:
        """Return the first sets, fewest facts first, that reach the rank and hold nothing idle."""
        found: list[Missing] = []
        seen = {(one.bits, way) for one in known for way in _ways(one)}
        for one in sorted(lacking, key=lambda missing: missing.size(self.compiled.book)):
            if len(found) >= limit:
                break
            new = [way for way in _ways(one) if (one.bits, way) not in seen]
            exact = [way for way in new if self._is_exact(rank, one.bits, way)]
            seen.update((one.bits, way) for way in exact)
            found.extend(_together(one, exact))
        return found[:limit]

    def _is_exact(self, rank: int, bits: int, way: Way) -> bool:
        """Whether the rank is reached with these facts, and not with one of them left out."""
        book, assumed = self.compiled.book, self.case.assumed
        there = _found_out(assumed, way, book) | bits
        if self._rank(there) != rank:
            return False
        lesser = [there ^ 1 << part.bit_length() - 1 for _, part in book.pieces(bits)]
        fewer = [(*way[:place], *way[place + 1 :]) for place in range(len(way))]
        lesser += [_found_out(assumed, some, book) | bits for some in fewer]
        return all(self._rank(without) < rank for without in lesser)

    def _rank(self, facts: int) -> int:
        return rank_at(self.compiled, facts, self.faults)


# --- What a clause lacks ----------------------------------------------------------------------


def _missing(entry: Entry, point: int, case: CaseBits, book: Codebook, *, related: bool) -> Missing:
    bits = point & ~book.contexts
    contexts = tuple(
        (owner, book.fact(owner, part).answers)
        for owner, part in book.pieces(point & book.contexts)
        if part & ~case.assumed
    )
    return Missing(entry.rule, bits, contexts, related or not bits & book.needs)


# --- Finding out unknown context --------------------------------------------------------------


def _ways(one: Missing) -> Iterator[Way]:
    """Yield each single choice of answers to the contexts to be found out."""
    questions = [question for question, _ in one.contexts]
    for answers in product(*(answers for _, answers in one.contexts)):
        yield tuple(zip(questions, answers, strict=True))


def _found_out(assumed: int, way: Way, book: Codebook) -> int:
    for question, answer in way:
        assumed = assumed & ~book.question_bits[question] | book.answer_bits[question][answer]
    return assumed


def _together(one: Missing, ways: list[Way]) -> list[Missing]:
    """Name several answers of one context as one fact; two contexts stay pair by pair."""
    if not ways or not one.contexts:
        return [one] if ways else []
    if len(one.contexts) == 1:
        question = one.contexts[0][0]
        return [one._replace(contexts=((question, tuple(way[0][1] for way in ways)),))]
    return [one._replace(contexts=tuple((q, (answer,)) for q, answer in way)) for way in ways]


def as_facts(one: Missing, book: Codebook) -> tuple[Fact, ...]:
    """Return the missing facts in the pack's words."""
    concerns = [book.fact(owner, bits) for owner, bits in book.pieces(one.bits)]
    contexts = [Fact("context", question, answers) for question, answers in one.contexts]
    return (*concerns, *contexts)
