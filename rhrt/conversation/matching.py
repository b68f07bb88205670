"""Which phrases of the pack a message says, whatever the order and form of its words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rhrt.conversation.fitting import UNSURE, fit
from rhrt.conversation.language import CARERS, UNSAID, english
from rhrt.conversation.packed import SLOT_BITS
from rhrt.conversation.patterns import LEAST, LITERAL
from rhrt.conversation.runs import Said, said_as_they_stand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.fitting import Hit
    from rhrt.conversation.index import Index
    from rhrt.conversation.patterns import Pattern, Slot
    from rhrt.conversation.words import Word

NEAR_QUALITY = 0.6
"""What a neighbouring word counts ("punched" for "hit")."""

_GAP = 4
"""How many other words of meaning may stand between two words of a phrase."""

_OFTEN = 12
"""How many places where a phrase may be said are looked at; nobody says a thing more often."""

_SIDE_BY_SIDE = 2
"""Words of a phrase that must be said as it stands have at most an article between them."""


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
        if len(hits) < pattern.needed:
            continue
        if len(hits) == 1:
            if _is_enough(pattern, hits[0]):
                match = _match(number, pattern, hits, words, depth)
                if match is not None:
                    yield match
            continue
        if not _can_suffice(pattern, hits):
            continue
        clusters = _clusters(words, hits, depth, _GAP if pattern.loose else 0)
        for cluster in islice(clusters, _OFTEN):
            match = _match(number, pattern, cluster, words, depth)
            if match is not None:
                yield match


def _as_they_stand(words: Sequence[Word], index: Index) -> Iterator[Match]:
    for said in said_as_they_stand(words, index.runs, index.beginnings):
        pattern = index.patterns[said.pattern]
        if not pattern.past or any(words[place].past for place in said.places):
            score = min(said.score, UNSURE) if pattern.bare else said.score
            yield _told(words, pattern, said, score, 1 + said.word_for_word)


def _told(
    words: Sequence[Word], pattern: Pattern, said: Said, score: float, as_it_stands: int
) -> Match:
    found = [words[place] for place in said.places]
    agent = patient = 0
    for word in found:
        agent |= word.agent
        patient |= word.patient
    return Match(
        pattern=said.pattern,
        score=score,
        places=said.places,
        negated=said.negated,
        past=any(word.past for word in found) and not pattern.past,
        supposed=any(word.supposed for word in found) and not pattern.supposed,
        agent=agent,
        patient=patient,
        passive=any(word.passive for word in found),
        as_told=said.as_told,
        as_it_stands=as_it_stands,
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
    mask = (1 << SLOT_BITS) - 1
    for place, word in enumerate(words):
        for pair in exact.get(LITERAL + word.text, ()):
            found.setdefault(pair >> SLOT_BITS, []).append((place, pair & mask, 1.0))
        if word.kind in {"stop", "negator"} or _counts(words, place):
            continue
        for pair in exact.get(word.family, ()):
            number, slot = pair >> SLOT_BITS, pair & mask
            if _agrees(word, patterns[number].slots[slot]):
                found.setdefault(number, []).append((place, slot, 1.0))
        for group in groups.get(word.family, ()):
            for pair in near.get(group, ()):
                number, slot = pair >> SLOT_BITS, pair & mask
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
    if not (slot.negated or slot.ceased or slot.agent or slot.patient or word.denied):
        return True
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


def _is_enough(pattern: Pattern, hit: Hit) -> bool:
    """Whether one word of meaning can be enough: said exactly, or by who does it to whom."""
    met_exactly = hit[2] == 1.0 or (pattern.agent_weight and pattern.patient_weight)
    return bool(met_exactly) and pattern.alone[hit[1]]


def _can_suffice(pattern: Pattern, hits: list[Hit]) -> bool:
    """Whether the words of meaning that were said can be enough, one of them met exactly."""
    said: dict[int, float] = {}
    for _, slot, quality in hits:
        if quality > said.get(slot, 0.0):
            said[slot] = quality
    slots = pattern.slots
    missing = len(slots) - len(said)
    if missing:
        if len(said) < pattern.needed:
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
    best = cluster
    if len(cluster) > 1:
        best = _best_hits(cluster)
        if not _can_suffice(pattern, best):
            return None
    places = tuple(sorted({place for place, _, _ in best}))
    if not pattern.loose and places != tuple(place for place, _, _ in sorted(best, key=_by_slot)):
        return None
    found = [words[place] for place in places]
    if pattern.past and not any(word.past for word in found):
        return None
    score = fit(pattern, best, places, words, depth)
    if score < LEAST:
        return None
    said = Said(
        pattern=number,
        places=places,
        negated=_is_denied(pattern, best, words),
        as_told=all(
            (words[place].agent, words[place].patient) == pattern.slots[slot].told
            for place, slot, _ in best
        ),
    )
    return _told(words, pattern, said, score, as_it_stands=0)


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
