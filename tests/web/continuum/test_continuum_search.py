"""Finding needs by words, level, domain and age."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.continuum.conftest import continuum
from tests.web.visitor import Page, Visit, said
from web.continuum.reading import Reading
from web.continuum.search import PRINTED, Looked, find
from web.continuum.words import marked

Read = Callable[..., Page]
READING = Reading(continuum())


def found(page: Page) -> list[str]:
    """The names of the needs found, in order."""
    names = page.soup.select(".app-entry__name")
    return [" ".join(name.get_text().split()) for name in names]


@pytest.mark.parametrize(
    ("asked", "needs"),
    [
        ({"q": "hungry"}, ["Often hungry"]),
        ({"q": "HUNG"}, ["Often hungry"]),
        ({"q": "often hun"}, ["Often hungry"]),
        ({"q": f"mum{PRINTED}s cupboard"}, ["Often hungry"]),
        ({"q": "<look>"}, ["Often hungry"]),
        ({"level": "1"}, ["Loving home"]),
        ({"level": "2"}, ["Often hungry", "Dirty", "Bruise"]),
        ({"domain": "harm"}, ["Bruise"]),
        ({"level": "2", "age": "5_to_15"}, ["Often hungry", "Dirty"]),
        ({"level": "2", "age": "under_1"}, ["Often hungry", "Dirty", "Bruise"]),
        ({"q": "bruise", "level": "2", "domain": "harm", "age": "under_1"}, ["Bruise"]),
    ],
)
def test_what_is_found(read: Read, asked: dict[str, str], needs: list[str]) -> None:
    page = read("continuum.index", **asked)

    assert found(page) == needs


def test_a_name_comes_before_a_phrase_and_what_was_looked_for_is_marked(visit: Visit) -> None:
    page = visit.get("continuum.index", q="starv")

    assert found(page) == ["Starving", "Often hungry"]
    assert "Said as “ starv ed <look>”" in page.main
    assert [said(mark) for mark in page.soup.select("mark")] == ["Starv", "starv"]


def test_what_people_say_word_for_word_comes_first(read: Read) -> None:
    page = read("continuum.index", q="left alone")

    assert found(page) == ["Dirty", "Left alone at night"]


def test_misspelt_words_are_understood_as_in_a_check(read: Read) -> None:
    assert found(read("continuum.index", q="hungrey")) == ["Often hungry"]


def test_the_count_is_in_words_and_each_filter_can_be_taken_off(read: Read) -> None:
    page = read("continuum.index", q="hungry", level="2")

    assert said(page.soup.select_one("#found")) == "One need found"
    tags = [said(tag) for tag in page.soup.select(".app-tags li")]
    assert tags == ["Remove “hungry”", "Remove Level 2", "Clear all"]
    assert page.follow("Remove “hungry”").url.endswith("/continuum?level=2#found")
    assert page.follow("Clear all").url == "/continuum"


def test_nothing_found_says_how_to_widen(read: Read) -> None:
    page = read("continuum.index", q="hungry", level="4")

    assert said(page.soup.select_one("#found")) == "No need found"
    assert "leave out “hungry” (one need)" in page.main
    assert "leave out Level 4 (one need)" in page.main
    assert found(page.follow("leave out Level 4")) == ["Often hungry"]


def test_words_find_special_routes_too(read: Read) -> None:
    page = read("continuum.index", q="mark on a baby")

    assert page.follow("A mark on a baby").h1 == "A mark on a baby"


def test_an_age_shows_the_rules_that_are_about_it(read: Read) -> None:
    page = read("continuum.index", age="under_1")

    assert "One rule about age under 1 in particular" in page.main
    assert page.follow("Because of bruised-baby.").h1 == "Because of bruised-baby"


def test_the_form_shows_what_was_asked_and_keeps_it_in_the_address(read: Read) -> None:
    page = read("continuum.index", q="bruise", age="under_1")

    form = page.soup.select_one("form[role=search]")
    assert form is not None
    assert form["method"] == "get"
    assert form.select_one("[name=q]")["value"] == "bruise"  # type: ignore[index] # it is there
    assert said(form.select_one("[name=age] option[selected]")) == "Under 1"


@pytest.mark.parametrize("asked", [{"level": "9"}, {"domain": "no"}, {"age": "no"}])
def test_a_filter_that_is_not_in_the_continuum_is_not_found(
    visit: Visit, asked: dict[str, str]
) -> None:
    assert visit.get("continuum.index", status=404, **asked).h1 == "Page not found"


@pytest.mark.parametrize("typed", ["<b>x</b>", "\x00", "  ", "a" * 5000, "((", "🙂", '"'])
def test_any_words_can_be_looked_for(visit: Visit, typed: str) -> None:
    assert visit.get("continuum.index", q=typed).h1 == "The continuum"


@given(
    st.builds(
        Looked,
        st.sampled_from(["", "hungry", "b", "home"]),
        st.sampled_from(["", "1", "2", "4"]),
        st.sampled_from(["", "care", "harm"]),
        st.sampled_from(["", "under_1", "5_to_15"]),
    )
)
def test_taking_a_filter_off_never_loses_anything(looked: Looked) -> None:
    needs = {one.need.id for one in find(looked, READING)}

    for _, wider in looked.without():
        assert needs <= {one.need.id for one in find(wider, READING)}


@given(st.text(max_size=40), st.text(max_size=10))
def test_marking_changes_no_word_and_lets_no_markup_through(text: str, words: str) -> None:
    words = " ".join(words.split())

    shown = marked(text, words)

    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert plain.unescape() == text
    assert "<" not in plain


def test_the_address_holds_what_was_asked_and_nothing_else() -> None:
    assert Looked("hungry", "", "care").query == {"q": "hungry", "domain": "care"}
    assert parse_qs(urlsplit("/continuum?q=hungry&domain=care").query) == {
        "q": ["hungry"],
        "domain": ["care"],
    }
