"""Reading the continuum in a real browser: wide, on a phone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Axe

PAGES = [
    ("/continuum", "The continuum"),
    ("/continuum?q=hungry", "The continuum"),
    ("/continuum?q=zzzz&level=4", "The continuum"),
    ("/continuum?age=under_1&domain=physical", "The continuum"),
    ("/continuum/need/often_hungry", "Often hungry"),
    ("/continuum/domain/neglect", "Neglect and basic care"),
    ("/continuum/rule/need.often_hungry", "A child who is often hungry needs"),
    ("/continuum/level/4", "Level 4: Children's social care"),
    ("/continuum/route/non-mobile-injury", "An injury to a child who cannot move about alone"),
    ("/continuum/print", "Right Help Right Time: the continuum of need in Walsall"),
    ("/continuum/summary", "Right Help Right Time in Walsall, on one page"),
]


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize(("address", "heading"), PAGES)
def test_a_page_is_for_everyone(page: Page, axe: Axe, address: str, heading: str) -> None:
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.get_by_role("link", name="Ring 999", exact=True)).to_be_in_viewport()
    assert scrolls_sideways(page) is False
    axe(page)


@pytest.mark.parametrize("address", [address for address, _ in PAGES])
def test_at_400_percent(desktop: Page, address: str) -> None:
    desktop.set_viewport_size({"width": 320, "height": 256})
    desktop.goto(address)

    assert scrolls_sideways(desktop) is False


def test_from_a_word_to_a_need_to_a_rule_to_its_source(page: Page) -> None:
    page.goto("/")
    if page.get_by_role("button", name="Menu").is_visible():
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="The continuum", exact=True).click()
    page.get_by_label("Find a worry or a strength").fill("hungry")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name="needs found")).to_be_in_viewport()
    page.get_by_role("link", name="Often hungry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Often hungry")
    page.locator(".app-entry__name a").first.click()
    expect(page.get_by_role("heading", name="When", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()


def test_narrowing_down_and_taking_a_filter_off(page: Page) -> None:
    page.goto("/continuum")
    page.get_by_label("Level", exact=True).select_option("Level 3")
    page.get_by_label("Kind of worry").select_option("Neglect and basic care")
    page.get_by_role("button", name="Search").click()

    expect(page.locator(".app-tags li")).to_have_text(
        ["Remove Level 3", "Remove Neglect and basic care", "Clear all"]
    )
    narrow = page.locator(".app-entry").count()
    page.get_by_role("link", name="Remove Level 3").click()
    expect(page.get_by_label("Level", exact=True)).to_have_value("")
    assert page.locator(".app-entry").count() > narrow > 0


def test_searching_by_keyboard_alone(desktop: Page) -> None:
    desktop.goto("/continuum")
    desktop.get_by_label("Find a worry or a strength").focus()
    desktop.keyboard.type("bruise")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/continuum?q=bruise**")

    first = desktop.locator(".app-entry__name a").first
    for _ in range(40):
        desktop.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    desktop.keyboard.press("Enter")

    desktop.wait_for_url("**/continuum/need/**")
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("bruise")


def test_the_picture_fits_the_window(desktop: Page) -> None:
    """The fan where there is room, the stack where there is none: never both."""
    desktop.goto("/continuum")
    fan, stack = desktop.locator(".app-picture--wide"), desktop.locator(".app-picture--narrow")

    expect(fan).to_be_visible()
    expect(stack).to_be_hidden()
    desktop.set_viewport_size({"width": 375, "height": 667})
    expect(fan).to_be_hidden()
    expect(stack).to_be_visible()


@pytest.mark.parametrize("window", ["desktop", "phone"])
def test_no_words_of_the_picture_run_over_its_edge_or_each_other(
    request: pytest.FixtureRequest, window: str
) -> None:
    page: Page = request.getfixturevalue(window)
    page.goto("/continuum")

    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.app-picture__text')].map(text => {
            const box = text.getBoundingClientRect();
            const all = text.closest('svg').getBoundingClientRect();
            return {text: text.textContent, left: box.left, right: box.right, top: box.top,
                    bottom: box.bottom, width: box.width, edge: [all.left, all.right]};
        }).filter(box => box.width)"""
    )
    assert boxes
    for one in boxes:
        assert one["edge"][0] <= one["left"], one["text"]
        assert one["right"] <= one["edge"][1], one["text"]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            # Lines under each other may touch with their tails, but not lie on each other.
            apart = apart or abs(one["top"] - other["top"]) > (one["bottom"] - one["top"]) / 2
            assert apart, f"{one['text']} lies on {other['text']}"


def test_the_picture_in_forced_colours(desktop: Page) -> None:
    desktop.emulate_media(forced_colors="active")
    desktop.goto("/continuum")

    mark = desktop.locator(".app-picture--wide .app-picture__mark").first
    number = desktop.locator(".app-picture--wide .app-picture__number").first
    fills = [one.evaluate("drawn => getComputedStyle(drawn).fill") for one in (mark, number)]
    assert fills[0] != fills[1]


def test_the_document_on_paper_has_nothing_to_click(desktop: Page) -> None:
    desktop.goto("/continuum/summary")
    desktop.emulate_media(media="print")

    expect(desktop.get_by_role("link", name="download it as a PDF")).to_be_hidden()
    expect(desktop.get_by_role("button", name="Leave this page")).to_be_hidden()
    expect(desktop.locator(".app-picture--wide")).to_be_visible()


def test_the_pdf_comes_down(desktop: Page) -> None:
    desktop.goto("/continuum/summary")
    with desktop.expect_download() as coming:
        desktop.get_by_role("link", name="download it as a PDF").click()

    assert coming.value.suggested_filename == "continuum-summary-2026.1.pdf"
