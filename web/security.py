"""The headers every response carries, and the refusal of requests that another site sent."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Flask, Response, abort, g, request

STATIC: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What static files carry too; a page adds its content security policy and is never stored."""

HSTS: Final = "max-age=63072000; includeSubDomains"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN: Final = frozenset({"same-origin", "none"})


def csp_nonce() -> str:
    """Return this response's nonce, made on first use.

    Made here and not before each request, because a request can be refused before any function of
    ours has run, and its error page needs the nonce too.
    """
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def policy(nonce: str) -> str:
    """Return the content security policy: our own files, nothing inline, nothing from elsewhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def static_headers(*, https: bool) -> dict[str, str]:
    """Return the headers of a static file."""
    return {**STATIC, **({"Strict-Transport-Security": HSTS} if https else {})}


def refuse_other_sites() -> None:
    """Refuse an unsafe request that the browser says another site sent.

    Older browsers do not say; for them the form's token decides.
    """
    sent_from = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in SAFE and sent_from not in OWN:
        abort(403)


def init_app(app: Flask, *, https: bool) -> None:
    """Put the headers on every response of the application, whatever happened before."""
    always = static_headers(https=https)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(always)
        response.headers["Content-Security-Policy"] = policy(csp_nonce())
        response.headers["Cache-Control"] = "no-store"
        return response

    app.before_request(refuse_other_sites)
