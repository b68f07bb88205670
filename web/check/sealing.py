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
from rhrt.engine import Facts, Suggestion
from rhrt.log.writing import Receipt
from rhrt.pack.model import Pack
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
    known = facts(case.conversation, rules)
    return {
        "result": _result(suggestion),
        "facts": _facts(known, case.conversation, rules),
        "own_level": own_level(case.conversation),
        "pack": {"id": rules.id, "version": rules.version, "digest": rules.digest},
        "route": {
            "pathways": [pathway.id for pathway in way_on.pathways],
            "steps": len(way_on.steps),
        },
        "role": known.context.get("role"),
        "supersedes": case.stored.decision_ref,
        "conversation": _key(case, decided_turns(case.conversation), rules),
        "words": list(case.conversation.words.values()),
        "synthetic": False,
    }


def _result(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "level": suggestion.level,
        "low": suggestion.low,
        "high": suggestion.high,
        "sub": suggestion.sub,
        "fired": list(suggestion.fired),
        "reasons": [reason.rule.id for reason in suggestion.reasons],
        "near": [
            {"rule": near.rule.id, "missing": [[f.kind, f.id, *f.answers] for f in near.missing]}
            for near in suggestion.near
        ],
        "assumed": [list(pair) for pair in suggestion.assumed],
        "faults": [fault.rule for fault in suggestion.faults],
    }


def _facts(known: Facts, conversation: Conversation, rules: Pack) -> dict[str, Any]:
    said = needs_said(conversation)
    return {
        "needs": sorted(known.needs),
        "absent": sorted(said.absent),
        "unsure": sorted(said.unsure),
        "answers": dict(known.answers),
        "context": dict(known.context),
        "unknown": list(not_known(conversation, rules)),
    }
