"""The person's own view comes first: before it, no page tells the level, in words or in its source.

docs/decisions/0004-own-view-first.md says why. Where a child is in danger, 999 comes before all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.web.check.test_check_journey import began, button_of, safe
from tests.web.visitor import Page, Visit

LEVEL = re.compile(r"level[^a-z]{0,3}[1-4]", re.IGNORECASE)
SIDE_PAGES = ("heard", "list", "words", "words/worry", "question/danger", "come-back")


def before_the_own_view(visit: Visit, needs: list[str]) -> Iterator[Page]:
    """Every page up to the one that asks for the person's own view, and those beside them."""
    yield visit.get("check.start")
    yield began(visit)
    page = safe(visit)
    yield page
    page = page.submit("Continue", needs=needs)
    while "/question/" in page.url:
        yield page
        yield page.submit("Continue", status=422)
        page = page.submit("Continue", answer="dont_know")
    yield page
    for place in SIDE_PAGES:
        yield visit.get(re.sub(r"(/check/\w+)/.*", rf"\1/{place}", page.url))
    yield page.submit(button_of(page))


@pytest.mark.parametrize("needs", [["hungry"], ["hungry", "dirty"]])
def test_no_page_tells_the_level_before_it(visit: Visit, needs: list[str]) -> None:
    *pages, own_view = before_the_own_view(visit, needs)

    assert own_view.h1 == "Which level would you choose?"
    assert len(pages) > 10
    assert {page.url: LEVEL.findall(page.response.text) for page in pages} == {
        page.url: [] for page in pages
    }


def test_the_page_that_asks_is_the_same_whatever_the_level(visit: Visit) -> None:
    """All four levels are on it, so what is compared is everything but what was said."""
    asked = [list(before_the_own_view(visit, needs))[-1] for needs in (["hungry"], ["dirty"])]

    assert len({without_what_was_said(page) for page in asked}) == 1


def without_what_was_said(page: Page) -> str:
    for part in page.soup.select(".app-exchange, .app-check-name, [type=hidden], [nonce]"):
        part.decompose()
    return re.sub(r"/check/\w+|[?&]from=\S+", "", str(page.soup.body))


def test_a_question_says_how_many_answers_matter_and_no_more(visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])

    assert re.search(r"\w+ more answers could change the answer\.", page.main)


@pytest.mark.parametrize("place", ["result", "print", "result.pdf", "judgement"])
def test_the_answer_cannot_be_fetched_before_it(visit: Visit, place: str) -> None:
    own_view = list(before_the_own_view(visit, ["hungry"]))[-1]

    assert visit.get(own_view.url.replace("own-level", place)).h1 == own_view.h1


def test_danger_is_told_at_once(visit: Visit) -> None:
    page = began(visit).submit("Continue", answer="yes")

    assert page.h1 == "Ring 999 now"
    assert "Level 4" in page.main
