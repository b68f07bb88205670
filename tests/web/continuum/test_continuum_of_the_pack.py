"""The pages of the real pack: a sample, each looked at as carefully as any other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rhrt.pack.cache import load_cached
from tests.web.conftest import OnePack
from tests.web.visitor import Visit

PACK = load_cached(Path(__file__).parents[3] / "rules/walsall")
EVERY = 25
"""Each so many of needs, rules and cases: all of them take minutes."""

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
SAMPLE = [
    *(("need", need.id) for need in PACK.needs[::EVERY]),
    *(("rule", rule.id) for rule in PACK.rules[::EVERY]),
    *(("case", case.id) for case in PACK.cases[::EVERY]),
    *(("domain", domain.id) for domain in PACK.domains[::5]),
    *(("level", str(level.number)) for level in PACK.levels),
    *(("route", route.id) for route in PACK.pathways[::4] if route.level is None),
]


@pytest.fixture
def holder() -> OnePack:
    return OnePack(PACK)


@pytest.mark.parametrize(("kind", "name"), SAMPLE)
def test_a_page_of_the_pack_shows_words_and_no_codes(visit: Visit, kind: str, name: str) -> None:
    page = visit.get(f"continuum.{kind}", **{kind: name})

    # Where a rule is written is said in the words of a file.
    shown = re.sub(r"It is written in \S+, line \d+\.", "", page.main)
    assert not CODE.findall(shown)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("hungry", "Often hungry"),
        ("young carer", "Looks after somebody at home"),
        ("bruise", "A bruise, graze or mark"),
        ("self harm", "Hurting themselves"),
    ],
)
def test_what_people_look_for_comes_first(visit: Visit, words: str, first: str) -> None:
    page = visit.get("continuum.index", q=words)

    names = [" ".join(one.get_text().split()) for one in page.soup.select(".app-entry__name")]
    assert first in names[:3]
