"""The matchers that understanding is compared with: nearest phrase by two well-known measures."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

_CLAUSE = re.compile(r"[.,;!?]| and | but ")
_SHORTEST_GRAM, _LONGEST_GRAM = 3, 5


def clauses(message: str) -> list[str]:
    """Return a message in clauses: whole messages suit no matcher of short phrases."""
    return [part.strip().lower() for part in _CLAUSE.split(message) if part.strip()]


class TokenSet:
    """Nearest phrase by rapidfuzz's token_set_ratio."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = phrases

    def nearest(self, message: str, most: int) -> list[int]:
        """Return the numbers of the nearest phrases, over all clauses, the nearest first."""
        best: dict[int, float] = {}
        for clause in clauses(message):
            for _, score, number in process.extract(
                clause, self._phrases, scorer=fuzz.token_set_ratio, limit=most
            ):
                best[number] = max(score, best.get(number, 0.0))
        return sorted(best, key=lambda number: -best[number])[:most]


class CharacterGrams:
    """Nearest phrase by the cosine of TF-IDF over runs of three to five characters."""

    def __init__(self, phrases: Sequence[str]) -> None:
        counted = [Counter(_grams(phrase)) for phrase in phrases]
        spread = Counter(gram for grams in counted for gram in grams)
        self._rarity = {
            gram: math.log((1 + len(phrases)) / (1 + count)) + 1 for gram, count in spread.items()
        }
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, grams in enumerate(counted):
            for gram, weight in self._unit(grams).items():
                self._postings[gram].append((number, weight))

    def nearest(self, message: str, most: int) -> list[int]:
        """Return the numbers of the nearest phrases, over all clauses, the nearest first."""
        best: dict[int, float] = {}
        for clause in clauses(message):
            scores: dict[int, float] = defaultdict(float)
            for gram, weight in self._unit(Counter(_grams(clause))).items():
                for number, of_phrase in self._postings.get(gram, ()):
                    scores[number] += weight * of_phrase
            for number, score in scores.items():
                best[number] = max(score, best.get(number, 0.0))
        return sorted(best, key=lambda number: -best[number])[:most]

    def _unit(self, grams: Counter[str]) -> dict[str, float]:
        weights = {gram: count * self._rarity.get(gram, 0.0) for gram, count in grams.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items() if weight}


def _grams(text: str) -> list[str]:
    padded = f" {text} "
    return [
        padded[at : at + size]
        for size in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1)
        for at in range(len(padded) - size + 1)
    ]
