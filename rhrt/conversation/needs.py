"""From phrases found to needs heard: of whom they are said, which of several to believe, and how sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rhrt.conversation.heard import HeardNeed
from rhrt.conversation.language import CARERS, CHILD, SIBLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rhrt.conversation.index import Index
    from rhrt.conversation.matching import Match
    from rhrt.conversation.words import Word
    from rhrt.pack.model import Need, Pack

OFFERED, SURE = 60.0, 76.0
"""From the first score on a need is shown; from the second it may be ticked beforehand."""

_WRONG_PERSON_COST = 0.75
_NOTES = {
    "past": "This sounds like something that was so in the past.",
    "supposed": "This was said as a question or a possibility.",
    "sibling": "This sounds like it is about a brother or sister.",
    "parent": "This sounds like it is about a parent or carer.",
    "other": "It is not clear whom this is about.",
    "unsure": "This is near to what was said.",
    "part": "These words also say something more exact.",
    "denied": "It was said that this is not so.",
}


class Needs:
    """Collects the needs one message speaks of."""

    def __init__(self, pack: Pack, index: Index, words: Sequence[Word], text: str) -> None:
        self.pack = pack
        self.index = index
        self.words = words
        self.text = text
        self._found: dict[str, tuple[HeardNeed, tuple[int, ...]]] = {}

    def add_match(self, match: Match) -> None:
        """Take a phrase that was found; the better telling of each need is kept."""
        target = self.index.targets[self.index.patterns[match.pattern].target]
        said_of = self.pack.need_by_id[target.need]
        subject = self._subject(match, said_of)
        if subject == "none":
            return
        need, note = self._relabelled(said_of, subject, past=match.past)
        if not note and match.supposed:
            note = "supposed"
        score = match.score * (_WRONG_PERSON_COST if subject == "other" else 1.0)
        if score < OFFERED:
            return
        heard = self._heard(match, need, score, subject, note)
        known = self._found.get(need.id)
        if known is None or _worth(heard) > _worth(known[0]):
            self._found[need.id] = (heard, match.places)

    def _heard(self, match: Match, need: Need, score: float, subject: str, note: str) -> HeardNeed:
        if not note and score < SURE:
            note = "unsure"
        start, end = self._span(match)
        return HeardNeed(
            id=need.id,
            label=need.label,
            score=score,
            heard=self.text[start:end],
            start=start,
            end=end,
            negated=match.negated,
            subject=subject,
            past=match.past,
            ask=bool(note),
            note=_NOTES["denied" if match.negated else note] if note or match.negated else "",
        )

    def _span(self, match: Match) -> tuple[int, int]:
        """Return where the words stand, the "no" just before them included."""
        first = match.places[0]
        for at in range(first - 1, max(-1, first - 4), -1):
            if self.words[at].sentence != self.words[first].sentence:
                break
            if self.words[at].kind == "negator" and self.words[first].negated:
                first = at
        places = range(first, match.places[-1] + 1)
        return self.words[first].start, max(self.words[place].end for place in places)

    def _subject(self, match: Match, need: Need) -> str:
        """Return whom the words are about, or "none" when they cannot mean this need."""
        pattern = self.index.patterns[match.pattern]
        spoken_of = match.agent | match.patient
        if need.subject == "household" or not spoken_of:
            return need.subject
        if need.subject == "child":
            return _of_child(match, pattern.agent, pattern.patient, self.index.agents.get(need.id, 0))
        wanted = CARERS if need.subject == "parent" else SIBLING
        if spoken_of & wanted or pattern.agent & match.agent or pattern.patient & match.patient:
            return need.subject
        return "other"

    def _relabelled(self, need: Need, subject: str, *, past: bool) -> tuple[Need, str]:
        """Return the need to call it by, and why it is not ticked beforehand, or ""."""
        names = dict(need.relabel)
        if subject != need.subject:
            target = names.get(subject)
            if target:
                return self.pack.need_by_id[target], ""
            return need, subject
        if past:
            target = names.get("past")
            if target:
                return self.pack.need_by_id[target], ""
            return need, "past"
        return need, ""

    def heard(self) -> tuple[HeardNeed, ...]:
        """Return the needs, the surest first, none of them only a part of another's words."""
        found = list(self._found.values())
        kept = [self._as_part(heard, places, found) for heard, places in found]
        order = sorted(kept, key=lambda heard: (heard.negated, heard.ask, -heard.score, heard.start))
        return tuple(order)

    def _as_part(
        self,
        heard: HeardNeed,
        places: tuple[int, ...],
        found: Iterable[tuple[HeardNeed, tuple[int, ...]]],
    ) -> HeardNeed:
        """Leave unticked a need heard in one word that belongs to a longer phrase of another."""
        if heard.ask or len(places) > 1:
            return heard
        for other, other_places in found:
            inside = set(places) < set(other_places)
            if inside and not other.ask and other.negated == heard.negated:
                return _unticked(heard, "part")
        return heard


def _of_child(match: Match, agent: int, patient: int, agents: int) -> str:
    """Return whom a need of the child is said of, from who acts and to whom."""
    if agent & CARERS and match.agent & CARERS or agents & match.agent & CARERS:
        if not match.patient or match.patient & (CHILD | patient):
            return "child"
        return _other_than_child(match.patient)
    if patient & match.patient & ~CHILD and match.agent & CHILD | (not match.agent):
        return "child"
    if agent & match.agent:
        return "child"
    spoken_of = match.agent | match.patient
    return "child" if spoken_of & CHILD else _other_than_child(spoken_of)


def _other_than_child(who: int) -> str:
    if who & SIBLING:
        return "sibling"
    return "parent" if who & CARERS else "other"


def _unticked(heard: HeardNeed, why: str) -> HeardNeed:
    return replace(heard, ask=True, note=_NOTES[why])


def _worth(heard: HeardNeed) -> tuple[bool, bool, float]:
    """What is said to be so goes before what is denied or doubtful, then the surer."""
    return (not heard.negated, not heard.ask, heard.score)
