"""Each entry of the continuum has a page that says what the pack says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rhrt.pack.model import Case, Domain, Need, Rule
from tests.web.continuum.conftest import continuum
from tests.web.visitor import Page, said

Read = Callable[..., Page]
PACK = continuum()


def entries(page: Page) -> list[str]:
    """Each entry of the lists on a page, on one line."""
    return [said(entry) for entry in page.soup.select(".app-entry")]


def section(page: Page, heading: str) -> str:
    """What stands under a heading, up to the next of its kind."""
    found = next(h for h in page.soup.select("main h2") if said(h) == heading)
    words = []
    for after in found.find_next_siblings():
        if after.name == "h2":
            break
        words.append(said(after))
    return " ".join(words)


# --- Every page -------------------------------------------------------------------------------


@pytest.mark.parametrize("need", PACK.needs, ids=lambda need: need.id)
def test_every_need_has_a_page(read: Read, need: Need) -> None:
    page = read("continuum.need", need=need.id)

    assert page.h1 == need.label
    assert need.because in page.main
    assert f"Level {need.level}: Help of kind {need.level}" in page.main


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_page(read: Read, rule: Rule) -> None:
    page = read("continuum.rule", rule=rule.id)

    assert page.h1 == rule.because.rstrip(".")
    assert f"At least Level {rule.level}: Help of kind {rule.level}" in page.main


@pytest.mark.parametrize("domain", PACK.domains, ids=lambda domain: domain.id)
def test_every_domain_has_a_page(read: Read, domain: Domain) -> None:
    page = read("continuum.domain", domain=domain.id)

    assert page.h1 == domain.name
    listed = {said(link) for link in page.soup.select('.app-entry a[href*="/need/"]')}
    assert listed == {need.label for need in PACK.needs if need.domain == domain.id}


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_level_has_a_page(read: Read, level: int) -> None:
    page = read("continuum.level", level=level)

    assert page.h1 == f"Level {level}: Help of kind {level}"
    assert section(page, "Who responds").startswith(f"Who {level}")


@pytest.mark.parametrize("case", PACK.cases, ids=lambda case: case.id)
def test_every_case_has_a_page(read: Read, case: Case) -> None:
    page = read("continuum.case", case=case.id)

    assert page.h1 == case.title
    assert case.text in page.main
    assert f"Level {case.level}: Help of kind {case.level} {case.reasoning}" in section(
        page, "Where it stands"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/continuum/need/nothing",
        "/continuum/domain/nothing",
        "/continuum/rule/need.nothing",
        "/continuum/case/nothing",
        "/continuum/level/5",
        "/continuum/level/one",
        "/continuum/route/level-4",
    ],
)
def test_what_is_not_in_the_continuum_is_not_found(read: Read, address: str) -> None:
    assert read(address, status=404).h1 == "Page not found"


# --- What each says ---------------------------------------------------------------------------


def test_a_need_shows_its_rules_from_its_own_point_of_view(read: Read) -> None:
    page = read("continuum.need", need="hungry")

    found = entries(page)
    assert [entry.split(" Because")[0].split(" Two")[0] for entry in found] == [
        "Level 3",
        "Level 3",
        "Level 3",
        "Level 4 child in need",
    ]
    assert "Together with “About how long?” answered “Months”." in found[0]
    assert "Together with “Dirty” or “Bruise”." in found[1]
    assert "Support levels, Kent: Level 3, care From another area" in found[1]
    assert "Together with “Left alone at night”." in found[2]


def test_a_need_shows_neighbours_questions_cases_and_how_people_say_it(read: Read) -> None:
    page = read("continuum.need", need="hungry")

    assert section(page, "The same worry, less and more serious") == "One step up Level 4 Starving"
    assert "About how long? It matters." in section(page, "What is asked about it")
    assert "Two cases with this need" in page.main
    assert "“starved <look>”" in page.main
    assert "Said of a brother or sister, it counts as “ Dirty ”." in page.main
    assert page.follow("Check a worry").h1 == "What is worrying you?"


def test_a_need_shows_the_routes_it_opens_and_its_ages(read: Read) -> None:
    page = read("continuum.need", need="bruise")

    assert section(page, "Special routes it can open").startswith("A mark on a baby : A mark")
    assert "It is asked about at these ages: under 1." in page.main


def test_a_strength_says_that_it_lowers_nothing(read: Read) -> None:
    page = read("continuum.need", need="loving_home")

    assert "A strength It is recorded and shown back. Nothing that goes well lowers a level." in (
        page.main
    )
    assert "No rule joins it with anything else" in page.main


def test_strengths_come_first_in_a_domain_and_levels_rise(read: Read) -> None:
    page = read("continuum.domain", domain="care")

    headings = [said(h) for h in page.soup.select("main h2")]
    assert headings == [
        "Level 1: Help of kind 1",
        "Level 2: Help of kind 2",
        "Level 3: Help of kind 3",
        "Level 4: Help of kind 4",
        "What these mean together",
    ]
    assert entries(page)[0] == "Loving home A strength Confirmed"


def test_a_rule_lays_out_when_it_holds_and_leads_to_its_needs(read: Read) -> None:
    page = read("continuum.rule", rule="poor-care-for-months")

    assert section(page, "When") == (
        "Both of these: Any of these: Often hungry Dirty “About how long?” answered “Months”"
    )
    assert page.follow("Often hungry").h1 == "Often hungry"


def test_a_rule_leads_to_its_source_and_says_how_far_to_trust_it(read: Read) -> None:
    page = read("continuum.rule", rule="many-worries")

    source = page.soup.select_one('main a[href="https://kent.example.org/levels"]')
    assert said(source) == "Support levels"
    assert "From another area Read on 1 January 2026." in section(page, "Where it comes from")


def test_a_rule_shows_the_cases_it_decides(read: Read) -> None:
    decides = read("continuum.rule", rule="poor-care-for-months")
    decides_none = read("continuum.rule", rule="many-worries")

    assert section(decides, "Cases it decides").startswith("Level 3 Hungry for months")
    assert "No case of the continuum rests on this rule." in decides_none.main


def test_a_case_shows_what_is_known_its_rules_and_its_pair(read: Read) -> None:
    page = read("continuum.case", case="hungry-for-months")

    assert section(page, "What is known") == "Level 2 Often hungry About how long? Months"
    assert "What a colleague might say Level 2." in page.main
    assert entries(page)[0].startswith("Level 3 Because of poor-care-for-months.")
    assert section(page, "Compare").endswith("Level 2 Hungry boy")


def test_a_level_says_what_happens_with_whom_and_by_when(read: Read) -> None:
    page = read("continuum.level", level=4)

    happens = section(page, "Social care")
    assert "Ring the MASH. You, by phone, today. MASH: 01632 960001 (not confirmed)" in happens
    assert "If the family says no: Ring all the same." in happens
    assert "One level down: help of kind 3" in page.main


def test_a_special_route_says_who_how_by_when_and_when_it_is_taken(read: Read) -> None:
    page = read("continuum.route", route="bruised-baby")

    assert "Ring the MASH. You, by phone, today." in section(page, "What to do")
    assert section(page, "When").startswith("Bruise It is taken beside")
    assert "before anything else" in section(page, "When")


def test_every_status_is_said_in_words(read: Read) -> None:
    tags = {
        said(tag)
        for domain in PACK.domains
        for tag in read("continuum.domain", domain=domain.id).soup.select("main .govuk-tag")
    }

    assert tags == {"Confirmed", "From another area", "National", "To be confirmed", "A strength"}


def test_the_continuum_is_in_the_navigation_for_everybody(read: Read) -> None:
    page = read("check.start").follow("The continuum")

    assert page.h1 == "The continuum"
    assert said(page.soup.select_one(".govuk-service-navigation [aria-current]")) == "The continuum"
