"""Who may open what. Every view names a permission or is on the list of what is open to all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from web import logs
from web.account.signed_in import current_account

P = ParamSpec("P")
R = TypeVar("R")

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "screener": frozenset({"see_decisions"}),
    "manager": frozenset({"see_decisions"}),
    "auditor": frozenset({"see_decisions"}),
}
"""What each role may do. A role that is not listed may do nothing."""

PUBLIC_BLUEPRINTS: Final = frozenset({"check", "continuum", "help", "api"})
"""Checking a worry needs no account: asking for one would keep worries from being raised. What the
partnership's guidance says is for everybody to read."""

PUBLIC_VIEWS: Final = frozenset(
    {
        "health.alive",
        "health.ready",
        "leave.leave",
        "account.sign_in",
        "account.check_password",
        "account.sign_out",
        "account.once",
        "account.use_once",
    }
)


def may(permission: str) -> bool:
    """Say whether whoever is asking holds a permission."""
    account = current_account()
    return account is not None and permission in PERMISSIONS.get(account.role, frozenset())


def requires(permission: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Let a view be opened only with a permission; ask those not signed in to do so first."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if current_account() is None:
                return redirect(url_for("account.sign_in", next=request.endpoint), 303)
            if not may(permission):
                logs.event("refused", permission=permission, endpoint=str(request.endpoint))
                abort(403)
            return view(*args, **kwargs)

        guarded.__dict__["permission"] = permission
        return guarded

    return guard
