"""Synthetic decisions for a look around: the pack's own cases, decided and sealed as real ones are.

Every one is marked ``synthetic`` in the log; nothing of a real child is in it.
"""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rhrt.engine import Engine, Facts
from rhrt.referral.record import decision_record
from rhrt.referral.route import route

if TYPE_CHECKING:
    from rhrt.log.ledger import Ledger
    from rhrt.pack.model import Case, Pack

NOT_SURE_SHARE, AGREES_SHARE = 0.1, 0.7


def synthetic_decisions(pack: Pack, ledger: Ledger, count: int) -> int:
    """Seal ``count`` decisions made from the pack's cases; return how many."""
    engine, batch = Engine(pack), secrets.token_hex(8)
    chance = random.Random()  # noqa: S311 - variety for a demonstration, not a secret
    for number in range(count):
        case = chance.choice(pack.cases)
        facts = _facts(case, pack, chance)
        suggestion = engine.suggest(facts)
        way_on = route(pack, suggestion, facts, datetime.now(UTC))
        ledger.append(
            "decision",
            {
                **decision_record(pack, facts, suggestion, way_on),
                "own_level": _own_level(suggestion.level, chance),
                "words": [case.text],
                "synthetic": True,
            },
            actor="demonstration",
            key=f"{batch}:{number}",
        )
    return count


def _facts(case: Case, pack: Pack, chance: random.Random) -> Facts:
    """Return the case's facts, somebody's role added, and now and then an answer left out."""
    roles = pack.question_by_id["role"].answers if "role" in pack.question_by_id else ()
    role = {"role": chance.choice(roles).id} if roles else {}
    answers = {q: a for q, a in case.answers if chance.random() < 0.9}  # noqa: PLR2004 - a share
    return Facts(case.needs, answers, {**dict(case.context), **role})


def _own_level(level: int, chance: random.Random) -> int | None:
    draw = chance.random()
    if draw < NOT_SURE_SHARE:
        return None
    if draw < NOT_SURE_SHARE + AGREES_SHARE:
        return level
    return min(4, max(1, level + chance.choice((-1, 1))))
