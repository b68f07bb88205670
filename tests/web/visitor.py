"""A visitor who opens pages as a browser without scripts would, and looks at each one carefully.

Every page of every test is checked for what must be true of all pages, so a test says only what is
special about its own. Each message says how to mend what was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus, urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
FILLED_IN = ("input", "textarea", "select")
NEEDS_NO_LABEL = {"hidden", "submit", "button"}
TELLING = 8
"""Letters from which on a typed value is unmistakable in an address."""


@dataclass
class Page:
    """One page as it was answered."""

    visit: Visit
    response: TestResponse
    url: str
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.response.text, "html5lib")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return said(self.soup.title)

    @property
    def h1(self) -> str:
        return said(self.soup.h1)

    @property
    def main(self) -> str:
        return said(self.soup.main)

    @property
    def error_summary(self) -> list[str]:
        return [said(link) for link in self.soup.select(".govuk-error-summary__list li")]

    def follow(self, words: str) -> Page:
        """Open the link with these words."""
        for link in self.soup.select("a[href]"):
            if said(link) == words:
                return self.visit.get(urljoin(self.url, str(link["href"])))
        raise AssertionError(f"No link {words!r} on {self.h1!r}.")

    def submit(self, button: str, *, status: int = 200, **values: Any) -> Page:
        """Fill in fields by name and press a button; a value may be a list for checkboxes."""
        form, pressed = self._form_of(button)
        data = filled_in(form)
        unknown = set(values) - {str(f.get("name")) for f in form.select("[name]")}
        assert not unknown, f"The form of {button!r} has no field {sorted(unknown)}."
        data = [pair for pair in data if pair[0] not in values]
        for name, value in values.items():
            data += [(name, one) for one in (value if isinstance(value, list) else [value])]
        if pressed.get("name"):
            data.append((str(pressed["name"]), str(pressed.get("value", ""))))
        return self.visit.post(urljoin(self.url, str(form["action"])), data, status=status)

    def _form_of(self, button: str) -> tuple[Tag, Tag]:
        for pressed in self.soup.select("form button"):
            if said(pressed) == button:
                form = pressed.find_parent("form")
                assert isinstance(form, Tag)
                return form, pressed
        raise AssertionError(f"No button {button!r} on {self.h1!r}.")


@dataclass
class Visit:
    """A browser without scripts: ``visit.get("help.privacy")``, ``visit.get("/help/privacy")``."""

    app: Flask
    client: FlaskClient
    typed: set[str] = field(default_factory=set)

    def get(self, where: str, *, status: int = 200, **values: Any) -> Page:
        return self._page(self._address(where, values), "GET", None, status)

    def post(self, url: str, data: list[tuple[str, str]], *, status: int = 200) -> Page:
        self.typed |= {value for name, value in data if name not in ("csrf_token", "key", "next")}
        return self._page(url, "POST", data, status)

    def _address(self, where: str, values: dict[str, Any]) -> str:
        if where.startswith(("/", "http")):
            return where
        with self.app.test_request_context():
            return url_for(where, **values)

    def _page(self, url: str, method: str, data: list[tuple[str, str]] | None, status: int) -> Page:
        response = self._send(url, method, data)
        while response.status_code in {302, 303}:
            url = urljoin(url, response.headers["Location"])
            self._has_nothing_typed(url)
            response = self._send(url, "GET", None)
        self._has_nothing_typed(url)
        assert response.status_code == status, f"{url} answered {response.status}."
        page = Page(self, response, url)
        check(page)
        return page

    def _send(self, url: str, method: str, data: list[tuple[str, str]] | None) -> TestResponse:
        fields: dict[str, list[str]] = {}
        for name, value in data or ():
            fields.setdefault(name, []).append(value)
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.client.open(path, method=method, data=fields or None, headers=headers)

    def _has_nothing_typed(self, url: str) -> None:
        shown = unquote_plus(url)
        leaked = [value for value in self.typed if len(value) >= TELLING and value in shown]
        assert not leaked, f"What was typed is in the address {url}: keep it on the server."


def said(tag: Tag | None) -> str:
    """The words of an element, on one line."""
    assert tag is not None, "There is no such element on the page."
    return " ".join(tag.get_text(" ").split()).replace(" .", ".").replace(" ,", ",")


def filled_in(form: Tag) -> list[tuple[str, str]]:
    """What a browser would send of a form as it stands."""
    data = []
    for one in form.select("[name]"):
        name, kind = str(one["name"]), str(one.get("type", ""))
        if one.name == "textarea":
            data.append((name, one.get_text().removeprefix("\n")))
        elif one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            data.append((name, str(chosen["value"]) if chosen else ""))
        elif one.name == "input" and (kind not in {"radio", "checkbox"} or one.has_attr("checked")):
            data.append((name, str(one.get("value", ""))))
    return data


def check(page: Page) -> None:
    """Look at everything that must be true of every page."""
    headers_are_exact(page.response)
    html_is_valid(page.response.text)
    heading_and_title_agree(page)
    ids_are_unique_and_found(page.soup)
    fields_have_labels(page.soup)
    forms_are_whole(page.soup)
    nothing_is_inline(page)
    nothing_comes_from_elsewhere(page.soup)
    help_is_at_hand(page.soup)


def headers_are_exact(response: TestResponse) -> None:
    for name, value in HEADERS.items():
        assert response.headers.getlist(name) == [value], f"{name}: see web/security.py."
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([\w-]{20,})'", policy)
    assert nonce, f"The policy has no nonce: {policy}"
    assert policy == POLICY.format(nonce=nonce[1])


def html_is_valid(html: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    found = [f"line {at[0]}: {code} {facts}" for at, code, facts in parser.errors]
    assert not found, f"The HTML is not valid: {found}"


def heading_and_title_agree(page: Page) -> None:
    headings = page.soup.select("h1")
    assert len(headings) == 1, f"{page.url} has {len(headings)} h1; a page has one."
    wanted = said(headings[0])
    title = page.title.removeprefix("Error: ")
    assert title.startswith(wanted), f"The title {title!r} must begin with the h1 {wanted!r}."
    has_summary = bool(page.soup.select(".govuk-error-summary"))
    starts = page.title.startswith("Error: ")
    assert has_summary == starts, "A page with errors says so at the head of its title: has_errors."


def ids_are_unique_and_found(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    twice = {one for one in ids if ids.count(one) > 1}
    assert not twice, f"These ids are there twice: {twice}"
    for tag in soup.select("[aria-describedby], [aria-labelledby], [aria-controls]"):
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            missing = set(str(tag.get(attribute, "")).split()) - set(ids)
            assert not missing, f"{attribute} names {missing}, which is not on the page."
    for link in soup.select('a[href^="#"]'):
        assert str(link["href"])[1:] in ids, f"The link {link['href']} leads nowhere."


def fields_have_labels(soup: BeautifulSoup) -> None:
    labelled = {str(label.get("for")) for label in soup.select("label")}
    for one in soup.select(",".join(FILLED_IN)):
        if one.get("type") in NEEDS_NO_LABEL:
            continue
        known = one.get("id") in labelled or one.get("aria-label") or one.find_parent("label")
        assert known, f"The field {one.get('name')!r} has no label."
    ids = {str(tag["id"]) for tag in soup.select("[id]")}
    assert labelled <= ids, f"These labels belong to nothing: {labelled - ids}"
    radios = soup.select("input[type=radio]")
    assert all(r.find_parent("fieldset") for r in radios), (
        "Radios stand in a fieldset with a legend."
    )


def forms_are_whole(soup: BeautifulSoup) -> None:
    for form in soup.select("form"):
        action = str(form.get("action", ""))
        assert action.startswith("/"), f"A form has the action {action!r}: name one of our pages."
        if form.get("method", "get") == "get" or action == "/leave":
            continue
        token = form.select_one('input[name=csrf_token][value]:not([value=""])')
        assert token, f"The form to {action} has no token: use the form macro."


def nothing_is_inline(page: Page) -> None:
    policy = page.response.headers["Content-Security-Policy"]
    for script in page.soup.select("script"):
        assert f"'nonce-{script.get('nonce')}'" in policy, "A script has not this response's nonce."
        ours = script.get("src") or str(script.string).startswith("document.body.className")
        assert ours, "A script stands in the page: put it into web/static."
    for tag in page.soup.find_all(True):
        handlers = [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert not handlers, f"<{tag.name}> has {handlers}, which the policy forbids."
    assert not page.soup.select("style"), "Styles belong into web/assets."


def nothing_comes_from_elsewhere(soup: BeautifulSoup) -> None:
    for tag in soup.select("script[src], img[src], link[href], iframe, object, embed"):
        address = str(tag.get("src") or tag.get("href") or "")
        assert address.startswith("/"), f"<{tag.name}> loads {address!r} from somewhere else."


def help_is_at_hand(soup: BeautifulSoup) -> None:
    assert soup.select_one('.app-danger a[href="tel:999"]'), "The page does not say to ring 999."
    assert soup.select_one('form[action="/leave"] button'), "The page cannot be left in a hurry."
    footer = said(soup.select_one("footer"))
    assert "It does not clear your browser" in footer
