"""Saving and coming back: a private link, shown to the person and kept by nobody else."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.check import bp
from web.check.cases import CaseNotHereError, case_by_token, open_case, remember
from web.check.views import step_address


@bp.get("/check/<case_name>/come-back")
def save(case_name: str) -> str:
    """Show the private link to this check."""
    case = open_case(case_name)
    link = url_for("check.come_back", token=case.token, _external=True)
    return render_template("check/save.html", case=case, link=link, onward=step_address(case))


@bp.get("/c/<token>")
def come_back(token: str) -> ResponseReturnValue:
    """Open a check by its private link, here and from now on in this browser."""
    case = case_by_token(token)
    remember(token)
    return redirect(step_address(case), 303)


@bp.errorhandler(CaseNotHereError)
def not_here(error: CaseNotHereError) -> ResponseReturnValue:
    """Say that a check is over, or cannot be opened in this browser."""
    return render_template("check/gone.html", expired=error.expired), 410 if error.expired else 404
