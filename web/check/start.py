"""The start: one field, before anything else."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from rhrt.conversation import accept
from rhrt.conversation.turns import WORRY
from rhrt.referral.route import reach
from web.check import bp
from web.check.cases import add_turns, latest_case, new_key, start_case
from web.check.personal import asked_about_personal
from web.check.views import UNPROCESSABLE, Errors, step_address
from web.services import now, pack


@bp.get("/")
def start() -> str:
    """Ask what is worrying the person, in their own words."""
    return _page("", ())


@bp.post("/")
def begin() -> ResponseReturnValue:
    """Begin a check with the person's own words."""
    raw = request.form.get("worry", "")
    try:
        words = accept.words(raw)
    except accept.NotAcceptedError as error:
        return _page(raw, [("worry", str(error))]), UNPROCESSABLE
    if asked := asked_about_personal(words, action=request.path):
        return asked
    case = start_case()
    case = add_turns(case, [(WORRY, words)], seen=case.seen, key=new_key())
    return redirect(step_address(case), 303)


def _page(words: str, errors: Errors) -> str:
    rules = pack()
    return render_template(
        "check/start.html",
        words=accept.readable(words),
        errors=list(errors),
        has_errors=bool(errors),
        unfinished=latest_case(),
        consult=reach(rules, rules.consult, now()),
    )
