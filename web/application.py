"""How the application is put together, in the order in which its parts see a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from rhrt.store.clock import Clock, utc_now
from web import (
    check,
    components,
    continuum,
    errors,
    formatting,
    health,
    help_pages,
    leave,
    logs,
    security,
    static_files,
)
from web.account import routes as account
from web.account.signed_in import current_account
from web.api import routes as api
from web.decisions import routes as decisions
from web.navigation import navigation
from web.security import csp_nonce
from web.services import PackHolder, open_packs, open_services, pack
from web.undefined import LoudUndefined

if TYPE_CHECKING:
    from rhrt.settings import Settings

PARTS = (check, continuum, api, health, help_pages, leave, account, decisions)
"""Every part of the service, each with its blueprint."""

BODY_LIMIT = 2 * 1024 * 1024
PARTS_LIMIT = 1000


class Application(Flask):
    """Flask, but for how it logs what went wrong: without the address and the exception's words."""

    jinja_options = {"undefined": LoudUndefined}  # noqa: RUF012 - Flask's own way of setting it

    def log_exception(self, exc_info: Any) -> None:
        """Write the kind of error and its place in the code."""
        logs.failure(exc_info[1])


def build(config: Settings, packs: PackHolder | None = None, clock: Clock = utc_now) -> Flask:
    """Return the application of a configuration; ``web.create_app`` says the rest."""
    app = Application("web", static_folder=None)
    app.extensions["rhrt"] = open_services(config, packs or open_packs(config), clock)
    _configure(app, config)
    _prepare_templates(app)
    security.init_app(app, https=config.https)
    csrf = CSRFProtect(app)
    logs.init_app(app)
    for part in PARTS:
        app.register_blueprint(part.bp)
    csrf.exempt("web.leave.leave")
    csrf.exempt(api.bp)
    static_files.init_app(app, https=config.https)
    _believe_proxies(app, config.proxies)
    errors.init_app(app)
    return app


def _configure(app: Flask, config: Settings) -> None:
    keys = app.extensions["rhrt"].store.keys
    app.config.update(
        SECRET_KEY=keys.derived("session cookie"),
        SESSION_COOKIE_NAME="__Host-rhrt" if config.https else "rhrt",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        TRUSTED_HOSTS=list(config.trusted_hosts),
        PREFERRED_URL_SCHEME="https" if config.https else "http",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=PARTS_LIMIT,
        # A form is good for as long as the browser's session: people are called away in the middle.
        WTF_CSRF_TIME_LIMIT=None,
        LEAVE_TO=config.leave_to,
        PAPERS=config.data / "papers",
    )


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.loader = jinja2.ChoiceLoader(
        [
            jinja2.PackageLoader("web"),
            jinja2.PrefixLoader(
                {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
            ),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        params=components, current_account=current_account, navigation=navigation
    )
    formatting.init_app(app)

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {"pack": pack(), "cspNonce": csp_nonce(), "leave_to": app.config["LEAVE_TO"]}


def _believe_proxies(app: Flask, count: int) -> None:
    """Take the visitor's address and scheme from that many proxies in front, and from no others."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # how Flask says to add middleware
            app.wsgi_app, x_for=count, x_proto=count, x_host=0
        )
