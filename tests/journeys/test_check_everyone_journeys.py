"""A whole check by keyboard alone, at 400 % and on the narrowest telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_check_journeys import HUNGRY, STORY
from tests.journeys.test_shell_journeys import scrolls_sideways
from tests.journeys.walk import Walk

FOCUSED = "selector => Boolean(document.activeElement?.matches(selector))"
MOST_TABS = 80
SIDE_PAGES = ("words", "list", "come-back", "heard", "print")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus; it is then in view."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            expect(page.locator(f"{selector}:focus")).to_be_in_viewport()
            return
    raise AssertionError(f"{selector} cannot be reached by Tab on {page.url}.")


def press_enter(page: Page, button: str = "main form button:not([value])") -> None:
    """Go to the button that sends the form, and press Enter on it."""
    before = page.url
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def answer_by_keyboard(page: Page) -> None:
    """Choose the first answer, or leave what was heard as it is, and go on."""
    if page.url.endswith("/heard"):
        for name in page.locator("main input[type=radio][value=absent]").all():
            tab_to(page, f"input[name='{name.get_attribute('name')}']")
            page.keyboard.press("Space")
    elif "/anything-else" not in page.url:
        tab_to(page, "main input[type=radio]")
        page.keyboard.press("Space")
    press_enter(page)


@pytest.mark.parametrize("window", ["desktop", "plain_desktop"])
def test_a_whole_check_by_keyboard(request: pytest.FixtureRequest, window: str) -> None:
    """Tab, Space and Enter: from the first word to a judgement that is kept."""
    page: Page = request.getfixturevalue(window)
    page.goto("/")
    tab_to(page, "textarea")
    page.keyboard.type(STORY)
    press_enter(page)

    for _ in range(40):
        if "/result" in page.url:
            break
        answer_by_keyboard(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Level ")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]").first).to_be_visible()
    tab_back_to(page, "input[name=level]")
    page.keyboard.press("Space")
    tab_to(page, "#your-view button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept: you agree with Level")).to_be_visible()


def tab_back_to(page: Page, selector: str) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Shift and Tab on {page.url}.")


@pytest.mark.parametrize("window", ["zoomed", "narrow"])
def test_nothing_scrolls_sideways(request: pytest.FixtureRequest, window: str) -> None:
    """Every page of a check, and those beside it, fits a width of 320 (WCAG 2.2, 1.4.10)."""
    page: Page = request.getfixturevalue(window)
    seen = []

    def look(page: Page) -> None:
        seen.append(page.url.rsplit("/", 1)[1])
        assert scrolls_sideways(page) is False, page.url

    walk = Walk(page, HUNGRY, look)
    walk.begin(STORY)
    walk.to_the_answer()
    for summary in page.locator("main summary").all():
        summary.click()
    look(page)
    place = walk.place
    for side in SIDE_PAGES:
        page.goto(f"{place}/{side}")
        look(page)

    assert {"heard", "anything-else", "own-level", "result", *SIDE_PAGES} <= set(seen)


@pytest.mark.parametrize("window", ["zoomed", "narrow"])
def test_danger_fits_too(request: pytest.FixtureRequest, window: str) -> None:
    page: Page = request.getfixturevalue(window)
    walk = Walk(page, {"Is anyone in danger right now?": "Yes"})
    walk.begin("dad is outside shouting and has a knife")
    walk.choose()
    walk.press("Continue")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ring 999 now")
    assert scrolls_sideways(page) is False
