"""The answer: the page that people keep, on the screen, on paper and as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rhrt.conversation import accept
from rhrt.conversation.state import ShowAnswer
from rhrt.conversation.turns import JUDGEMENT, Judgement
from rhrt.log.writing import Receipt
from rhrt.store.conversations import TurnConflictError
from web.check import bp
from web.check.answer import Answer, answer_of
from web.check.cases import Case, add_turns, new_key, open_case
from web.check.guidance import has_new_guidance, told_of_new_guidance
from web.check.personal import asked_about_personal
from web.check.sealing import seal_decision, seal_judgement
from web.check.views import (
    CONFLICT,
    UNPROCESSABLE,
    change_address,
    is_asked,
    seen_sent,
    to_where_it_is,
)
from web.paper import PaperUnavailableError, pdf
from web.services import engine, now

STYLES = Path(__file__).with_name("paper.css")


@bp.get("/check/<case_name>/result")
def result(case_name: str) -> ResponseReturnValue:
    """Show the answer, sealed the first time; before it is due, go to where the check is."""
    case = open_case(case_name)
    if not _is_due(case):
        return to_where_it_is(case)
    return _page(case)


@bp.get("/check/<case_name>/judgement")
def judged(case_name: str) -> ResponseReturnValue:
    """Lead a reload of the page that an error was shown on back to the answer."""
    return redirect(url_for("check.result", case_name=case_name), 303)


@bp.post("/check/<case_name>/judgement")
def judge(case_name: str) -> ResponseReturnValue:
    """Take the practitioner's own judgement of the answer."""
    case = open_case(case_name)
    if not _is_due(case):
        return to_where_it_is(case)
    answer, receipt = _sealed(case)
    if request.form.get("about") != receipt.ref:
        return _page(open_case(case_name), moved_on=True), CONFLICT
    try:
        given = _judged(answer)
    except accept.NotAcceptedError as error:
        return _page(case, errors=[("level", str(error))]), UNPROCESSABLE
    asked = asked_about_personal(given.words, request.path, case, field="why")
    return asked or _kept(case, receipt, given)


def _judged(answer: Answer) -> Judgement:
    form = request.form
    level, reason, why = form.get("level"), form.get("reason", ""), form.get("why", "")
    return accept.judgement(answer.pack, answer.suggestion.level, level, reason, why)


def _kept(case: Case, receipt: Receipt, given: Judgement) -> ResponseReturnValue:
    """Keep and seal a judgement, and go back to the answer."""
    key = request.form.get("key", "")[:64]
    try:
        add_turns(case, [(JUDGEMENT, given)], seen=seen_sent(), key=key)
    except TurnConflictError:
        return _page(open_case(case.name), moved_on=True), CONFLICT
    seal_judgement(case, receipt.ref, given, key=key)
    return redirect(url_for("check.result", case_name=case.name, _anchor="your-view"), 303)


@bp.get("/check/<case_name>/print")
def paper(case_name: str) -> ResponseReturnValue:
    """Show the answer as it looks on paper."""
    case = open_case(case_name)
    if not _may_be_put_on_paper(case):
        return to_where_it_is(case)
    answer, receipt = _sealed(case)
    return render_template("check/print.html", **_on_paper(answer, receipt, case))


@bp.get("/check/<case_name>/result.pdf")
def as_pdf(case_name: str) -> ResponseReturnValue:
    """Give the answer as a PDF that assistive technology can read."""
    case = open_case(case_name)
    if not _may_be_put_on_paper(case):
        return to_where_it_is(case)
    answer, receipt = _sealed(case)
    try:
        made = pdf(render_template("check/paper.html", **_on_paper(answer, receipt, case)), STYLES)
    except PaperUnavailableError:
        return render_template("check/no-pdf.html", case=case), 503
    name = f"{receipt.ref}.pdf"
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _is_due(case: Case) -> bool:
    return is_asked(case, ShowAnswer)


def _may_be_put_on_paper(case: Case) -> bool:
    """Say whether the person has seen this answer: paper must not be the first to bring another."""
    return _is_due(case) and not has_new_guidance(case)


def _sealed(case: Case) -> tuple[Answer, Receipt]:
    answer = answer_of(case.conversation, engine(), now())
    return answer, seal_decision(case, answer.pack, answer.suggestion, answer.route)


def _on_paper(answer: Answer, receipt: Receipt, case: Case) -> dict[str, Any]:
    return {"answer": answer, "receipt": receipt, "case": case, "at": now()}


def _page(
    case: Case, *, errors: list[tuple[str, str]] | None = None, moved_on: bool = False
) -> str:
    answer, receipt = _sealed(case)
    return render_template(
        "check/result.html",
        case=case,
        answer=answer,
        receipt=receipt,
        errors=errors or [],
        has_errors=bool(errors),
        moved_on=moved_on,
        updated=told_of_new_guidance(case),
        earlier=case.stored.decision_ref,
        said=[(pair, change_address(case, pair)) for pair in answer.exchange],
        sent=request.form,
        key=new_key(),
        at=now(),
    )
