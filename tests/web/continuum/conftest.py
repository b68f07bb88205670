"""A little continuum with something of everything that its pages show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rhrt.pack.model import Condition, Document, Domain, Pack, Pathway, Source, Step
from rhrt.values import replace
from tests.packs import all_of, case, has, rule
from tests.web.conftest import OnePack, rules
from tests.web.visitor import Page, Visit

STEP = Step("Ring the MASH", "You", "By phone", "Today", "It cannot wait.", "mash")


def continuum() -> Pack:
    """The small pack with texts, sources of every kind, pathways, cases and a second domain."""
    pack = rules()
    kent = Source("kent", "Level 3, care", "neighbour")
    law = Source("law", "Section 47", "national")
    sure = Source("guide", "page 2", "confirmed")
    needs = {one.id: one for one in pack.needs}
    needs["hungry"] = replace(
        needs["hungry"],
        label="Often hungry",
        hint="Takes food from others",
        phrases=("hungry", "starved <look>", "mum's cupboard is bare"),
        source=kent,
        relabel=(("sibling", "dirty"),),
    )
    needs["bruise"] = replace(
        needs["bruise"], domain="harm", applies_to=frozenset({"under_1"}), source=law
    )
    needs["dirty"] = replace(needs["dirty"], phrases=("dirty", "left alone"))
    needs["alone_at_night"] = replace(needs["alone_at_night"], label="Left alone at night")
    needs["loving_home"] = replace(needs["loving_home"], source=sure)
    route = _pathway("bruised-baby", None, has("bruise"), "A mark on a baby", first=True)
    return replace(
        pack,
        digest="c" * 64,
        domains=(*pack.domains, Domain("harm", "Physical harm", "Marks and injuries")),
        documents=(
            *pack.documents,
            Document(
                "kent",
                "Support levels",
                "Kent",
                "https://kent.example.org/levels",
                "2026-01-01",
                "neighbour",
            ),
            Document(
                "law",
                "The Act",
                "Parliament",
                "https://law.example.org/47",
                "2026-01-01",
                "national",
            ),
        ),
        levels=tuple(
            replace(
                one,
                name=f"Help of kind {one.number}",
                summary=f"Summary {one.number}.",
                who=f"Who {one.number}",
            )
            for one in pack.levels
        ),
        needs=tuple(needs.values()),
        rules=(
            *(replace(one, source=kent) if one.id == "many-worries" else one for one in pack.rules),
            rule(
                "cold-too", 3, all_of(has("hungry"), has("alone_at_night")), because="Two together."
            ),
        ),
        pathways=(_pathway("level-4", 4, None, "Social care"), route),
        cases=(
            case("hungry-boy", 2, ["hungry"], context={"age": "5_to_15"}, pair="hungry"),
            case(
                "hungry-for-months",
                3,
                ["hungry"],
                {"how_long": "months"},
                pair="hungry",
                other_reader="Level 2.",
            ),
        ),
    )


def _pathway(
    name: str, level: int | None, when: Condition | None, title: str, *, first: bool = False
) -> Pathway:
    return Pathway(
        name,
        title,
        level,
        None,
        when,
        first,
        f"{title}, in short.",
        (STEP,),
        ("Body map",),
        "Ask the family",
        "Ring all the same",
        rules().levels[0].source,
        rules().rules[0].place,
    )


@pytest.fixture
def holder() -> OnePack:
    return OnePack(continuum())


@pytest.fixture
def read(visit: Visit) -> Callable[..., Page]:
    """Opens a page and leaves out its drawings, whose numbers would stand among the words."""

    def get(where: str, **values: Any) -> Page:
        page = visit.get(where, **values)
        for drawing in page.soup.select("main svg"):
            drawing.decompose()
        return page

    return get
