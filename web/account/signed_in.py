"""Who this browser belongs to. The cookie holds a token; everything else is on the server."""

from __future__ import annotations

from flask import abort, g, session

from rhrt.store.accounts import Account
from rhrt.store.errors import ExpiredError, NotFoundError, StoreUnavailableError
from web import logs
from web.services import services

TOKEN = "signed_in"  # noqa: S105 - the name under which the cookie holds it


def current_account() -> Account | None:
    """Return who is signed in, or None; looked up once for each request."""
    if "account" not in g:
        g.account = _find(session.get(TOKEN))
    return g.account  # type: ignore[no-any-return] # flask.g is untyped


def the_account() -> Account:
    """Return who is signed in, in a view that only those signed in can open."""
    account = current_account()
    if account is None:
        abort(403)
    return account


def start_session(account: Account) -> None:
    """Sign somebody in under a new token; nothing from before stays in the cookie."""
    session.clear()
    session[TOKEN] = services().sessions.start(account.id)
    g.account = account
    logs.event("signed in", account=account.id)


def end_session() -> None:
    """Sign out here, and forget the token on the server unless the database cannot be reached."""
    token = session.pop(TOKEN, None)
    g.account = None
    if token is None:
        return
    try:
        services().sessions.end(token)
    except StoreUnavailableError as error:
        logs.failure(error)


def _find(token: str | None) -> Account | None:
    if token is None:
        return None
    try:
        return services().sessions.get(token).account
    except (NotFoundError, ExpiredError):
        session.pop(TOKEN, None)
        return None
