"""A light stemmer: takes off the endings that do not change what a worry is about.

Gentler than Porter's: it only undoes plurals, -ing, -ed and -ly, because "caring" and "careless"
must not meet, and families of words that do belong together are listed in ``english/families.txt``.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouy")
_SHORTEST = 3
_LONG = 5


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the word without its inflection; words of three letters or fewer stay as they are."""
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    return _without_e(_without_ending(word))


def _without_ending(word: str) -> str:
    if word.endswith("ly") and len(word) > _LONG:
        word = word[:-2]
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _can_stand(word[: -len(ending)]):
            return _root(word[: -len(ending)])
    return word


def _can_stand(root: str) -> bool:
    """Whether a root is a word: "feed" is not "fe" with an ending."""
    return len(root) >= _SHORTEST and not root.endswith("e") and bool(_VOWELS & set(root))


def _root(root: str) -> str:
    """Undo the doubling of "hitting", keep that of "kissing", give "caring" its "e" back."""
    if root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    if (
        len(root) == _SHORTEST
        and root[1] in _VOWELS
        and not {root[0], root[2]} & (_VOWELS | {"w", "x"})
    ):
        return f"{root}e"
    return root


def _without_e(root: str) -> str:
    return root[:-1] if len(root) > _SHORTEST + 1 and root.endswith("e") else root
