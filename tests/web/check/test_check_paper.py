"""The PDF of an answer, read back: what it says, and that assistive technology can read it."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from tests.web.check.test_check_journey import at_the_answer, began
from tests.web.visitor import Page, Visit


def pdf_of(visit: Visit, page: Page) -> PdfReader:
    answer = visit.client.get(page.url.replace("/result", "/result.pdf"))
    assert answer.mimetype == "application/pdf"
    return PdfReader(io.BytesIO(answer.data))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture
def page(visit: Visit) -> Page:
    return at_the_answer(visit)


def test_it_says_what_the_page_says(visit: Visit, page: Page) -> None:
    told = text_of(pdf_of(visit, page))
    reference = re.search(r"RH-\w{4}-\w{2}", page.main)

    assert reference
    assert f"Reference {reference[0]}" in told
    assert page.h1 in told
    assert "Draft, to be confirmed by the partnership." in told
    assert "A small continuum 1" in told
    parts = ["What to do now", "Talk it over", "Why", "We do not know", "What was said"]
    assert [part for part in parts if part not in told] == []
    for who in ("MASH", "01632 960001", "Emergency Duty Team", "01632 960002"):
        assert who in told
    assert "Closed now, opens tomorrow 8:45am" in told


def test_danger_is_first_on_paper_too(visit: Visit) -> None:
    told = text_of(pdf_of(visit, began(visit).submit("Continue", answer="yes")))

    assert "A child is in danger: ring 999 now." in told
    assert told.index("ring 999 now") < told.index("What to do now")


def test_a_screen_reader_can_read_it(visit: Visit, page: Page) -> None:
    """Tagged, in a language, with a title that the window shows (ISO 14289-1, clause 7)."""
    pdf = pdf_of(visit, page)
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{reference_of(page)}, {page.h1}"


def reference_of(page: Page) -> str:
    found = re.search(r"RH-\w{4}-\w{2}", page.main)
    assert found
    return found[0]


def test_headings_lists_and_links_are_tagged_as_such(visit: Visit, page: Page) -> None:
    """Nobody who listens has to guess what is a heading."""
    kinds = set(tags(pdf_of(visit, page).trailer["/Root"]["/StructTreeRoot"]))

    assert {"/H1", "/H2", "/P", "/L", "/LI"} <= kinds


def tags(node: object) -> list[str]:
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [tag for one in node for tag in tags(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])
