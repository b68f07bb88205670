"""The suggestion for one case in the stable JSON that the command line and the HTTP API share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rhrt.referral.route import route

if TYPE_CHECKING:
    from rhrt.conversation.request import Request
    from rhrt.engine import Engine, Fact, Suggestion
    from rhrt.pack.model import Pack, Source


def suggestion_json(
    request: Request, pack: Pack, engine: Engine, now: datetime | None = None
) -> dict[str, Any]:
    """Return the suggestion, its reasons and the way on for a case that has been read.

    Args:
        now: The moment for which contacts are open or closed; the present if left out.
    """
    suggestion = engine.suggest(request.facts)
    way_on = route(pack, suggestion, request.facts, now or datetime.now(UTC))
    return {
        "level": suggestion.level,
        "low": suggestion.low,
        "high": suggestion.high,
        "sub": suggestion.sub,
        "assumed": dict(suggestion.assumed),
        "needs": list(suggestion.needs),
        "reasons": _reasons(suggestion),
        "would_change": _would_change(suggestion),
        "open": list(suggestion.open),
        "next": suggestion.next,
        "route": way_on.to_json(),
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        **_faults(suggestion),
    }


def _reasons(suggestion: Suggestion) -> list[dict[str, Any]]:
    return [
        {
            "rule": reason.rule.id,
            "level": reason.level,
            "because": reason.because,
            "source": source_json(reason.source),
            "facts": [_fact(fact) for fact in reason.facts],
        }
        for reason in suggestion.reasons
    ]


def _would_change(suggestion: Suggestion) -> list[dict[str, Any]]:
    return [
        {
            "rule": near.rule.id,
            "level": near.level,
            "sub": near.sub,
            "because": near.because,
            "missing": [_fact(fact) for fact in near.missing],
            "related": near.related,
        }
        for near in suggestion.near
    ]


def _faults(suggestion: Suggestion) -> dict[str, Any]:
    """Return the rules that could not be evaluated: named only when there are any."""
    faults = [{"rule": fault.rule, "message": fault.message} for fault in suggestion.faults]
    return {"faults": faults} if faults else {}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"kind": fact.kind, "id": fact.id, "answers": list(fact.answers)}


def source_json(source: Source) -> dict[str, str]:
    """Return a source as plain JSON values."""
    return {"document": source.document, "where": source.where, "status": source.status}
