"""The picture, the threshold document and its summary: on the screen and as PDFs."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

import web.paper
from rhrt.values import replace
from tests.web.conftest import OnePack
from tests.web.continuum.conftest import continuum
from tests.web.visitor import Page, Visit, said
from web.continuum.picture import Pane, Picture, stack, windscreen
from web.paper import PaperUnavailableError, kept_pdf

Read = Callable[..., Page]
PACK = continuum()
DRAFT = "Draft, to be confirmed by Anyshire Safeguarding Partnership"
STYLES = Path(web.paper.__file__).parent / "continuum/paper.css"


def pdf_words(client: FlaskClient, address: str) -> tuple[int, str]:
    """The number of pages of a PDF, and its words."""
    answer = client.get(address)
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


# --- The picture ------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["continuum.index", "continuum.summary", "continuum.document"])
def test_the_picture_says_all_that_it_shows(visit: Visit, where: str) -> None:
    page = visit.get(where)

    for drawing in page.soup.select("svg[role=img]"):
        named = str(drawing["aria-labelledby"]).split()
        told = " ".join(said(page.soup.find(id=one)) for one in named)
        for text in drawing.select("text.app-picture__text"):
            assert (
                said(text).removesuffix(": who responds")
                in told + " Needs change, in both directions"
            )


def test_the_picture_is_followed_by_the_same_in_words(read: Read) -> None:
    page = read("continuum.index")

    for level in PACK.levels:
        assert f"Level {level.number}: {level.name} {level.summary} Who responds: {level.who}" in (
            page.main
        )


def test_levels_differ_by_shape_and_not_by_colour_alone(visit: Visit) -> None:
    page = visit.get("continuum.index")

    marks = page.soup.select(".app-picture--wide .app-picture__mark")
    assert len({(mark.name, str(mark.get("d"))) for mark in marks}) == len(marks) == 4


@pytest.mark.parametrize("draw", [windscreen, stack])
@pytest.mark.parametrize("count", [1, 3, 4])
def test_any_number_of_levels_with_any_names_fits_the_picture(
    draw: Callable[[object], Picture], count: int
) -> None:
    long = "Help from a very long list of people, agencies and neighbours together"
    levels = tuple(replace(one, name=long, who=f"{long}. {long}.") for one in PACK.levels[:count])

    picture = draw(replace(PACK, levels=levels))

    for pane in picture.panes:
        for line in lines_of(pane):
            assert 0 <= line.x <= picture.width
            assert 0 <= line.y <= picture.height
        assert " ".join(line.text for line in pane.name) == long


def lines_of(pane: Pane):
    return (*pane.name, *pane.who)


# --- The document -----------------------------------------------------------------------------


def test_the_document_holds_every_entry_with_its_status(read: Read) -> None:
    page = read("continuum.document")

    assert page.h1 == "A small continuum: the continuum of need in Anyshire"
    assert DRAFT in page.main
    assert "Draft version 1, in force from 1 January 2026" in page.main
    assert "digest cccccccccccccccc" in page.main
    for need in PACK.needs:
        assert need.label in page.main
    for rule in PACK.rules:
        if not rule.id.startswith("need."):
            assert rule.because in page.main
    assert "Level 3: Two together. When “Often hungry” and “Left alone at night”." in page.main
    assert "MASH, 01632 960001" in page.main
    assert "not confirmed" in page.main


def test_a_confirmed_document_is_no_draft(read: Read, holder: OnePack) -> None:
    holder.pack = replace(PACK, status="confirmed")

    page = read("continuum.document")

    assert DRAFT not in page.main
    assert "Draft" not in page.main


def test_the_document_follows_the_pack(read: Read, holder: OnePack) -> None:
    before = read("continuum.document")
    holder.pack = replace(PACK, version="2027.9")

    after = read("continuum.document")

    assert "version 1," in before.main
    assert "version 2027.9," in after.main


def test_the_document_as_a_pdf_has_its_words_and_page_numbers(client: FlaskClient) -> None:
    pages, words = pdf_words(client, "/continuum/print.pdf")

    assert pages > 1
    assert DRAFT in words
    assert "Often hungry" in words
    assert "“About how long?” answered “Months”" in words
    assert f"Page 2 of {pages}" in words


def test_the_summary_is_one_page(client: FlaskClient) -> None:
    pages, words = pdf_words(client, "/continuum/summary.pdf")

    assert pages == 1
    assert "Ring 999" in words
    assert all(f"Level {n}: Help of kind {n}" in words for n in (1, 2, 3, 4))
    assert DRAFT in words


def test_a_pdf_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = "<!DOCTYPE html><html lang='en'><title>T</title><body><p>Once</p></body></html>"
    first = kept_pdf(html, STYLES, tmp_path / "papers")
    monkeypatch.setattr(web.paper, "_made_apart", lambda *_: pytest.fail("It was made again."))

    assert kept_pdf(html, STYLES, tmp_path / "papers") == first
    assert first.startswith(b"%PDF-")


def test_where_pdfs_cannot_be_made_the_page_for_printing_is_offered(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> bytes:
        raise PaperUnavailableError("PDFs need the Pango library.")

    monkeypatch.setattr("web.continuum.papers.kept_pdf", unavailable)

    page = visit.get("/continuum/summary.pdf", status=503)

    assert page.follow("Open the page for printing").h1.startswith("A small continuum")
