"""Signing in with a password or a link that works once, and signing out."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rhrt.store.accounts import SignInRefusedError
from web import logs
from web.account.signed_in import current_account, end_session, start_session
from web.formatting import printable
from web.services import services

bp = Blueprint("account", __name__)

LANDINGS: Final = frozenset({"decisions.index"})
"""Where signing in may lead: names of our own views, so that no address can be smuggled in."""

LONGEST: Final = 256


@bp.get("/sign-in")
def sign_in() -> Response:
    """Ask for e-mail address and password."""
    return _onward() if current_account() else _form([], "")


@bp.post("/sign-in")
def check_password() -> Response:
    """Sign in, or say the same thing whatever was wrong."""
    email, password = printable(request.form.get("email", "")), request.form.get("password", "")
    if errors := _unusable(email, password):
        return _form(errors, email[:LONGEST])
    try:
        start_session(services().accounts.verify(email, password, source=_source()))
    except SignInRefusedError as refused:
        logs.event("sign-in refused")
        return _form([("email", str(refused))], email)
    return _onward()


@bp.get("/sign-in/once/<token>")
def once(token: str) -> str:
    """Show a button and use nothing up: link checkers open links too."""
    return render_template("account/once.html", token=token)


@bp.post("/sign-in/once/<token>")
def use_once(token: str) -> Response:
    """Sign in by a link that works once."""
    start_session(services().accounts.redeem(token))
    return _onward()


@bp.post("/sign-out")
def sign_out() -> Response:
    """Sign out here and on the server."""
    end_session()
    response = make_response(render_template("account/signed-out.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _form(errors: list[tuple[str, str]], email: str) -> Response:
    page = render_template("account/sign-in.html", errors=errors, email=email, next=_next())
    return make_response(page, 422 if errors else 200)


def _unusable(email: str, password: str) -> list[tuple[str, str]]:
    errors = []
    if not email.strip():
        errors.append(("email", "Enter your email address"))
    elif len(email) > LONGEST:
        errors.append(("email", f"Email address must be {LONGEST} characters or fewer"))
    if not password:
        errors.append(("password", "Enter your password"))
    return errors


def _next() -> str:
    wanted = request.values.get("next", "")
    return wanted if wanted in LANDINGS else "decisions.index"


def _onward() -> Response:
    return redirect(url_for(_next()), 303)


def _source() -> str:
    """Return the neighbourhood an attempt comes from: one network, not one address."""
    address = request.remote_addr or "0.0.0.0"  # noqa: S104 - no address known, nothing is bound
    prefix = 48 if ":" in address else 24
    return str(ip_network(f"{address}/{prefix}", strict=False))
