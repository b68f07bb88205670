"""Who may open what: every view says so, and the saying holds."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.conftest import People
from tests.web.visitor import Visit
from web.access import PERMISSIONS, PUBLIC_BLUEPRINTS, PUBLIC_VIEWS

ROLES = (*PERMISSIONS, "trainer", "stranger")


def guarded(app: Flask) -> dict[str, str]:
    """Views that need a permission, and which."""
    return {
        name: view.permission
        for name, view in app.view_functions.items()
        if hasattr(view, "permission")
    }


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    silent = [
        name
        for name in app.view_functions
        if name not in guarded(app)
        and name not in PUBLIC_VIEWS
        and name.partition(".")[0] not in PUBLIC_BLUEPRINTS
    ]

    assert not silent, f"Put @requires(...) on these, or list them in web/access.py: {silent}"


def test_the_public_list_holds_only_what_exists(app: Flask) -> None:
    assert set(app.view_functions) >= PUBLIC_VIEWS
    assert set(app.blueprints) >= PUBLIC_BLUEPRINTS
    assert not PUBLIC_VIEWS & set(guarded(app))


def test_every_permission_asked_for_is_somebodys(app: Flask) -> None:
    held = {permission for role in PERMISSIONS.values() for permission in role}

    assert set(guarded(app).values()) <= held


@pytest.mark.parametrize("role", ROLES)
def test_every_guarded_view_for_every_role(
    app: Flask, visit: Visit, people: People, role: str
) -> None:
    """Refused, unless the role holds the permission; then the made-up reference is not found."""
    account = people.add(role)
    with visit.client.session_transaction() as session:
        session["signed_in"] = app.extensions["rhrt"].sessions.start(account.id)
    for rule in app.url_map.iter_rules():
        permission = guarded(app).get(rule.endpoint)
        if permission:
            status = visit.client.get(re.sub(r"<[^>]+>", "1", rule.rule)).status_code
            allowed = permission in PERMISSIONS.get(role, ())
            assert status in ({200, 404} if allowed else {403}), f"{role} at {rule.rule}"


def test_who_is_not_signed_in_is_asked_to(app: Flask, visit: Visit) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in guarded(app):
            page = visit.get(re.sub(r"<[^>]+>", "1", rule.rule))
            assert page.h1 == "Sign in"


def test_a_role_that_changes_counts_at_the_next_request(
    app: Flask, visit: Visit, people: People
) -> None:
    account = people.sign_in("screener")
    assert visit.get("decisions.index").h1 == "Decisions"

    app.extensions["rhrt"].accounts.set_role(account.id, "trainer")

    assert visit.get("decisions.index", status=403).h1 == "You cannot open this page"


def test_a_refusal_is_logged(
    visit: Visit, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    people.sign_in("trainer")

    assert '"event": "refused"' in capsys.readouterr().err
