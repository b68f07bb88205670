"""Reproducing sealed decisions from their own record, under the rules they were made with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.engine import Facts
from rhrt.referral.record import result_record

if TYPE_CHECKING:
    from rhrt.engine import Engine
    from rhrt.log.ledger import Opened


@dataclass(frozen=True)
class Replay:
    """What came of reproducing decisions.

    Args:
        same: How many came out exactly as sealed.
        different: References of those that did not, with what differs.
        other_rules: How many were made under rules (digests) that are not at hand.
        erased: How many can no longer be reproduced because their contents were erased.
    """

    same: int
    different: tuple[tuple[str, tuple[str, ...]], ...]
    other_rules: int
    erased: int

    @property
    def is_faithful(self) -> bool:
        """Whether nothing came out differently."""
        return not self.different


def replay(decisions: Iterable[Opened], engine: Engine) -> Replay:
    """Return what comes of putting sealed facts to the same rules again."""
    same = other_rules = erased = 0
    different: list[tuple[str, tuple[str, ...]]] = []
    for decision in decisions:
        if not {"facts", "result", "pack"} <= decision.fields.keys():
            erased += 1
        elif decision.fields["pack"]["digest"] != engine.pack.digest:
            other_rules += 1
        elif differing := _differences(decision, engine):
            different.append((decision.entry.ref, differing))
        else:
            same += 1
    return Replay(same, tuple(different), other_rules, erased)


def _differences(decision: Opened, engine: Engine) -> tuple[str, ...]:
    """Return the names of what differs, such as ``level``."""
    sealed, facts = decision.fields["result"], decision.fields["facts"]
    again = result_record(
        engine.suggest(Facts(frozenset(facts["needs"]), facts["answers"], facts["context"]))
    )
    return tuple(name for name, value in again.items() if sealed.get(name) != value)
