"""Log lines hold what is on the list, on one line of JSON each, and nothing about anybody."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from structlog.contextvars import clear_contextvars

from rhrt.log.writing import Receipt
from tests.web.conftest import People
from tests.web.visitor import Visit
from web import logs

CANARY = "canary-7f3a"
NASTY = [
    f"{CANARY}\r\n{{}}",
    f"{CANARY}\x1b[31m",
    f"{CANARY}\u2028x",
    f"{CANARY}\x00",
    f"{CANARY} \u202e",
]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Every line, read as JSON: one that is not would fail here."""
    return [json.loads(line) for line in capsys.readouterr().err.split("\n") if line]


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_was_sent_is_logged(
    visit: Visit, capsys: pytest.CaptureFixture[str], nasty: str
) -> None:
    """In fields, addresses, queries, headers and cookies, refused or not."""
    headers = {
        "User-Agent": CANARY,
        "Referer": f"http://localhost/{CANARY}",
        "X-Request-ID": CANARY,
    }
    ours = {"Sec-Fetch-Site": "same-origin"}
    for address in (
        f"/{CANARY}",
        f"/sign-in/once/{CANARY}",
        f"/help/privacy?q={CANARY}",
        f"/c/{CANARY}",
    ):
        visit.client.get(address, headers=headers)
    visit.client.set_cookie("rhrt", CANARY)
    visit.get("help.privacy")
    visit.client.delete_cookie("rhrt")
    visit.client.post("/sign-in", data={"email": nasty, "password": nasty}, headers=ours)
    visit.get("account.sign_in").submit("Sign in", status=422, email=nasty, password="x" * 20)

    written = lines(capsys)
    answered = [line for line in written if line["event"] == "answered"]
    assert len(answered) == 8
    assert CANARY not in json.dumps(written)
    assert all(set(line) <= logs.ALLOWED for line in written)


def test_a_line_about_an_answer(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    page = visit.get("help.privacy")

    (line,) = lines(capsys)
    assert (line["event"], line["endpoint"], line["method"]) == ("answered", "help.privacy", "GET")
    assert line["status"] == 200
    assert line["request"] == page.response.headers["X-Request-ID"]


def test_what_is_logged_about_signing_in(
    visit: Visit, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    account = people.sign_in()

    written = lines(capsys)
    (line,) = [line for line in written if line["event"] == "signed in"]
    assert line["account"] == account.id
    assert account.email not in json.dumps(written)
    assert account.name not in json.dumps(written)


def test_reading_a_decision_logs_nothing_of_it(
    visit: Visit, people: People, seal: Callable[..., Receipt], capsys: pytest.CaptureFixture[str]
) -> None:
    people.sign_in()
    receipt = seal(words=[CANARY])
    visit.get("decisions.one", ref=receipt.ref)

    written = json.dumps(lines(capsys))
    assert CANARY not in written
    assert receipt.ref not in written


def test_keys_that_are_not_on_the_list_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    clear_contextvars()
    logs.event("something", status=1, child=CANARY, reason="x" * 500)

    (line,) = lines(capsys)
    assert set(line) == {"event", "status", "reason", "at"}
    assert line["reason"] == "x" * logs.LONGEST
