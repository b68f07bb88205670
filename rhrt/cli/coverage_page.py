"""The coverage table as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader

if TYPE_CHECKING:
    from rhrt.engine.workbench import Exercise
    from rhrt.pack.model import Pack


def page(pack: Pack, covered: Mapping[str, Exercise]) -> str:
    """Return the page as HTML.

    Args:
        covered: The cases that exercise each rule, by rule id.
    """
    exercised = sum(bool(covered[rule.id].holds) for rule in pack.rules)
    pages = Environment(autoescape=True, loader=PackageLoader("rhrt.cli", ""))
    template = pages.get_template("coverage.html")
    return template.render(pack=pack, covered=covered, exercised=exercised)
