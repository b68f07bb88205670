"""What is sealed of a decision: everything needed to reproduce it, as codes and never as labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rhrt.engine import Facts, Suggestion
    from rhrt.pack.model import Pack
    from rhrt.referral.route import Route


def decision_record(
    pack: Pack, facts: Facts, suggestion: Suggestion, route: Route
) -> dict[str, Any]:
    """Return the fields of a decision that its rules alone decide; personal words are not in it."""
    return {
        "result": result_record(suggestion),
        "facts": {
            "needs": sorted(facts.needs),
            "answers": dict(facts.answers),
            "context": dict(facts.context),
        },
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        "route": {
            "pathways": [pathway.id for pathway in route.pathways],
            "steps": len(route.steps),
        },
        "role": facts.context.get("role"),
    }


def result_record(suggestion: Suggestion) -> dict[str, Any]:
    """Return the suggestion as codes: the part that a replay must reproduce exactly."""
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
