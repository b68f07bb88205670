"""A whole check, page by page, as a browser without scripts sees it."""

from __future__ import annotations

import re

import pytest

from tests.web.visitor import Page, Visit

STORY = "he is often hungry and dirty, since the summer"


def began(visit: Visit, words: str = STORY) -> Page:
    return visit.get("check.start").submit("Continue", worry=words)


def safe(visit: Visit, words: str = STORY) -> Page:
    return began(visit, words).submit("Continue", answer="no")


def at_the_answer(visit: Visit, *, own: str = "2", needs: str = "hungry") -> Page:
    page = safe(visit).submit("Continue", needs=[needs])
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    page = page.submit(button_of(page))
    return page.submit("Show the answer", level=own)


def button_of(page: Page) -> str:
    return "Continue" if page.soup.select("main input[type=checkbox]") else "No, that is everything"


def test_the_start_asks_one_thing_and_says_who_answers_now(visit: Visit) -> None:
    page = visit.get("check.start")

    assert page.h1 == "What is worrying you?"
    assert len(page.soup.select("main textarea")) == 1
    assert "Closed now, opens tomorrow 8:45am" in page.main
    assert "Emergency Duty Team" in page.main


def test_danger_is_asked_about_first(visit: Visit) -> None:
    page = began(visit)

    assert page.h1 == "About danger?"
    assert STORY in page.main


def test_danger_goes_straight_to_999(visit: Visit) -> None:
    page = began(visit).submit("Continue", answer="yes")

    assert page.h1 == "Ring 999 now"
    told = page.main
    assert told.index("Ring 999") < told.index("Then ring the MASH") < told.index("Level 4")
    assert page.soup.select_one('main a[href="tel:999"]')


def test_nothing_heard_counts_before_it_is_confirmed(visit: Visit) -> None:
    page = safe(visit)

    assert page.h1 == "Did we understand you?"
    assert "heard “hungry”" in page.main
    result = page.url.replace("/heard", "/result")
    assert visit.get(result).h1 == "Did we understand you?"


def test_what_is_unticked_is_not_counted(visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["dirty"])

    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")

    assert "Dirty" in page.main
    assert "Hungry" not in page.main.replace(STORY, "")


def test_a_need_that_nobody_heard_is_picked_from_the_list(visit: Visit) -> None:
    page = safe(visit, "the thing with the wotsit")

    assert page.h1 == "We did not catch that"
    wrong = page.submit("Continue", status=422)
    assert wrong.error_summary == [
        "Choose at least one, pick from the list, or say that none of these fits"
    ]
    assert "/question/" in wrong.submit("Continue", needs=["hungry"]).url


def test_nothing_that_fits_is_no_level_1(visit: Visit) -> None:
    page = safe(visit, "the thing with the wotsit").submit("Continue", none="none")
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    page = page.submit(button_of(page)).submit("Show the answer", level="not_sure")

    assert page.h1 == "We could not match this to the guidance"
    assert "01632 960002" in page.main


def test_a_question_has_nothing_chosen_and_says_why(visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])

    assert not page.soup.select("main input[type=radio][checked]")
    assert "Why we ask" in page.main
    assert "I do not know" in page.main
    assert "more answers could change the answer" in page.main


def test_a_question_left_empty_says_what_to_do_and_loses_nothing(visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])

    wrong = page.submit("Continue", status=422)

    assert wrong.error_summary == ["Choose the answer that is closest, or choose “I do not know”"]
    assert wrong.title.startswith("Error: ")


def test_the_level_is_nowhere_before_ones_own_view(visit: Visit) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    page = page.submit(button_of(page))

    assert page.h1 == "Which level would you choose?"
    assert "So far" not in page.main
    assert visit.get(page.url.replace("/own-level", "/result")).h1 == page.h1


def test_the_answer_has_its_parts_in_their_order(visit: Visit) -> None:
    page = at_the_answer(visit)

    told = page.main
    assert page.h1.startswith("Level ")
    parts = ["What to do now", "Talk it over", "Why", "We do not know", "Your judgement"]
    places = [told.index(part) for part in [*parts, "Your reference"]]
    assert places == sorted(places)
    assert re.search(r"RH-\w{4}-\w{2}", told)
    assert re.search(r"Seal: [0-9a-f]{64}", told)


def test_agreeing_is_one_tap(visit: Visit) -> None:
    page = at_the_answer(visit)
    level = re.search(r"I agree with Level (\d)", page.main)
    assert level

    kept = page.submit("Keep my judgement", level=level[1])

    assert f"Kept: you agree with Level {level[1]}" in kept.main


def test_a_higher_level_needs_no_reason(visit: Visit) -> None:
    kept = at_the_answer(visit).submit("Keep my judgement", level="4")

    assert "nothing here stands in the way of more help" in kept.main


def test_a_lower_level_needs_a_reason_and_keeps_what_was_typed(visit: Visit) -> None:
    page = at_the_answer(visit)

    wrong = page.submit("Keep my judgement", level="1", status=422)
    assert wrong.error_summary == ["Choose the reason that is closest, or say why in a few words"]
    assert wrong.soup.select_one('input[name=level][value="1"][checked]')
    kept = wrong.submit("Keep my judgement", level="1", why="His nan has him at weekends")

    assert "Kept: you would choose Level 1" in kept.main


def test_a_changed_answer_makes_a_new_reference(visit: Visit) -> None:
    page = at_the_answer(visit)
    first = re.search(r"RH-\w{4}-\w{2}", page.main)
    again = visit.get(page.url)
    question = page.url.replace("/result", "/question/how_long")

    changed = visit.get(question).submit("Continue", answer="months")

    second = re.search(r"RH-\w{4}-\w{2}", changed.main)
    assert first
    assert second
    assert first[0] != second[0]
    assert first[0] in again.main
    assert changed.h1.startswith("Level 3")


def test_looking_at_an_earlier_page_changes_nothing(visit: Visit) -> None:
    page = at_the_answer(visit)
    reference = re.search(r"RH-\w{4}-\w{2}", page.main)

    for place in ("heard", "question/how_long", "list", "words/worry", "own-level", "come-back"):
        visit.get(page.url.replace("/result", f"/{place}"))

    assert reference
    assert reference[0] in visit.get(page.url).main


def test_print_and_pdf_say_that_it_is_a_draft(visit: Visit) -> None:
    page = at_the_answer(visit)
    paper = visit.get(page.url.replace("/result", "/print"))
    pdf = visit.client.get(page.url.replace("/result", "/result.pdf"))

    assert "Draft, to be confirmed by the partnership" in paper.main
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert re.search(r"RH-\w{4}-\w{2}\.pdf", pdf.headers["Content-Disposition"])


def test_words_added_later_are_heard_too(visit: Visit) -> None:
    page = at_the_answer(visit)

    more = visit.get(page.url.replace("/result", "/words"))
    page = more.submit("Continue", worry="and he is alone at night")

    assert page.h1 == "Did we understand you?"
    assert "Alone at night" in page.main


@pytest.mark.parametrize("place", ["result", "judgement", "own-level", "print", "result.pdf"])
def test_what_is_not_due_leads_to_where_the_check_is(visit: Visit, place: str) -> None:
    page = began(visit)

    assert visit.get(page.url.replace("question/danger", place)).status == 200
