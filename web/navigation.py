"""The items of the service navigation, and which of them one is in."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for

from web.access import may

ITEMS = (
    ("check", "check.start", "Check a worry", None),
    ("continuum", "continuum.index", "The continuum", None),
    ("decisions", "decisions.index", "Decisions", "see_decisions"),
)
"""Blueprint, its first view, the words, and the permission needed to see the item."""


def navigation(*, knows_account: bool) -> list[dict[str, Any]]:
    """Return the items that whoever is asking may open.

    Args:
        knows_account: False on pages that must come without the database: what is open to all.
    """
    return [
        {"text": words, "href": url_for(view), "active": request.blueprint == blueprint}
        for blueprint, view, words, permission in ITEMS
        if view in current_app.view_functions and _is_open(permission, knows_account=knows_account)
    ]


def _is_open(permission: str | None, *, knows_account: bool) -> bool:
    return permission is None or (knows_account and may(permission))
