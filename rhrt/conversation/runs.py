"""Phrases said as they stand: the words of a phrase in its own order, whatever inflection.

Words that only hold a sentence together ("the", "his", "was") are passed over on both sides. A
phrase said so is heard even where none of its words would tell anything alone ("care is not good
enough"), and a longer one goes before the shorter ones it contains.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from rhrt.conversation.language import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rhrt.conversation.packed import Packed
    from rhrt.conversation.words import Word

A_NO = "!no"
"""Stands for a plain negator: "isn't good enough" is "not good enough". Others mean more: "stopped
talking" is not "cannot talk", and "nobody watches him" not "I cannot watch him"."""

A_PERSON, A_SELF = "!him", "!himself"
"""Stand for pronouns that are no subjects; who is meant is told by the roles of other words."""

_UNSURE = 70.0
_LEAST_SCORE, _A_WORD_MORE, _MOST = 92.0, 2.0, 100.0
"""What a phrase of two words scores when it is said as it stands, and what each further adds."""


class Run(NamedTuple):
    """A phrase as it stands.

    Args:
        tokens: Its words but for those passed over.
        told: For each of them how many "no"s reach it, and its roles.
        whole: All of its words, and ``first`` is where among them the tokens begin.
    """

    tokens: tuple[str, ...]
    told: tuple[tuple[int, int, int], ...]
    whole: tuple[str, ...]
    first: int


class Said(NamedTuple):
    """A phrase found as it stands: which, and where its words are."""

    pattern: int
    places: tuple[int, ...]
    negated: bool
    as_told: bool
    word_for_word: bool = False
    tells: bool = True

    @property
    def score(self) -> float:
        """How sure it is: the longer the phrase, the surer.

        Everyday words alone ("not wanted") must be said word for word.
        """
        if not (self.tells or self.word_for_word):
            return _UNSURE
        return min(_MOST, _LEAST_SCORE + _A_WORD_MORE * (len(self.places) - 2))


def run_of(words: Sequence[Word]) -> Run:
    """Return a phrase as it stands."""
    places = _telling(words)
    kept = [words[place] for place in places]
    return Run(
        tuple(_token(words, place) for place in places),
        tuple((word.negated, word.agent, word.patient) for word in kept),
        tuple(word.text for word in words),
        places[0] if places else 0,
    )


def by_beginning(runs: Iterable[Run]) -> dict[str, array[int]]:
    """Return the numbers of phrases by their first two words."""
    found: dict[str, array[int]] = {}
    for number, run in enumerate(runs):
        if len(run.tokens) > 1:
            found.setdefault(_beginning(run.tokens, 0), array("I")).append(number)
    return found


def _beginning(tokens: Sequence[str], at: int) -> str:
    return f"{tokens[at]} {tokens[at + 1]}"


def said_as_they_stand(
    words: Sequence[Word], runs: Packed[Run], beginnings: Mapping[str, array[int]]
) -> Iterator[Said]:
    """Yield every phrase that a message says as it stands."""
    places = _telling(words)
    tokens = [_token(words, place) for place in places]
    for at in range(len(tokens) - 1):
        for number in beginnings.get(_beginning(tokens, at), ()):
            run = runs[number]
            size = len(run.tokens)
            if tuple(tokens[at : at + size]) == run.tokens:
                said = _said(words, tuple(places[at : at + size]), run, number)
                if said is not None:
                    yield said


def _said(words: Sequence[Word], places: tuple[int, ...], run: Run, number: int) -> Said | None:
    first, last = words[places[0]], words[places[-1]]
    if first.sentence != last.sentence or any(
        words[place].pause for place in range(places[0] + 1, places[-1] + 1)
    ):
        return None
    more = [words[place].negated - own[0] for place, own in zip(places, run.told, strict=True)]
    if min(more) < 0:
        return None
    roles = [(words[place].agent, words[place].patient) for place in places]
    return Said(
        number,
        places,
        negated=any(one % 2 for one in more),
        as_told=roles == [own[1:] for own in run.told],
        word_for_word=_is_word_for_word(words, places, run),
        tells=any(words[place].kind in {"content", "person"} for place in places),
    )


def _is_word_for_word(words: Sequence[Word], places: tuple[int, ...], run: Run) -> bool:
    start = places[0] - run.first
    if start < 0:
        return False
    return run.whole == tuple(word.text for word in words[start : start + len(run.whole)])


def _telling(words: Sequence[Word]) -> list[int]:
    """Return the places of the words that are not passed over."""
    passed_over = english().kinds["passed_over"]
    return [
        place
        for place, word in enumerate(words)
        if word.text not in passed_over or _ends_with_her(words, place)
    ]


def _ends_with_her(words: Sequence[Word], place: int) -> bool:
    """Whether a "her" is no "her mum" but somebody: "strangled her"."""
    if words[place].text != "her":
        return False
    following = words[place + 1] if place + 1 < len(words) else None
    return following is None or following.pause or following.kind == "stop"


def _token(words: Sequence[Word], place: int) -> str:
    word = words[place]
    kinds = english().kinds
    if word.kind == "negator":
        return A_NO if word.text in kinds["plain_no"] else word.text
    if word.text in kinds["him"]:
        return A_PERSON
    if word.text in kinds["himself"]:
        return A_SELF
    return word.family
