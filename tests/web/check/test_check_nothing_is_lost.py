"""Double clicks, old pages, two windows, links, odd input: nothing is lost or mixed up."""

from __future__ import annotations

import random
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.check.test_check_journey import STORY, at_the_answer, began, safe
from tests.web.conftest import Clock
from tests.web.visitor import Page, Visit, filled_in, said

REFERENCE = re.compile(r"RH-\w{4}-\w{2}")


def turns_of(app: Flask, visit: Visit) -> list[tuple[str, object]]:
    """What is kept of the only check there is."""
    with app.test_request_context():
        from sqlalchemy import select

        from rhrt.store.conversations import Conversations
        from rhrt.store.schema import conversation

        store = app.extensions["rhrt"].store
        with store.read() as tx:
            (one,) = tx.scalars(select(conversation.c.id)).all()
        return [(turn.question, turn.answer) for turn in Conversations(store).get(one).turns]


def press_twice(page: Page, **values: str) -> Page:
    """Send the same form twice, as a double click does."""
    form = page.soup.select_one("main form")
    assert form is not None
    data = [pair for pair in filled_in(form) if pair[0] not in values] + list(values.items())
    page.visit.post(str(form["action"]), data)
    return page.visit.post(str(form["action"]), data)


def test_a_double_click_is_kept_once(app: Flask, visit: Visit) -> None:
    page = press_twice(began(visit), answer="no")

    assert page.h1 == "Did we understand you?"
    assert [question for question, _ in turns_of(app, visit)] == ["worry", "danger"]


def test_an_old_page_is_told_kindly_and_keeps_what_was_chosen(app: Flask, visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])
    question = page.h1
    page.submit("Continue", answer="dont_know")

    old = page.submit("Continue", answer=_first_answer(page), status=409)

    assert old.h1 == question
    assert "This check went on in another window" in old.main
    assert old.soup.select_one("input[type=radio][checked]")["value"] == _first_answer(page)
    kept = old.submit("Continue")
    assert kept.status == 200
    assert (page.url.rsplit("/", 1)[1], _first_answer(page)) in turns_of(app, visit)


def _first_answer(page: Page) -> str:
    return str(page.soup.select("main input[type=radio]")[0]["value"])


def test_two_children_in_two_windows_are_never_mixed(app: Flask, visit: Visit) -> None:
    first, second = began(visit, "she is often hungry"), began(visit, "he has a bruise")

    heard_second = second.submit("Continue", answer="no")
    heard_first = first.submit("Continue", answer="no")

    assert "she is often hungry" in heard_first.main
    assert "he has a bruise" not in heard_first.main
    assert "he has a bruise" in heard_second.main


@pytest.mark.parametrize("seed", range(8))
def test_two_windows_interleaved_lose_nothing(app: Flask, visit: Visit, seed: int) -> None:
    order = random.Random(seed)
    page = safe(visit).submit("Continue", needs=["hungry", "dirty"])
    windows = [page, visit.get(page.url)]
    acknowledged = []
    for _ in range(6):
        place = order.randrange(2)
        window = windows[place]
        if "/question/" not in window.url:
            break
        answer = order.choice([r["value"] for r in window.soup.select("main input[type=radio]")])
        name = window.url.rsplit("/", 1)[1]
        windows[place] = _answered(window, str(answer))
        acknowledged.append((name, None if answer == "dont_know" else answer))

    kept = turns_of(app, visit)
    assert [turn for turn in acknowledged if turn not in kept] == []


def _answered(window: Page, answer: str) -> Page:
    """Answer as a person does: told that the check went on, look and press again."""
    form = window.soup.select_one("main form")
    assert form is not None
    data = [p for p in filled_in(form) if p[0] != "answer"] + [("answer", answer)]
    response = window.visit.client.post(
        str(form["action"]), data=dict(data), headers={"Sec-Fetch-Site": "same-origin"}
    )
    if response.status_code == 409:
        return Page(window.visit, response, window.url).submit("Continue")
    return window.visit.get(response.headers["Location"])


# --- Coming back ------------------------------------------------------------------------------


def private_link(page: Page) -> str:
    saved = page.visit.get(re.sub(r"(/check/\w+)/.*", r"\1/come-back", page.url))
    return "/c/" + said(saved.soup.select_one("#private-link")).rsplit("/", 1)[1]


def test_the_private_link_opens_the_check_in_another_browser(app: Flask, visit: Visit) -> None:
    page = safe(visit)
    elsewhere = Visit(app, app.test_client())

    assert elsewhere.get(page.url, status=404).h1 == "We cannot open that check here"
    assert elsewhere.get(private_link(page)).h1 == "Did we understand you?"
    assert STORY in elsewhere.get(page.url).main


def test_the_token_is_in_no_other_address(visit: Visit) -> None:
    page = at_the_answer(visit)
    token = private_link(page).rsplit("/", 1)[1]

    assert token not in page.response.text
    assert token not in page.url


@pytest.mark.parametrize(
    "link", ["/c/nothing", "/c/" + "x" * 400, "/c/%00", "/c/\u202eevil", "/check/ABCDEF/"]
)
def test_an_unknown_link_has_a_clear_page(visit: Visit, link: str) -> None:
    page = visit.get(link, status=404)

    assert "We cannot open that check here" in page.main
    assert "01632 960001" in page.main


def test_a_check_ends_after_seven_days(visit: Visit, clock: Clock) -> None:
    page = began(visit)
    link = private_link(page)
    clock.forward(days=8)

    assert visit.get(link, status=410).h1 == "This check is no longer kept"
    assert visit.get(page.url, status=410).h1 == "This check is no longer kept"
    assert "You have a check open" not in visit.get("check.start").main


def test_an_unfinished_check_is_offered_at_the_start(visit: Visit) -> None:
    page = began(visit)

    start = visit.get("check.start")

    assert "You have a check open in this browser" in start.main
    name = page.url.split("/")[2]
    assert start.follow(f"go on with check {name}").h1 == "About danger?"


def test_leaving_forgets_the_check(visit: Visit, client: FlaskClient) -> None:
    page = began(visit)

    client.post("/leave", headers={"Sec-Fetch-Site": "same-origin"})

    assert visit.get(page.url, status=404).h1 == "We cannot open that check here"


# --- Odd input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("he is hungry 😟👨‍👩‍👧", "he is hungry 😟👨‍👩‍👧"),
        ("الولد جائع hungry", "الولد جائع hungry"),
        ("hungry \x00 and \x07 dirty", "hungry  and  dirty"),
        ("<script>alert(1)</script> hungry & <b>dirty</b>", None),
        ("first line\r\n\r\nsecond line, hungry", "first line\n\nsecond line, hungry"),
        ("{{ 7 * 7 }} %s hungry", None),
        ("\u202ehungry\u202c e\u0301" + "\u0301" * 50, None),
    ],
)
def test_words_are_kept_as_they_were_typed(
    app: Flask, visit: Visit, typed: str, kept: str | None
) -> None:
    page = began(visit, typed)

    assert turns_of(app, visit)[0] == ("worry", kept or typed)
    assert page.soup.select_one("main script") is None
    shown = page.soup.select_one(".app-pairs__line")
    assert shown is not None
    assert shown.get_text() == (kept or typed)


def test_100_000_characters_are_refused_kindly_and_kept_on_the_page(visit: Visit) -> None:
    page = visit.get("check.start").submit("Continue", worry="hungry " * 14_286, status=422)

    assert page.error_summary == [
        "Your words are 100,001 characters long. Shorten them to 10,000 or fewer"
    ]
    assert len(page.soup.select_one("#worry").get_text()) > 100_000


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x00", "\n\n"])
def test_nothing_typed_says_what_to_do(visit: Visit, typed: str) -> None:
    page = visit.get("check.start").submit("Continue", worry=typed, status=422)

    assert page.error_summary == ["Tell us in a few words what is worrying you"]


@pytest.mark.parametrize("name", ["nothing", "worry", "needs", "..%2f", "%00"])
def test_a_question_that_does_not_exist_leads_to_where_the_check_is(
    visit: Visit, name: str
) -> None:
    page = began(visit)

    assert visit.get(page.url.replace("question/danger", f"question/{name}")).url == page.url


ELSEWHERE = ["nothing", "question/", "a/b/c", "words/worry-9", "result/of", "%F0%9F%98%9F"]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_address_that_the_check_does_not_have_leads_to_where_it_is(
    visit: Visit, place: str
) -> None:
    page = safe(visit)

    assert visit.get(page.url.replace("heard", place)).url == page.url


@pytest.mark.parametrize("place", ["heard", "question/how_long", "anything-else", "own-level"])
def test_nothing_goes_before_the_question_about_danger(visit: Visit, place: str) -> None:
    page = began(visit)

    assert visit.get(page.url.replace("question/danger", place)).h1 == "About danger?"


@pytest.mark.parametrize("place", ["anything-else", "own-level"])
def test_what_comes_later_leads_to_what_comes_now(visit: Visit, place: str) -> None:
    page = safe(visit)

    assert visit.get(page.url.replace("heard", place)).url == page.url


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("answer", "perhaps"),
        ("answer", "x" * 5000),
        ("seen", "-1"),
        ("seen", "99999"),
        ("seen", "²"),
    ],
)
def test_a_tampered_form_is_refused(visit: Visit, field: str, value: str) -> None:
    page = began(visit)
    form = page.soup.select_one("main form")
    assert form is not None
    data = dict(filled_in(form)) | {"answer": "no", field: value}

    response = visit.client.post(
        str(form["action"]), data=data, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert response.status_code in {409, 422}


# --- What looks personal ----------------------------------------------------------------------


def test_a_phone_number_is_offered_back_before_it_is_kept(app: Flask, visit: Visit) -> None:
    page = visit.get("check.start").submit("Continue", worry="often hungry, ring 07700 900123")

    assert page.h1 == "Shall we take something out?"
    assert "a telephone number" in page.main
    went_on = page.submit("Go on with this")
    assert went_on.h1 == "About danger?"
    assert "07700" not in str(turns_of(app, visit))


def test_it_may_be_kept_all_the_same(app: Flask, visit: Visit) -> None:
    page = visit.get("check.start").submit("Continue", worry="often hungry, ring 07700 900123")

    page.submit("Keep what I wrote as it is")

    assert "07700 900123" in str(turns_of(app, visit))


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Go on with this", "Nan is on […] and has him"),
        ("Keep what I wrote as it is", "Nan is on 07700 900123 and has him"),
    ],
)
def test_words_of_a_judgement_are_offered_back_too(
    app: Flask, visit: Visit, button: str, kept: str
) -> None:
    page = at_the_answer(visit)
    asked = page.submit(
        "Keep my judgement", level="4", reason="know_more", why="Nan is on 07700 900123 and has him"
    )

    assert asked.h1 == "Shall we take something out?"
    assert "judgement" not in str(turns_of(app, visit))
    went_on = asked.submit(button)
    assert "Kept: you would choose Level 4" in went_on.main
    (opened,) = app.extensions["rhrt"].ledger.entries("judgement")
    assert opened.fields["judgement"] == {"level": 4, "reason": "know_more"}
    assert opened.fields["judgement_words"] == kept


# --- The record -------------------------------------------------------------------------------


def test_the_decision_is_sealed_once_with_everything_to_reproduce_it(
    app: Flask, visit: Visit
) -> None:
    page = at_the_answer(visit)
    visit.get(page.url)
    reference = REFERENCE.search(page.main)
    assert reference
    ledger = app.extensions["rhrt"].ledger
    sealed = ledger.read(reference[0])

    assert ledger.size() == 1
    assert set(sealed.fields) >= {"result", "facts", "own_level", "pack", "route", "words"}
    assert sealed.fields["own_level"] == 2
    assert sealed.fields["facts"]["needs"] == ["hungry"]
    assert sealed.fields["facts"]["absent"] == ["dirty"]
    assert sealed.fields["words"] == [STORY]
    assert sealed.leaf_hash in page.main


def test_a_judgement_is_a_later_entry_about_the_decision(app: Flask, visit: Visit) -> None:
    page = at_the_answer(visit).submit("Keep my judgement", level="4", reason="know_more")
    reference = REFERENCE.search(page.main)
    assert reference
    ledger = app.extensions["rhrt"].ledger

    assert len(ledger.about(reference[0])) == 2
    assert app.extensions["rhrt"].decisions.get(reference[0]).judgement == 4


def test_a_new_decision_names_the_one_it_takes_the_place_of(app: Flask, visit: Visit) -> None:
    page = at_the_answer(visit)
    first = REFERENCE.search(page.main)
    changed = visit.get(page.url.replace("/result", "/question/danger")).submit(
        "Continue", answer="yes"
    )
    second = REFERENCE.search(changed.main)
    assert first
    assert second

    assert app.extensions["rhrt"].ledger.read(second[0]).fields["supersedes"] == first[0]
