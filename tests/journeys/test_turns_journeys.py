"""Turns without a page load, and what becomes of them when something goes wrong on the way.

The check's own journeys show that it works with scripts and without. These look at the difference:
that nothing is loaded anew, and that whatever fails ends in the ordinary way.
"""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

MARK = "window.sameDocument = true"
STILL_THERE = "window.sameDocument === true"
WORRY = "He often comes to school hungry and his clothes are dirty."


def begin(page: Page) -> None:
    """Say a worry on the first page, in a document that can be recognised."""
    page.goto("/")
    page.evaluate(MARK)
    page.get_by_role("textbox").fill(WORRY)
    page.get_by_role("button", name="Continue").click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def past_the_start(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).not_to_have_text("What is worrying you?")


def test_a_turn_comes_without_a_page_load(desktop: Page) -> None:
    """Title, address, focus and history are as they would be with one."""
    begin(desktop)
    past_the_start(desktop)

    assert desktop.evaluate(STILL_THERE)
    assert desktop.url.startswith(f"{desktop.url.split('/check/')[0]}/check/")
    assert desktop.title().startswith(heading(desktop))
    expect(desktop.get_by_role("heading", level=1)).to_be_focused()
    assert WORRY not in desktop.url


def test_a_mistake_comes_without_a_page_load_too(phone: Page) -> None:
    """The error summary takes the focus, and the address stays."""
    phone.goto("/")
    phone.evaluate(MARK)
    phone.get_by_role("button", name="Continue").click()

    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert phone.evaluate(STILL_THERE)
    assert phone.title().startswith("Error: ")
    expect(phone.locator(".govuk-error-summary")).to_be_focused()


def test_back_and_forward(desktop: Page) -> None:
    """The browser's buttons go turn by turn."""
    begin(desktop)
    past_the_start(desktop)
    second = heading(desktop)
    address = desktop.url

    desktop.go_back()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("What is worrying you?")
    desktop.go_forward()

    expect(desktop.get_by_role("heading", level=1)).to_have_text(second)
    assert desktop.url == address
    assert desktop.evaluate(STILL_THERE)


def test_half_typed_words_come_back(desktop: Page) -> None:
    """From the memory of the page; nothing is stored in the browser."""
    begin(desktop)
    past_the_start(desktop)
    desktop.go_back()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("What is worrying you?")
    desktop.get_by_role("textbox").fill("half a sente")

    desktop.go_forward()
    past_the_start(desktop)
    desktop.go_back()

    expect(desktop.get_by_role("textbox")).to_have_value("half a sente")
    stored = "localStorage.length + sessionStorage.length"
    assert desktop.evaluate(stored) == 0


def test_a_connection_that_breaks(desktop: Page) -> None:
    """The form is then sent in the ordinary way, and arrives."""

    def break_once(route: Route) -> None:
        route.abort()

    desktop.goto("/")
    desktop.evaluate(MARK)
    desktop.get_by_role("textbox").fill(WORRY)
    # Only the fetch breaks; the browser's own navigation that follows is let through.
    desktop.route("**/*", break_once, times=1)
    desktop.get_by_role("button", name="Continue").click()
    past_the_start(desktop)

    assert not desktop.evaluate(STILL_THERE)


def test_an_answer_that_is_no_page(desktop: Page) -> None:
    """A proxy's own words, say: the form is sent in the ordinary way."""

    def answer_oddly(route: Route) -> None:
        route.fulfill(status=200, content_type="text/plain", body="try later")

    desktop.goto("/")
    desktop.evaluate(MARK)
    desktop.get_by_role("textbox").fill(WORRY)
    desktop.route("**/*", answer_oddly, times=1)
    desktop.get_by_role("button", name="Continue").click()
    past_the_start(desktop)

    assert not desktop.evaluate(STILL_THERE)


def test_a_new_version_is_loaded_whole(desktop: Page) -> None:
    """A page made for other scripts than those that run here is not mixed with them."""

    def newer(route: Route) -> None:
        script = '<script type="module" src="/static/newer/app.js"></script>'
        body = f"<!DOCTYPE html><title>x</title>{script}<main><h1>newer</h1></main>"
        route.fulfill(content_type="text/html", body=body)

    desktop.goto("/")
    desktop.evaluate(MARK)
    desktop.get_by_role("textbox").fill(WORRY)
    desktop.route("**/*", newer, times=1)
    desktop.get_by_role("button", name="Continue").click()
    past_the_start(desktop)

    assert not desktop.evaluate(STILL_THERE)


def test_pressing_twice_sends_once(desktop: Page) -> None:
    """While an answer is on its way, a second press does nothing."""
    sent: list[str] = []
    desktop.goto("/")
    desktop.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    desktop.get_by_role("textbox").fill(WORRY)
    desktop.get_by_role("button", name="Continue").dblclick()
    past_the_start(desktop)

    assert len(sent) == 1


def test_an_error_page_takes_the_place_of_the_form(desktop: Page) -> None:
    """What the server says about a failure is shown, with whom to ring; nothing is sent again."""
    desktop.goto("/")
    desktop.context.clear_cookies()
    desktop.get_by_role("textbox").fill(WORRY)
    desktop.get_by_role("button", name="Continue").click()

    expect(desktop.get_by_role("heading", level=1)).to_have_text("This page has expired")
    desktop.get_by_role("button", name="Send it again").click()
    past_the_start(desktop)
    expect(desktop.get_by_role("heading", level=1)).not_to_have_text("This page has expired")
