"""Cases of the pack, told in a real browser: each ends at its own level, with its own way on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rhrt.pack import find, load_cached, model
from tests.journeys.conftest import Axe
from tests.journeys.walk import CaseWalk


def the_case(name: str) -> model.Case:
    pack = load_cached(find(None))
    return next(case for case in pack.cases if case.id == name)


def test_level_1_is_as_generous(page: Page, axe: Axe) -> None:
    walk = CaseWalk(page, case=the_case("cannot-pay-for-trip"))

    walk.tell(own="1")

    assert walk.heading == "Level 1: Help that is there for everybody"
    parts = ["What to do now", "Talk it over", "Come back if", "Why", "Your judgement"]
    places = [walk.told.index(part) for part in parts]
    assert places == sorted(places)
    assert page.locator(".app-steps > li").count() >= 3
    for cold in ("threshold", "not met", "no further action", "does not meet"):
        assert cold not in walk.told.lower()
    axe(page)


def test_a_child_in_need(page: Page, axe: Axe) -> None:
    walk = CaseWalk(page, case=the_case("disabled-and-hungry"))

    walk.tell(own="3")

    assert walk.heading.startswith("Level 4: ")
    assert "This points to a child in need (section 17 of the Children Act 1989)." in walk.told
    assert "child protection (section 47" not in walk.told
    assert "You chose Level 3." in walk.told
    expect(page.get_by_role("heading", name="Ring 999 now")).to_have_count(0)
    page.get_by_text("agreement, and if the family says no").click()
    expect(page.get_by_text("Ask the parents to agree to the assessment")).to_be_visible()
    axe(page)


def test_child_protection_without_danger_now(page: Page, axe: Axe) -> None:
    walk = CaseWalk(page, case=the_case("knife-drawer"))

    walk.tell(own="not_sure")

    assert walk.heading.startswith("Level 4: ")
    assert "This points to child protection (section 47 of the Children Act 1989)." in walk.told
    assert walk.told.index("If anyone is in danger now, ring 999.") < walk.told.index("Why\n")
    assert "Which level would you choose?" in walk.asked
    axe(page)


@pytest.mark.parametrize("name", ["full-garage", "washing-up"])
def test_no_case_of_level_1_is_turned_away(desktop: Page, name: str) -> None:
    walk = CaseWalk(desktop, case=the_case(name))

    walk.tell(own="1")

    assert walk.heading.startswith("Level 1: ")
    expect(desktop.get_by_role("heading", name="Come back if")).to_be_visible()
