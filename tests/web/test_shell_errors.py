"""When something goes wrong, the page still says whom to ring, and cannot itself go wrong."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from rhrt.store.errors import StoreFullError, StoreLockedError, StoreUnavailableError
from rhrt.values import replace
from tests.web.conftest import OnePack, rules
from tests.web.visitor import Visit
from web.errors import NAMED, STATUSES

SECRET = "Jamie Smith of 12 High Street"


@pytest.fixture
def failing(app: Flask) -> Flask:
    """An application with views that fail in every way there is."""

    def fail(status: int) -> str:
        abort(status)

    def break_down() -> str:
        raise RuntimeError(SECRET)

    def name(what: str) -> str:
        abort(NAMED[what], description=what)

    app.add_url_rule("/fail/<int:status>", "help.fail", fail)
    app.add_url_rule("/break-down", "help.break_down", break_down)
    app.add_url_rule("/named/<what>", "help.named", name)
    return app


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_page(failing: Flask, visit: Visit, status: int) -> None:
    page = visit.get(f"/fail/{status}", status=status)

    assert "If a child is in danger now, ring 999." in page.main
    assert "MASH 01632 960001 Monday to Friday 8:45am to 5pm" in page.main
    assert "Emergency Duty Team 01632 960002 At any time" in page.main
    assert page.main.count("The partnership has not confirmed these details yet.") == 2
    assert page.response.headers["X-Request-ID"] in page.main


def test_the_titles_differ(failing: Flask, visit: Visit) -> None:
    titles = [visit.get(f"/fail/{status}", status=status).h1 for status in STATUSES]

    assert len(set(titles)) == len(STATUSES)


@pytest.mark.parametrize(("status", "shown_as"), [(418, 400), (422, 400), (501, 500), (504, 500)])
def test_a_status_without_a_page_of_its_own(
    failing: Flask, visit: Visit, status: int, shown_as: int
) -> None:
    page = visit.get(f"/fail/{status}", status=status)

    assert page.h1 == visit.get(f"/fail/{shown_as}", status=shown_as).h1


@pytest.mark.parametrize(("name", "status"), NAMED.items())
def test_a_page_that_says_more_than_its_status(
    failing: Flask, visit: Visit, name: str, status: int
) -> None:
    page = visit.get(f"/named/{name}", status=status)

    assert page.h1.startswith("This check")


def test_what_was_not_foreseen(
    failing: Flask, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page and the log say that and where it failed, and quote nothing."""
    page = visit.get("/break-down", status=500)

    said = capsys.readouterr().err
    assert page.h1 == "There is a problem with this service"
    assert SECRET not in page.response.text
    assert SECRET not in said
    assert '"error": "RuntimeError"' in said
    assert "test_shell_errors.py" in said


@pytest.mark.parametrize("error", [StoreFullError, StoreLockedError, StoreUnavailableError])
def test_a_database_that_cannot_do_its_work(
    app: Flask, visit: Visit, error: type[StoreUnavailableError]
) -> None:
    def needs_it() -> str:
        raise error(SECRET)

    app.add_url_rule("/needs-it", "help.needs_it", needs_it)

    page = visit.get("/needs-it", status=503)

    assert page.h1 == "This service is not available just now"
    assert page.response.headers["Retry-After"] == "30"
    assert SECRET not in page.response.text


def test_the_pages_come_without_database_and_templates(
    failing: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that could fail a second time is taken away; the page still comes."""

    def no(*_: object, **__: object) -> None:
        raise AssertionError("this must not be called")

    monkeypatch.setattr("rhrt.store.database.Store.read", no)
    monkeypatch.setattr("rhrt.store.database.Store.write", no)
    monkeypatch.setattr("jinja2.Template.render", no)

    assert visit.get("/break-down", status=500).h1 == "There is a problem with this service"


def test_the_emergency_page_comes_without_a_database(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for somebody whose cookie says that they are signed in."""

    def no(*_: object, **__: object) -> None:
        raise StoreLockedError

    with visit.client.session_transaction() as session:
        session["signed_in"] = "a token"
    monkeypatch.setattr("rhrt.store.database.Store.read", no)

    assert visit.get("help.privacy", status=503)
    assert "01632 960001" in visit.get("help.emergency").main


def test_the_pages_follow_the_rules_in_use(failing: Flask, visit: Visit, holder: OnePack) -> None:
    """A newer pack's numbers are on the next error page."""
    mash, duty = rules().contacts
    moved = replace(mash, phone="01632 960999")
    holder.pack = rules(digest="1" * 64, contacts=(moved, duty))

    assert "01632 960999" in visit.get("/fail/404", status=404).main


def test_rules_that_break_the_page_leave_the_last_one(
    failing: Flask, visit: Visit, holder: OnePack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers of yesterday are better than none."""
    holder.pack = rules(digest="1" * 64, consult="nobody")

    page = visit.get("/fail/404", status=404)

    assert "01632 960001" in page.main
    assert '"event": "failure"' in capsys.readouterr().err


def test_what_may_be_done_instead(client: FlaskClient) -> None:
    response = client.put("/help/privacy", headers={"Sec-Fetch-Site": "same-origin"})

    assert response.status_code in {400, 405}
    allowed = client.open("/help/privacy", method="TRACE").headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 1, 8 * 1024 * 1024])
def test_too_much_at_once(visit: Visit, size: int) -> None:
    page = visit.post("/sign-in", [("email", "x" * size)], status=413)

    assert page.h1 == "That is too much to send at once"
