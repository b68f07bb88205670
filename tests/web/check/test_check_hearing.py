"""What was heard, shown back: what is sure, what is a guess, what was denied, what is a danger."""

from __future__ import annotations

from tests.web.check.test_check_journey import button_of, safe
from tests.web.visitor import Page, Visit, said


def group(page: Page, legend: str) -> dict[str, bool]:
    """The labels under a legend, and whether each is ticked."""
    for fieldset in page.soup.select("main fieldset"):
        if said(fieldset.legend) == legend:
            boxes = fieldset.select("input[type=checkbox], input[type=radio]")
            labels = {str(label["for"]): said(label) for label in fieldset.select("label")}
            return {labels[str(box["id"])]: box.has_attr("checked") for box in boxes}
    raise AssertionError(f"No group {legend!r} on {page.h1!r}.")


def to_the_answer(page: Page, own: str = "2") -> Page:
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    return page.submit(button_of(page)).submit("Show the answer", level=own)


def test_a_guess_is_apart_unticked_and_says_why(visit: Visit) -> None:
    page = safe(visit, "he is dirty, and mum is hungry")

    assert group(page, "We heard") == {"Dirty": True}
    assert group(page, "Did you also mean?") == {"Hungry": False}
    assert "This sounds like it is about a parent or carer." in page.main


def test_a_guess_left_unticked_is_neither_counted_nor_refused(visit: Visit) -> None:
    page = safe(visit, "he is dirty, and mum is hungry")
    page = page.submit("Continue")

    again = visit.get(page.url.rsplit("/question/", 1)[0] + "/heard")

    assert group(again, "We heard") == {"Dirty": True}
    assert group(again, "Did you also mean?") == {"Hungry": False}


def test_a_guess_that_is_ticked_counts(visit: Visit) -> None:
    page = safe(visit, "he is dirty, and mum is hungry")
    page = page.submit("Continue", perhaps=["hungry"])

    again = visit.get(page.url.rsplit("/question/", 1)[0] + "/heard")

    assert group(again, "We heard") == {"Dirty": True, "Hungry": True}


def test_nothing_but_guesses_needs_a_choice(visit: Visit) -> None:
    page = safe(visit, "his mum is hungry")

    assert group(page, "Did you mean?") == {"Hungry": False}
    wrong = page.submit("Continue", status=422)
    assert wrong.soup.select_one(".govuk-error-summary a")["href"] == "#needs"
    assert "/question/" in wrong.submit("Continue", needs=["hungry"]).url


def test_what_was_denied_can_be_said_to_be_so_after_all(visit: Visit) -> None:
    page = safe(visit, "he is dirty, no bruise")

    assert group(page, "You said: no") == {"Bruise": False}
    assert "you said “no bruise”" in page.main
    page = page.submit("Continue", after_all=["bruise"])
    assert group(visit.get(page.url.rsplit("/question/", 1)[0] + "/heard"), "We heard") == {
        "Dirty": True,
        "Bruise": True,
    }


def test_a_denied_danger_is_asked_about_all_the_same(visit: Visit) -> None:
    page = safe(visit, "he is dirty but not starving")

    assert not any(group(page, "You said: no. “Starving”").values())
    wrong = page.submit("Continue", status=422)
    assert wrong.error_summary == ["Say whether this is so: starving"]
    page = wrong.submit("Continue", **{"danger-starving": "absent"})
    assert "You said no: Starving" in page.main


def test_a_danger_nobody_knows_about_says_what_it_could_mean(visit: Visit) -> None:
    page = safe(visit, "he is dirty but not starving")
    page = page.submit("Continue", **{"danger-starving": "unsure"})

    assert "Not sure: Starving" in page.main
    answer = to_the_answer(page)
    assert "Whether this is so: “Starving”. If it is, this would be Level 4." in answer.main


def test_an_answer_for_a_danger_does_not_stand_for_a_worry(visit: Visit) -> None:
    """The error leads to what is missing, and the answer about the danger is kept."""
    page = safe(visit, "he is not starving")

    wrong = page.submit("Continue", status=422, **{"danger-starving": "absent"})

    assert wrong.soup.select_one(".govuk-error-summary a")["href"] == "#needs"
    assert group(wrong, "You said: no. “Starving”")["That is right: it is not so"]
