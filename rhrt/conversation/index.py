"""A pack's phrases, read once and laid out so that a message finds the few that share its words."""

from __future__ import annotations

import gc
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.bands import AgeBands, TimeBands, age_bands, time_bands
from rhrt.conversation.language import CARERS, english
from rhrt.conversation.packed import Packed, paired
from rhrt.conversation.patterns import LEAST_WEIGHT, Pattern, any_of, pattern_of
from rhrt.conversation.reading import read
from rhrt.conversation.runs import Run, by_beginning, run_of
from rhrt.conversation.shares import ShareBands, share_bands
from rhrt.conversation.spelling import Spelling

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping

    from rhrt.conversation.words import Word
    from rhrt.pack.model import Pack

_PARTICLES = frozenset(["up", "down", "out", "off", "over", "away", "back"])
_MANY = 0.08
"""The share of a need's phrases from which on it is one that a parent brings about."""

_LETTERS = re.compile("[a-z]+")
_LONGEST_LABEL = 5
"""A longer label, or one with an "or", is a description, not something anybody would say."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase stands for: a need, or an answer of a question."""

    need: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The patterns of one pack, and for each family of words where it occurs.

    Args:
        weights: Family of words to how much it tells, at most 1.
        exact: Family to pairs of pattern and slot.
        near: Wider group to pairs of pattern and slot.
        runs: The phrases as they stand; ``beginnings`` has their numbers by their first two words.
        acting_carers: Needs of a child which a parent brings about ("mum never feeds him").
        answer_people: Question to everyone the phrases of its answers speak of.
    """

    targets: tuple[Target, ...]
    patterns: Packed[Pattern]
    weights: Mapping[str, float]
    exact: Mapping[str, array[int]]
    near: Mapping[str, array[int]]
    runs: Packed[Run]
    beginnings: Mapping[str, array[int]]
    acting_carers: frozenset[str]
    answer_people: Mapping[str, int]
    age: AgeBands | None
    times: tuple[TimeBands, ...]
    shares: tuple[ShareBands, ...]
    spelling: Spelling


def build_index(pack: Pack) -> Index:
    """Return the index over all phrases of a pack's needs and answers."""
    # Nothing made here is garbage before the end; looking for some would take a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _build(pack)
    finally:
        if collecting:
            gc.enable()


def _build(pack: Pack) -> Index:
    targets, phrases = _phrases(pack)
    readings = [(phrase, target, read(phrase)) for phrase, target in phrases]
    subjects = [_subject(target, pack) for target in targets]
    weights = _weights([words for _, _, words in readings])
    runs = [run_of(words) for _, _, words in readings]
    patterns = tuple(
        pattern_of(phrase, target, subjects[target], words, weights)
        for phrase, target, words in readings
    )
    vocabulary = {word for phrase, _ in phrases for word in phrase.lower().split()}
    return Index(
        targets=targets,
        patterns=Packed(patterns, Pattern.formed),
        weights=weights,
        exact=_postings(patterns, wide=False),
        near=_postings(patterns, wide=True),
        runs=Packed(runs, Run._make),
        beginnings=by_beginning(runs),
        acting_carers=_acting_carers(targets, patterns),
        answer_people=_answer_people(targets, readings),
        age=age_bands(pack),
        times=time_bands(pack),
        shares=share_bands(pack),
        spelling=Spelling.over(vocabulary, _written(pack)),
    )


def _written(pack: Pack) -> set[str]:
    """Return the words of the pack's own sentences: right spellings that are in no phrase."""
    prose = [text for need in pack.needs for text in (need.label, need.hint, need.because) if text]
    prose += [case.text for case in pack.cases]
    return {word for text in prose for word in _LETTERS.findall(text.lower())}


def _phrases(pack: Pack) -> tuple[tuple[Target, ...], list[tuple[str, int]]]:
    targets: list[Target] = []
    phrases: list[tuple[str, int]] = []
    for target, own in _targets(pack):
        phrases.extend((phrase, len(targets)) for phrase in dict.fromkeys(own))
        targets.append(target)
    return tuple(targets), phrases


def _subject(target: Target, pack: Pack) -> str:
    return pack.need_by_id[target.need].subject if target.need else ""


def _targets(pack: Pack) -> Iterator[tuple[Target, tuple[str, ...]]]:
    for need in pack.needs:
        yield Target(need=need.id), (*_as_phrase(need.label), *need.phrases)
    for question in pack.questions:
        for answer in question.answers:
            yield Target(question=question.id, answer=answer.id), answer.phrases


def _as_phrase(label: str) -> tuple[str, ...]:
    words = label.lower().split()
    return (label.lower(),) if len(words) <= _LONGEST_LABEL and "or" not in words else ()


def _weights(readings: list[list[Word]]) -> dict[str, float]:
    """Return how much each family tells: one that many phrases share tells little."""
    spread = Counter(family for words in readings for family in {word.family for word in words})
    whole = math.log(len(readings) + 1)
    return {
        family: max(LEAST_WEIGHT, 1 - math.log(count) / whole) for family, count in spread.items()
    }


def _postings(patterns: tuple[Pattern, ...], *, wide: bool) -> dict[str, array[int]]:
    groups = english().near
    found: dict[str, list[tuple[int, int]]] = {}
    for number, pattern in enumerate(patterns):
        if wide and not _may_be_near(pattern):
            continue
        for place, slot in enumerate(pattern.slots):
            for key in groups.get(slot.family, ()) if wide else (slot.family,):
                found.setdefault(key, []).append((number, place))
    return {key: paired(pairs) for key, pairs in found.items()}


def _may_be_near(pattern: Pattern) -> bool:
    """Whether a neighbouring word may stand for one of the phrase's.

    A phrase of one word must be met by that word; "kicked out" has nothing to do with "hit".
    """
    if any(family in _PARTICLES for family, _ in pattern.light):
        return False
    return len(pattern.slots) > 1 or bool(pattern.agent_weight and pattern.patient_weight)


def _acting_carers(targets: tuple[Target, ...], patterns: tuple[Pattern, ...]) -> frozenset[str]:
    """Return the needs which a parent brings about: many of their phrases say so."""
    said, by_carers = Counter[str](), Counter[str]()
    for pattern in patterns:
        need = targets[pattern.target].need
        said[need] += 1
        by_carers[need] += bool(pattern.agent & CARERS)
    return frozenset(need for need, count in by_carers.items() if count >= said[need] * _MANY)


def _answer_people(
    targets: tuple[Target, ...], readings: list[tuple[str, int, list[Word]]]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, target, words in readings:
        question = targets[target].question
        if question:
            found[question] = found.get(question, 0) | any_of(word.who for word in words)
    return found
