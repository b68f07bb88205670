"""Which answer a percentage falls into: "attendance 62%", "down to 43 per cent".

The pack says so in the labels of its answers ("below 50%"); what the percentage is of, it says in
their phrases ("attendance 40"). No question is known here by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rhrt.conversation.numbers import number_of
from rhrt.conversation.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.words import Word
    from rhrt.pack.model import Answer, Pack

_BAND = re.compile(r"\b(above|over|below|under) (\d{1,2})\s?%", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b)", re.IGNORECASE)
_WHOLE = 100
_AT_LEAST, _ALONE = 2, 2
"""A question is about a share when two answers have one; and two words say nothing else."""


class Share(NamedTuple):
    """A percentage said, and from which letter to which."""

    percent: float
    start: int
    end: int


class ShareBands(NamedTuple):
    """A question about a share: its answers with the percentages (from, below), and of what."""

    question: str
    bands: tuple[tuple[str, float, float], ...]
    of: frozenset[str]

    def answer_for(self, percent: float) -> str | None:
        """Return the answer a percentage falls into."""
        return next((name for name, low, high in self.bands if low <= percent < high), None)


def share_bands(pack: Pack) -> tuple[ShareBands, ...]:
    """Return the pack's questions about a share of something."""
    found = []
    for question in pack.questions:
        ends = [(answer, band) for answer in question.answers if (band := _band(answer))]
        if len(ends) >= _AT_LEAST:
            lows = sorted(bound for _, (above, bound) in ends if not above)
            bands = tuple(
                (
                    answer.id,
                    *((bound, _WHOLE + 1.0) if above else (_next_below(bound, lows), bound)),
                )
                for answer, (above, bound) in ends
            )
            found.append(ShareBands(question.id, bands, _subjects(question.answers)))
    return tuple(found)


def shares(words: Sequence[Word], text: str, of: frozenset[str]) -> Iterator[Share]:
    """Yield every percentage of something, or one that is all a message says."""
    for place, word in enumerate(words):
        number = number_of(word.text) if word.text[:1].isdigit() else None
        if number is None or number > _WHOLE:
            continue
        percent = _PERCENT.match(text, word.end)
        said_of = any(
            other.family in of and other.sentence == word.sentence
            for other in words[max(0, place - 6) : place + 7]
        )
        if percent and (said_of or len(words) <= _ALONE):
            yield Share(number, word.start, percent.end())


def _band(answer: Answer) -> tuple[bool, float] | None:
    match = _BAND.search(answer.label)
    return (match.group(1).lower() in {"above", "over"}, float(match.group(2))) if match else None


def _next_below(bound: float, lows: Sequence[float]) -> float:
    return max((low for low in lows if low < bound), default=0.0)


def _subjects(answers: Sequence[Answer]) -> frozenset[str]:
    """Return the families of words that the phrases with a number in them share."""
    return frozenset(
        word.family
        for answer in answers
        for phrase in answer.phrases
        if any(letter.isdigit() for letter in phrase)
        for word in read(phrase)
        if word.kind == "content" and word.text not in {"below", "above", "under", "over"}
    )
