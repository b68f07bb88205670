"""A real browser against the real server: gunicorn in a process and on a database of its own.

``desktop`` and ``phone`` are pages with scripts, ``plain_desktop`` and ``plain`` the same without;
``zoomed`` and ``narrow`` are as small as pages get. ``axe(page)`` scans a page for WCAG 2.2 A and
AA. No page may ask anything of another host; each fixture watches.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from rhrt.log.ledger import Ledger
from rhrt.store.accounts import Accounts
from rhrt.store.database import Store
from rhrt.store.keys import Keys

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_SECONDS = 60
SENT_ON_PURPOSE = re.compile(r"status of 4\d\d|net::ERR_FAILED")
"""What the browser complains of when a test asks for what is not there, or breaks the line."""

SLOWEST = 15_000
"""Milliseconds, on a machine that is busy with other things."""

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 667}

Axe = Callable[[Page], None]


@dataclass(frozen=True)
class Server:
    """The running service."""

    url: str
    data: Path

    @property
    def store(self) -> Store:
        """The database it serves from, for what a journey needs beforehand."""
        return Store.open(f"sqlite:///{self.data / 'rhrt.db'}", Keys.open(self.data / "keys"))

    def one_time_link(self, role: str = "screener") -> str:
        """The address that signs somebody in once."""
        accounts = Accounts(self.store)
        email = f"{role}-{time.monotonic_ns()}@example.org"
        token = accounts.one_time_link(accounts.add("Sam Screener", email, role).id)
        return f"{self.url}/sign-in/once/{token}"

    @property
    def ledger(self) -> Ledger:
        """Its log."""
        return Ledger.open(self.store)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service under gunicorn, with the configuration it is run with."""
    data = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["gunicorn", "--config", "python:web.gunicorn_config", "wsgi:app"]
    environ = {"PATH": os.environ["PATH"], "RHRT_DATA": str(data), "HOME": str(data)}
    with (data / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
        )
        try:
            served = Server(f"http://127.0.0.1:{port}", data)
            _wait_for(served, process)
            yield served
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The service did not start:\n{(server.data / 'log').read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("There is no Chromium: `make test` installs it, or `apt-get install chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def _page(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, locale="en-GB", **options)
    context.set_default_timeout(SLOWEST)
    page = context.new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((server.url, "data:")):
            elsewhere.append(request.url)

    def hear(said: ConsoleMessage) -> None:
        address = urlsplit(said.location.get("url", "")).path
        if said.type == "error" and not (SENT_ON_PURPOSE.search(said.text) and is_page(address)):
            complaints.append(f"{said.text} {address}")

    # Leaving for the neutral page is the one way out; it is answered here, not by the internet.
    context.route("https://www.bbc.co.uk/weather", lambda route: route.fulfill(body="Weather"))
    page.on("request", watch)
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not [url for url in elsewhere if url != "https://www.bbc.co.uk/weather"]
    assert not complaints


def is_page(path: str) -> bool:
    """Whether an address is one of our pages: a style sheet or script must never be missing."""
    return not path.startswith("/static/")


@pytest.fixture
def desktop(browser: Browser, server: Server) -> Iterator[Page]:
    """A wide window."""
    yield from _page(browser, server, viewport=DESKTOP)


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """A telephone in the hand."""
    yield from _page(browser, server, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def plain(browser: Browser, server: Server) -> Iterator[Page]:
    """A telephone without scripts."""
    yield from _page(browser, server, viewport=PHONE, java_script_enabled=False)


@pytest.fixture
def plain_desktop(browser: Browser, server: Server) -> Iterator[Page]:
    """A wide window without scripts."""
    yield from _page(browser, server, viewport=DESKTOP, java_script_enabled=False)


@pytest.fixture
def zoomed(browser: Browser, server: Server) -> Iterator[Page]:
    """A window of 1280 by 1024 at 400 %: 320 by 256, each point drawn four times as large."""
    yield from _page(browser, server, viewport={"width": 320, "height": 256}, device_scale_factor=4)


@pytest.fixture
def narrow(browser: Browser, server: Server) -> Iterator[Page]:
    """The narrowest telephone that WCAG 2.2 asks for (1.4.10)."""
    yield from _page(browser, server, viewport={"width": 320, "height": 568}, is_mobile=True)


@pytest.fixture(params=["desktop", "phone", "plain", "plain_desktop"])
def page(request: pytest.FixtureRequest) -> Page:
    """Each of the four, one after another."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def axe(browser: Browser) -> Axe:
    """Scan a page; any violation of WCAG 2.2 A or AA fails, with the elements it is in."""

    def scan(page: Page) -> None:
        if page.evaluate("document.body.classList.contains('js-enabled')"):
            found = _violations(page)
        else:
            found = _violations_without_scripts(browser, page)
        assert not found, "\n".join([f"{page.url} is not accessible to everyone:", *found])

    return scan


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        "\n    ".join([f"{one['id']} ({one['impact']}): {one['help']}", *_places(one)])
        for one in found["violations"]
    ]


def _places(violation: dict[str, Any]) -> list[str]:
    return [node["html"] for node in violation["nodes"]]


def _violations_without_scripts(browser: Browser, page: Page) -> list[str]:
    """Scan the same HTML where the scanner can run but the page has no scripts of its own."""
    html = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    context = browser.new_context(viewport=PHONE)
    copy = context.new_page()
    copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    copy.goto(page.url)
    found = _violations(copy)
    context.close()
    return found
