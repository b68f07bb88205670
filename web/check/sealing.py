"""Sealing: what was suggested, on what, and what the practitioner made of it, into the ledger."""

from __future__ import annotations

from typing import Any

from rhrt.conversation.state import (
    decided_turns,
    facts,
    needs_said,
    not_known,
    own_level,
)
from rhrt.conversation.turns import JUDGEMENT, Conversation, Judgement
from rhrt.engine import Suggestion
from rhrt.log.writing import Receipt
from rhrt.pack.model import Pack
from rhrt.referral.record import decision_record
from rhrt.referral.route import Route
from web.check.cases import SOMEBODY, Case, seal_case
from web.services import services


def seal_decision(case: Case, rules: Pack, suggestion: Suggestion, way_on: Route) -> Receipt:
    """Return the receipt of this suggestion, sealed the first time it is shown.

    The key is made of what was said and the rules it was put to: looking again seals nothing, and
    a changed answer seals a new decision that names the one it takes the place of.
    """
    said = decided_turns(case.conversation)
    earlier = case.stored.decision_ref
    if earlier and _is_about(earlier, case, said, rules):
        return services().ledger.read(earlier).receipt
    return services().ledger.append(
        "decision",
        _fields(case, rules, suggestion, way_on),
        actor=_actor(case.conversation),
        key=_key(case, said, rules),
        also=lambda tx, receipt: seal_case(case, tx, receipt.ref),
    )


def seal_judgement(case: Case, ref: str, judgement: Judgement, *, key: str) -> Receipt:
    """Return the receipt of what the practitioner made of a suggestion."""
    return services().ledger.append(
        "judgement",
        {
            "judgement": {"level": judgement.level, "reason": judgement.reason},
            "judgement_words": judgement.words,
        },
        actor=_actor(case.conversation),
        key=f"{case.stored.id}:{key}:{judgement.level}:{judgement.reason}",
        re=ref,
    )


def _is_about(ref: str, case: Case, said: int, rules: Pack) -> bool:
    """Say whether a sealed decision is of exactly what has been said, under these rules."""
    sealed = services().ledger.read(ref)
    return sealed.fields.get("conversation") == _key(case, said, rules)


def _key(case: Case, said: int, rules: Pack) -> str:
    return f"{case.stored.id}:{said}:{rules.digest[:16]}"


def _actor(conversation: Conversation) -> str:
    """Return who gave the last answer that counts: the same person for the same decision."""
    return next((t.by for t in reversed(conversation.turns) if t.question != JUDGEMENT), SOMEBODY)


def _fields(case: Case, rules: Pack, suggestion: Suggestion, way_on: Route) -> dict[str, Any]:
    """Return everything needed to reproduce the decision, as codes; words apart, to be erasable."""
    talk = case.conversation
    record = decision_record(rules, facts(talk, rules), suggestion, way_on)
    return {
        **record,
        "facts": {**record["facts"], **_beside(talk, rules)},
        "own_level": own_level(talk),
        "supersedes": case.stored.decision_ref,
        "conversation": _key(case, decided_turns(talk), rules),
        "words": list(talk.words.values()),
        "synthetic": False,
    }


def _beside(talk: Conversation, rules: Pack) -> dict[str, list[str]]:
    """Return what was said besides the facts: refused, not sure of, not known."""
    said = needs_said(talk)
    return {
        "absent": sorted(said.absent),
        "unsure": sorted(said.unsure),
        "unknown": list(not_known(talk, rules)),
    }
