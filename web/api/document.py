"""The OpenAPI document of the JSON interface, with the names of the pack in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rhrt.conversation.request import MAX_TEXT

if TYPE_CHECKING:
    from rhrt.pack.model import Pack

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
LEVEL: Schema = {"type": "integer", "minimum": 1, "maximum": 4}
SUB: Schema = {"type": ["string", "null"], "enum": ["child_in_need", "child_protection", None]}


def document(pack: Pack) -> Schema:
    """Return the whole description, version 3.1 of the format."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{pack.title}: threshold suggestions",
            "version": "1",
            "description": "Advises; people decide. Nothing that is sent is kept.",
        },
        "paths": {
            "/api/v1/understand": _post(
                "Say what is heard in a text", "understand", "Words", "Heard"
            ),
            "/api/v1/suggest": _post("Suggest a level for a case", "suggest", "Case", "Suggestion"),
            "/api/v1/pack": _get("The questions, answers and needs in use", "pack", "Pack"),
            "/api/v1/openapi.json": _get("This document", "openapi", "Document"),
        },
        "components": {"schemas": _schemas(pack)},
    }


def _post(summary: str, name: str, takes: str, gives: str) -> Schema:
    body = {"required": True, "content": _content(takes)}
    return {"post": {**_operation(summary, name, gives), "requestBody": body}}


def _get(summary: str, name: str, gives: str) -> Schema:
    return {"get": _operation(summary, name, gives)}


def _operation(summary: str, name: str, gives: str) -> Schema:
    responses = {"200": {"description": summary, "content": _content(gives)}}
    for status, description in ERRORS.items():
        responses[status] = {"description": description, "content": _content("Error")}
    return {"operationId": name, "summary": summary, "responses": responses}


ERRORS = {
    "400": "It could not be read",
    "413": "It is too large",
    "422": "It names something this pack does not have, or has the wrong type",
}


def _content(name: str) -> Schema:
    return {"application/json": {"schema": _ref(name)}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Schema, required: tuple[str, ...] | None = None, **more: Any) -> Schema:
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties, "required": needed, **more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _schemas(pack: Pack) -> Schema:
    return {
        "Words": _object({"text": {**TEXT, "maxLength": MAX_TEXT}}, additionalProperties=False),
        "Case": _case(pack),
        "Heard": _object(
            {
                "needs": _list(
                    _object(
                        {
                            "id": TEXT,
                            "label": TEXT,
                            "score": {"type": "number"},
                            "heard": TEXT,
                            "negated": {"type": "boolean"},
                        }
                    )
                ),
                "answers": _map(TEXT),
                "context": _map(TEXT),
            }
        ),
        "Suggestion": _suggestion(),
        "Pack": _object(
            {
                "id": TEXT,
                "title": TEXT,
                "version": TEXT,
                "digest": TEXT,
                "status": {"enum": ["draft", "confirmed"]},
                "levels": _list(_object({"number": LEVEL, "name": TEXT})),
                "questions": _list({"type": "object"}),
                "needs": _list(
                    _object({"id": TEXT, "label": TEXT, "domain": TEXT, "level": LEVEL})
                ),
            }
        ),
        "Document": {"type": "object"},
        "Error": _object({"error": TEXT}),
    }


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _case(pack: Pack) -> Schema:
    """Return the shape of a case: what is left out is unknown."""
    identity = {"type": ["string", "integer"]}
    return _object(
        {
            "id": identity,
            "text": {"type": ["string", "null"], "maxLength": MAX_TEXT},
            "context": _answers(pack, "context"),
            "answers": _answers(pack, "scale"),
            "needs": _list({"enum": [need.id for need in pack.needs]}),
        },
        required=(),
        additionalProperties=False,
    )


def _answers(pack: Pack, kind: str) -> Schema:
    known = {
        question.id: {"enum": [*(answer.id for answer in question.answers), None]}
        for question in pack.questions
        if question.kind == kind
    }
    return {"type": ["object", "null"], "properties": known}


def _suggestion() -> Schema:
    source = _object({"document": TEXT, "where": TEXT, "status": TEXT})
    reason = _object({"rule": TEXT, "level": LEVEL, "because": TEXT, "source": source})
    change = _object({"rule": TEXT, "level": LEVEL, "because": TEXT, "missing": _list({})})
    return _object(
        {
            "level": LEVEL,
            "low": LEVEL,
            "high": LEVEL,
            "sub": SUB,
            "assumed": _map(TEXT),
            "needs": _list(TEXT),
            "reasons": _list(reason),
            "would_change": _list(change),
            "open": _list(TEXT),
            "next": {"type": ["string", "null"]},
            "route": {"type": "object"},
            "pack": _object({"id": TEXT, "version": TEXT, "digest": TEXT}),
        }
    )
