"""Every answer of every view carries the same headers, errors and static files included."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from rhrt.settings import Settings
from tests.web.conftest import Clock, OnePack
from tests.web.visitor import HEADERS, POLICY
from web.application import build

ALWAYS = {name: value for name, value in HEADERS.items() if name != "Content-Type"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ODD = (
    "/nothing-here",
    "/static/nothing",
    "/help/../x",
    "/%00",
    "/decisions/%2e%2e",
    "/sign-in/once/x",
)


def addresses(app: Flask) -> list[str]:
    """One address for each rule, made-up values in its places."""
    return sorted({re.sub(r"<[^>]+>", "1", rule.rule) for rule in app.url_map.iter_rules()})


def test_every_method_of_every_address(app: Flask, client: FlaskClient) -> None:
    """Allowed or not, known or not, with or without a token: the headers are there, once each."""
    for address in [*addresses(app), *ODD]:
        for method in METHODS:
            response = client.open(address, method=method)

            for name, value in ALWAYS.items():
                assert response.headers.getlist(name) == [value], f"{method} {address}: {name}"
            nonce = re.search(r"nonce-([\w-]+)", response.headers["Content-Security-Policy"])
            assert nonce
            assert response.headers["Content-Security-Policy"] == POLICY.format(nonce=nonce[1])
            assert re.fullmatch(r"[0-9a-f]{12}", response.headers["X-Request-ID"])
            assert "Strict-Transport-Security" not in response.headers
            assert response.status_code < 500 or address == "/readyz", f"{method} {address}"


def test_only_declared_methods_are_answered(app: Flask, client: FlaskClient) -> None:
    """What a rule does not name is refused, saying what it does."""
    allowed: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        allowed.setdefault(re.sub(r"<[^>]+>", "1", rule.rule), set()).update(methods_of(rule))
    for address, methods in allowed.items():
        for method in set(METHODS) - methods - {"POST", "PUT", "PATCH", "DELETE"}:
            assert client.open(address, method=method).status_code == 405, f"{method} {address}"
        for method in {"PUT", "PATCH", "DELETE"} - methods:
            # Unsafe and without a token: the token is looked for first.
            assert client.open(address, method=method).status_code in {400, 405}


def methods_of(rule: Rule) -> set[str]:
    return set(rule.methods or ())


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    policies = {client.get("/help/privacy").headers["Content-Security-Policy"] for _ in range(20)}

    assert len(policies) == 20


@pytest.fixture
def secure(config: Settings, holder: OnePack, clock: Clock) -> FlaskClient:
    """The service as people reach it over https."""
    hosts = ("rhrt.example.org",)
    return build(replace(config, https=True, trusted_hosts=hosts), holder, clock).test_client()


def test_https_is_insisted_on(secure: FlaskClient) -> None:
    response = secure.get("/help/privacy", base_url="https://rhrt.example.org")

    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_the_cookie_over_https(secure: FlaskClient) -> None:
    """Bound to this host and to https, out of the reach of scripts and of other sites' forms."""
    response = secure.get("/sign-in", base_url="https://rhrt.example.org")

    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-rhrt=")
    assert cookie.split("; ")[1:] == ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"]


def test_the_cookie_over_http(client: FlaskClient) -> None:
    (cookie,) = client.get("/sign-in").headers.getlist("Set-Cookie")

    assert cookie.startswith("rhrt=")
    assert cookie.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_reading_needs_no_cookie(client: FlaskClient) -> None:
    assert not client.get("/help/privacy").headers.getlist("Set-Cookie")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "a b", "localhost@evil"]
)
def test_a_host_that_is_not_ours(client: FlaskClient, host: str) -> None:
    """An address sent in the Host header never reaches a link."""
    response = client.get("/help/privacy", headers={"Host": host})

    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize(
    "said", ["X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"]
)
def test_a_visitor_cannot_play_proxy(app: Flask, client: FlaskClient, said: str) -> None:
    """Nothing is believed about a proxy that the deployer has not named."""
    seen: list[tuple[str, str, str | None]] = []

    @app.before_request
    def look() -> None:
        from flask import request

        seen.append((request.host, request.scheme, request.remote_addr))

    client.get("/help/privacy", headers={said: "evil.example"})

    assert seen == [("localhost", "http", "127.0.0.1")]


def test_static_files_are_kept_for_good_under_their_digest(client: FlaskClient) -> None:
    page = client.get("/help/privacy").text
    style = re.search(r"/static/[0-9a-f]{12}/app\.css", page)
    assert style

    with client.get(style[0], headers={"Accept-Encoding": "gzip"}) as response:
        assert response.data

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert "Access-Control-Allow-Origin" not in response.headers
    for name in set(ALWAYS) - {"Cache-Control"}:
        assert response.headers[name] == ALWAYS[name]


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    from web.static_files import digest

    (tmp_path / "a.js").write_text("1")
    before = digest(tmp_path)
    (tmp_path / "a.js").write_text("2")
    changed = digest(tmp_path)
    (tmp_path / "a.js").rename(tmp_path / "b.js")

    assert len({before, changed, digest(tmp_path)}) == 3
