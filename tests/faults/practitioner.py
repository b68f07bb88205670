"""Somebody who uses the real pages over the network, and sends again what got no answer."""

from __future__ import annotations

import html
import http.client
import re
import time
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

Fields: TypeAlias = list[tuple[str, str]]

REFERENCE = re.compile(r"RH-\w{4}-\w{2}")
RESULT = re.compile(r"<main.*?(RH-\w{4}-\w{2})", re.DOTALL)
FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
INPUT = re.compile(r"<(?:input|textarea)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
PATIENCE = 60.0


class NoAnswerError(Exception):
    """The line was cut before there was an answer: what came of the request is not known."""


@dataclass(frozen=True)
class Answered:
    """One answer, as it came."""

    status: int
    text: str
    location: str


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, what it holds already, and what there is to choose from."""

    action: str
    hidden: Fields
    choices: list[tuple[str, str]]

    def filled_in(self, **values: str) -> Fields:
        """What a browser would send."""
        return [*self.hidden, *values.items()]


def forms(text: str) -> list[Form]:
    """The forms of a page that ask something."""
    return [_form(action, inside) for action, inside in FORM.findall(text)]


def _form(action: str, inside: str) -> Form:
    found = [dict(ATTRIBUTE.findall(attributes)) for attributes in INPUT.findall(inside)]
    values = [
        (one.get("type", ""), one.get("name", ""), html.unescape(one.get("value", "")))
        for one in found
    ]
    return Form(
        html.unescape(action),
        [(name, value) for kind, name, value in values if kind == "hidden"],
        [(name, value) for kind, name, value in values if kind in ("radio", "checkbox")],
    )


@dataclass
class Practitioner:
    """One browser.

    Attributes:
        cut: how often a request got no answer.
        failures: pages that said the service is in trouble (status 500 and above).
    """

    port: int
    cookie: str = ""
    cut: int = 0
    failures: list[Answered] = field(default_factory=list)

    def send(self, path: str, fields: Fields | None = None) -> Answered:
        """One request, once.

        Raises:
            NoAnswerError: no whole answer came.
        """
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("POST" if body is not None else "GET", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(type(error).__name__) from error
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = cookie.split(";")[0]
        return Answered(answer.status, text, answer.headers.get("Location", ""))

    def insist(self, path: str, fields: Fields | None = None) -> Answered:
        """The same request until it is answered."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.send(path, fields)
            except NoAnswerError:
                self.cut += 1
                time.sleep(0.05)
                continue
            if answer.status < 500:
                return answer
            self.failures.append(answer)
            time.sleep(0.05)
        raise AssertionError(f"{path} was not answered for {PATIENCE} seconds.")

    def follow(self, answer: Answered) -> tuple[str, Answered]:
        """The page a redirection leads to, and where it is."""
        assert answer.status == 303, f"{answer.status}: {answer.text[:2000]}"
        path = urlsplit(answer.location).path
        page = self.insist(path)
        return (path, page) if page.status == 200 else self.follow(page)

    def start(self, words: str) -> tuple[str, Answered]:
        """Begin a check; the first page of it."""
        (form,) = forms(self.insist("/").text)
        return self.follow(self.insist("/", form.filled_in(worry=words)))

    def go_through(self, path: str, page: Answered, *, danger: bool) -> tuple[str, Answered]:
        """Answer one page after another until there is a result: its address and page."""
        for _ in range(40):
            if path.endswith("/result"):
                return path, page
            form = forms(page.text)[0]
            path, page = self.follow(self.insist(form.action, _said(form, danger=danger)))
        raise AssertionError(f"There is no end to this check: {path}")

    def decide(self, words: str, *, danger: bool) -> tuple[str, str, Answered]:
        """A whole check: its reference, and the address and page of its result."""
        path, page = self.go_through(*self.start(words), danger=danger)
        return reference(page), path, page


def reference(page: Answered) -> str:
    """The reference on a result page."""
    found = RESULT.search(page.text)
    assert found, f"No reference on the result: {page.text[:2000]}"
    return found[1]


def _said(form: Form, *, danger: bool) -> Fields:
    """A choice for every question of a form: danger as told, else the first that fits."""
    said: dict[str, str] = {}
    for name, value in form.choices:
        if name == "none" or name in said or name == "after_all":
            continue
        said[name] = value
    if danger and form.action.endswith(("/question/immediate_danger", "/question/danger_now")):
        said["answer"] = "yes"
    if form.action.endswith("/anything-else"):
        said = {}
    return form.filled_in(**said)
