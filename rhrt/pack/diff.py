"""What changed between two versions of a pack, in the words of their readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from rhrt.pack.model import Answer
from rhrt.pack.told import DETAILS, InWords, told
from rhrt.values import Value, as_dict

if TYPE_CHECKING:
    from rhrt.pack.model import Pack

OWN_RULE = "need."
"""How the ids of the rules begin that the loader makes from needs; they change with their need."""


class Detail(Value):
    """One thing about an entry that is not what it was.

    Args:
        was: In words; "" when items came to a list and none went.
        now: In words; "" when items went from a list and none came.
    """

    what: str
    was: str
    now: str


class Change(Value):
    """One entry that was added, removed or changed.

    Args:
        kind: The heading it belongs under: Needs, Rules, ...
        how: ``added``, ``removed`` or ``changed``.
        title: The entry in a few words.
        details: What changed in it; empty when it is new or gone.
    """

    kind: str
    how: str
    id: str
    title: str
    details: tuple[Detail, ...] = ()


Entries: TypeAlias = Mapping[str, Value]


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Return what differs between two packs, kind by kind, in the new pack's order.

    Where an entry stands in its file is no difference.
    """
    found = [*_of_the_pack(old, new)]
    for kind, entries in KINDS.items():
        before, after = entries(old), entries(new)
        found.extend(_of_one_kind(kind, (old, before), (new, after)))
    return tuple(found)


def _of_the_pack(old: Pack, new: Pack) -> Iterator[Change]:
    details = tuple(
        Detail(what, str(getattr(old, field)), str(getattr(new, field)))
        for field, what in PACK_FIELDS.items()
        if getattr(old, field) != getattr(new, field)
    )
    if details:
        yield Change("The pack", "changed", new.id, new.title, details)


def _of_one_kind(
    kind: str, old: tuple[Pack, Entries], new: tuple[Pack, Entries]
) -> Iterator[Change]:
    before, after = old[1], new[1]
    for name, entry in after.items():
        if name not in before:
            yield Change(kind, "added", name, told(entry, new[0]))
        elif details := tuple(_details(before[name], entry, old[0], new[0])):
            yield Change(kind, "changed", name, told(entry, new[0]), details)
    for name, entry in before.items():
        if name not in after:
            yield Change(kind, "removed", name, told(entry, old[0]))


def _details(was: Value, now: Value, old: Pack, new: Pack) -> Iterator[Detail]:
    after = as_dict(now)
    for field, before in as_dict(was).items():
        if field in DETAILS and before != after[field]:
            what, in_words = DETAILS[field]
            if isinstance(before, tuple | frozenset):
                lists = Lists(what, in_words, (old, new))
                yield from lists.compared(_listed(before), _listed(after[field]))
            else:
                yield Detail(what, in_words(before, old), in_words(after[field], new))


def _listed(items: tuple[Any, ...] | frozenset[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items)) if isinstance(items, frozenset) else items


class Lists(NamedTuple):
    """How two versions of a list are compared: what it is called, and how an item is said."""

    what: str
    in_words: InWords
    packs: tuple[Pack, Pack]

    def compared(self, was: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[Detail]:
        """Yield what is gone, what is new, what is reworded, and whether the order is another."""
        before = {getattr(item, "id", item): item for item in was}
        after = {getattr(item, "id", item): item for item in now}
        if gone := [before[key] for key in before if key not in after]:
            yield Detail(self.what, self._said(gone, self.packs[0]), "")
        if come := [after[key] for key in after if key not in before]:
            yield Detail(self.what, "", self._said(come, self.packs[1]))
        both = [key for key in before if key in after]
        for key in both:
            yield from self._of_one(before[key], after[key])
        if both != [key for key in after if key in before]:
            order = (
                self._said(items, pack) for items, pack in zip((was, now), self.packs, strict=True)
            )
            yield Detail(f"order of {self.what}", *order)

    def _of_one(self, was: Any, now: Any) -> Iterator[Detail]:
        """Yield what changed in an item that has an id: an answer, or a field of the form."""
        if isinstance(was, Answer):
            name = f"answer “{now.label}”"
            if (was.label, was.hint) != (now.label, now.hint):
                yield Detail(name, _quoted(was.label, was.hint), _quoted(now.label, now.hint))
            phrases = Lists(f"phrases of {name}", DETAILS["phrases"][1], self.packs)
            yield from phrases.compared(was.phrases, now.phrases)
        elif was != now:
            old, new = self.packs
            yield Detail(self.what, self.in_words(was, old), self.in_words(now, new))

    def _said(self, items: Iterable[Any], pack: Pack) -> str:
        return "; ".join(self.in_words(item, pack) for item in items)


def _quoted(*parts: str) -> str:
    return ", ".join(f"“{part}”" for part in parts if part)


def _by_id(field: str) -> Callable[[Pack], Entries]:
    return lambda pack: {entry.id: entry for entry in getattr(pack, field)}


def _written_rules(pack: Pack) -> Entries:
    return {rule.id: rule for rule in pack.rules if not rule.id.startswith(OWN_RULE)}


def _levels(pack: Pack) -> Entries:
    return {f"level-{level.number}": level for level in pack.levels}


PACK_FIELDS = {
    "title": "title",
    "partnership": "partnership",
    "area": "area",
    "version": "version",
    "status": "status",
    "effective_from": "effective from",
    "review_by": "to be reviewed by",
    "emergency": "contact in an emergency",
    "consult": "contact for advice",
}

KINDS: Mapping[str, Callable[[Pack], Entries]] = {
    "Levels": _levels,
    "Domains": _by_id("domains"),
    "Questions": _by_id("questions"),
    "Needs": _by_id("needs"),
    "Rules": _written_rules,
    "Pathways": _by_id("pathways"),
    "Contacts": _by_id("contacts"),
    "Referral form": _by_id("form"),
    "Invariants": _by_id("invariants"),
    "Cases": _by_id("cases"),
    "Documents": _by_id("documents"),
}
