"""What every page of a check shows around its own question, and what happens to what is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rhrt.conversation.accept import NotAcceptedError
from rhrt.conversation.exchange import Pair, exchange
from rhrt.conversation.state import (
    Ask,
    AskAnythingElse,
    AskOwnLevel,
    ConfirmHeard,
    SayTheWorry,
    ShowAnswer,
    Step,
    may_be_danger,
    step,
)
from rhrt.conversation.turns import NEEDS, OWN_LEVEL, Answer, is_words
from rhrt.referral.route import Reachable, reach
from rhrt.store.conversations import TurnConflictError
from web.check.cases import Case, add_turns, new_key, open_case
from web.check.guidance import told_of_new_guidance
from web.services import engine, now, pack

Said: TypeAlias = list[tuple[str, Answer]]
Errors: TypeAlias = Sequence[tuple[str, str]]
UNPROCESSABLE = 422
CONFLICT = 409


def address(case: Case, name: str) -> str:
    """Return where the answer to a question is given, or given anew."""
    if is_words(name):
        return url_for("check.words", case_name=case.name, name=name)
    if name == NEEDS:
        endpoint = "check.heard" if case.conversation.words else "check.choose"
        return url_for(endpoint, case_name=case.name)
    if name == OWN_LEVEL:
        return url_for("check.own_level", case_name=case.name)
    return url_for("check.question", case_name=case.name, name=name)


def step_address(case: Case) -> str:
    """Return the page a person is at, however they came."""
    return _address_of(case, step(case.conversation, engine()))


def _address_of(case: Case, at: Step) -> str:
    match at:
        case SayTheWorry():
            return url_for("check.words", case_name=case.name)
        case Ask(question):
            return url_for("check.question", case_name=case.name, name=question)
        case ConfirmHeard():
            return url_for("check.heard", case_name=case.name)
        case AskAnythingElse():
            return url_for("check.anything_else", case_name=case.name)
        case AskOwnLevel():
            return url_for("check.own_level", case_name=case.name)
        case ShowAnswer():
            return url_for("check.result", case_name=case.name)


def is_too_early(case: Case) -> bool:
    """Say whether a page of the check is asked for before the worry was said or danger asked about.

    Nothing goes before the question whether somebody is in danger.
    """
    at = step(case.conversation, engine())
    asks_of_danger = isinstance(at, Ask) and pack().question_by_id[at.question].always
    return isinstance(at, SayTheWorry) or asks_of_danger


def is_asked(case: Case, kind: type[Step]) -> bool:
    """Say whether this kind of step is what comes next."""
    return isinstance(step(case.conversation, engine()), kind)


def to_where_it_is(case: Case) -> ResponseReturnValue:
    """Lead somebody who is on a page that is not for them now to the one that is."""
    return redirect(step_address(case), 303)


def page(
    template: str, case: Case, at: str, *, errors: Errors = (), moved_on: bool = False, **shown: Any
) -> str:
    """Return a page of a check.

    Args:
        at: The question this page is about: the exchange above it leaves that one out.
        moved_on: Whether the check went on in another window after the page sent was made.
    """
    pairs = exchange(case.conversation, pack())
    return render_template(
        f"check/{template}.html",
        case=case,
        back=_back(case, pairs, at),
        pairs=[(pair, change_address(case, pair)) for pair in pairs if pair.question != at],
        errors=list(errors),
        has_errors=bool(errors),
        moved_on=moved_on,
        updated=told_of_new_guidance(case),
        caution=_caution(case),
        key=new_key(),
        **shown,
    )


def _caution(case: Case) -> Reachable | None:
    """Return who to ring while somebody may be in danger and the person is not sure."""
    if not may_be_danger(case.conversation, engine()):
        return None
    return reach(pack(), pack().consult, now()).answers_now


def change_address(case: Case, pair: Pair) -> str:
    """Return where an answer is changed; one's own level is not changed once it has been met."""
    met = pair.question == OWN_LEVEL and case.stored.decision_ref
    return "" if met else address(case, pair.question)


def _back(case: Case, pairs: Sequence[Pair], at: str) -> str:
    """Return the page before: that of the answer given before this one."""
    names = [pair.question for pair in pairs]
    before = names[: names.index(at)] if at in names else names
    return address(case, before[-1]) if before else url_for("check.start")


def submitted(
    case: Case, read: Callable[[], Said], again: Callable[..., str], field: str
) -> ResponseReturnValue:
    """Keep what was sent and go on; or show the page again with what was typed and what is wrong.

    Args:
        read: Makes turns of the form, or says what is wrong with it.
        again: Renders the page with what was typed.
        field: Where an error's link leads.
    """
    try:
        said = read()
    except NotAcceptedError as error:
        return again(case, errors=[(field, str(error))]), UNPROCESSABLE
    try:
        went_on = add_turns(case, said, seen=seen_sent(), key=request.form.get("key", "")[:64])
    except TurnConflictError:
        return again(open_case(case.name), moved_on=True), CONFLICT
    return redirect(step_address(went_on), 303)


def seen_sent() -> int:
    """Return how many turns the page sent had seen; -1, which fits nothing, if it does not say."""
    seen = request.form.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 6 else -1  # noqa: PLR2004 - no check has 100,000 turns
