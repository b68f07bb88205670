"""Whom the words of a phrase that was found are about, judged by who does what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.language import CARERS, CHILD, SIBLING, UNSAID

if TYPE_CHECKING:
    from rhrt.conversation.index import Index
    from rhrt.conversation.matching import Match
    from rhrt.conversation.patterns import Pattern
    from rhrt.pack.model import Need


def said_of(match: Match, need: Need, index: Index) -> str:
    """Return whom the words of a phrase found are about: as in ``HeardNeed.subject``."""
    pattern = index.patterns[match.pattern]
    spoken_of = match.agent | match.patient
    if need.subject == "household" or not spoken_of or match.as_told:
        return need.subject
    if need.subject == "child":
        carers_act = need.id in index.acting_carers
        return _of_child(match, pattern, carers_act=carers_act)
    wanted = CARERS if need.subject == "parent" else SIBLING
    if pattern.patient and match.patient and not match.patient & (pattern.patient | UNSAID):
        return "other"
    if (match.agent or match.patient) & wanted or pattern.agent & match.agent:
        return need.subject
    if match.patient & pattern.patient and not match.agent & CHILD:
        return need.subject  # "scared of hurting the baby": whoever says so is the parent
    return "other"


def _of_child(match: Match, pattern: Pattern, *, carers_act: bool) -> str:
    """Return whom a need of the child is said of, from who acts and to whom."""
    done_to_child = match.passive and not match.patient
    if match.agent & CARERS and (pattern.agent & CARERS or carers_act or done_to_child):
        if not match.patient or match.patient & (CHILD | pattern.patient):
            return "child"
        return _other_than_child(match.patient)
    hits_another = match.patient and not match.patient & (CHILD | UNSAID | pattern.patient)
    if hits_another and match.agent & CHILD and (carers_act or pattern.bare):
        return "other"  # "smacked her brother"
    if pattern.agent & match.agent or pattern.patient & match.patient & ~CHILD:
        return "child"
    spoken_of = match.agent | match.patient
    return "child" if spoken_of & CHILD else _other_than_child(spoken_of)


def _other_than_child(who: int) -> str:
    if who & SIBLING:
        return "sibling"
    return "parent" if who & CARERS else "other"
