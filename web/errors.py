"""Pages for when something goes wrong, made beforehand so that they cannot go wrong themselves.

Every page is rendered once for each rule pack, with the numbers to ring in it. Answering an error
then only fills in the nonce and the request's id: no database, no template, nothing that could
fail a second time.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from rhrt.pack.model import Pack
from rhrt.store.accounts import TooManyAttemptsError
from rhrt.store.errors import ExpiredError, NotFoundError, StoreUnavailableError
from web import logs
from web.formatting import printable
from web.security import csp_nonce
from web.services import services

NONCE: Final = "nonce-goes-here"
REQUEST: Final = "request-id-goes-here"
STATUSES: Final = (400, 403, 404, 405, 409, 410, 413, 414, 429, 500, 503)
NAMED: Final = {"check-not-here": 404, "check-expired": 410}
"""Pages that say more than their status does: ``abort(404, description="check-not-here")``."""

SERVER_ERROR: Final = 500
NOT_REPEATED: Final = frozenset({"csrf_token", "password"})


class ErrorPages:
    """The pages of the newest pack, by status."""

    def __init__(self, app: Flask, pack: Pack) -> None:
        self.app = app
        self.digest = ""
        self.pages: dict[int | str, str] = {}
        self.follow(pack)

    def follow(self, pack: Pack) -> None:
        """Render the pages anew if this is another pack than before."""
        if pack.digest == self.digest:
            return
        with self.app.test_request_context("/help/", base_url=self._own_address()):
            names: tuple[int | str, ...] = (*STATUSES, *NAMED)
            pages = {name: _rendered(name) for name in names}
        self.digest, self.pages = pack.digest, pages

    def page(self, status: int, name: str = "") -> str:
        """Return the page with a name, the one for a status, or the general one of its kind."""
        try:
            self.follow(services().packs.current())
        except Exception as error:  # noqa: BLE001 - the older page must come, whatever is wrong; it is logged
            logs.failure(error)
        general = 500 if status >= SERVER_ERROR else 400
        page = self.pages.get(name) or self.pages.get(status) or self.pages[general]
        return page.replace(NONCE, csp_nonce()).replace(REQUEST, str(g.request_id))

    def _own_address(self) -> str:
        return f"http://{self.app.config['TRUSTED_HOSTS'][0].lstrip('.')}"


def _rendered(name: int | str) -> str:
    return render_template("errors/page.html", name=name, request_id=REQUEST, cspNonce=NONCE)


def respond(status: int, name: str = "") -> Response:
    """Return the error page for a status, or one of the named ones."""
    pages: ErrorPages = current_app.extensions["rhrt-errors"]
    return make_response(pages.page(status, name), status)


def init_app(app: Flask) -> None:
    """Answer every error with one of the pages: nowhere else do errors become pages."""
    app.extensions["rhrt-errors"] = ErrorPages(app, app.extensions["rhrt"].packs.current())
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(NotFoundError, lambda _: respond(NotFound.code))
    app.register_error_handler(ExpiredError, lambda _: respond(410))
    app.register_error_handler(TooManyAttemptsError, _too_many)
    app.register_error_handler(StoreUnavailableError, _unavailable)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400 or error.response is not None:  # noqa: PLR2004 - not an error
        return error
    name = error.description if error.description in NAMED else ""
    response = respond(error.code, str(name))
    # Such as Allow with 405 and Retry-After with 429.
    extra = [(k, v) for k, v in error.get_headers() if k.lower() not in {"content-type"}]
    response.headers.extend(extra)
    return response


def _too_many(error: TooManyAttemptsError) -> Response:
    logs.event("sign-in refused", reason="too many")
    response = respond(429)
    response.headers["Retry-After"] = str(max(1, ceil(error.retry_after.total_seconds())))
    return response


def _unavailable(error: StoreUnavailableError) -> Response:
    logs.failure(error)
    response = respond(503)
    response.headers["Retry-After"] = "30"
    return response


def _unforeseen(error: Exception) -> Response:
    logs.failure(error)
    return respond(SERVER_ERROR)


def _expired_form(error: CSRFError) -> Response:
    """Show what was typed, ready to be sent again with a fresh token.

    Only to people whose browser says that the form came from our own page: a form that another site
    sent must not get as far as one press of a button.
    """
    logs.event("expired form", endpoint=str(request.endpoint or ""), reason=type(error).__name__)
    if not _is_from_our_own_page():
        return respond(400)
    sent = [(k, v) for k, v in request.form.items(multi=True) if k not in NOT_REPEATED]
    kept = [(printable(name), printable(value)) for name, value in sent]
    signing_in = "password" in request.form
    page = render_template("errors/expired.html", kept=kept, again=not signing_in)
    return make_response(page, 400)


def _is_from_our_own_page() -> bool:
    said = request.headers.get("Sec-Fetch-Site")
    return said == "same-origin" if said else request.origin == request.host_url.rstrip("/")
