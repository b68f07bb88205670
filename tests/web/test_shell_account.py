"""Signing in and out."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.web.conftest import PASSWORD, Clock, People
from tests.web.visitor import Visit

WRONG = "The email address or the password is not right."


def token_of(visit: Visit) -> str:
    with visit.client.session_transaction() as session:
        return str(session.get("signed_in", ""))


def test_signing_in_and_out(visit: Visit, people: People) -> None:
    people.sign_in()
    page = visit.get("help.privacy")
    assert "Signed in as Sam Screener" in page.response.text

    page = page.submit("Sign out")

    assert page.h1 == "You are signed out"
    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert visit.get("decisions.index").h1 == "Sign in"


def test_signing_out_counts_on_the_server(visit: Visit, people: People) -> None:
    """A cookie that somebody copied is worth nothing afterwards."""
    people.sign_in()
    copied = token_of(visit)
    visit.get("help.privacy").submit("Sign out")

    with visit.client.session_transaction() as session:
        session["signed_in"] = copied

    assert visit.get("decisions.index").h1 == "Sign in"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("screener0@example.org", "a wrong password"),  # known, wrong password
        ("nobody@example.org", PASSWORD),  # unknown
        ("gone@example.org", PASSWORD),  # known, may sign in no more
        ("link@example.org", PASSWORD),  # known, has no password
    ],
)
def test_one_answer_whatever_was_wrong(
    app: Flask, visit: Visit, people: People, email: str, password: str
) -> None:
    accounts = app.extensions["rhrt"].accounts
    people.add()
    accounts.disable(accounts.add("Gone", "gone@example.org", "screener", PASSWORD).id)
    accounts.add("By link", "link@example.org", "screener")

    page = visit.get("account.sign_in").submit(
        "Sign in", status=422, email=email, password=password
    )

    assert page.error_summary == [WRONG]
    assert page.title.startswith("Error: Sign in")
    assert password not in page.response.text


@pytest.mark.parametrize("email", ["screener0@example.org", "nobody@example.org"])
def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    visit: Visit, people: People, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time taken would tell who has an account: one password is hashed in either case."""
    people.add()
    verified: list[str | bytes] = []

    def counted(self: PasswordHasher, kept: str | bytes, password: str | bytes) -> bool:
        verified.append(kept)
        return verify(self, kept, password)

    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", counted)
    visit.get("account.sign_in").submit("Sign in", status=422, email=email, password="wrong words")

    assert len(verified) == 1


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", "", ["Enter your email address", "Enter your password"]),
        ("a@b.example", "", ["Enter your password"]),
        ("x" * 257, "y", ["Email address must be 256 characters or fewer"]),
    ],
)
def test_what_is_missing(visit: Visit, email: str, password: str, said: list[str]) -> None:
    page = visit.get("account.sign_in").submit(
        "Sign in", status=422, email=email, password=password
    )

    assert page.error_summary == said


def test_trying_again_and_again(visit: Visit, people: People, clock: Clock) -> None:
    """Ten tries, then a pause; the right password works again afterwards."""
    account = people.add()
    page = visit.get("account.sign_in")
    for _ in range(10):
        page.submit("Sign in", status=422, email=account.email, password="wrong wrong wrong")

    refused = page.submit("Sign in", status=429, email=account.email, password=PASSWORD)
    clock.forward(minutes=16)
    allowed = page.submit("Sign in", email=account.email, password=PASSWORD)

    assert refused.h1 == "Too many attempts"
    assert 0 < int(refused.response.headers["Retry-After"]) <= 15 * 60
    assert allowed.h1 == "Decisions"


def test_the_token_is_new_at_every_sign_in(visit: Visit, people: People) -> None:
    """A token that somebody planted in the browser is not the one that is signed in."""
    with visit.client.session_transaction() as session:
        session["signed_in"] = "planted"
    people.sign_in()
    first = token_of(visit)
    visit.get("help.privacy").submit("Sign out")
    people.visit.get("account.sign_in").submit(
        "Sign in", email=people.made[0].email, password=PASSWORD
    )

    assert len({"planted", first, token_of(visit)}) == 3
    assert len(first) >= 32


@pytest.mark.parametrize(
    ("pauses", "still_in"),
    [
        ([59], True),  # minutes without a request
        ([61], False),  # idle too long
        ([50] * 14, True),  # busy, within twelve hours
        ([50] * 15, False),  # twelve hours are over
    ],
)
def test_time_out(
    visit: Visit, people: People, clock: Clock, pauses: list[int], still_in: bool
) -> None:
    people.sign_in()

    for minutes in pauses:
        clock.forward(minutes=minutes)
        page = visit.get("decisions.index")

    assert page.h1 == ("Decisions" if still_in else "Sign in")


def test_a_disabled_account_is_out_at_once(app: Flask, visit: Visit, people: People) -> None:
    account = people.sign_in()

    app.extensions["rhrt"].accounts.disable(account.id)

    assert visit.get("decisions.index").h1 == "Sign in"


def test_a_one_time_link(app: Flask, visit: Visit, people: People) -> None:
    """Opening it uses nothing up; its button does, once."""
    token = app.extensions["rhrt"].accounts.one_time_link(people.add().id)
    visit.get("account.once", token=token)

    page = visit.get("account.once", token=token)
    signed_in = page.submit("Sign in")
    again = page.submit("Sign in", status=400)  # signing in ended the session of that page
    fresh = visit.get("account.once", token=token).submit("Sign in", status=410)

    assert signed_in.h1 == "Decisions"
    assert again.h1 == "This page has expired"
    assert fresh.h1 == "This link has come to its end"


def test_a_one_time_link_that_is_unknown_or_old(
    app: Flask, visit: Visit, people: People, clock: Clock
) -> None:
    token = app.extensions["rhrt"].accounts.one_time_link(people.add().id)
    clock.forward(minutes=31)

    assert visit.get("account.once", token=token).submit("Sign in", status=410)
    assert visit.get("account.once", token="made-up").submit("Sign in", status=404)


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "%0d%0aSet-Cookie:x=1",
        "account.sign_out",
        "static",
        "decisions.index ",
        "\u2024\u2024/evil",
        "",
    ],
)
def test_signing_in_leads_to_our_own_pages_only(visit: Visit, people: People, onward: str) -> None:
    account = people.add()
    page = visit.get("account.sign_in", next=onward)

    landed = page.submit("Sign in", email=account.email, password=PASSWORD)

    assert landed.url == "/decisions"


def test_where_attempts_come_from_is_a_neighbourhood(app: Flask) -> None:
    """Attempts of one network count together; an address alone is never kept."""
    from web.account.routes import _source

    def source(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return _source()

    assert source("192.0.2.7") == source("192.0.2.200") != source("192.0.3.7")
    assert source("2001:db8:1:2::1") == source("2001:db8:1:ffff::2") != source("2001:db8:2::1")
