"""The list of sealed decisions and one decision with its entry in the log."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from web.access import requires
from web.services import services

bp = Blueprint("decisions", __name__, url_prefix="/decisions")


@bp.get("")
@requires("see_decisions")
def index() -> str:
    """Show a page of the list, newest first, of one level if asked."""
    level, number = _number("level", 4), _number("page", 10_000) or 1
    found = services().decisions.page(number, level=level)
    if number > found.pages:
        abort(404)
    return render_template("decisions/index.html", found=found, level=level)


def _number(name: str, most: int) -> int | None:
    """Return a number of the address, or None when it is not given."""
    said = request.args.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= most):
        abort(404)
    return int(said)
