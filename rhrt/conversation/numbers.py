"""Numbers as people write them: digits, words, "a couple of"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhrt.conversation.words import Word

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine":
    9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
_ROUGH = {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "many": 6, "half": 0.5, "single": 1}
_LONGEST = 4


def number_of(text: str) -> float | None:
    """Return the number a word is, or None. Rough ones ("few") are not numbers here."""
    if text.replace(".", "", 1).isdecimal() and len(text) <= _LONGEST:
        return float(text)
    return _WORDS.get(text)


def amount_before(words: Sequence[Word], place: int) -> tuple[float, int] | None:
    """Return the amount that ends just before a place, rough ones too, and where it starts."""
    at = place - 1
    if at >= 0 and words[at].text in {"of", "or", "so", "more"}:
        at -= 1
    if at < 0:
        return None
    exact = number_of(words[at].text)
    amount = exact if exact is not None else _ROUGH.get(words[at].text)
    if amount is None:
        return None
    while at and words[at - 1].text in {"a", "an", "the", "about", "around", "good"}:
        at -= 1
    return amount, at
