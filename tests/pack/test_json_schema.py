"""The JSON Schemas that editors check the YAML by accept what the loader accepts."""

import json
import re
from pathlib import Path

import pytest
import yaml

from rhrt.pack.files import kind_of, names
from rhrt.pack.json_schema import json_schema, write_json_schemas
from tests.pack.small_pack import FILES

ROOT = Path(__file__).resolve().parents[2]
REAL = [
    (pack, name)
    for pack in sorted((ROOT / "rules").iterdir())
    if pack.is_dir()
    for name in names(pack)
]
SCHEMAS = json_schema()


class EditorLoader(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: whole numbers, true and false, the rest is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  PyYAML's own way to say it


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), None)
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), None)

TYPES = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": int | float,
    "null": type(None),
}
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "type", "enum", "anyOf", "items",
    "properties", "required", "additionalProperties", "minItems", "minLength", "minProperties",
    "maxProperties", "minimum", "propertyNames",
}  # fmt: skip


def is_type(value, wanted):
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, TYPES[wanted])


def faults(value, schema, root, at=""):
    """Yield every way a value is not as a schema says: the part of JSON Schema that ours uses."""
    assert set(schema) <= KNOWN, f"Teach this test {set(schema) - KNOWN}"
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
        return
    if "anyOf" in schema and all(list(faults(value, each, root, at)) for each in schema["anyOf"]):
        yield f"{at}: none of the alternatives: {value!r}"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, wanted) for wanted in types):
        yield f"{at}: {value!r} is not {types}"
        return
    if value not in schema.get("enum", [value]):
        yield f"{at}: {value!r} is not in {schema['enum']}"
    if isinstance(value, dict):
        yield from faults_of_mapping(value, schema, root, at)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: too short"
        for number, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), root, f"{at}[{number}]")
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        yield f"{at}: empty"


def faults_of_mapping(value, schema, root, at):
    known = schema.get("properties", {})
    yield from (f"{at}: no {key}" for key in schema.get("required", ()) if key not in value)
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", 99):
        yield f"{at}: {len(value)} keys"
    other = schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in known:
            yield from faults(item, known[key], root, f"{at}.{key}")
        elif isinstance(other, dict):
            yield from faults(item, other, root, f"{at}.{key}")
        elif other is False:
            yield f"{at}: unknown {key}"


def check(text, kind):
    data = yaml.load(text, Loader=EditorLoader)
    return list(faults(data, SCHEMAS[kind], SCHEMAS[kind]))


@pytest.mark.parametrize("name", FILES)
def test_the_small_pack_is_as_its_schemas_say(name):
    assert check(FILES[name], kind_of(name)) == []


@pytest.mark.parametrize(("pack", "name"), REAL, ids=[f"{p.name}/{n}" for p, n in REAL])
def test_every_real_file_is_as_its_schema_says(pack, name):
    assert check((pack / name).read_text("utf-8"), kind_of(name)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("needs/harm.yaml", "label:", "lable:", "unknown lable"),
        ("needs/harm.yaml", "level: 3", "level: 7", "not in [1, 2, 3, 4]"),
        ("needs/harm.yaml", "subject: child", "subject: kid", "'kid' is not in"),
        ("needs/harm.yaml", "phrases: [black eye]", "phrases: black eye", "is not ['array']"),
        ("rules/harm.yaml", "k: 2, ", "", "none of the alternatives"),
        ("rules/harm.yaml", "      all:", "      every:", "none of the alternatives"),
        ("rules/neglect.yaml", "    because: It has lasted.\n", "", "no because"),
        ("emarf.yaml", "repeats: true", "repeats: often", "is not ['boolean']"),
    ],
)
def test_an_editor_sees_the_mistakes_of_shape(name, old, new, fault):
    text = FILES[name]
    assert old in text

    assert any(fault in told for told in check(text.replace(old, new, 1), kind_of(name)))


def test_schemas_are_written_one_file_a_kind(tmp_path):
    written = write_json_schemas(tmp_path / "schema")

    assert {path.stem: json.loads(path.read_text("utf-8")) for path in written} == SCHEMAS
