"""Somebody who checks a worry in a browser, answering whatever they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from rhrt.pack import model

REFERENCE = re.compile(r"RH-\w{4}-\w{2}")
CASE = re.compile(r"/check/\w+")
LEVEL = re.compile(r"level[^a-z]{0,3}[1-4]", re.IGNORECASE)


@dataclass
class Walk:
    """Somebody who answers what they are asked.

    Args:
        answers: What to choose where the question begins like this; elsewhere the first answer.
        look: Called on every page.
    """

    page: Page
    answers: dict[str, str] = field(default_factory=dict)
    look: Callable[[Page], None] = lambda page: None
    asked: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text().strip()

    @property
    def told(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def place(self) -> str:
        """The address of this check, which its pages begin with."""
        found = CASE.search(self.page.url)
        assert found
        return found[0]

    def begin(self, words: str) -> None:
        self.page.goto("/")
        self.look(self.page)
        self.page.get_by_label("What is worrying you?").fill(words)
        self.press("Continue")

    def press(self, button: str) -> None:
        """Press a button and wait for the page that follows."""
        before = self.page.url
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_url(lambda address: address != before)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def to_the_answer(self, own: str = "2") -> None:
        """Go on until the answer is there."""
        for _ in range(40):
            self.look(self.page)
            self.asked.append(self.heading)
            if "/result" in self.page.url:
                return
            self.turn(own)
        raise AssertionError(f"No answer after {self.asked}")

    def turn(self, own: str) -> None:
        """Answer the page that is open."""
        address = self.page.url
        if "/question/" in address:
            self.choose()
            self.press("Continue")
        elif address.endswith("/heard"):
            self.confirm()
            self.press("Continue")
        elif address.endswith("/anything-else"):
            more = self.page.locator("main input[type=checkbox]").count()
            self.press("Continue" if more else "No, that is everything")
        elif address.endswith("/own-level"):
            self.tells_no_level_but_all()
            self.page.locator(f"input[name=level][value='{own}']").check()
            self.press("Show the answer")
        else:
            raise AssertionError(f"Lost at {address}: {self.heading}")

    def confirm(self) -> None:
        """Take what was heard as it stands; what was denied is not so."""
        for radio in self.page.locator("main input[type=radio][value=absent]").all():
            radio.check()

    def choose(self) -> None:
        wanted = self.answers.get(self.heading)
        radios = self.page.locator("main input[type=radio]")
        if wanted:
            self.page.get_by_label(wanted).first.check()
        else:
            radios.first.check()

    def tells_no_level_but_all(self) -> None:
        """The page before the answer offers all four levels and favours none."""
        offered = self.page.locator("main input[type=radio]")
        assert offered.count() == 5
        assert self.page.locator("main input[type=radio]:checked").count() == 0

    @property
    def reference(self) -> str:
        found = REFERENCE.search(self.page.locator(".app-reference").inner_text())
        assert found
        return found[0]


@dataclass
class CaseWalk(Walk):
    """Somebody who tells a case of the pack and answers as it says; the rest nobody knows."""

    case: model.Case = field(kw_only=True)

    def tell(self, own: str) -> None:
        """Go from the words of the case to its answer."""
        self.begin(self.case.text)
        self.to_the_answer(own)

    def confirm(self) -> None:
        """Tick the needs of the case and no others; those not heard come from the list."""
        for need in sorted(self.case.needs):
            if not self._box(need).count():
                self._pick(need)
        super().confirm()
        for summary in self.page.locator("main summary", has_text="Less likely").all():
            summary.click()
        ticked = self.page.locator("main input[type=checkbox]:checked")
        while ticked.count():
            ticked.first.uncheck()
        for need in self.case.needs:
            self._box(need).check()

    def _pick(self, need: str) -> None:
        self.page.goto(f"{self.place}/list")
        self.page.get_by_label("Find in the list").fill(need.replace("_", " "))
        self.page.get_by_role("button", name="Find", exact=True).click()
        self._box(need).check()
        self.press("Continue")

    def _box(self, need: str) -> Locator:
        return self.page.locator(f"main input[type=checkbox][value={need}]").first

    def choose(self) -> None:
        safe = {"immediate_danger": "no_sign"}
        known = {**safe, **dict(self.case.context), **dict(self.case.answers)}
        name = self.page.url.rsplit("/", 1)[1]
        answer = known.get(name, "dont_know")
        self.page.locator(f"main input[type=radio][value='{answer}']").check()
