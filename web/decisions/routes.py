"""The list of sealed decisions, and one decision with its entry in the log."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request

from rhrt.log.errors import DamagedError
from rhrt.log.receipts import proof_of
from rhrt.pack.model import Pack
from rhrt.store.accounts import Account
from web.access import requires
from web.account.signed_in import the_account
from web.decisions.shown import Shown, shown
from web.decisions.verified import verdict
from web.services import pack, services

bp = Blueprint("decisions", __name__, url_prefix="/decisions")

MOST_PAGES = 100_000


@bp.get("")
@requires("see_decisions")
def index() -> str:
    """Show a page of the list, newest first, of one level if asked."""
    level, number = _number("level", 4), _number("page", MOST_PAGES) or 1
    found = services().decisions.page(number, level=level)
    if number > found.pages:
        abort(404)
    services().looks.record(the_account().id, "", f"list page {number}")
    return render_template("decisions/index.html", found=found, level=level)


@bp.get("/<ref>")
@requires("see_decisions")
def one(ref: str) -> str:
    """Show one decision; that it was opened is kept and shown to its readers."""
    row = services().decisions.get(ref)
    services().looks.record(the_account().id, ref, "decision")
    return render_template(
        "decisions/one.html",
        row=row,
        decision=_readable(ref, pack()),
        verdict=verdict(services().ledger, ref),
        looks=services().looks.at(ref),
        names=_names(),
    )


@bp.get("/<ref>/proof")
@requires("see_decisions")
def proof(ref: str) -> Response:
    """Give the proof of one entry as a file that verifies offline and shows no other."""
    known = services().decisions.get(ref).ref
    services().looks.record(the_account().id, known, "proof")
    response = make_response(proof_of(services().ledger, known))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{known}.tlog-proof"'
    return response


def _readable(ref: str, rules: Pack) -> Shown | None:
    """Return the decision, or None when its record is not what was sealed."""
    try:
        return shown(services().ledger, ref, rules)
    except DamagedError:
        return None


def _names() -> dict[str, str]:
    everyone: tuple[Account, ...] = services().accounts.everyone()
    return {account.id: account.name for account in everyone}


def _number(name: str, most: int) -> int | None:
    """Return a number of the address, or None when it is not given."""
    said = request.args.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 7 and 1 <= int(said) <= most):  # noqa: PLR2004 - no more digits than MOST_PAGES needs
        abort(404)
    return int(said)
