"""Which phrases of the pack a message says, whatever the order and form of its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rhrt.conversation.language import CARERS, UNSAID, english
from rhrt.conversation.patterns import LITERAL
from rhrt.conversation.runs import A_NO, said_as_they_stand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.index import Index
    from rhrt.conversation.patterns import Pattern, Slot
    from rhrt.conversation.words import Word

NEAR_QUALITY = 0.6
"""What a neighbouring word counts ("punched" for "hit")."""

_GAP = 4
"""How many other words of meaning may stand between two words of a phrase."""

LEAST = 48.0
"""Less of a phrase than this, out of 100, is not worth a look."""

_THIN = 1.5
"""How much more the small words of a phrase matter when it has a single word of meaning."""

_EVERYDAY = 70.0
"""The best score of a phrase that is one everyday word ("cuts"), or short and not said in full:
worth asking about, no more."""

_OTHER_VERB = frozenset({"out", "off"})
_WHOLE = 90.0
"""What a phrase with one everyday word must reach."""

_SIDE_BY_SIDE = 2
"""Words of a phrase that must be said as it stands have at most an article between them."""

_FEW_WORDS = 2
_MAY_MISS = 3
"""One in so many words of meaning may be missing."""

_CEILING = {1: 88.0, 2: 95.0}
"""The best score of a phrase with so few words that count."""

_GAP_COST, _PAUSE_COST, _NEARBY = 2.5, 4.0, 4

Hit = tuple[int, int, float]
"""Place of the word in the message, slot of the pattern, and how well they agree."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: where, how well, and how it was told.

    Args:
        as_told: Its words name the same persons in the same parts as the phrase does.
        as_it_stands: 2 when the phrase was said word for word, 1 when but for words that only
            hold a sentence together, else 0.
    """

    pattern: int
    score: float
    places: tuple[int, ...]
    negated: bool
    past: bool
    supposed: bool
    agent: int
    patient: int
    passive: bool
    as_told: bool
    as_it_stands: int


def matches(words: Sequence[Word], index: Index) -> Iterator[Match]:
    """Yield every phrase that is said well enough, once for each place where it is said."""
    yield from _as_they_stand(words, index)
    depth = _content_depth(words)
    for number, hits in _hits(words, index).items():
        pattern = index.patterns[number]
        if not _can_suffice(pattern, hits):
            continue
        for cluster in _clusters(words, hits, depth, _GAP if pattern.loose else 0):
            match = _match(number, pattern, cluster, words, depth)
            if match is not None:
                yield match


def _as_they_stand(words: Sequence[Word], index: Index) -> Iterator[Match]:
    for said in said_as_they_stand(words, index.runs):
        pattern = index.patterns[said.pattern]
        found = [words[place] for place in said.places]
        past = any(word.past for word in found)
        if pattern.past and not past:
            continue
        score = min(said.score, _EVERYDAY) if pattern.bare else said.score
        told = _told(said.pattern, pattern, score, said.places, found, said.negated, said.as_told)
        yield replace(told, as_it_stands=1 + said.word_for_word)


def _told(
    number: int,
    pattern: Pattern,
    score: float,
    places: tuple[int, ...],
    found: list[Word],
    negated: bool,
    as_told: bool,
) -> Match:
    agent = patient = 0
    for word in found:
        agent |= word.agent
        patient |= word.patient
    return Match(
        pattern=number,
        score=score,
        places=places,
        negated=negated,
        past=any(word.past for word in found) and not pattern.past,
        supposed=any(word.supposed for word in found) and not pattern.supposed,
        agent=agent,
        patient=patient,
        passive=any(word.passive for word in found),
        as_told=as_told,
        as_it_stands=0,
    )


def _content_depth(words: Sequence[Word]) -> list[int]:
    """Return for each place how many words of meaning come before it."""
    depth, count = [], 0
    for word in words:
        depth.append(count)
        count += word.kind in {"content", "person"}
    return depth


def _hits(words: Sequence[Word], index: Index) -> dict[int, list[Hit]]:
    groups, exact, near, patterns = english().near, index.exact, index.near, index.patterns
    found: dict[int, list[Hit]] = {}
    for place, word in enumerate(words):
        for number, slot in exact.get(LITERAL + word.text, ()):
            found.setdefault(number, []).append((place, slot, 1.0))
        if word.kind in {"stop", "negator"} or _counts(words, place):
            continue
        for number, slot in exact.get(word.family, ()):
            if _agrees(word, patterns[number].slots[slot]):
                found.setdefault(number, []).append((place, slot, 1.0))
        for group in groups.get(word.family, ()):
            for number, slot in near.get(group, ()):
                wanted = patterns[number].slots[slot]
                if wanted.family != word.family and _agrees(word, wanted):
                    found.setdefault(number, []).append((place, slot, NEAR_QUALITY))
    return found


def _counts(words: Sequence[Word], place: int) -> bool:
    """Whether a number only counts: "30 weeks" and "year 8" are nobody's age."""
    if not words[place].text.isdigit():
        return False
    if place and words[place - 1].text in {"year", "y"}:
        return True
    return place + 1 < len(words) and words[place + 1].text in english().kinds["counted"]


def _agrees(word: Word, slot: Slot) -> bool:
    """Whether the word can be the phrase's: no "not" is missing and nobody's part is swapped."""
    return (
        word.negated - word.denied >= slot.negated - slot.denied
        and word.denied >= slot.denied
        and word.ceased >= slot.ceased
        and _same_people(word.agent, slot.agent)
        and _same_people(word.patient, slot.patient)
    )


def _same_people(said: int, wanted: int) -> bool:
    if not said or not wanted or said & UNSAID:
        return True
    if said & CARERS:
        said |= CARERS
    return bool(said & wanted)


def _can_suffice(pattern: Pattern, hits: list[Hit]) -> bool:
    """Whether the words of meaning that were said can be enough, one of them met exactly."""
    said: dict[int, float] = {}
    for _, slot, quality in hits:
        if quality > said.get(slot, 0.0):
            said[slot] = quality
    slots = pattern.slots
    missing = len(slots) - len(said)
    if missing:
        if not pattern.loose or len(slots) == 1 or missing > max(1, len(slots) // _MAY_MISS):
            return False
        most = pattern.besides + sum(slots[slot].weight * said[slot] for slot in said)
        if 100 * most < LEAST * pattern.weight:
            return False
    return max(said.values()) == 1.0 or bool(pattern.agent_weight and pattern.patient_weight)


def _clusters(
    words: Sequence[Word], hits: list[Hit], depth: list[int], gap: int
) -> Iterator[list[Hit]]:
    """Split hits where a sentence ends or too many other words come between."""
    if len({slot for _, slot, _ in hits}) == 1:
        yield from ([hit] for hit in hits)
        return
    cluster: list[Hit] = []
    for hit in sorted(hits):
        if cluster:
            last = cluster[-1][0]
            apart = words[hit[0]].sentence != words[last].sentence
            far = depth[hit[0]] - depth[last] > gap + 1
            if apart or far or (not gap and hit[0] - last > _SIDE_BY_SIDE):
                yield cluster
                cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster


def _match(
    number: int, pattern: Pattern, cluster: list[Hit], words: Sequence[Word], depth: list[int]
) -> Match | None:
    best = _best_hits(cluster)
    if not _can_suffice(pattern, best):
        return None
    places = tuple(sorted({place for place, _, _ in best}))
    if not pattern.loose and places != tuple(place for place, _, _ in sorted(best, key=_by_slot)):
        return None
    found = [words[place] for place in places]
    if pattern.past and not any(word.past for word in found):
        return None
    score = _score(pattern, best, places, words, depth)
    if score < LEAST:
        return None
    negated = _is_denied(pattern, best, words)
    as_told = all(
        (words[place].agent, words[place].patient) == pattern.slots[slot].told
        for place, slot, _ in best
    )
    return _told(number, pattern, score, places, found, negated, as_told)


def _by_slot(hit: Hit) -> int:
    return hit[1]


def _best_hits(cluster: list[Hit]) -> list[Hit]:
    """Keep for each slot the best word, the later one of equals; no word fills two slots."""
    best: dict[int, Hit] = {}
    taken: set[int] = set()
    for hit in sorted(cluster, key=lambda hit: (-hit[2], -hit[0])):
        if hit[1] not in best and hit[0] not in taken:
            best[hit[1]] = hit
            taken.add(hit[0])
    return list(best.values())


def _is_denied(pattern: Pattern, best: list[Hit], words: Sequence[Word]) -> bool:
    """Whether one "no" more than the phrase has of its own reaches it; two cancel out."""
    return any((words[place].negated - pattern.slots[slot].negated) % 2 for place, slot, _ in best)


def _score(
    pattern: Pattern,
    best: list[Hit],
    places: tuple[int, ...],
    words: Sequence[Word],
    depth: list[int],
) -> float:
    said = sum(pattern.slots[slot].weight * quality for _, slot, quality in best)
    most = 100.0
    if pattern.light:
        first, last = max(0, places[0] - _NEARBY), places[-1] + _NEARBY
        near = {A_NO if word.kind == "negator" else word.family for word in words[first:last]}
        said += sum(weight for family, weight in pattern.light if family in near)
        # "Smashing the house up now": without the "now" it may be long past.
        if any(family in english().kinds["at_once"] - near for family, _ in pattern.light):
            most = _EVERYDAY
    said += _roles_said(pattern, best, words)
    share = said / pattern.weight
    score = 100 * (share**_THIN if len(pattern.slots) == 1 else share)
    score -= _GAP_COST * (depth[places[-1]] - depth[places[0]] - len(places) + 1)
    score -= _PAUSE_COST * sum(words[place].pause for place in range(places[0] + 1, places[-1] + 1))
    if len(pattern.slots) == 1 and _is_weak(pattern, words, places[0], score):
        return 0.0
    if pattern.bare and words[places[0]].text in english().everyday:
        return _EVERYDAY
    if len(best) < len(pattern.slots) <= _MAY_MISS:
        return min(score, _EVERYDAY)
    only_near = min(quality for _, _, quality in best) < 1.0
    if only_near and len(pattern.slots) <= _FEW_WORDS and not _roles_known(pattern, best, words):
        return min(score, _EVERYDAY)
    ceiling = _CEILING.get(len(pattern.slots) + len(pattern.light), 100.0)
    return max(0.0, min(score, ceiling, most))


def _is_weak(pattern: Pattern, words: Sequence[Word], place: int, score: float) -> bool:
    """Whether one word stands for a whole phrase and cannot: "left" for "left him".

    A word that tells little alone must come with everything else the phrase has; and "kicked out"
    is another verb than "kicked".
    """
    word = words[place]
    if pattern.patient and not word.patient and (pattern.patient_weight or word.agent):
        return True
    following = {word.text for word in words[place + 1 : place + 3]}
    if following & _OTHER_VERB and not any(family in _OTHER_VERB for family, _ in pattern.light):
        return True
    said_in_full = pattern.bare or score >= _WHOLE
    roles_said = pattern.agent_weight and pattern.patient_weight and word.agent and word.patient
    return word.family in english().common and not (said_in_full or roles_said)


def _roles_said(pattern: Pattern, best: list[Hit], words: Sequence[Word]) -> float:
    """Return what it counts that who does it, and to whom, is said as the phrase says it."""
    said = 0.0
    if pattern.agent_weight:
        said += pattern.agent_weight * _known(words[place].agent for place, _, _ in best)
    if pattern.patient_weight:
        said += pattern.patient_weight * _known(words[place].patient for place, _, _ in best)
    return said


def _roles_known(pattern: Pattern, best: list[Hit], words: Sequence[Word]) -> bool:
    full = pattern.agent_weight + pattern.patient_weight
    return bool(full) and _roles_said(pattern, best, words) >= full


def _known(roles: Iterator[int]) -> float:
    """Return 1 when somebody is named, a little when only "he" or "she" without anybody before."""
    return max((0.25 if role & UNSAID else 1.0 if role else 0.0 for role in roles), default=0.0)
