"""Checking a worry in a real browser: wide, on a phone, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Axe, Server
from tests.journeys.test_shell_journeys import scrolls_sideways
from tests.journeys.walk import CASE, LEVEL, Walk

STORY = "yr 4 lad keeps coming in hungry and filthy, mom drinking again, been going on since summer"
HUNGRY = {
    "What does it do to the child?": "Some effect",
    "What do the parents or carers say about it?": "Working with us",
}


def at_an_answer(page: Page, words: str = STORY, **more: dict[str, str]) -> Walk:
    walk = Walk(page, more.get("answers", HUNGRY))
    walk.begin(words)
    walk.to_the_answer()
    return walk


def test_four_o_clock_on_a_friday(page: Page, axe: Axe) -> None:
    """From the first words to a level with its reasons; every page on the way is for everyone."""

    def look(page: Page) -> None:
        assert scrolls_sideways(page) is False, page.url
        if not page.url.endswith(("/own-level", "/result")):
            assert LEVEL.findall(page.content()) == [], page.url
        axe(page)

    walk = Walk(page, HUNGRY, look)
    walk.begin(STORY)
    walk.to_the_answer()

    assert walk.asked[:2] == ["Is anyone in danger right now?", "Did we understand you?"]
    assert walk.asked[-2] == "Which level would you choose?"
    assert len([one for one in walk.asked if one.endswith("?")]) <= 12
    assert walk.heading == "Level 3: Early help from several agencies together"
    parts = ["What to do now", "Talk it over", "Why", "Your judgement", "Your reference"]
    places = [walk.told.index(part) for part in parts]
    assert places == sorted(places)
    assert "You chose Level 2." in walk.told
    now = walk.told.lower()
    assert "open now until" in now or "closed now, opens" in now


def test_what_was_understood_is_shown_before_it_counts(page: Page) -> None:
    walk = Walk(page)
    walk.begin(STORY)
    page.get_by_label("No sign of that").check()
    walk.press("Continue")

    for heard in (
        "Often hungry",
        "Dirty or unwashed",
        "A parent's drinking worries people",
        "How old is the child? 5 to 9",
        "How long has this been going on? For months or longer",
    ):
        expect(page.get_by_label(heard, exact=True)).to_be_checked()
    expect(page.get_by_text("heard “keeps coming in hungry”")).to_be_visible()
    guesses = page.get_by_role("group", name="Did you also mean?").get_by_role("checkbox")
    assert not any(box.is_checked() for box in guesses.all())


def test_danger_is_999_first_and_alone(page: Page, axe: Axe) -> None:
    walk = Walk(page, {"Is anyone in danger right now?": "Yes"})
    walk.begin("dad has just turned up drunk and is threatening to take her")
    walk.choose()
    walk.press("Continue")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ring 999 now")
    expect(page.get_by_role("link", name="Ring 999", exact=True).last).to_be_in_viewport()
    told = page.locator("main").inner_text()
    assert told.index("Then ring the MASH") < told.index("Level 4")
    axe(page)


def test_an_answer_changed_from_the_result(page: Page) -> None:
    walk = at_an_answer(page)
    first = walk.reference
    level = walk.heading

    case = CASE.search(page.url)
    assert case
    page.goto(f"{case[0]}/question/effect_on_child")
    expect(page.get_by_label("Some effect").first).to_be_checked()
    page.locator("main input[type=radio]").nth(2).check()
    walk.press("Continue")
    walk.to_the_answer()

    assert walk.reference != first
    assert int(walk.heading[6]) >= int(level[6])


def test_save_and_come_back_in_another_browser(
    page: Page, browser: Browser, server: Server
) -> None:
    walk = Walk(page)
    walk.begin(STORY)
    page.get_by_role("link", name="Save and come back").click()
    link = page.locator("#private-link").inner_text()

    elsewhere = browser.new_context(base_url=server.url).new_page()
    elsewhere.goto(link)

    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Is anyone in danger right now?")
    expect(elsewhere.get_by_text(STORY)).to_be_visible()
    assert link.rsplit("/", 1)[1] not in elsewhere.url
    elsewhere.context.close()


def test_a_double_click_is_taken_once(page: Page) -> None:
    walk = Walk(page)
    walk.begin(STORY)
    page.get_by_label("No sign of that").check()
    page.locator("main").get_by_role("button", name="Continue").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Did we understand you?")
    expect(page.locator(".app-pairs__pair")).to_have_count(2)


def test_the_back_button_and_another_answer(page: Page) -> None:
    walk = Walk(page)
    walk.begin(STORY)
    page.get_by_label("No sign of that").check()
    walk.press("Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Did we understand you?")

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is anyone in danger right now?")
    page.get_by_label("I am not sure").check()
    page.locator("main").get_by_role("button", name="Continue").click()
    # A browser that showed its old copy is told so, and one more press keeps the answer.
    told = page.get_by_text("went on in another window")
    heard = page.get_by_role("heading", name="Did we understand you?", level=1)
    expect(told.or_(heard)).to_be_visible()
    if told.is_visible():
        page.locator("main").get_by_role("button", name="Continue").click()

    expect(heard).to_be_visible()
    expect(page.locator(".app-pairs")).to_contain_text("I am not sure")
    expect(page.get_by_text("You are not sure that nobody is in danger.")).to_be_visible()


def test_two_windows_on_one_check(page: Page) -> None:
    walk = Walk(page)
    walk.begin(STORY)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("I am not sure").check()
    other.locator("main").get_by_role("button", name="Continue").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Did we understand you?")

    page.get_by_label("No sign of that").check()
    page.locator("main").get_by_role("button", name="Continue").click()

    expect(page.get_by_text("This check went on in another window")).to_be_visible()
    expect(page.get_by_label("No sign of that")).to_be_checked()
    other.close()


def test_disagreeing_is_as_easy_as_agreeing(page: Page) -> None:
    walk = at_an_answer(page)

    page.get_by_label("I think it is higher: Level 4").check()
    page.get_by_role("button", name="Keep my judgement").click()

    expect(page.get_by_text("Kept: you would choose Level 4")).to_be_visible()
    expect(page.get_by_text("nothing here stands in the way of more help")).to_be_visible()
    assert walk.reference


def test_what_is_typed_survives_a_mistake(page: Page, axe: Axe) -> None:
    walk = at_an_answer(page)
    page.get_by_label("I think it is lower: Level 1").check()
    page.get_by_role("button", name="Keep my judgement").click()

    expect(page.get_by_role("alert")).to_contain_text("Choose the reason that is closest")
    expect(page.get_by_label("I think it is lower: Level 1")).to_be_checked()
    assert page.title().startswith("Error: ")
    axe(page)
    assert walk.reference


@pytest.mark.parametrize("place", ["words", "list", "heard", "come-back", "print", "question/age"])
def test_every_side_page_is_for_everyone(phone: Page, axe: Axe, place: str) -> None:
    at_an_answer(phone)
    case = CASE.search(phone.url)
    assert case

    phone.goto(f"{case[0]}/{place}")

    assert scrolls_sideways(phone) is False
    axe(phone)


def test_what_looks_personal_is_offered_back(page: Page, axe: Axe) -> None:
    page.goto("/")
    page.get_by_label("What is worrying you?").fill("Ring 07700 900123, he is always hungry")
    page.locator("main").get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Shall we take something out?")
    expect(page.get_by_label("With that taken out")).not_to_have_value(re.compile("07700"))
    axe(page)


def test_an_unknown_check_is_for_everyone_too(page: Page, axe: Axe) -> None:
    page.goto("/c/no-such-link")

    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot open that check here")
    axe(page)
