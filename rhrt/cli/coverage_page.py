"""The coverage table as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader

if TYPE_CHECKING:
    from rhrt.pack.model import Pack


def page(pack: Pack, covered: Mapping[str, Sequence[str]]) -> str:
    """Return the page as HTML.

    Args:
        covered: The ids of the cases that exercise each rule, by rule id.
    """
    exercised = sum(bool(covered.get(rule.id)) for rule in pack.rules)
    pages = Environment(autoescape=True, loader=PackageLoader("rhrt.cli", ""))
    template = pages.get_template("coverage.html")
    return template.render(pack=pack, covered=covered, exercised=exercised)
