"""Where a conversation stands: everything here is worked out from its turns, and nothing is kept.

Nobody's answer moves anybody backwards. The step a person is at depends on what is still missing,
never on which page they looked at last, so the back button, a private link and a second tab all
lead to the same place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rhrt.conversation.turns import (
    ANYTHING_ELSE,
    JUDGEMENT,
    NEEDS,
    OWN_LEVEL,
    Conversation,
    Judgement,
    NeedsSaid,
    is_words,
)
from rhrt.engine import Facts

if TYPE_CHECKING:
    from rhrt.engine import Engine
    from rhrt.pack.model import Need, Pack, Question

MOST_SERIOUS = 4


# --- The steps --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SayTheWorry:
    """Nothing has been said yet."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the pack is to be asked."""

    question: str


@dataclass(frozen=True, slots=True)
class ConfirmHeard:
    """Words were said since the person last confirmed what was heard in them."""


@dataclass(frozen=True, slots=True)
class AskAnythingElse:
    """Nothing asked so far can change the level; is there another worry?"""


@dataclass(frozen=True, slots=True)
class AskOwnLevel:
    """The person's own view, before the suggestion is shown."""


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """The suggestion can be shown. ``danger``: a child is in danger now, so nothing else first."""

    danger: bool


Step: TypeAlias = SayTheWorry | Ask | ConfirmHeard | AskAnythingElse | AskOwnLevel | ShowAnswer


def step(conversation: Conversation, engine: Engine) -> Step:
    """Return what comes next for the person. Danger is asked about before all else."""
    if not conversation.words and not needs_said(conversation).present:
        return SayTheWorry()
    return _danger_step(conversation, engine) or _gathering_step(conversation, engine)


def _danger_step(conversation: Conversation, engine: Engine) -> Step | None:
    if is_danger(conversation, engine):
        return ShowAnswer(danger=True)
    unasked = (q.id for q in engine.pack.questions if q.always and not conversation.has(q.id))
    question = next(unasked, None)
    return Ask(question) if question else None


def _gathering_step(conversation: Conversation, engine: Engine) -> Step:
    if not heard_is_confirmed(conversation):
        return ConfirmHeard()
    asked_next = open_questions(conversation, engine)
    if asked_next:
        return Ask(asked_next[0])
    if not nothing_else(conversation):
        return AskAnythingElse()
    if not conversation.has(OWN_LEVEL):
        return AskOwnLevel()
    return ShowAnswer(danger=False)


# --- What the turns say -----------------------------------------------------------------------


def needs_said(conversation: Conversation) -> NeedsSaid:
    """Return what the person has said about each need; their last word on a need counts."""
    last: dict[str, str] = {}
    for turn in conversation:
        if isinstance(turn.answer, NeedsSaid):
            last.update(dict.fromkeys(turn.answer.absent, "absent"))
            last.update(dict.fromkeys(turn.answer.unsure, "unsure"))
            last.update(dict.fromkeys(turn.answer.present, "present"))

    def those(said: str) -> tuple[str, ...]:
        return tuple(need for need, state in last.items() if state == said)

    return NeedsSaid(those("present"), those("absent"), those("unsure"))


def facts(conversation: Conversation, pack: Pack) -> Facts:
    """Return what the engine is to judge: only what the person has said or confirmed.

    An answer that names something the pack does not have (its rules changed meanwhile) is left
    out, so its question is asked again.
    """
    present = frozenset(n for n in needs_said(conversation).present if n in pack.need_by_id)
    known = dict(_known_answers(conversation, pack.questions))
    return Facts(
        present,
        {q.id: known[q.id] for q in pack.questions if q.kind == "scale" and q.id in known},
        {q.id: known[q.id] for q in pack.questions if q.kind == "context" and q.id in known},
    )


def _known_answers(
    conversation: Conversation, questions: Iterable[Question]
) -> Iterable[tuple[str, str]]:
    for question in questions:
        turn = conversation.latest(question.id)
        if turn and isinstance(turn.answer, str) and is_answer(question, turn.answer):
            yield question.id, turn.answer


def is_answer(question: Question, answer: str) -> bool:
    """Say whether a question has this answer."""
    return any(known.id == answer for known in question.answers)


def is_danger(conversation: Conversation, engine: Engine) -> bool:
    """Say whether a child is in danger now: the worst answer to a question asked of everyone."""
    worst = {q.id: q.answers[-1].id for q in _asked_of_everyone(engine.pack)}
    return _settles_highest(_said_of_danger(conversation, engine).items() & worst.items(), engine)


def may_be_danger(conversation: Conversation, engine: Engine) -> bool:
    """Say whether the person was not sure that nobody is in danger, and that alone is Level 4."""
    said = _said_of_danger(conversation, engine).items()
    return _settles_highest(said, engine) and not is_danger(conversation, engine)


def _said_of_danger(conversation: Conversation, engine: Engine) -> dict[str, str]:
    return dict(_known_answers(conversation, _asked_of_everyone(engine.pack)))


def _asked_of_everyone(pack: Pack) -> tuple[Question, ...]:
    return tuple(question for question in pack.questions if question.always)


def _settles_highest(known: Iterable[tuple[str, str]], engine: Engine) -> bool:
    """Say whether these answers are the highest level by themselves."""
    answers = dict(known)
    return bool(answers) and engine.bounds(Facts(frozenset(), answers, {}))[0] == MOST_SERIOUS


def heard_is_confirmed(conversation: Conversation) -> bool:
    """Say whether no words have come since the person last confirmed what was heard."""
    for turn in reversed(conversation.turns):
        if turn.question == NEEDS:
            return True
        if is_words(turn.question) and turn.answer:
            return False
    return True


def nothing_else(conversation: Conversation) -> bool:
    """Say whether the person has said that there is nothing more to add."""
    turn = conversation.latest(ANYTHING_ELSE)
    return turn is not None and isinstance(turn.answer, NeedsSaid) and not turn.answer.present


def open_questions(conversation: Conversation, engine: Engine) -> tuple[str, ...]:
    """Return the questions still worth asking, in order; "I do not know" is not asked again.

    They can change the level or, at Level 4, whether it is a child in need or child protection,
    which decides the route.
    """
    pack = engine.pack
    known, recent = facts(conversation, pack), _answered(conversation, pack)
    deciding = _unsettled(conversation, pack, engine.open_questions(known, recent))
    if deciding or engine.bounds(known)[0] < MOST_SERIOUS:
        return deciding
    return _unsettled(conversation, pack, engine.suggest(known, recent=recent).open_sub)


def _unsettled(conversation: Conversation, pack: Pack, questions: Iterable[str]) -> tuple[str, ...]:
    by_id = pack.question_by_id
    return tuple(q for q in questions if not _is_settled(conversation, by_id[q]))


def _answered(conversation: Conversation, pack: Pack) -> tuple[str, ...]:
    """Return the pack's questions that were answered, the latest last."""
    answered = dict.fromkeys(t.question for t in reversed(conversation.turns))
    return tuple(reversed([question for question in answered if question in pack.question_by_id]))


def _is_settled(conversation: Conversation, question: Question) -> bool:
    turn = conversation.latest(question.id)
    if turn is None:
        return False
    return not isinstance(turn.answer, str) or is_answer(question, turn.answer)


def not_known(conversation: Conversation, pack: Pack) -> tuple[str, ...]:
    """Return the questions answered with "I do not know"."""
    return tuple(
        question.id
        for question in pack.questions
        if (turn := conversation.latest(question.id)) and turn.answer is None
    )


def own_level(conversation: Conversation) -> int | None:
    """Return the level the person chose before the reveal; None for not sure or not yet."""
    turn = conversation.latest(OWN_LEVEL)
    said = turn.answer if turn else None
    return int(said) if isinstance(said, str) and said.isdigit() else None


def judgement(conversation: Conversation) -> Judgement | None:
    """Return the person's judgement of the suggestion now shown, if they have given one.

    A judgement given before something relevant changed belongs to the earlier suggestion.
    """
    for turn in reversed(conversation.turns):
        if isinstance(turn.answer, Judgement):
            return turn.answer
        if turn.question != OWN_LEVEL:
            return None
    return None


def present_needs(conversation: Conversation, pack: Pack) -> tuple[Need, ...]:
    """Return the needs that are present, in the order in which they were first said."""
    said = needs_said(conversation).present
    return tuple(pack.need_by_id[need] for need in said if need in pack.need_by_id)


def decided_turns(conversation: Conversation) -> int:
    """Return how many turns bear on the suggestion: the same number, the same suggestion."""
    return sum(turn.question != JUDGEMENT for turn in conversation)
