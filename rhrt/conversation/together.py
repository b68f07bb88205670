"""What several phrases of one need say together, where none of them is said in full.

"Grabbed the six year old by the neck and threw him on the floor" is no phrase of any pack; but
parts of three phrases of one danger are in it, and no other sentence says so much of it by chance.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhrt.conversation.index import Index
    from rhrt.conversation.matching import Match
    from rhrt.conversation.words import Word


class Together:
    """Collects, for each need and sentence, the words of meaning that any of its phrases met."""

    def __init__(self, index: Index, words: Sequence[Word]) -> None:
        self._weights = index.weights
        self._words = words
        self._places: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))

    def add(self, need: str, match: Match) -> None:
        """Take a phrase of a need that was found, in part or whole."""
        sentence = self._words[match.places[0]].sentence
        self._places[need][sentence].update(
            place for place in match.places if self._words[place].kind == "content"
        )

    def of(self, need: str) -> tuple[float, tuple[int, ...]]:
        """Return how much of a need its fullest sentence says, and by which words.

        A word counts by how few phrases of the pack have it.
        """
        found = ((self._weight(places), tuple(places)) for places in self._places[need].values())
        return max(found, default=(0.0, ()))

    def _weight(self, places: set[int]) -> float:
        families = {self._words[place].family for place in places}
        return sum(self._weights.get(family, 0.0) for family in families)
