"""How well a message says a phrase whose words were found in it, from 0 to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rhrt.conversation.language import UNSAID, english
from rhrt.conversation.patterns import MAY_MISS
from rhrt.conversation.runs import A_NO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rhrt.conversation.patterns import Pattern
    from rhrt.conversation.words import Word

_THIN = 1.5
"""How much more the small words of a phrase matter when it has a single word of meaning."""

UNSURE = 70.0
"""The best score of a phrase that is one everyday word ("cuts"), or short and not said in full:
worth asking about, no more."""

_OTHER_VERB = frozenset({"out", "off"})
_WHOLE = 90.0
"""What a phrase with one everyday word must reach."""

_FEW_WORDS = 2
_CEILING = {1: 88.0, 2: 95.0}
"""The best score of a phrase with so few words that count."""

_GAP_COST, _PAUSE_COST, _TURNED_COST, _NEARBY = 2.5, 4.0, 6.0, 4
"""What it costs to have words between, a comma between, two words in the other order; and how many
words round about are looked at for the small words of a phrase."""

_IN_FULL = 0.97
"""How much of a phrase with one word of meaning must be said to be more than a question."""

Hit: TypeAlias = tuple[int, int, float]
"""Place of the word in the message, slot of the pattern, and how well they agree."""


def fit(
    pattern: Pattern,
    best: list[Hit],
    places: tuple[int, ...],
    words: Sequence[Word],
    depth: list[int],
) -> float:
    """Return how well the best words found say a phrase."""
    said = sum(pattern.slots[slot].weight * quality for _, slot, quality in best)
    most = 100.0
    if pattern.light:
        first, last = max(0, places[0] - _NEARBY), places[-1] + _NEARBY
        near = {A_NO if word.kind == "negator" else word.family for word in words[first:last]}
        said += sum(weight for family, weight in pattern.light if family in near)
        # "Smashing the house up now": without the "now" it may be long past, without the "up"
        # it is another verb.
        needed = english().kinds["needed"]
        if any(family in needed and family not in near for family, _ in pattern.light):
            most = UNSURE
    said += _roles_said(pattern, best, words)
    share = said / pattern.weight
    score = 100 * (share**_THIN if len(pattern.slots) == 1 else share)
    score -= _GAP_COST * (depth[places[-1]] - depth[places[0]] - len(places) + 1)
    if len(pattern.slots) == _FEW_WORDS:
        score -= _GAP_COST * (depth[places[-1]] - depth[places[0]] - 1)
        score -= _TURNED_COST * _is_turned(best)
    score -= _PAUSE_COST * sum(words[place].pause for place in range(places[0] + 1, places[-1] + 1))
    if len(pattern.slots) == 1 and _is_weak(pattern, words, places[0], score):
        return 0.0
    if pattern.bare and words[places[0]].text in english().everyday:
        return UNSURE
    if len(pattern.slots) == 1 and not pattern.bare and share < _IN_FULL:
        return min(score, UNSURE)
    if len(best) < len(pattern.slots) <= MAY_MISS:
        return min(score, UNSURE)
    only_near = min(quality for _, _, quality in best) < 1.0
    if only_near and len(pattern.slots) <= _FEW_WORDS and not _roles_known(pattern, best, words):
        return min(score, UNSURE)
    ceiling = _CEILING.get(len(pattern.slots) + len(pattern.light), 100.0)
    return max(0.0, min(score, ceiling, most))


def _is_turned(best: list[Hit]) -> bool:
    """Whether the words come in another order than the phrase's."""
    slots = [slot for _, slot, _ in sorted(best)]
    return slots != sorted(slots)


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
