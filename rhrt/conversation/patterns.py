"""A phrase of the pack as something to listen for: which words must be said, and who does what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rhrt.conversation.language import CARERS, CHILD, PARENT, SIBLING, UNSAID, english
from rhrt.conversation.runs import A_NO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rhrt.conversation.words import Word

LEAST_WEIGHT = 0.3
"""What a word of meaning counts at least; one that few phrases have counts 1."""

_PERSON_WEIGHT, _LIGHT_PART, _GLUE_WEIGHT, _REPORTING_WEIGHT = 0.4, 0.4, 0.1, 0.05
_TELLING_WEIGHT, _NO_WEIGHT = 0.35, 0.4
_NUMBER_WEIGHT = 0.5
_ROLE_WEIGHT, _PRONOUN_WEIGHT = 0.3, 0.12
"""What it counts to say who does it or to whom, where the phrase says so."""

_SPEAKERS = frozenset({"i", "me", "we", "us"})

LEAST = 48.0
"""Less of a phrase than this, out of 100, is not worth a look."""

MAY_MISS = 3
"""One in so many words of meaning may be missing."""

LITERAL = "="
"""Marks a word that must be said in its own form, not only in one of its family."""


class Slot(NamedTuple):
    """A word of a phrase that must be found: its family, how much it weighs, and its roles.

    ``agent`` and ``patient`` are whom the phrase means; ``told`` is whom its words alone say.
    """

    family: str
    weight: float
    negated: int
    denied: int
    ceased: bool
    agent: int
    patient: int
    told: tuple[int, int]


class Pattern(NamedTuple):
    """A phrase as read.

    Args:
        light: Families of words that count a little when they are near, with their weight.
        weight: What all of it counts, and ``besides`` what all but the slots counts.
        bare: It has a single word that counts, and names nobody.
        loose: Whether it has a word of meaning; one made only of everyday words must be
            found as it stands.
        past: It speaks of the past by itself ("used to ...").
        needed: How many of its slots must be said at least.
        alone: For each slot, whether it says enough by itself.
    """

    phrase: str
    target: int
    slots: tuple[Slot, ...]
    light: tuple[tuple[str, float], ...]
    weight: float
    besides: float
    bare: bool
    loose: bool
    past: bool
    supposed: bool
    agent: int
    patient: int
    agent_weight: float
    patient_weight: float
    needed: int
    alone: tuple[bool, ...]

    @classmethod
    def formed(cls, plain: tuple[Any, ...]) -> Pattern:
        """Return a pattern kept as a plain tuple."""
        pattern = cls._make(plain)
        return pattern._replace(slots=tuple(map(Slot._make, pattern.slots)))


def pattern_of(
    phrase: str, target: int, subject: str, words: list[Word], weights: Mapping[str, float]
) -> Pattern:
    """Return the pattern of a phrase as read; one without slots is heard only as it stands.

    Args:
        target: The number of what it stands for.
        subject: Whom the need is about, "" for an answer.
        weights: How much each family of words tells.
    """
    slots, loose = _slots(subject, words, weights)
    if not loose and len(slots) == 1 < len(words):
        slots = ()
    if loose and len(slots) > 1 and all(slot.weight == _PERSON_WEIGHT for slot in slots):
        slots = ()  # "living with her friend's mum": persons alone tell nothing
    light = dict(_light(words, slots, weights)) if loose else {}
    named = any(word.who for word in words)
    said = [word for word in words if named and word.kind == "content"]
    agent_weight = _role_weight(word.agent for word in said)
    patient_weight = _role_weight(word.patient for word in said)
    besides = sum((agent_weight, patient_weight, *light.values()))
    weight = besides + sum(slot.weight for slot in slots)
    return Pattern(
        phrase=phrase,
        target=target,
        slots=slots,
        light=tuple(light.items()),
        weight=weight,
        besides=besides,
        bare=_is_bare(slots, light, agent_weight + patient_weight, words),
        loose=loose,
        past=any(word.past for word in words),
        supposed=any(word.supposed for word in words),
        agent=any_of(slot.agent for slot in slots),
        patient=any_of(slot.patient for slot in slots),
        agent_weight=agent_weight,
        patient_weight=patient_weight,
        needed=_needed(len(slots), loose=loose),
        alone=tuple(100 * (besides + slot.weight) >= LEAST * weight for slot in slots),
    )


def _needed(slots: int, *, loose: bool) -> int:
    """Return how many words of a phrase must be said: all of one that must be said as it stands."""
    if not loose or slots == 1:
        return slots
    return slots - max(1, slots // MAY_MISS)


def _slots(
    subject: str, words: list[Word], weights: Mapping[str, float]
) -> tuple[tuple[Slot, ...], bool]:
    """Return the words that must be said, and whether their order and form are free."""
    slots = [_slot(word, weights[word.family], subject) for word in words if word.kind == "content"]
    spoken_of = any_of(slot.agent | slot.patient for slot in slots)
    topics = [word for word in words if _is_topic(word, spoken_of)]
    # "im a teacher" says who writes; "a teacher" does not.
    says_who_writes = not subject and words and words[0].text in _SPEAKERS
    loose = bool(slots) or any(word.who & ~(PARENT | CHILD) for word in topics)
    if says_who_writes or not loose:
        articles = english().kinds["article"]
        slots, loose = [_literal(word) for word in words if word.text not in articles], False
    else:
        slots += [_slot(word, _PERSON_WEIGHT, "") for word in topics]
        # "boyfriend is 24" says its number: the same words with another are another thing.
        slots += [_slot(word, _NUMBER_WEIGHT, "") for word in words if word.text.isdigit()]
    return tuple({slot.family: slot for slot in slots}.values()), loose


def _is_bare(
    slots: tuple[Slot, ...], light: Mapping[str, float], roles: float, words: list[Word]
) -> bool:
    """Whether all that counts is one plain word: not "unwashed", not "being hit"."""
    if len(slots) != 1:
        return False
    plain = not slots[0].negated and not any(word.passive for word in words)
    return plain and not light and not roles


def _slot(word: Word, weight: float, subject: str) -> Slot:
    agent, patient = _meant(word.agent, subject), _meant(word.patient, subject)
    if subject == "child" and word.passive and not patient:
        patient = CHILD  # "being bullied" is done to the child
    elif patient and not agent and not patient & CHILD:
        # "kicks his mum" is done by the child, when the need is the child's; by an adult otherwise
        agent = CHILD if subject == "child" else CARERS if subject == "parent" else 0
    elif patient and not agent and subject == "parent":
        agent = CARERS  # "might hurt the baby" is what the parent may do
    told = (word.agent, word.patient)
    return Slot(word.family, weight, word.negated, word.denied, word.ceased, agent, patient, told)


def _role_weight(roles: Iterator[int]) -> float:
    """Return what naming the person counts: a noun more than a pronoun, nobody nothing."""
    who = any_of(roles)
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
    told = (word.agent, word.patient)
    family = LITERAL + word.text
    return Slot(family, LEAST_WEIGHT, word.negated, word.denied, word.ceased, 0, 0, told)


def _light(
    words: list[Word], slots: tuple[Slot, ...], weights: Mapping[str, float]
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
        elif word.kind == "light" and not word.text.isdigit():
            yield word.family, _LIGHT_PART * weights[word.family]
        elif word.kind == "stop" and word.text not in empty:
            yield word.family, _GLUE_WEIGHT


def any_of(roles: Iterator[int]) -> int:
    """Return everyone spoken of in any of these."""
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
