"""The JSON interface: the same answers as the command line, and a clear line for bad input."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.cli.case import answer
from rhrt.engine import Engine
from tests.web.conftest import OnePack

CASE = {"needs": ["hungry"], "answers": {"how_long": "months"}, "context": {"age": "5_to_15"}}
DANGEROUS = ("level", "low", "high", "reasons", "would_change", "next", "needs", "pack")


def test_suggest_answers_as_the_command_line_does(client: FlaskClient, holder: OnePack) -> None:
    told = client.post("/api/v1/suggest", json=CASE)
    on_the_line = answer(CASE, holder.pack, Engine(holder.pack))

    assert told.status_code == 200
    assert {name: told.json[name] for name in DANGEROUS} == {
        name: json.loads(json.dumps(on_the_line[name])) for name in DANGEROUS
    }
    assert told.json["level"] == 3


def test_suggest_says_who_answers_at_this_moment(client: FlaskClient) -> None:
    route = client.post("/api/v1/suggest", json=CASE).json["route"]

    assert route["consult"]["now"] == "closed now, opens tomorrow 8:45am"
    assert route["consult"]["instead"]["phone"] == "01632 960002"


def test_understand_gives_what_was_heard(client: FlaskClient) -> None:
    told = client.post("/api/v1/understand", json={"text": "he is dirty"})

    assert [need["id"] for need in told.json["needs"]] == ["dirty"]


def test_the_pack_lists_the_names_a_case_is_told_in(client: FlaskClient, holder: OnePack) -> None:
    told = client.get("/api/v1/pack").json

    assert told["digest"] == holder.pack.digest
    assert {need["id"] for need in told["needs"]} == set(holder.pack.need_by_id)
    assert {q["id"] for q in told["questions"]} == set(holder.pack.question_by_id)


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"", "application/json", 400, "not JSON"),
        (b"{", "application/json", 400, "not JSON"),
        (b"\xff\xfe", "application/json", 400, "not JSON"),
        (b"[" * 100_000, "application/json", 400, "JSON"),
        (b"{}", "text/plain", 400, "Content-Type"),
        (b"[]", "application/json", 422, "JSON object"),
        (b'{"needs": ["hungri"]}', "application/json", 422, "Did you mean 'hungry'?"),
        (b'{"answers": {"how_long": "for_ever"}}', "application/json", 422, "one of"),
        (b'{"neds": []}', "application/json", 422, "Unknown field"),
        (b'{"text": 1}', "application/json", 422, "must be a string"),
    ],
)
def test_bad_input_gets_one_clear_line(
    client: FlaskClient, body: bytes, kind: str, status: int, says: str
) -> None:
    told = client.post("/api/v1/suggest", data=body, content_type=kind)

    assert told.status_code == status
    assert says in told.json["error"]
    assert "\n" not in told.json["error"]


def test_a_text_that_is_too_long_is_refused(client: FlaskClient) -> None:
    for path in ("understand", "suggest"):
        told = client.post(f"/api/v1/{path}", json={"text": "x" * 100_001})
        assert told.status_code in {400, 422}
        assert "100,001" in told.json["error"]


def test_a_wrong_method_is_answered_in_json(client: FlaskClient) -> None:
    wrong, nowhere = client.get("/api/v1/suggest"), client.post("/api/v1/nothing")

    assert (wrong.status_code, wrong.json) == (405, {"error": "Use POST here."})
    assert nowhere.status_code == 404
    assert "openapi.json" in nowhere.json["error"]


def test_the_document_describes_every_path(app: Flask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    served.remove("/api/v1/<path:rest>")

    assert set(described["paths"]) == served
    needs = described["components"]["schemas"]["Case"]["properties"]["needs"]["items"]["enum"]
    assert "hungry" in needs
    for name in references(described):
        assert name in described["components"]["schemas"]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"].rsplit("/", 1)[1]] if "$ref" in value else []
        return own + [name for part in value.values() for name in references(part)]
    return [name for part in value for name in references(part)] if isinstance(value, list) else []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "needs", "answers", "context", "id", "how_long", "age", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=timedelta(seconds=5),
    max_examples=150,
)
@given(body=JSON)
def test_nothing_that_is_sent_breaks_it(client: FlaskClient, body: object) -> None:
    for path in ("suggest", "understand"):
        told = client.post(f"/api/v1/{path}", json=body)

        assert told.status_code in {200, 400, 422}
        assert told.status_code == 200 or set(told.json) == {"error"}
