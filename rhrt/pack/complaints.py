"""What pydantic found wrong with the shape of a file, in the words of the pack's authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from rhrt.pack.fields import WRONG
from rhrt.pack.names import listed, nearest, owner, suggestion, told_of
from rhrt.pack.schema import FILE_TYPES
from rhrt.pack.schema.base import Entry

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from rhrt.pack.tree import Findings, Path, Tree


def shape(tree: Tree, findings: Findings) -> Entry | None:
    """Return the file as typed entries, or None with every mistake of its shape found."""
    try:
        return FILE_TYPES[tree.kind].model_validate(tree.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _tell(tree, detail, findings)
        return None


def _tell(tree: Tree, detail: ErrorDetails, findings: Findings) -> None:
    path: Path = tuple(detail["loc"])
    if path and path[-1] == "[key]":
        path = path[:-1]
    match detail["type"]:
        case "extra_forbidden":
            _tell_unknown_key(tree, path, findings)
        case "missing":
            _tell_missing(tree, path, findings)
        case _:
            message, hint = _sentence(detail, path)
            findings.at(tree, path, told_of(tree, path, message), hint)


def _tell_unknown_key(tree: Tree, path: Path, findings: Findings) -> None:
    known = _keys_at(FILE_TYPES[tree.kind], path[:-1])
    present = tree.at(path[:-1])
    hint = suggestion(str(path[-1]), [key for key in known if key not in present])
    message = told_of(tree, path, f"unknown key '{path[-1]}'")
    findings.at(tree, path, message, hint, key=True)


def _tell_missing(tree: Tree, path: Path, findings: Findings) -> None:
    # Several keys can be missing in one entry: one mistake tells them all, at the entry's place.
    missing = _missing_keys(FILE_TYPES[tree.kind], path[:-1], tree.at(path[:-1]))
    if not missing or path[:-1] in tree.partial:
        return
    *others, last = (f"'{key}'" for key in missing)
    text = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    inner = [str(part) for part in path[2:-1] if isinstance(part, str)]
    where = f"'{inner[-1]}' of " if inner else ""
    message = f"{text} missing in {where}{owner(tree, path) or 'the file'}."
    findings.at(tree, path[:-1], message, "Add it." if not others else "Add them.", whole=True)


def _missing_keys(model: type[BaseModel], path: Path, present: dict[str, Any]) -> list[str]:
    """Return the keys an entry lacks, save those that are there misspelt and told as such."""
    found = _model_at(model, path)
    fields = found.model_fields if found else {}
    odd = [key for key in present if key not in fields]
    lacking = [key for key, info in fields.items() if info.is_required() and key not in present]
    return [key for key in lacking if not nearest(key, odd)]


_WANTED = {
    "string_type": "must be text",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of keys and values",
    "model_type": "must be a mapping of keys and values",
    "bool_type": "must be true or false",
}


def _sentence(detail: ErrorDetails, path: Path) -> tuple[str, str]:
    """Return message (without full stop) and hint for a value that is not what it should be."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "the file")
    context: dict[str, Any] = detail.get("ctx", {})
    kind, value = detail["type"], detail["input"]
    if kind == WRONG:
        return context["message"].rstrip("."), context["hint"]
    if kind == "literal_error":
        allowed = [str(word) for word in _allowed(context["expected"])]
        text = f"'{name}' must be {listed(allowed)}, not {_shown(value)}"
        hint = suggestion(value, allowed) if isinstance(value, str) else ""
        return text, hint if hint.startswith("Did you mean") else ""
    if kind == "string_too_short":
        return f"'{name}' must not be empty", ""
    if kind == "too_short":
        return f"'{name}' needs at least {context['min_length']}", ""
    wanted = _WANTED.get(kind, "")
    if name == "the file" or not path:
        return f"the file must be a mapping of keys and values, not {_shown(value)}", ""
    return (
        f"'{name}' {wanted}, not {_shown(value)}" if wanted else f"'{name}': {detail['msg']}"
    ), ""


def _allowed(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").replace("'", "").split(", ")


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'" if value else "empty"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return str(value)


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the type of entry at a path of a file, following the fields' annotations."""
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        info = current.model_fields.get(part)
        current = _entry_in(info.annotation) if info else None
    return current


def _entry_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_entry_in(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found), None)


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    found = _model_at(model, path)
    return list(found.model_fields) if found else []
