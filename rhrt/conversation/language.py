"""What is known of the English people write in: kinds of words, families, short forms.

Nothing here comes from a rule pack and nothing here names a need: the lists in ``english/`` would
serve any partnership. They are plain text, so that a practitioner can mend them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rhrt.conversation.stem import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER = Path(__file__).parent / "english"

CHILD, SIBLING, PARENT, ADULT, PEER, STAFF, UNSAID = 1, 2, 4, 8, 16, 32, 64
"""Who a word speaks of, as bits, because "she" may be the child or her mother.

``UNSAID`` marks a pronoun before which nobody was spoken of: most likely the child.
"""

ANYONE = CHILD | SIBLING | PARENT | ADULT
"""Whom a name, or "a female", can stand for."""

CARERS = PARENT | ADULT
"""Adults around the child: most phrases hold for a parent and a parent's partner alike."""

CAPITALS, APOSTROPHE = "capitals", "apostrophe"
"""What a short form must be typed with to count: "SEND" is not "send", "we're" is not "were"."""

Rewrite: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], str]
"""The words after the first, what all of them become, and what they must be typed with or ""."""

_PEOPLE = {
    "child": CHILD,
    "sibling": SIBLING,
    "parent": PARENT,
    "adult": ADULT,
    "peer": PEER,
    "staff": STAFF,
    "anyone": ANYONE,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who a noun speaks of (a bit of this module) and whether he or she ("m", "f" or "")."""

    who: int
    gender: str


@dataclass(frozen=True, slots=True)
class Language:
    """The lists of ``english/``, ready to look words up in.

    Args:
        kinds: Section of ``kinds.txt`` to its words.
        short_forms: A short form to its ``Rewrite`` entries.
        set_phrases: First word of a set phrase to its ``Rewrite`` entries, longest first.
        head: Stem to the stem that stands for its family ("slapped" and "slap").
        near: Stem to the wider groups it belongs to.
        light: Families of the words that count a little.
        everyday: Words which tell little when they stand alone.
        common: Their families.
        known: Every word of the lists, so that none is taken for a misspelling.
    """

    kinds: Mapping[str, frozenset[str]]
    people: Mapping[str, Person]
    short_forms: Mapping[str, tuple[Rewrite, ...]]
    set_phrases: Mapping[str, tuple[Rewrite, ...]]
    head: Mapping[str, str]
    near: Mapping[str, tuple[str, ...]]
    light: frozenset[str]
    everyday: frozenset[str]
    common: frozenset[str]
    known: frozenset[str]
    names: frozenset[str]
    _heads: dict[str, str] = field(default_factory=dict)

    def family(self, word: str) -> str:
        """Return the stem that stands for the word's family."""
        found = self._heads.get(word)
        if found is None:
            root = self.head.get(word) or stem(word)
            found = self._heads[word] = self.head.get(root, root)
        return found


@cache
def english() -> Language:
    """Return the lists, read once in a process."""
    head, near = _families()
    kinds = {name: frozenset(words) for name, words in _sections("kinds.txt")}
    people = dict(_people())
    short_forms, set_phrases = _rewrites()
    common = frozenset(" ".join(_lines("common.txt")).split())
    known = common.union(*kinds.values()) | people.keys() | head.keys()
    return Language(
        kinds=kinds,
        people=people,
        short_forms=short_forms,
        set_phrases=set_phrases,
        head=head,
        near=near,
        light=frozenset(head.get(stem(word), stem(word)) for word in kinds["light"]),
        everyday=common,
        common=frozenset(head.get(word) or head.get(stem(word), stem(word)) for word in common),
        known=known,
        names=frozenset(" ".join(_lines("names.txt")).split()),
    )


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _sections(name: str) -> Iterator[tuple[str, list[str]]]:
    title, words = "", list[str]()
    for line in _lines(name):
        if line.startswith("["):
            if title:
                yield title, words
            title, words = line.strip("[] \n"), []
        else:
            words.extend(line.split())
    yield title, words


def _people() -> Iterator[tuple[str, Person]]:
    for title, words in _sections("people.txt"):
        for entry in words:
            word, _, gender = entry.partition(":")
            yield word, Person(_PEOPLE[title], gender)


def _rewrites() -> tuple[dict[str, tuple[Rewrite, ...]], dict[str, tuple[Rewrite, ...]]]:
    short: dict[str, list[Rewrite]] = {}
    longer: dict[str, list[Rewrite]] = {}
    for line in _lines("rewrites.txt"):
        left, _, right = line.partition("=")
        marked = CAPITALS if any(map(str.isupper, left)) else APOSTROPHE if "'" in left else ""
        first, *rest = (word.casefold().replace("'", "") for word in left.split())
        found = longer if rest else short
        found.setdefault(first, []).append((tuple(rest), tuple(right.split()), marked))
    return _longest_first(short), _longest_first(longer)


def _longest_first(found: dict[str, list[Rewrite]]) -> dict[str, tuple[Rewrite, ...]]:
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in found.items()
    }


def _families() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    head: dict[str, str] = {}
    groups: list[tuple[str, list[str]]] = []
    for line in _lines("families.txt"):
        name, _, listed = line[1:].partition(":")
        own, members = name.strip(), listed.split()
        if line.startswith("="):
            head.update(dict.fromkeys((own, *members), own))
        else:
            groups.append((f"~{own}", members))
    # A stem met in running text ("smack" from "smacking") must find its family as well.
    for word, family in tuple(head.items()):
        head.setdefault(stem(word), family)
    near: dict[str, list[str]] = {}
    for group, words in groups:
        for member in words:
            root = head.get(member) or head.get(stem(member)) or stem(member)
            if group not in near.setdefault(root, []):
                near[root].append(group)
    return head, {root: tuple(names) for root, names in near.items()}
