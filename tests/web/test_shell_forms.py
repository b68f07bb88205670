"""Forms are taken from our own pages only; what was typed into an old one is not lost."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.visitor import Page, Visit, filled_in

OURS = {"Sec-Fetch-Site": "same-origin"}
STORY = "keeps coming in hungry,\nand nobody answers the door"


@pytest.fixture
def form(app: Flask) -> str:
    """A page that takes words, as the check's pages do."""

    def take() -> str:
        return f"<p>kept {len(request.form['story'])} letters</p>"

    app.add_url_rule("/story", "help.story", take, methods=["POST"])
    return "/story"


def unsafe(app: Flask) -> list[tuple[str, str]]:
    return [
        (method, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"})
    ]


@pytest.mark.parametrize("token", [None, "", "wrong", "another's"])
def test_no_unsafe_view_without_its_token(
    app: Flask, client: FlaskClient, token: str | None
) -> None:
    """Two exceptions: leaving, which only forgets and must never be in doubt; and the interface for
    other programs, which reads no cookie and keeps nothing."""
    if token == "another's":
        page = app.test_client().get("/sign-in").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        token = found[1]
    data = {} if token is None else {"csrf_token": token}
    for method, address in unsafe(app):
        if address.startswith("/api/"):
            continue
        status = client.open(address, method=method, data=data, headers=OURS).status_code
        assert status == (200 if address == "/leave" else 400), f"{method} {address}"


def test_the_interface_for_programs_keeps_nothing(app: Flask, client: FlaskClient) -> None:
    """So it needs no token: it sets no cookie, and the database stays as it was."""
    client.get("/healthz")
    database = Path(app.extensions["rhrt"].store.engine.url.database)
    before = sha256(database.read_bytes()).digest()

    for address in ("/api/v1/suggest", "/api/v1/understand"):
        body = {"text": "often hungry"}
        response = client.post(address, json=body, headers=OURS)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers

    assert sha256(database.read_bytes()).digest() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_unsafe_view_for_another_site(app: Flask, client: FlaskClient, site: str) -> None:
    for method, address in unsafe(app):
        response = client.open(address, method=method, headers={"Sec-Fetch-Site": site})
        assert response.status_code == 403, f"{method} {address}"


def test_what_was_typed_is_kept_and_can_be_sent_again(visit: Visit, form: str) -> None:
    visit.get("account.sign_in")  # gives the browser a session
    page = visit.post(form, [("story", STORY), ("how", "weeks"), ("csrf_token", "old")], status=400)

    assert page.h1 == "This page has expired"
    kept = page.soup.select_one("textarea[name=story]")
    assert kept
    assert kept.get_text().strip() == STORY
    assert sent_again(page).text == f"<p>kept {len(STORY)} letters</p>"


def sent_again(page: Page) -> TestResponse:
    """Press the button; what comes back is no page of ours, so the visitor does not look at it."""
    form = page.soup.select_one("main form")
    assert form
    return page.visit.client.post(str(form["action"]), data=dict(filled_in(form)), headers=OURS)


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_nothing_is_offered_again_to_a_form_of_unknown_origin(
    client: FlaskClient, form: str, headers: dict[str, str]
) -> None:
    """An older browser's form from another site gets no button that would send it with a token."""
    response = client.post(form, data={"story": STORY}, headers=headers)

    assert response.status_code == 400
    assert "hungry" not in response.text


def test_an_older_browser_that_names_our_own_origin(client: FlaskClient, form: str) -> None:
    response = client.post(form, data={"story": STORY}, headers={"Origin": "http://localhost"})

    assert "This page has expired" in response.text


def test_a_password_is_never_shown_again(visit: Visit) -> None:
    page = visit.post(
        "/sign-in", [("email", "a@b.example"), ("password", "open sesame")], status=400
    )

    assert page.h1 == "This page has expired"
    assert "open sesame" not in page.response.text
    assert page.follow("Open the page anew").h1 == "Sign in"


def test_markup_that_was_typed_stays_text(visit: Visit, form: str) -> None:
    hostile = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}' * 2
    page = visit.post(form, [("story", hostile), ('"><b>', "x")], status=400)

    kept = page.soup.select_one("textarea[name=story]")
    assert kept
    assert kept.get_text().strip() == hostile


def test_a_control_character_does_not_break_the_page(visit: Visit, form: str) -> None:
    """No page may contain one; the visitor would say so."""
    page = visit.post(form, [("story", f"{STORY}\x00\x1b\x07")], status=400)

    kept = page.soup.select_one("textarea[name=story]")
    assert kept is not None
    assert kept.get_text().strip() == STORY


def test_leaving(app: Flask, visit: Visit) -> None:
    """The browser's cookie goes, and a neutral page takes the place of ours."""
    visit.get("account.sign_in")
    response = visit.client.post("/leave", headers=OURS)

    assert response.headers["Refresh"] == "0; url=https://www.bbc.co.uk/weather"
    assert "rhrt=; Expires=Thu, 01 Jan 1970" in response.headers["Set-Cookie"]
    assert not re.search(r"child|worry|RHRT|partnership", response.text, re.IGNORECASE)
