"""The list to pick from: everything is on it, and what is usually about other ages is marked."""

from __future__ import annotations

import pytest

from rhrt.values import replace
from tests.packs import need
from tests.web.check.test_check_journey import safe
from tests.web.conftest import OnePack, rules
from tests.web.visitor import Page, Visit, said


@pytest.fixture
def holder() -> OnePack:
    """A pack with a need of babies, and a hint that says what a need is."""
    baby = need("unsafe_sleep", 2, applies_to=frozenset({"under_1", "1_to_4"}))
    needs = [
        replace(n, hint="Smells, soiled clothes") if n.id == "dirty" else n for n in rules().needs
    ]
    return OnePack(rules(needs=(*needs, baby), digest="2" * 64))


def listed_when(visit: Visit, age: str) -> Page:
    page = safe(visit, "he is dirty").submit("Continue")
    place = page.url.rsplit("/question/", 1)[0]
    visit.get(f"{place}/question/age").submit("Continue", answer=age)
    return visit.get(f"{place}/list")


def folded_away(page: Page) -> list[str]:
    return [said(label) for label in page.soup.select("main .app-other-ages label")]


@pytest.mark.parametrize(
    ("age", "folded"),
    [
        ("5_to_15", ["Unsafe sleep"]),
        ("under_1", []),
        # While the age is not known nothing is taken to be about another.
        ("dont_know", []),
    ],
)
def test_what_is_about_other_ages_is_folded_away(visit: Visit, age: str, folded: list[str]) -> None:
    page = listed_when(visit, age)

    assert folded_away(page) == folded
    assert "Unsafe sleep" in page.main


def test_it_can_be_found_and_chosen_all_the_same(visit: Visit) -> None:
    page = listed_when(visit, "5_to_15").submit("Find", find="sleep")

    assert "Usually about: Under 1, 1 to 4" in page.main
    went_on = page.submit("Continue", needs=["dirty", "unsafe_sleep"])
    assert "Unsafe sleep" in went_on.main
    again = visit.get(page.url)
    assert again.soup.select_one(".app-other-ages")["open"] == ""
    assert "2 chosen" in again.main


def test_the_hint_of_a_need_is_shown_and_its_level_is_not(visit: Visit) -> None:
    page = visit.get("/check/list")

    assert "Smells, soiled clothes" in page.main
    assert "level" not in page.response.text.lower()
