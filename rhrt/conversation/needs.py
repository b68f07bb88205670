"""From phrases found to needs heard: of whom, which of several to believe, and how sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rhrt.conversation import whose
from rhrt.conversation.heard import HeardNeed
from rhrt.conversation.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhrt.conversation.index import Index
    from rhrt.conversation.matching import Match
    from rhrt.conversation.words import Word
    from rhrt.pack.model import Need, Pack

OFFERED, SURE, CERTAIN = 48.0, 76.0, 95.0
"""From the first score on a need is shown; from the second it may be ticked beforehand, a strength
only from the third: "lovely" alone is politeness."""

DANGER_SURE, _GRAVEST = 72.0, 4
"""A Level 4 need is ticked a little sooner: to miss one is the worst mistake."""

_TOGETHER_FEARED, _TOGETHER_SURE = 1.1, 1.6
"""How much several phrases of a danger must say together for it to be feared, and to be ticked.

Measured where only text is given, on sentences nobody had worked on: at 1.1 instead of 1.3, two of
34 dangers fewer are placed too low and three of 31 others more too high. To miss one is worse.
"""

_CLEARLY = 5.0
"""How much better another need must fit the same words for this one to stand back."""

_WRONG_PERSON_COST = 0.75
_NOTES = {
    "past": "This sounds like something that was so in the past.",
    "supposed": "This was said as a question or a possibility.",
    "sibling": "This sounds like it is about a brother or sister.",
    "parent": "This sounds like it is about a parent or carer.",
    "other": "It is not clear whom this is about.",
    "unsure": "This is near to what was said.",
    "age": "This is meant for children of another age.",
    "part": "These words also say something more exact.",
    "denied": "It was said that this is not so.",
}


_Worth: TypeAlias = tuple[bool, bool, int, int, float]
"""What is said to be so goes before what is denied or doubtful, then what is more exact."""


class _Claim(NamedTuple):
    """A need heard, which words say so, and how far they are a phrase as it stands."""

    heard: HeardNeed
    places: frozenset[int]
    as_it_stands: int
    worth: _Worth


class Needs:
    """Collects the needs one message speaks of."""

    def __init__(self, pack: Pack, index: Index, words: Sequence[Word], text: str) -> None:
        self.pack = pack
        self.index = index
        self.words = words
        self.text = text
        self._found: dict[str, _Claim] = {}
        self._claims: list[_Claim] = []
        self._together = Together(index, words)

    def add_match(self, match: Match) -> None:
        """Take a phrase that was found; the better telling of each need is kept."""
        if match.score < OFFERED:
            return
        target = self.index.targets[self.index.patterns[match.pattern].target]
        said_of = self.pack.need_by_id[target.need]
        subject = whose.said_of(match, said_of, self.index)
        need, note = self._relabelled(said_of, subject, past=match.past)
        if not note and match.supposed:
            note = "supposed"
        if need is said_of and note in {"", "other"} and not match.negated:
            self._together.add(need.id, match)
        score = match.score * (_WRONG_PERSON_COST if subject == "other" else 1.0)
        if score < OFFERED:
            return
        if not note and score < _sure(need):
            note = "unsure"
        worth = _worth(match, score, note)
        known = self._found.get(need.id)
        better = known is None or worth > known.worth
        if note and not better:
            return
        heard = self._heard(match, need, score, subject, note)
        claim = _Claim(heard, frozenset(match.places), match.as_it_stands, worth)
        if not heard.ask:
            self._claims.append(claim)
        if better:
            self._found[need.id] = claim

    def _heard(self, match: Match, need: Need, score: float, subject: str, note: str) -> HeardNeed:
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
        return self._stretch((first, match.places[-1]))

    def _relabelled(self, need: Need, subject: str, *, past: bool) -> tuple[Need, str]:
        """Return the need to call it by, and why it is not ticked beforehand, or ""."""
        if subject == need.subject and not past:
            return need, ""
        names = dict(need.relabel)
        if subject != need.subject:
            target = names.get(subject)
            # A parent who acts ("mum missed it") is not a parent to whom it happened ("as a boy").
            if target and (past or subject != "parent"):
                return (
                    self._of_then(self.pack.need_by_id[target])
                    if past
                    else (self.pack.need_by_id[target], "")
                )
            return need, subject
        if past:
            target = names.get("past")
            return (self.pack.need_by_id[target], "") if target else (need, "past")
        return need, ""

    def _of_then(self, need: Need) -> tuple[Need, str]:
        """Return the need that stands for this one as history, if the pack has one."""
        target = dict(need.relabel).get("past")
        return (self.pack.need_by_id[target] if target else need), ""

    def heard(self, age: str | None) -> tuple[HeardNeed, ...]:
        """Return the needs, the surest first.

        Left unticked: a need whose words belong to another's, and one that does not fit the age.
        """
        kept = [
            self._of_age(self._feared(self._as_part(claim)), age)
            for claim in self._found.values()
            if not self._said_of_another(claim)
        ]
        order = sorted(
            kept,
            key=lambda heard: (
                heard.negated,
                heard.ask,
                not heard.feared,
                -heard.score,
                heard.start,
            ),
        )
        return tuple(order)

    def _feared(self, heard: HeardNeed) -> HeardNeed:
        """Take a danger half said more seriously, and tick it when several halves make a whole."""
        need = self.pack.need_by_id[heard.id]
        doubt = heard.note in {_NOTES["unsure"], _NOTES["other"], _NOTES["part"]}
        if need.level < _GRAVEST or heard.negated or not (heard.ask and doubt):
            return heard
        said, places = self._together.of(need.id)
        if said >= _TOGETHER_SURE and heard.note != _NOTES["part"]:
            start, end = self._stretch(places)
            return replace(
                heard,
                ask=False,
                note="",
                score=max(heard.score, DANGER_SURE),
                heard=self.text[start:end],
                start=start,
                end=end,
            )
        return replace(heard, feared=said >= _TOGETHER_FEARED)

    def _stretch(self, places: Sequence[int]) -> tuple[int, int]:
        first, last = min(places), max(places)
        return self.words[first].start, max(word.end for word in self.words[first : last + 1])

    def _alike(self, heard: HeardNeed, other: HeardNeed) -> bool:
        """Whether both are one worry in two degrees: "covered in bruises" is a bruise as well."""
        one, two = self.pack.need_by_id[heard.id], self.pack.need_by_id[other.id]
        return (one.theme, one.subject) == (two.theme, two.subject)

    def _of_age(self, heard: HeardNeed, age: str | None) -> HeardNeed:
        fits = self.pack.need_by_id[heard.id].applies_to
        if heard.ask or not age or not fits or age in fits:
            return heard
        return replace(heard, ask=True, note=_NOTES["age"])

    def _as_part(self, claim: _Claim) -> HeardNeed:
        """Leave unticked a need whose words say another one more exactly."""
        heard = claim.heard
        if heard.ask:
            return heard
        for other in self._claims:
            if other.heard.negated != heard.negated or other.heard.id == heard.id:
                continue
            if self._goes_before(other, claim):
                return replace(heard, ask=True, note=_NOTES["part"])
        return heard

    def _goes_before(self, other: _Claim, claim: _Claim) -> bool:
        """Whether another need says the same words more exactly: "left his cup" is no leaving."""
        if claim.as_it_stands > other.as_it_stands:
            return False
        if claim.places <= other.places and claim.as_it_stands < other.as_it_stands:
            return True
        longer = claim.places < other.places and not self._alike(claim.heard, other.heard)
        if longer and (other.as_it_stands or len(claim.places) == 1):
            return True
        shared = 2 * len(claim.places & other.places) >= len(claim.places)
        clearly = other.heard.score >= claim.heard.score + _CLEARLY
        return shared and clearly and not claim.as_it_stands

    def _said_of_another(self, claim: _Claim) -> bool:
        """Whether the words are those of a need that is surely meant, of somebody else.

        "Mum has depression" is her own low mood, and nothing to ask about the child's.
        """
        heard = claim.heard
        of_need = self.pack.need_by_id[heard.id].subject
        if not heard.ask or heard.subject == of_need or heard.negated:
            return False
        return any(claim.places <= other.places for other in self._claims)


def _sure(need: Need) -> float:
    """Return the score from which a need may be ticked: a strength late, a danger early."""
    if need.strength:
        return CERTAIN
    return DANGER_SURE if need.level == _GRAVEST else SURE


def _worth(match: Match, score: float, note: str) -> _Worth:
    surely = match.as_it_stands if score >= SURE else 0
    return (not match.negated, not note, surely, len(match.places), score)
