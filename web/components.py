"""What our template macros hand to the design system's, put together where a type checker sees it.

Templates reach these functions as ``params.radios(...)``; only ``templates/components`` use them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

Params: TypeAlias = dict[str, Any]
Choice: TypeAlias = Sequence[str]
"""Value and label of one choice, and a hint if it has one."""


def button(text: str, kind: str, name: str, value: str, classes: str) -> Params:
    """Return the parameters of a submit button."""
    return {
        "text": _given(text),
        "classes": " ".join(filter(None, (_kind(kind), classes))),
        "name": name or None,
        "value": value or None,
        "preventDoubleClick": True,
    }


def button_link(text: str, href: str, kind: str, start: bool) -> Params:  # noqa: FBT001 - a macro's flag
    """Return the parameters of a link that looks like a button."""
    return {"text": _given(text), "href": href, "classes": _kind(kind), "isStartButton": start}


def error_summary(errors: Iterable[tuple[str, str]]) -> Params:
    """Return the parameters of the box above a form that lists what is wrong, with links."""
    listed = [{"text": _given(message), "href": f"#{field}"} for field, message in errors]
    return {"titleText": "There is a problem", "errorList": listed}


def radios(  # noqa: PLR0913, PLR0917 - the parameters of the macro, one to one
    name: str,
    legend: str,
    items: Iterable[Choice],
    value: str,
    hint: str,
    error: str,
    dont_know: Choice | None,
    heading: bool,  # noqa: FBT001 - a macro's flag
    inline: bool,  # noqa: FBT001 - a macro's flag
) -> Params:
    """Return the parameters of a group of radios; nothing is chosen unless ``value`` says so."""
    listed = [_choice(item, item[0] == value) for item in items]
    if dont_know:
        listed += [{"divider": "or"}, _choice(dont_know, dont_know[0] == value)]
    classes = "govuk-radios--inline" if inline else ""
    return _group(name, legend, hint, error, heading=heading) | {
        "items": listed,
        "classes": classes,
    }


def checkboxes(  # noqa: PLR0913, PLR0917 - the parameters of the macro, one to one
    name: str,
    legend: str,
    items: Iterable[Choice],
    values: Collection[str],
    hint: str,
    error: str,
    heading: bool,  # noqa: FBT001 - a macro's flag
    small: bool,  # noqa: FBT001 - a macro's flag
) -> Params:
    """Return the parameters of a group of checkboxes."""
    listed = [_choice(item, item[0] in values) for item in items]
    classes = "govuk-checkboxes--small" if small else ""
    return _group(name, legend, hint, error, heading=heading) | {
        "items": listed,
        "classes": classes,
    }


def textarea(  # noqa: PLR0913, PLR0917 - the parameters of the macro, one to one
    name: str,
    label: str,
    value: str,
    hint: str,
    error: str,
    rows: int,
    heading: bool,  # noqa: FBT001 - a macro's flag
) -> Params:
    """Return the parameters of a field for several lines."""
    return _field(name, label, hint, error, heading=heading) | {
        "value": value,
        "rows": rows,
        "spellcheck": True,
        "attributes": {"autocomplete": "off"},
    }


def text_input(  # noqa: PLR0913, PLR0917 - the parameters of the macro, one to one
    name: str,
    label: str,
    value: str,
    hint: str,
    error: str,
    type: str,  # noqa: A002 - HTML's word
    autocomplete: str,
    width: str,
    heading: bool,  # noqa: FBT001 - a macro's flag
) -> Params:
    """Return the parameters of a field for one line."""
    return _field(name, label, hint, error, heading=heading) | {
        "value": value,
        "type": type,
        "autocomplete": autocomplete,
        "classes": f"govuk-input--width-{width}" if width else "",
    }


def password(name: str, label: str, hint: str, error: str, autocomplete: str) -> Params:
    """Return the parameters of a field for a password, which is never filled in again."""
    return _field(name, label, hint, error) | {"autocomplete": autocomplete}


def select(  # noqa: PLR0913, PLR0917 - the parameters of the macro, one to one
    name: str, label: str, items: Iterable[tuple[str, str]], value: str, hint: str, error: str
) -> Params:
    """Return the parameters of a list to choose one from."""
    listed = [{"value": item, "text": text, "selected": item == value} for item, text in items]
    return _field(name, label, hint, error) | {"items": listed}


def summary_list(rows: Iterable[Sequence[str]]) -> Params:
    """Return the parameters of a list of pairs, some with a link to change them."""
    return {"rows": [_row(row) for row in rows]}


def pagination(previous: str, following: str, label: str) -> Params:
    """Return the parameters of the links to the pages before and after."""
    return {
        "previous": {"href": previous} if previous else None,
        "next": {"href": following} if following else None,
        "landmarkLabel": label,
    }


def _given(text: str) -> str:
    """Return words that have to be there: a misspelt name in a template fails at the first look.

    The design system's macros would take it for something left out, and print nothing.
    """
    len(text)
    return text


def _kind(kind: str) -> str:
    return f"govuk-button--{kind}" if kind else ""


def _row(row: Sequence[str]) -> Params:
    shown: Params = {"key": {"text": _given(row[0])}, "value": {"text": _given(row[1])}}
    if len(row) > 2:  # noqa: PLR2004 - key, value, and then the link
        link = {"href": row[2], "text": "Change", "visuallyHiddenText": row[3]}
        shown["actions"] = {"items": [link]}
    return shown


def _choice(item: Choice, chosen: bool) -> Params:  # noqa: FBT001 - read beside its one use
    hint = item[2] if len(item) > 2 else ""  # noqa: PLR2004 - value, label, and then the hint
    shown: Params = {"value": item[0], "text": _given(item[1]), "checked": chosen}
    return shown | {"hint": {"text": hint}} if hint else shown


def _group(name: str, legend: str, hint: str, error: str, *, heading: bool) -> Params:
    size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--m"
    return {
        "name": name,
        "idPrefix": name,
        "fieldset": {"legend": {"text": _given(legend), "isPageHeading": heading, "classes": size}},
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": error} if error else None,
    }


def _field(name: str, label: str, hint: str, error: str, *, heading: bool = False) -> Params:
    size = "govuk-label--l" if heading else ""
    return {
        "id": name,
        "name": name,
        "label": {"text": _given(label), "isPageHeading": heading, "classes": size},
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": error} if error else None,
    }
