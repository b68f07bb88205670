"""Misspelt words: an unknown word is taken for one of the pack's when only a slip apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.language import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHORTEST = 5
_LONG = 8
"""From this length on, two slips are forgiven instead of one."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a pack's phrases, by first letter.

    Args:
        families: Families of those words: another inflection of one is no misspelling.
    """

    words: Mapping[str, tuple[str, ...]]
    families: frozenset[str]
    known: frozenset[str]

    @classmethod
    def over(cls, vocabulary: Iterable[str], also: Iterable[str] = ()) -> Spelling:
        """Return the spelling of these words; ``also`` are right, and nothing is meant for them."""
        language = english()
        own = sorted(word for word in set(vocabulary) if word.isalpha())
        by_letter: dict[str, list[str]] = {}
        for word in own:
            if len(word) >= _SHORTEST:
                by_letter.setdefault(word[0], []).append(word)
        return cls(
            words={letter: tuple(words) for letter, words in by_letter.items()},
            families=frozenset(map(language.family, own)),
            known=frozenset(own).union(also),
        )

    def corrected(self, word: str) -> str:
        """Return the word of the pack this one is a slip of, or the word itself."""
        if len(word) < _SHORTEST or not word.isalpha() or self._is_known(word):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= _LONG else 1
        found = process.extractOne(
            word, self.words.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips
        )
        if found is None or (found[1] > 1 and found[0][-1] != word[-1]):
            return word  # "machines" is not "machete"
        return found[0]

    def _is_known(self, word: str) -> bool:
        language = english()
        if word in self.known or word in language.known or word in language.names:
            return True
        return language.family(word) in self.families
