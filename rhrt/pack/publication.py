"""What stands between a draft and a published pack: everything not confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator

from rhrt.pack.errors import Mistake
from rhrt.pack.model import Pack, Place, Source, Status

ENOUGH: frozenset[Status] = frozenset({"confirmed", "national"})
_WORDS: dict[Status, str] = {
    "to_confirm": "is still to be confirmed",
    "neighbour": "is a neighbour's and not confirmed here",
}
_HEAD = Place("pack.yaml", 1)


def unconfirmed(pack: Pack) -> tuple[Mistake, ...]:
    """Return every entry that the partnership has still to confirm, in file and line order.

    A need and the rule it makes are one entry. A document is only asked to be known; what is taken
    from it has a status of its own.
    """
    found = [*_entries(pack), *_contacts(pack), *_documents(pack)]
    if pack.status != "confirmed":
        hint = "Set status: confirmed when the partnership has."
        found.append(_mistake(_HEAD, f"The pack is a {pack.status}.", hint))
    return tuple(sorted(set(found)))


def _mistake(place: Place, message: str, hint: str = "") -> Mistake:
    return Mistake(place.file, place.line, 1, message, hint)


def _sourced(pack: Pack) -> Iterator[tuple[str, Source, Place]]:
    """Yield every entry that has a source: what to call it, the source, the place."""
    yield from ((f"level {level.number}", level.source, _HEAD) for level in pack.levels)
    yield from ((f"question '{each.id}'", each.source, each.place) for each in pack.questions)
    yield from ((f"need '{each.id}'", each.source, each.place) for each in pack.needs)
    written = (rule for rule in pack.rules if not rule.id.startswith("need."))
    yield from ((f"rule '{each.id}'", each.source, each.place) for each in written)
    yield from ((f"contact '{each.id}'", each.source, each.place) for each in pack.contacts)
    yield from ((f"pathway '{each.id}'", each.source, each.place) for each in pack.pathways)
    yield from ((f"section '{each.id}'", each.source, each.place) for each in pack.form)
    yield from ((f"invariant '{each.id}'", each.source, each.place) for each in pack.invariants)


def _entries(pack: Pack) -> Iterator[Mistake]:
    for name, source, place in _sourced(pack):
        if source.status not in ENOUGH:
            message = f"The {name} {_WORDS[source.status]} ({source.document}, {source.where})."
            yield _mistake(place, message, "Ask the partnership, then set its status.")


def _contacts(pack: Pack) -> Iterator[Mistake]:
    for contact in pack.contacts:
        if not contact.verified_on:
            message = f"Nobody has checked the contact '{contact.id}'."
            yield _mistake(contact.place, message, "Ring it, then set verified_on.")


def _documents(pack: Pack) -> Iterator[Mistake]:
    for document in pack.documents:
        if document.status == "to_confirm":
            message = f"The document '{document.id}' is still to be confirmed."
            yield _mistake(_HEAD, message, "Confirm that it is the one in force.")
