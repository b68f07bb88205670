"""A pack's phrases, read once and laid out so that a message finds the few that share its words."""

from __future__ import annotations

import gc
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rhrt.conversation.bands import AgeBands, TimeBands, age_bands, time_bands
from rhrt.conversation.language import CARERS, CHILD, PARENT, SIBLING, UNSAID, english
from rhrt.conversation.reading import read
from rhrt.conversation.spelling import Spelling
from rhrt.conversation.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rhrt.pack.model import Pack

_LEAST_WEIGHT, _LIGHT_PART, _PERSON_WEIGHT, _GLUE_WEIGHT = 0.3, 0.4, 0.4, 0.1
_TELLING_WEIGHT, _NO_WEIGHT = 0.35, 0.4
_REPORTING_WEIGHT = 0.05
_ROLE_WEIGHT, _PRONOUN_WEIGHT = 0.3, 0.12
"""What it counts to say who does it or to whom, where the phrase says so."""

_PARTICLES = frozenset(["up", "down", "out", "off", "over", "away", "back"])
_SPEAKERS = frozenset({"i", "me", "we", "us"})
_MANY = 0.2

LITERAL = "="
"""Marks a word that must be said in its own form, not only in one of its family."""

A_NO = "!no"
"""Stands for the "not" of a phrase whose words of meaning it does not reach."""

_LONGEST_LABEL = 5
"""A longer label, or one with an "or", is a description, not something anybody would say."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase stands for: a need, or an answer of a question."""

    need: str = ""
    question: str = ""
    answer: str = ""


class Slot(NamedTuple):
    """A word of a phrase that must be found: its family, how much it weighs, and its roles."""

    family: str
    weight: float
    negated: int
    denied: int
    ceased: bool
    agent: int
    patient: int


class Pattern(NamedTuple):
    """A phrase as read.

    Args:
        light: Families of words that count a little when they are near, with their weight.
        bare: It has a single word that counts, and names nobody.
        loose: Whether it has a word of meaning; one made only of everyday words must be
            found as it stands.
        past: It speaks of the past by itself ("used to ...").
    """

    phrase: str
    target: int
    slots: tuple[Slot, ...]
    light: tuple[tuple[str, float], ...]
    weight: float
    bare: bool
    loose: bool
    past: bool
    supposed: bool
    agent: int
    patient: int
    agent_weight: float
    patient_weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """The patterns of one pack, and for each family of words where it occurs.

    Args:
        exact: Family to (pattern, slot) pairs.
        near: Wider group to (pattern, slot) pairs.
        acting_carers: Needs of a child which a parent brings about ("mum never feeds him").
        answer_people: Question to everyone the phrases of its answers speak of.
    """

    targets: tuple[Target, ...]
    patterns: tuple[Pattern, ...]
    exact: Mapping[str, tuple[tuple[int, int], ...]]
    near: Mapping[str, tuple[tuple[int, int], ...]]
    acting_carers: frozenset[str]
    answer_people: Mapping[str, int]
    age: AgeBands | None
    times: tuple[TimeBands, ...]
    spelling: Spelling


def build_index(pack: Pack) -> Index:
    """Return the index over all phrases of a pack's needs and answers."""
    # Nothing made here is garbage before it is done; looking for some would take a third of the
    # time.
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
    patterns = tuple(
        pattern
        for phrase, target, words in readings
        if (pattern := _pattern(phrase, target, subjects[target], words, weights)) is not None
    )
    vocabulary = {word for phrase, _ in phrases for word in phrase.lower().split()}
    return Index(
        targets=targets,
        patterns=patterns,
        exact=_postings(patterns, wide=False),
        near=_postings(patterns, wide=True),
        acting_carers=_acting_carers(targets, patterns),
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
        family: max(_LEAST_WEIGHT, 1 - math.log(count) / whole) for family, count in spread.items()
    }


def _pattern(
    phrase: str, target: int, subject: str, words: list[Word], weights: Mapping[str, float]
) -> Pattern | None:
    slots = [_slot(word, weights[word.family], subject) for word in words if word.kind == "content"]
    spoken_of = _any_role(slot.agent | slot.patient for slot in slots)
    slots += [_slot(word, _PERSON_WEIGHT, "") for word in words if _is_topic(word, spoken_of)]
    loose = any(slot.weight != _PERSON_WEIGHT for slot in slots) or any(
        word.who & ~(PARENT | CHILD) for word in words if word.kind == "person"
    )
    if subject == "" and words and words[0].text in _SPEAKERS:
        loose = False  # "im a teacher" says who writes; "a teacher" does not
    if not loose:
        slots = [_literal(word) for word in words if word.text not in english().kinds["article"]]
    slots = list({slot.family: slot for slot in slots}.values())
    if not slots or (not loose and len(slots) == 1 < len(words)):
        return None
    light = dict(_light(words, slots, weights)) if loose else {}
    named = any(word.who for word in words)
    said = [word for word in words if named and word.kind == "content"]
    agent_weight = _role_weight(word.agent for word in said)
    patient_weight = _role_weight(word.patient for word in said)
    parts = (agent_weight, patient_weight, *(slot.weight for slot in slots), *light.values())
    return Pattern(
        phrase=phrase,
        target=target,
        slots=tuple(slots),
        light=tuple(light.items()),
        weight=sum(parts),
        bare=_is_bare(slots, light, agent_weight + patient_weight, words),
        loose=loose,
        past=any(word.past for word in words),
        supposed=any(word.supposed for word in words),
        agent=_any_role(slot.agent for slot in slots),
        patient=_any_role(slot.patient for slot in slots),
        agent_weight=agent_weight,
        patient_weight=patient_weight,
    )


def _is_bare(
    slots: list[Slot], light: Mapping[str, float], roles: float, words: list[Word]
) -> bool:
    """Whether all that counts is one plain word: not "unwashed", not "being hit"."""
    plain = not slots[0].negated and not any(word.passive for word in words)
    return plain and len(slots) + len(light) == 1 and not roles


def _slot(word: Word, weight: float, subject: str) -> Slot:
    agent, patient = _meant(word.agent, subject), _meant(word.patient, subject)
    if subject == "child" and word.passive and not patient:
        patient = CHILD  # "being bullied" is done to the child
    elif patient and not agent and not patient & CHILD:
        # "kicks his mum" is done by the child, when the need is the child's; by an adult otherwise
        agent = CHILD if subject == "child" else CARERS if subject == "parent" else 0
    return Slot(word.family, weight, word.negated, word.denied, word.ceased, agent, patient)


def _role_weight(roles: Iterator[int]) -> float:
    """Return what naming the person counts: a noun more than a pronoun, nobody nothing."""
    who = _any_role(roles)
    return _PRONOUN_WEIGHT if who & UNSAID else _ROLE_WEIGHT if who else 0.0


def _meant(who: int, subject: str) -> int:
    """Return whom a pronoun of a phrase means: in a need of a parent, "she" is the parent."""
    if subject == "parent" and who & CARERS:
        return CARERS
    if not who & UNSAID:
        return who
    return {"child": CHILD, "parent": CARERS, "sibling": SIBLING}.get(subject, 0)


def _literal(word: Word) -> Slot:
    """A word of a phrase made only of everyday words must be said in that very form."""
    return Slot(LITERAL + word.text, _LEAST_WEIGHT, word.negated, word.denied, word.ceased, 0, 0)


def _light(
    words: list[Word], slots: list[Slot], weights: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    if any(word.kind == "negator" for word in words) and not any(slot.negated for slot in slots):
        yield A_NO, _NO_WEIGHT
    kinds = english().kinds
    empty, telling = kinds["empty"], kinds["telling"]
    for word in words:
        if word.text in kinds["reporting"]:
            yield word.family, _REPORTING_WEIGHT
        elif word.text in telling:
            yield word.family, _TELLING_WEIGHT
        elif word.kind == "light":
            yield word.family, _LIGHT_PART * weights[word.family]
        elif word.kind == "stop" and word.text not in empty:
            yield word.family, _GLUE_WEIGHT


def _any_role(roles: Iterator[int]) -> int:
    found = 0
    for role in roles:
        found |= role
    return found


def _is_topic(word: Word, spoken_of: int) -> bool:
    """Whether a person is what the phrase is about, as the boyfriend of "older boyfriend" is.

    A parent whose part in the phrase is plain ("dad hits him") is looked for by that part instead.
    """
    if word.kind != "person" or word.who == CHILD:
        return False
    return word.text not in _SPEAKERS and (word.who != PARENT or not spoken_of & PARENT)


def _postings(
    patterns: tuple[Pattern, ...], *, wide: bool
) -> dict[str, tuple[tuple[int, int], ...]]:
    groups = english().near
    found: dict[str, list[tuple[int, int]]] = {}
    for number, pattern in enumerate(patterns):
        if wide and not _may_be_near(pattern):
            continue
        for place, slot in enumerate(pattern.slots):
            for key in groups.get(slot.family, ()) if wide else (slot.family,):
                found.setdefault(key, []).append((number, place))
    return {key: tuple(pairs) for key, pairs in found.items()}


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
            found[question] = found.get(question, 0) | _any_role(word.who for word in words)
    return found
