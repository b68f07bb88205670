"""What machines ask: alive, and ready."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rhrt.log.writing import Receipt
from rhrt.store.errors import StoreLockedError
from tests.web.conftest import OnePack, rewrite


def test_alive(client: FlaskClient) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_ready(client: FlaskClient, seal: Callable[..., Receipt]) -> None:
    assert client.get("/readyz").json == {
        "status": "ready",
        "pack": "small 1 000000000000",
        "database": "reachable",
        "log": "empty",
    }

    seal()

    assert client.get("/readyz").json["log"] == "head verified"


def test_rules_that_broke_are_said_and_do_not_make_it_unready(
    client: FlaskClient, holder: OnePack
) -> None:
    holder.problem = ValueError("broken")

    response = client.get("/readyz")

    assert response.status_code == 200
    assert "newer files are broken and not in use" in response.json["pack"]


def test_a_database_that_cannot_be_reached(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise StoreLockedError

    monkeypatch.setattr("rhrt.store.database.Store.read", no)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json == {
        "status": "not ready",
        "pack": "small 1 000000000000",
        "database": "problem",
        "log": "problem",
    }
    assert client.get("/healthz").status_code == 200


def test_an_entry_that_was_changed(client: FlaskClient, seal: Callable[..., Receipt]) -> None:
    """Somebody with the database in their hands rewrites the newest entry."""
    seal()
    store = client.application.extensions["rhrt"].store
    rewrite(store)

    response = client.get("/readyz")

    assert (response.status_code, response.json["log"]) == (503, "problem")
