"""JSON Schemas of the pack's files, by which editors complete and check the YAML.

An editor that knows YAML finds them by a first line such as
``# yaml-language-server: $schema=../../schema/needs.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rhrt.pack.conditions import HOW_TO_WRITE
from rhrt.pack.fields import CONDITION_MARK
from rhrt.pack.schema import FILE_TYPES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = {"$ref": "#/$defs/Condition"}
_PARTS = {"type": "array", "minItems": 1, "items": _REFERENCE}
_AT_LEAST = {
    "type": "object",
    "properties": {"k": {"type": "integer", "minimum": 1}, "of": _PARTS},
    "required": ["k", "of"],
    "additionalProperties": False,
}
_CONDITION = {
    "description": HOW_TO_WRITE,
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"all": _PARTS, "any": _PARTS, "at_least": _AT_LEAST},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
    ],
}


def json_schema() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema for each kind of file: ``pack``, ``questions``, ``needs`` and so on."""
    return {kind: _schema_of(kind) for kind in FILE_TYPES}


def write_json_schemas(folder: Path) -> list[Path]:
    """Write each schema into a folder, which is made if need be, and return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, schema in json_schema().items():
        path = folder / f"{kind}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")
        written.append(path)
    return written


def _schema_of(kind: str) -> dict[str, Any]:
    schema = FILE_TYPES[kind].model_json_schema()
    marked = _with_conditions(schema)
    if marked != schema:
        marked["$defs"]["Condition"] = _CONDITION
    return {"$schema": _DIALECT, **marked}


def _with_conditions(part: Any) -> Any:
    """Return a part of a schema in which every condition refers to the one definition of them."""
    if isinstance(part, dict):
        if part.get("title") == CONDITION_MARK:
            return _REFERENCE
        return {key: _with_conditions(value) for key, value in part.items()}
    return [_with_conditions(each) for each in part] if isinstance(part, list) else part
