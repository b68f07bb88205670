"""An answer in plain words: what the terminal prints and what "copy" puts into an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rhrt.conversation.state import facts, is_danger
from rhrt.referral.facts import missing_in_words
from rhrt.referral.route import route

if TYPE_CHECKING:
    from rhrt.conversation.turns import Conversation
    from rhrt.engine import Engine, NearMiss, Suggestion
    from rhrt.pack.model import Pack, Source
    from rhrt.referral.route import Reachable, Route, RouteStep

MOST_NEAR = 3


def answer_in_words(conversation: Conversation, engine: Engine, now: datetime | None = None) -> str:
    """Return the answer to a whole conversation as plain text; danger and 999 first.

    Args:
        now: The moment for which contacts are open or closed; the present if left out.
    """
    known = facts(conversation, engine.pack)
    suggestion = engine.suggest(known)
    way_on = route(engine.pack, suggestion, known, now or datetime.now(UTC))
    told = plain_words(engine.pack, suggestion, way_on)
    return f"\nRING 999 NOW. Then the MASH.\n\n{told}" if is_danger(conversation, engine) else told


def plain_words(pack: Pack, suggestion: Suggestion, way_on: Route) -> str:
    """Return the level, what to do, who to ring, why, and what would change it, as plain text."""
    return "\n".join(_lines(pack, suggestion, way_on))


def _lines(pack: Pack, suggestion: Suggestion, way_on: Route) -> Iterator[str]:
    level = pack.level(suggestion.level)
    yield f"Level {level.number}: {level.name}"
    yield from _part("What to do now", _steps(way_on.steps))
    yield from _part("Talk it over", [reach_in_words(way_on.consult)])
    yield from _part("Why", [_reason(pack, r.because, r.source) for r in suggestion.reasons])
    yield from _part("It would be higher if", _nearest(pack, suggestion))
    yield from _part("We do not know", _unknown(pack, suggestion))
    if level.come_back_if:
        yield from _part("Come back if", [level.come_back_if])
    yield from _part("If the family says no", _refusals(way_on))
    yield from _part("If you disagree", _steps(way_on.disagree))
    yield ""
    yield f"In immediate danger: {reach_in_words(way_on.emergency)}"
    yield draft_note(pack)


def draft_note(pack: Pack) -> str:
    """Return which rules were read, and that they are a draft while they are."""
    draft = "Draft rules, to be confirmed by the partnership. " if pack.status == "draft" else ""
    return f"{draft}{pack.title} {pack.version}, {pack.partnership}."


def _part(heading: str, lines: list[str]) -> Iterator[str]:
    said = [line for line in lines if line]
    if said:
        yield ""
        yield heading
        yield from (f"  - {line}" for line in said)


def _refusals(way_on: Route) -> list[str]:
    several = len(way_on.refusals) > 1
    return [
        f"{refusal.title}: {refusal.if_refused}" if several else refusal.if_refused
        for refusal in way_on.refusals
        if refusal.if_refused
    ]


def _steps(steps: tuple[RouteStep, ...]) -> list[str]:
    return [_step_in_words(step) for step in steps]


def _step_in_words(step: RouteStep) -> str:
    by = f" ({step.step.by})" if step.step.by else ""
    contact = f": {reach_in_words(step.contact)}" if step.contact else ""
    return f"{step.step.do}{by}{contact}"


def reach_in_words(reachable: Reachable) -> str:
    """Return a contact on one line: name, number, whether it answers now, and who else does."""
    contact = reachable.contact
    how = contact.phone or contact.email or contact.url
    unconfirmed = "" if reachable.confirmed else ", not yet confirmed"
    said = f"{contact.name}, {how} ({reachable.now.in_words()}{unconfirmed})"
    if reachable.instead:
        return f"{said}; until then {reach_in_words(reachable.instead)}"
    return said


def _reason(pack: Pack, because: str, source: Source) -> str:
    return f"{because} [{source_in_words(pack, source)}]"


def source_in_words(pack: Pack, source: Source) -> str:
    """Return where an entry comes from: the document's title and the place in it."""
    document = pack.document_by_id[source.document]
    return f"{document.title}, {source.where}" if source.where else document.title


def _nearest(pack: Pack, suggestion: Suggestion) -> list[str]:
    return [
        f"{missing_in_words(near, pack)} (Level {near.level})"
        for near in nearest(suggestion, pack)[:MOST_NEAR]
    ]


def nearest(suggestion: Suggestion, pack: Pack) -> tuple[NearMiss, ...]:
    """Return what would raise the level and has to do with this case.

    Fewest facts first, and of those a worse answer before another worry: it is nearer. That danger
    now would be Level 4 everybody knows, and everybody is asked.
    """
    always = {question.id for question in pack.questions if question.always}
    raising = (
        near
        for near in suggestion.near
        if near.related
        and near.level > suggestion.level
        and not any(fact.id in always for fact in near.missing)
    )
    return tuple(sorted(raising, key=_distance))


def _distance(near: NearMiss) -> tuple[int, int]:
    return len(near.missing), sum(fact.kind == "need" for fact in near.missing)


def _unknown(pack: Pack, suggestion: Suggestion) -> list[str]:
    return [pack.question_by_id[question].ask for question, _ in suggestion.assumed]
