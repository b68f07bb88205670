"""Which phrases of the pack a message says, whatever the order and form of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.language import CARERS, english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.index import Index, Pattern, Slot
    from rhrt.conversation.words import Word

NEAR_QUALITY = 0.75
"""What a neighbouring word counts ("punched" for "hit")."""

_GAP = 4
"""How many other words of meaning may stand between two words of a phrase."""

_ENOUGH = 0.7
"""Share of a long phrase's weight that must be said."""

_ALL_OF = 2
"""Phrases with this many words of meaning or fewer must be said whole."""

_CEILING = {1: 88.0, 2: 95.0}
"""The best score of a phrase with so few words of meaning."""

_GAP_COST, _UNKNOWN_ROLE_COST, _NEARBY = 2.5, 5.0, 4

Hit = tuple[int, int, float]
"""Place of the word in the message, slot of the pattern, and how well they agree."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: where, how well, and how it was told."""

    pattern: int
    score: float
    places: tuple[int, ...]
    negated: bool
    past: bool
    supposed: bool
    agent: int
    patient: int


def matches(words: Sequence[Word], index: Index) -> Iterator[Match]:
    """Yield every phrase that is said well enough, once for each place where it is said."""
    depth = _content_depth(words)
    for number, hits in _hits(words, index).items():
        pattern = index.patterns[number]
        if not _can_suffice(pattern, hits):
            continue
        for cluster in _clusters(words, hits, depth, _GAP if pattern.loose else 0):
            match = _match(number, pattern, cluster, words, depth)
            if match is not None:
                yield match


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
        if word.kind in {"stop", "negator"}:
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


def _agrees(word: Word, slot: Slot) -> bool:
    """Whether the word can be the phrase's: no "not" is missing and nobody's part is swapped."""
    return (
        word.negated >= slot.negated
        and _same_people(word.agent, slot.agent)
        and _same_people(word.patient, slot.patient)
    )


def _same_people(said: int, wanted: int) -> bool:
    if not said or not wanted:
        return True
    if said & CARERS:
        said |= CARERS
    return bool(said & wanted)


def _can_suffice(pattern: Pattern, hits: list[Hit]) -> bool:
    return len(hits) >= len(pattern.slots) or _enough(pattern, hits)


def _enough(pattern: Pattern, hits: list[Hit]) -> bool:
    """Whether the words said carry enough of the phrase, one of them exactly."""
    said: dict[int, float] = {}
    for _, slot, quality in hits:
        if quality > said.get(slot, 0.0):
            said[slot] = quality
    missing = len(pattern.slots) - len(said)
    if missing and (len(pattern.slots) <= _ALL_OF or missing > len(pattern.slots) // 3):
        return False
    if max(said.values()) < 1.0:
        return False
    weight = sum(pattern.slots[slot].weight * quality for slot, quality in said.items())
    return weight >= _ENOUGH * pattern.weight


def _clusters(
    words: Sequence[Word], hits: list[Hit], depth: list[int], gap: int
) -> Iterator[list[Hit]]:
    """Split hits where a sentence ends or too many other words come between."""
    cluster: list[Hit] = []
    for hit in sorted(hits):
        if cluster:
            last = cluster[-1][0]
            apart = words[hit[0]].sentence != words[last].sentence
            if apart or depth[hit[0]] - depth[last] > gap + 1 or (not gap and hit[0] - last > 2):  # noqa: PLR2004 - side by side, with one small word between at most
                yield cluster
                cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster


def _match(
    number: int, pattern: Pattern, cluster: list[Hit], words: Sequence[Word], depth: list[int]
) -> Match | None:
    if not _enough(pattern, cluster):
        return None
    best = _best_hits(cluster)
    places = tuple(sorted({place for place, _, _ in best}))
    found = [words[place] for place in places]
    past, supposed = any(word.past for word in found), any(word.supposed for word in found)
    if pattern.past and not past:
        return None
    agent = patient = 0
    for word in found:
        agent |= word.agent
        patient |= word.patient
    return Match(
        pattern=number,
        score=_score(pattern, best, places, words, depth),
        places=places,
        negated=_is_denied(pattern, best, words),
        past=past and not pattern.past,
        supposed=supposed and not pattern.supposed,
        agent=agent,
        patient=patient,
    )


def _best_hits(cluster: list[Hit]) -> list[Hit]:
    """Keep for each slot the best word, the later one of equals: it stands nearer to the rest."""
    best: dict[int, Hit] = {}
    for hit in cluster:
        if hit[1] not in best or hit[2] >= best[hit[1]][2]:
            best[hit[1]] = hit
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
    score = 100 * said / pattern.weight
    if pattern.light:
        near = {word.family for word in words[max(0, places[0] - _NEARBY) : places[-1] + _NEARBY]}
        score -= 10 * (1 - sum(family in near for family in pattern.light) / len(pattern.light))
    score -= _GAP_COST * (depth[places[-1]] - depth[places[0]] - len(places) + 1)
    score -= _unknown_roles(pattern, best, words)
    return max(0.0, min(score, _CEILING.get(len(pattern.slots), 100.0)))


def _unknown_roles(pattern: Pattern, best: list[Hit], words: Sequence[Word]) -> float:
    """What it costs that the phrase names who and the message does not."""
    if pattern.agent & CARERS and not any(words[place].agent for place, _, _ in best):
        return _UNKNOWN_ROLE_COST
    return 0.0
