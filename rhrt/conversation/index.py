"""A pack's phrases, read once and laid out so that a message finds the few that share its words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.bands import AgeBands, TimeBands, age_bands, time_bands
from rhrt.conversation.language import ADULT, PEER, SIBLING, english
from rhrt.conversation.reading import read
from rhrt.conversation.spelling import Spelling
from rhrt.conversation.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rhrt.pack.model import Pack

_LEAST_WEIGHT, _LIGHT_WEIGHT, _PERSON_WEIGHT = 0.35, 0.15, 0.5


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase stands for: a need, or an answer of a question."""

    need: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of a phrase that must be found: its family, how much it weighs, and its roles."""

    family: str
    weight: float
    negated: int
    agent: int
    patient: int
    person: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as read.

    Args:
        light: Families of words that count a little when they are near.
        loose: Whether it has a word of meaning; one made only of everyday words must be
            found as it stands.
        past: It speaks of the past by itself ("used to ...").
    """

    phrase: str
    target: int
    slots: tuple[Slot, ...]
    light: tuple[str, ...]
    weight: float
    loose: bool
    past: bool
    supposed: bool
    agent: int
    patient: int


@dataclass(frozen=True, slots=True)
class Index:
    """The patterns of one pack, and for each family of words where it occurs.

    Args:
        exact: Family to (pattern, slot) pairs.
        near: Wider group to (pattern, slot) pairs.
        agents: Need to everyone its phrases name as the one who acts.
        answer_people: Question to everyone the phrases of its answers speak of.
    """

    targets: tuple[Target, ...]
    patterns: tuple[Pattern, ...]
    exact: Mapping[str, tuple[tuple[int, int], ...]]
    near: Mapping[str, tuple[tuple[int, int], ...]]
    agents: Mapping[str, int]
    answer_people: Mapping[str, int]
    age: AgeBands | None
    times: tuple[TimeBands, ...]
    spelling: Spelling


def build_index(pack: Pack) -> Index:
    """Return the index over all phrases of a pack's needs and answers."""
    targets, phrases = _phrases(pack)
    readings = [(phrase, target, read(phrase)) for phrase, target in phrases]
    weights = _weights([words for _, _, words in readings])
    patterns = tuple(
        pattern
        for phrase, target, words in readings
        if (pattern := _pattern(phrase, target, words, weights)) is not None
    )
    vocabulary = {word.text for _, _, words in readings for word in words}
    return Index(
        targets=targets,
        patterns=patterns,
        exact=_postings(patterns, wide=False),
        near=_postings(patterns, wide=True),
        agents=_agents(targets, patterns),
        answer_people=_answer_people(targets, readings),
        age=age_bands(pack),
        times=time_bands(pack),
        spelling=Spelling.over(vocabulary),
    )


def _phrases(pack: Pack) -> tuple[tuple[Target, ...], list[tuple[str, int]]]:
    targets: list[Target] = []
    phrases: list[tuple[str, int]] = []
    for target, own in _targets(pack):
        phrases.extend((phrase, len(targets)) for phrase in dict.fromkeys(own))
        targets.append(target)
    return tuple(targets), phrases


def _targets(pack: Pack) -> Iterator[tuple[Target, tuple[str, ...]]]:
    for need in pack.needs:
        yield Target(need=need.id), (need.label.lower(), *need.phrases)
    for question in pack.questions:
        for answer in question.answers:
            yield Target(question=question.id, answer=answer.id), answer.phrases


def _weights(readings: list[list[Word]]) -> dict[str, float]:
    """Return how much each family tells: one that many phrases share tells little."""
    spread = Counter(family for words in readings for family in {word.family for word in words})
    whole = math.log(len(readings) + 1)
    return {
        family: max(_LEAST_WEIGHT, 1 - math.log(count) / whole) for family, count in spread.items()
    }


def _pattern(
    phrase: str, target: int, words: list[Word], weights: Mapping[str, float]
) -> Pattern | None:
    slots = [_slot(word, weights[word.family]) for word in words if word.kind == "content"]
    slots += [_slot(word, _PERSON_WEIGHT) for word in words if _is_topic(word)]
    light = [word.family for word in words if word.kind == "light"]
    loose = bool(slots)
    if not loose:
        slots = [_slot(word, _LEAST_WEIGHT) for word in words if word.kind in {"light", "person"}]
        light = []
    if not slots:
        return None
    return Pattern(
        phrase=phrase,
        target=target,
        slots=tuple({slot.family: slot for slot in slots}.values()),
        light=tuple(dict.fromkeys(light)),
        weight=sum(slot.weight for slot in slots),
        loose=loose,
        past=any(word.past for word in words),
        supposed=any(word.supposed for word in words),
        agent=_any_role(word.agent for word in words),
        patient=_any_role(word.patient for word in words),
    )


def _any_role(roles: Iterator[int]) -> int:
    found = 0
    for role in roles:
        found |= role
    return found


def _is_topic(word: Word) -> bool:
    """Whether a person is what the phrase is about, as the boyfriend of "older boyfriend" is."""
    return word.kind == "person" and bool(word.who & (ADULT | PEER | SIBLING))


def _slot(word: Word, weight: float) -> Slot:
    return Slot(
        word.family, weight, word.negated, word.agent, word.patient, word.kind == "person"
    )


def _postings(
    patterns: tuple[Pattern, ...], *, wide: bool
) -> dict[str, tuple[tuple[int, int], ...]]:
    groups = english().near
    found: dict[str, list[tuple[int, int]]] = {}
    for number, pattern in enumerate(patterns):
        if wide and len(pattern.slots) == 1:
            continue  # a phrase of one word must be met by that word
        for place, slot in enumerate(pattern.slots):
            for key in groups.get(slot.family, ()) if wide else (slot.family,):
                found.setdefault(key, []).append((number, place))
    return {key: tuple(pairs) for key, pairs in found.items()}


def _agents(targets: tuple[Target, ...], patterns: tuple[Pattern, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pattern in patterns:
        need = targets[pattern.target].need
        if need:
            found[need] = found.get(need, 0) | pattern.agent
    return found


def _answer_people(
    targets: tuple[Target, ...], readings: list[tuple[str, int, list[Word]]]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, target, words in readings:
        question = targets[target].question
        if question:
            found[question] = found.get(question, 0) | _any_role(word.who for word in words)
    return found
