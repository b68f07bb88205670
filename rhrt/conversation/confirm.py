"""What was heard in a person's words, laid out for them to confirm. Nothing here is acted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rhrt.conversation.guesses import guesses
from rhrt.conversation.state import MOST_SERIOUS, needs_said
from rhrt.conversation.turns import Conversation

if TYPE_CHECKING:
    from rhrt.conversation.heard import Heard, HeardAnswer, HeardNeed
    from rhrt.pack.model import Need, Pack


@dataclass(frozen=True, slots=True)
class OfferedNeed:
    """A need to be confirmed or put right.

    Args:
        heard: The person's own words it was heard in; "" when it was picked from the list.
        note: Why it is not simply taken as said, or whom or when it is about.
        ticked: Whether it is offered as so: heard plainly, or said before.
        said: Whether the person has already said "present", "absent" or "unsure".
    """

    id: str
    label: str
    heard: str
    note: str
    ticked: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class OfferedAnswer:
    """An answer heard in the words, to be confirmed before it counts."""

    question: str
    asked: str
    answer: str
    label: str
    heard: str


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Everything heard so far.

    Args:
        needs: Heard plainly, and those already confirmed or picked.
        perhaps: Heard, but only the person can say whether they are meant.
        less_likely: The same, and not worth putting in view.
        denied: Heard as not being so, or refused before.
        dangers_denied: Those of ``denied`` so serious that they are asked about all the same.
        answers: Answers to questions, where the person has not answered those themselves.
    """

    needs: tuple[OfferedNeed, ...]
    perhaps: tuple[OfferedNeed, ...]
    less_likely: tuple[OfferedNeed, ...]
    denied: tuple[OfferedNeed, ...]
    dangers_denied: tuple[OfferedNeed, ...]
    answers: tuple[OfferedAnswer, ...]


@dataclass
class _Collected:
    """Needs heard over several messages; said to be so in one of them counts as said to be so."""

    so: dict[str, OfferedNeed] = field(default_factory=dict)
    perhaps: dict[str, OfferedNeed] = field(default_factory=dict)
    less_likely: dict[str, OfferedNeed] = field(default_factory=dict)
    not_so: dict[str, OfferedNeed] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[dict[str, OfferedNeed], ...]:
        """All of them, the surest first: a need stands on the first that has it."""
        return self.so, self.not_so, self.perhaps, self.less_likely


def to_confirm(conversation: Conversation, pack: Pack) -> ToConfirm:
    """Return what was heard in all the person's words, beside what they have already confirmed."""
    everything_heard = list(_listen(conversation, pack))
    found = _collect(everything_heard, pack)
    _add_said(found, conversation, pack)
    dangers = [need for need in found.not_so.values() if _is_open_danger(need, pack)]
    return ToConfirm(
        needs=tuple(found.so.values()),
        perhaps=tuple(found.perhaps.values()),
        less_likely=tuple(found.less_likely.values()),
        denied=tuple(need for need in found.not_so.values() if need not in dangers),
        dangers_denied=tuple(dangers),
        answers=tuple(_answers(everything_heard, conversation, pack)),
    )


def _listen(conversation: Conversation, pack: Pack) -> Iterator[Heard]:
    from rhrt.conversation.understand import understand

    for question, words in conversation.words.items():
        turn = conversation.latest(question)
        # The day it was said, so that "since Easter" means the same whenever it is looked at.
        yield understand(words, pack, turn.at.date() if turn else None)


def _collect(everything_heard: list[Heard], pack: Pack) -> _Collected:
    found = _Collected()
    for heard in everything_heard:
        known = [need for need in heard.needs if need.id in pack.need_by_id]
        guessed = guesses(known, pack)
        _keep(found.so, (need for need in known if need.present))
        _keep(found.not_so, (need for need in known if need.negated and not need.ask))
        _keep(found.perhaps, guessed.in_view)
        _keep(found.less_likely, guessed.folded)
    for place, side in enumerate(found.sides):
        for surer in found.sides[:place]:
            for need in surer:
                side.pop(need, None)
    return found


def _keep(side: dict[str, OfferedNeed], heard: Iterable[HeardNeed]) -> None:
    """Keep each need as it was first heard."""
    for need in heard:
        side.setdefault(need.id, _offered(need))


def _offered(need: HeardNeed) -> OfferedNeed:
    return OfferedNeed(need.id, need.label, need.heard, need.note or _about(need), need.present)


def _about(need: HeardNeed) -> str:
    """Say whom or when the words are about, where that is not the child now."""
    whom = {"sibling": "about a brother or sister", "parent": "about a parent or carer"}
    return ", ".join(filter(None, (whom.get(need.subject, ""), "in the past" if need.past else "")))


def _add_said(found: _Collected, conversation: Conversation, pack: Pack) -> None:
    """Put each need where the person's last word on it says; their word goes before our hearing."""
    said = needs_said(conversation)
    for state, ids in (("present", said.present), ("absent", said.absent), ("unsure", said.unsure)):
        for need in (pack.need_by_id[n] for n in ids if n in pack.need_by_id):
            _place(found, need, state)


def _place(found: _Collected, need: Need, state: str) -> None:
    heard = next((kept for side in found.sides if (kept := side.pop(need.id, None))), None)
    so = state == "present"
    words, note = (heard.heard, heard.note) if heard else ("", "")
    side = found.so if so else found.not_so
    side[need.id] = OfferedNeed(need.id, need.label, words, note, so, state)


def _is_open_danger(offered: OfferedNeed, pack: Pack) -> bool:
    """Say whether a denied need stays a question: a danger, and heard rather than refused."""
    return bool(offered.heard) and _is_danger(offered, pack)


def _is_danger(offered: OfferedNeed, pack: Pack) -> bool:
    return pack.need_by_id[offered.id].level == MOST_SERIOUS


def _answers(
    everything_heard: list[Heard], conversation: Conversation, pack: Pack
) -> Iterator[OfferedAnswer]:
    """Yield what was heard about questions, the latest words winning; not the danger one."""
    heard_of: dict[str, HeardAnswer] = {}
    for heard in everything_heard:
        heard_of.update(heard.context)
        heard_of.update(heard.answers)
    for question in pack.questions:
        said = heard_of.get(question.id)
        if said and not question.always and not conversation.has(question.id):
            label = question.answer(said.answer).label
            yield OfferedAnswer(question.id, question.ask, said.answer, label, said.heard)
