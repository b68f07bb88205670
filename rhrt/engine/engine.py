"""The engine: facts in, a suggestion with its bounds and reasons out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from rhrt.engine.asking import Talk, in_asking_order
from rhrt.engine.codebook import CaseBits
from rhrt.engine.compiled import Compiled, compile_pack
from rhrt.engine.explain import facts_used, in_order
from rhrt.engine.facts import Fact, Facts
from rhrt.engine.live import (
    Faults,
    Outlook,
    Remainder,
    assumed_rank,
    level_bounds,
    outlook,
    remainders,
)
from rhrt.engine.near import Search, as_facts
from rhrt.engine.quick import QuickLook
from rhrt.engine.ranks import level_of, sub_of
from rhrt.engine.related import related_needs
from rhrt.engine.suggestion import Fault, NearMiss, Reason, Suggestion
from rhrt.pack.model import Pack

NEAR_FOR_EACH_LEVEL = 6


class Engine:
    """A pack compiled once, to be asked about any number of cases.

    Args:
        pack: A whole pack.
        compiled: The same pack compiled before, to start faster.
    """

    def __init__(self, pack: Pack, compiled: Compiled | None = None) -> None:
        self.pack = pack
        self.compiled = compiled or compile_pack(pack)
        self._book = self.compiled.book

    def suggest(
        self,
        facts: Facts,
        *,
        recent: Sequence[str] = (),
        asked: Collection[str] = (),
        near: int = NEAR_FOR_EACH_LEVEL,
    ) -> Suggestion:
        """Return the level with its bounds, its reasons, what would change it and what to ask.

        Args:
            recent: The questions answered so far, the latest last: they keep the talk on topic.
            asked: Questions that were asked and nobody could answer; they are not asked again.
            near: At most so many near misses for each higher level.

        Raises:
            UnknownFactError: a need, question or answer the pack does not have.
        """
        case, found, faults = self._look(facts)
        rank = assumed_rank(found, case.assumed)
        seen = outlook(found, self._book)
        reasons = self._reasons(case, found, level_of(rank), faults)
        needs = in_order(facts.needs, self._book.need_bit)
        talk = Talk(needs, tuple(recent), found)
        to_ask = in_asking_order(seen.open, talk, self.pack, self._book)
        return Suggestion(
            level=level_of(rank),
            low=level_of(seen.low),
            high=level_of(seen.high),
            sub=sub_of(rank),
            sub_low=sub_of(seen.low),
            sub_high=sub_of(seen.high),
            assumed=self._assumed(case, seen, reasons),
            needs=needs,
            reasons=reasons,
            fired=tuple(self.pack.rules[r.rule].id for r in self._holding(case, found)),
            near=self._near(case, rank, near, faults),
            open=to_ask,
            open_sub=in_asking_order(seen.open_sub, talk, self.pack, self._book),
            next=next((question for question in to_ask if question not in asked), None),
            unknown=tuple(question for question in to_ask if question in asked),
            faults=tuple(Fault(self.pack.rules[p].id, said) for p, said in sorted(faults.items())),
        )

    @cached_property
    def quick(self) -> QuickLook:
        """The short way to a level and the rules behind it, for many decisions at once."""
        return QuickLook(self.pack, self.compiled)

    def level(self, facts: Facts) -> int:
        """Return the suggested level, unknown questions taken at their ``assume``."""
        return self.quick.level_and_rules(facts)[0]

    def bounds(self, facts: Facts) -> tuple[int, int]:
        """Return the lowest and the highest level over all answers to what is unknown."""
        return level_bounds(self._look(facts)[1], self._book)

    def open_questions(self, facts: Facts, recent: Sequence[str] = ()) -> tuple[str, ...]:
        """Return exactly the questions that can still change the level, in the order to ask."""
        _, found, _ = self._look(facts)
        needs = in_order(facts.needs, self._book.need_bit)
        talk = Talk(needs, tuple(recent), found)
        return in_asking_order(outlook(found, self._book).open, talk, self.pack, self._book)

    def related(self, facts: Facts) -> tuple[str, ...]:
        """Return needs worth offering under "Is there anything else?", most telling first."""
        case, found, _ = self._look(facts)
        rank = assumed_rank(found, case.assumed)
        return related_needs(self.pack, self.compiled, facts, case, rank)

    # --- Parts of a suggestion ----------------------------------------------------------------

    def _look(self, facts: Facts) -> tuple[CaseBits, list[Remainder], Faults]:
        """Encode a case and put it into the rules."""
        case = self._book.read(facts)
        faults = dict(self.compiled.faults)
        return case, remainders(self.compiled, case, faults), faults

    def _holding(self, case: CaseBits, found: list[Remainder]) -> list[Remainder]:
        """Return what holds, strongest first, each rule once."""
        holding = [r for r in found if not r.missing & ~case.assumed]
        ordered = sorted(holding, key=lambda r: (-r.rank, r.rule))
        return list({r.rule: r for r in ordered}.values())

    def _reasons(
        self, case: CaseBits, found: list[Remainder], level: int, faults: Faults
    ) -> tuple[Reason, ...]:
        return tuple(
            Reason(self.pack.rules[r.rule], self._facts_used(r.rule, case, faults))
            for r in self._holding(case, found)
            if level_of(r.rank) == level
        )

    def _facts_used(self, rule: int, case: CaseBits, faults: Faults) -> tuple[Fact, ...]:
        """Return the facts a rule rests on; none when it only counts as holding."""
        if rule in faults:
            return ()
        return facts_used(self.compiled.rules[rule], case, self._book)

    def _assumed(
        self, case: CaseBits, seen: Outlook, reasons: Iterable[Reason]
    ) -> tuple[tuple[str, str], ...]:
        used = {fact.id for reason in reasons for fact in reason.facts}
        mattering = seen.open | seen.open_sub | used
        return tuple((q, self._book.assume[q]) for q in case.unknown if q in mattering)

    def _near(self, case: CaseBits, rank: int, limit: int, faults: Faults) -> tuple[NearMiss, ...]:
        return tuple(
            NearMiss(self.pack.rules[one.rule], as_facts(one, self._book), one.related)
            for one in Search(self.compiled, case, faults).above(rank, limit)
        )
