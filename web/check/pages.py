"""The pages of a conversation, one thing each."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from rhrt.conversation import accept
from rhrt.conversation.exchange import level_in_words
from rhrt.conversation.state import (
    AskAnythingElse,
    AskOwnLevel,
    facts,
    needs_said,
    open_questions,
)
from rhrt.conversation.turns import ANYTHING_ELSE, NOT_SURE, OWN_LEVEL
from web.check import bp
from web.check.cases import Case, open_case
from web.check.views import Said, is_asked, is_too_early, page, submitted, to_where_it_is
from web.services import engine, pack

MOST_RELATED = 8


@bp.get("/check/<case_name>/")
def go_on(case_name: str) -> ResponseReturnValue:
    """Go to where this check has got to."""
    return to_where_it_is(open_case(case_name))


@bp.route("/check/<case_name>/<path:elsewhere>", methods=["GET", "POST"])
def elsewhere(case_name: str, elsewhere: str) -> ResponseReturnValue:  # noqa: ARG001 - wherever it was
    """Lead whoever is at an address that this check does not have to where it has got to."""
    return to_where_it_is(open_case(case_name))


# --- A question of the pack -------------------------------------------------------------------


@bp.route("/check/<case_name>/question/<name>", methods=["GET", "POST"])
def question(case_name: str, name: str) -> ResponseReturnValue:
    """Ask one question of the pack."""
    case = open_case(case_name)
    asked = pack().question_by_id.get(name)
    if asked is None or (not asked.always and is_too_early(case)):
        return to_where_it_is(case)
    sent = request.form.get("answer")

    def again(case: Case, **state: Any) -> str:
        turn = case.conversation.latest(name)
        given = ("dont_know" if turn.answer is None else turn.answer) if turn else ""
        return page(
            "question",
            case,
            name,
            asked=asked,
            chosen=sent if sent is not None else given,
            open=open_questions(case.conversation, engine()),
            **state,
        )

    if request.method == "GET":
        return again(case)
    return submitted(case, lambda: [(name, accept.answer(asked, sent))], again, "answer")


# --- Anything else? ---------------------------------------------------------------------------


@bp.route("/check/<case_name>/anything-else", methods=["GET", "POST"])
def anything_else(case_name: str) -> ResponseReturnValue:
    """Ask whether there is another worry, and offer those that the rules connect with these."""
    case = open_case(case_name)
    if request.method == "GET":
        due = is_asked(case, AskAnythingElse) or case.conversation.has(ANYTHING_ELSE)
        return _anything_else_page(case) if due else to_where_it_is(case)
    return submitted(case, _anything_else_said, _anything_else_page, "needs")


def _anything_else_said() -> Said:
    """Return what was ticked; nothing ticked means that there is nothing else."""
    return [(ANYTHING_ELSE, accept.needs(pack(), request.form.getlist("needs")))]


def _anything_else_page(case: Case, **state: Any) -> str:
    rules = pack()
    refused = needs_said(case.conversation).absent
    related = engine().related(facts(case.conversation, rules))
    related = tuple(need for need in related if need not in refused)
    return page(
        "anything_else",
        case,
        ANYTHING_ELSE,
        open=open_questions(case.conversation, engine()),
        related=[rules.need_by_id[need] for need in related[:MOST_RELATED]],
        ticked=request.form.getlist("needs"),
        **state,
    )


# --- One's own view ---------------------------------------------------------------------------


@bp.route("/check/<case_name>/own-level", methods=["GET", "POST"])
def own_level(case_name: str) -> ResponseReturnValue:
    """Ask which level the person would choose, before they are shown one."""
    case = open_case(case_name)
    if case.stored.decision_ref:
        return to_where_it_is(case)
    if request.method == "GET":
        due = is_asked(case, AskOwnLevel) or case.conversation.has(OWN_LEVEL)
        return _own_level_page(case) if due else to_where_it_is(case)
    return submitted(
        case,
        lambda: [(OWN_LEVEL, accept.own_level(request.form.get("level")))],
        _own_level_page,
        "level",
    )


def _own_level_page(case: Case, **state: Any) -> str:
    turn = case.conversation.latest(OWN_LEVEL)
    rules = pack()
    return page(
        "own_level",
        case,
        OWN_LEVEL,
        levels=[
            (str(level.number), level_in_words(level.number, rules), level.summary)
            for level in rules.levels
        ],
        not_sure=(NOT_SURE, "I am not sure"),
        chosen=request.form.get("level") or (turn.answer if turn else ""),
        **state,
    )
