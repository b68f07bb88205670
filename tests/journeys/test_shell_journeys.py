"""The pages of the shell in a real browser: wide, on a phone, and without scripts."""

from __future__ import annotations

import re
import time
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Axe, Server

PAGES = [
    ("/help/emergency", "Who to ring about a child"),
    ("/help/how-this-works", "How this works"),
    ("/help/privacy", "Privacy"),
    ("/help/accessibility", "Accessibility statement"),
    ("/help/cookies", "Cookies"),
    ("/sign-in", "Sign in"),
    ("/nothing-here", "Page not found"),
]


@pytest.mark.parametrize(("address", "heading"), PAGES)
def test_a_page_is_for_everyone(page: Page, axe: Axe, address: str, heading: str) -> None:
    """No violation, no sideways scroll, and 999 in view before anything is scrolled."""
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("link", name="Ring 999", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Leave this page")).to_be_in_viewport()
    assert scrolls_sideways(page) is False
    axe(page)


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("address", [address for address, _ in PAGES])
def test_at_400_percent(desktop: Page, address: str) -> None:
    """A 1280 by 1024 window at 400 % is 320 by 256: nothing scrolls sideways or is kept in view."""
    desktop.set_viewport_size({"width": 320, "height": 256})
    desktop.goto(address)

    assert scrolls_sideways(desktop) is False
    strip = desktop.locator(".app-danger")
    assert strip.evaluate("strip => getComputedStyle(strip).position") == "static"


def test_in_forced_colours(desktop: Page, axe: Axe) -> None:
    desktop.emulate_media(forced_colors="active")
    desktop.goto("/help/emergency")

    expect(desktop.get_by_role("link", name="Ring 999", exact=True)).to_be_visible()


def test_the_strip_stays_in_view(desktop: Page) -> None:
    desktop.goto("/help/how-this-works")
    desktop.mouse.wheel(0, 2000)
    desktop.wait_for_function("window.scrollY > 200")

    expect(desktop.get_by_role("link", name="Ring 999", exact=True)).to_be_in_viewport()


def test_what_takes_the_focus_is_never_under_the_strip(phone: Page) -> None:
    """Going backwards through a long page by keyboard, each link is in the open."""
    phone.goto("/help/how-this-works")
    phone.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    phone.get_by_role("link", name="Cookies").focus()

    strip = phone.locator(".app-danger").bounding_box()
    assert strip is not None
    for _ in range(12):
        phone.keyboard.press("Shift+Tab")
        if phone.evaluate("Boolean(document.activeElement.closest('.app-danger'))"):
            break
        top = phone.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert top > strip["height"], phone.evaluate("document.activeElement.outerHTML")


def test_the_skip_link_comes_first(desktop: Page) -> None:
    desktop.goto("/help/privacy")
    desktop.keyboard.press("Tab")

    skip = desktop.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    in_main = "Boolean(document.activeElement.closest('main, footer'))"
    assert desktop.evaluate(in_main)


def test_leaving_by_the_button(page: Page) -> None:
    """With and without scripts: a neutral page, and ours is not behind the back button."""
    page.goto("/help/privacy")
    page.goto("/sign-in")
    page.get_by_role("button", name="Leave this page").click()

    page.wait_for_url("https://www.bbc.co.uk/weather")
    expect(page.locator("body")).to_have_text("Weather")


@pytest.mark.parametrize("key", ["Escape", "Shift"])
def test_leaving_by_a_key(desktop: Page, key: str) -> None:
    """Pressed three times; the sign-in page is gone from the history."""
    desktop.goto("/help/privacy")
    desktop.goto("/sign-in")
    for _ in range(3):
        desktop.keyboard.press(key)

    desktop.wait_for_url("https://www.bbc.co.uk/weather")
    desktop.go_back()
    assert desktop.url.endswith("/help/privacy")


def test_two_presses_do_not_leave(desktop: Page) -> None:
    """Nor do Shift and letters, as in typing capitals."""
    desktop.goto("/sign-in")
    email = desktop.get_by_label("Email address")
    email.focus()
    for key in ("Shift", "Shift", "A", "Shift", "Escape", "Shift", "Escape"):
        desktop.keyboard.press(key)
    desktop.wait_for_timeout(300)

    assert desktop.url.endswith("/sign-in")


def test_leaving_signs_out(desktop: Page, server: Server) -> None:
    desktop.goto(server.one_time_link())
    desktop.get_by_role("button", name="Sign in").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Decisions")
    desktop.get_by_role("button", name="Leave this page").click()
    desktop.wait_for_url("https://www.bbc.co.uk/weather")

    # The browser left without waiting for our answer: it may be a moment behind.
    until = time.monotonic() + 10
    heading = ""
    while heading != "Sign in" and time.monotonic() < until:
        desktop.goto("/decisions")
        heading = desktop.get_by_role("heading", level=1).inner_text()
    assert heading == "Sign in"


def test_signing_in_by_link_and_reading_a_decision(page: Page, server: Server, axe: Axe) -> None:
    """What the demonstration does: link, button, list, one decision, sign out, back button."""
    receipt = seal(server)
    page.goto(server.one_time_link())
    axe(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decisions")
    assert scrolls_sideways(page) is False
    axe(page)

    page.get_by_role("link", name=receipt).click()
    expect(page.get_by_text("unchanged since it was sealed: verified just now")).to_be_visible()
    assert scrolls_sideways(page) is False
    axe(page)

    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def seal(server: Server) -> str:
    fields = {
        "result": {"level": 3, "low": 3, "high": 4, "sub": None, "reasons": []},
        "facts": {"needs": ["often_hungry"], "answers": {}, "context": {}},
        "own_level": 2,
        "words": ["keeps coming in hungry"],
        "synthetic": True,
    }
    key = f"journey-{server.ledger.size()}"
    return server.ledger.append("decision", fields, actor="practitioner", key=key).ref


def test_a_wrong_password(page: Page, axe: Axe) -> None:
    """The summary takes the focus and its link leads to the field."""
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title("Error: Sign in \N{EN DASH} Right Help Right Time")
    axe(page)
    page.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()


def test_printing(desktop: Page) -> None:
    """On paper there is nothing to click; the numbers are there."""
    desktop.goto("/help/emergency")
    desktop.emulate_media(media="print")

    expect(desktop.get_by_role("button", name="Leave this page")).to_be_hidden()
    ring = desktop.get_by_role("link", name="Ring 999", exact=True)
    expect(ring).to_be_visible()
    # Browsers leave backgrounds out on paper, so what is white on the screen would be nothing.
    expect(ring).to_have_css("color", "rgb(0, 0, 0)")
    expect(desktop.get_by_role("link", name="Privacy")).to_be_hidden()


def test_the_server_says_nothing_about_itself(server: Server) -> None:
    """No product, no version, nothing of the kind in headers."""
    with urllib.request.urlopen(f"{server.url}/help/privacy") as response:
        names = {name.lower(): value for name, value in response.headers.items()}

    assert names["server"] == "rhrt"
    assert not re.search(r"gunicorn|werkzeug|python|flask", str(names), re.IGNORECASE)


def test_private_links_are_not_in_the_servers_log(desktop: Page, server: Server) -> None:
    """Neither ours nor gunicorn's own lines hold an address."""
    link = server.one_time_link()
    desktop.goto(link)
    desktop.get_by_role("button", name="Sign in").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Decisions")

    log = (server.data / "log").read_text("utf-8")
    assert '"endpoint": "account.use_once"' in log
    assert link.rpartition("/")[2] not in log
    assert "/sign-in" not in log
