"""Leaving in a hurry: the browser forgets the check, and a neutral page takes its place."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template, session

from web.account.signed_in import end_session

bp = Blueprint("leave", __name__)


@bp.post("/leave")
def leave() -> Response:
    """Forget this browser's check and sign-in, and send it on.

    A refresh, not a redirect: the security policy lets forms lead to our own pages only, and the
    history then holds the neutral page in place of this one. Nothing may stand in the way,
    so it needs no token: the worst another site can do is to make somebody leave.
    """
    end_session()
    session.clear()
    address = current_app.config["LEAVE_TO"]
    response = make_response(render_template("left.html", address=address))
    response.headers["Refresh"] = f"0; url={address}"
    return response
