"""The way on from a suggestion: what to do, in order, and who to ring at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rhrt.referral.conditions import Case
from rhrt.referral.hours import Availability, availability, hours_in_words
from rhrt.values import Value

if TYPE_CHECKING:
    from datetime import datetime

    from rhrt.engine import Facts, Suggestion
    from rhrt.pack.model import Contact, Pack, Pathway, Source, Step


# A number set nationally (999) needs nobody in the partnership to confirm it.
CONFIRMED = frozenset({"confirmed", "national"})


class Reachable(Value):
    """A contact, whether it answers now, and who to ring instead while it does not.

    Args:
        confirmed: Whether somebody has checked the number, or it is set nationally.
    """

    contact: Contact
    now: Availability
    hours: str
    confirmed: bool
    instead: Reachable | None

    @property
    def answers_now(self) -> Reachable:
        """Whoever is to be rung at this moment: this contact, or the one in its place."""
        return self.instead if self.instead and not self.now.open else self

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "id": self.contact.id,
            "name": self.contact.name,
            "phone": self.contact.phone,
            "email": self.contact.email,
            "url": self.contact.url,
            "note": self.contact.note,
            "hours": self.hours,
            "open": self.now.open,
            "now": self.now.in_words(),
            "confirmed": self.confirmed,
            "instead": self.instead.to_json() if self.instead else None,
        }


class RouteStep(Value):
    """One thing to do, with whoever it is done with, and the pathway it belongs to (if any)."""

    step: Step
    contact: Reachable | None
    pathway: Pathway | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "do": self.step.do,
            "who": self.step.who,
            "how": self.step.how,
            "by": self.step.by,
            "why": self.step.why,
            "contact": self.contact.to_json() if self.contact else None,
            "pathway": self.pathway.id if self.pathway else None,
        }


class Refusal(Value):
    """What to do when the family does not agree, as one pathway or several alike put it."""

    title: str
    agreement: str
    if_refused: str


class Route(Value):
    """The way on: the level's own response with the special routes before and after it.

    Args:
        at: The moment for which "open" and "closed" are said.
        emergency: The contact for a child in danger now: always there, whatever the level.
        consult: Who to talk it over with.
        disagree: What to do when one disagrees with the suggestion or with the MASH.
    """

    level: int
    at: datetime
    pathways: tuple[Pathway, ...]
    steps: tuple[RouteStep, ...]
    emergency: Reachable
    consult: Reachable
    disagree: tuple[RouteStep, ...]

    @property
    def title(self) -> str:
        """The level's response in a few words."""
        return self._own.title if self._own else ""

    @property
    def summary(self) -> str:
        """The level's response in a sentence or two."""
        return self._own.summary if self._own else ""

    @property
    def special(self) -> tuple[Pathway, ...]:
        """The routes that are taken beside the level's own."""
        return tuple(pathway for pathway in self.pathways if pathway.level is None)

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools of all pathways, each once, in order."""
        return tuple(dict.fromkeys(tool for pathway in self.pathways for tool in pathway.tools))

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What the pathways say about the family's agreement: the level's own first.

        Those that say the same are one: "Not needed" is not read three times over.
        """
        alike: dict[tuple[str, str], list[str]] = {}
        for pathway in sorted(self.pathways, key=lambda one: one.level is None):
            if pathway.agreement or pathway.if_refused:
                said = (pathway.agreement, pathway.if_refused)
                alike.setdefault(said, []).append(pathway.title)
        return tuple(Refusal("; ".join(titles), *said) for said, titles in alike.items())

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the pathways come from, each once."""
        return tuple(dict.fromkeys(pathway.source for pathway in self.pathways))

    @property
    def _own(self) -> Pathway | None:
        return next((pathway for pathway in self.pathways if pathway.level is not None), None)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values, as the command line's contract names them."""
        return {
            "level": self.level,
            "title": self.title,
            "summary": self.summary,
            "pathways": [pathway.id for pathway in self.pathways],
            "steps": [step.to_json() for step in self.steps],
            "tools": list(self.tools),
            "agreement": [r.agreement for r in self.refusals if r.agreement],
            "if_refused": [r.if_refused for r in self.refusals if r.if_refused],
            "emergency": self.emergency.to_json(),
            "consult": self.consult.to_json(),
            "at": self.at.isoformat(),
        }


def route(pack: Pack, suggestion: Suggestion, facts: Facts, now: datetime) -> Route:
    """Return the way on from a suggestion at a moment.

    Args:
        facts: What was said; what is not known counts as the suggestion assumes it.
        now: An aware time.
    """
    case = Case(pack, facts, dict(suggestion.assumed))
    pathways = tuple(_in_order(case, suggestion))
    return Route(
        level=suggestion.level,
        at=now,
        pathways=pathways,
        steps=tuple(
            _step(pack, step, now, pathway) for pathway in pathways for step in pathway.steps
        ),
        emergency=reach(pack, pack.emergency, now),
        consult=reach(pack, pack.consult, now),
        disagree=tuple(_step(pack, step, now) for step in pack.disagree),
    )


def _in_order(case: Case, suggestion: Suggestion) -> Iterator[Pathway]:
    """Yield the special routes that come first, the level's own, then the other special ones."""
    applying = [p for p in case.pack.pathways if _applies(p, case, suggestion)]
    special = [pathway for pathway in applying if pathway.level is None]
    yield from (pathway for pathway in special if pathway.first)
    yield from (pathway for pathway in applying if pathway.level == suggestion.level)
    yield from (pathway for pathway in special if not pathway.first)


def _applies(pathway: Pathway, case: Case, suggestion: Suggestion) -> bool:
    if pathway.sub is not None and pathway.sub != suggestion.sub:
        return False
    return pathway.when is None or case.holds(pathway.when)


def _step(pack: Pack, step: Step, now: datetime, pathway: Pathway | None = None) -> RouteStep:
    return RouteStep(step, reach(pack, step.contact, now) if step.contact else None, pathway)


def reach(pack: Pack, name: str, now: datetime) -> Reachable:
    """Return a contact of the pack as it can be reached at a moment."""
    contact = pack.contact_by_id[name]
    at = availability(contact, now)
    instead = None
    if contact.out_of_hours and not at.open:
        other = pack.contact_by_id[contact.out_of_hours]
        # One step only: a duty team that is itself closed is shown as closed, beside 999.
        instead = _reachable(other, availability(other, now, stands_in=True), None)
    return _reachable(contact, at, instead)


def _reachable(contact: Contact, at: Availability, instead: Reachable | None) -> Reachable:
    confirmed = bool(contact.verified_on) or contact.source.status in CONFIRMED
    return Reachable(contact, at, hours_in_words(contact), confirmed, instead)
