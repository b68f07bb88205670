"""The rules change in the middle of a check: said once, nothing lost, and sealed as shown."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from rhrt.values import replace
from tests.web.check.test_check_journey import at_the_answer, button_of, safe
from tests.web.conftest import OnePack, rules
from tests.web.visitor import Page, Visit

SAID = "The guidance was updated while you were here."
NEWER = "1" * 64
REFERENCE = re.compile(r"RH-\w{4}-\w{2}")


def publish(holder: OnePack) -> None:
    """Take rules into use under which being hungry alone is Level 3."""
    needs = tuple(replace(need, level=3) if need.id == "hungry" else need for need in rules().needs)
    changed = tuple(
        replace(rule, level=3) if rule.id == "need.hungry" else rule for rule in rules().rules
    )
    holder.pack = rules(needs=needs, rules=changed, version="2", digest=NEWER)


def sealed(app: Flask, page: Page) -> dict[str, object]:
    """What is sealed under the reference on a result page."""
    found = REFERENCE.search(page.soup.select_one(".app-reference").get_text())
    assert found
    return dict(app.extensions["rhrt"].ledger.read(found[0]).fields)


def test_it_is_said_once_and_the_answers_are_kept(visit: Visit, holder: OnePack) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])
    publish(holder)

    after = page.submit("Continue", answer="dont_know")

    assert SAID in after.main
    assert "Hungry" in after.main
    assert SAID not in visit.get(after.url).main
    assert SAID not in after.submit("Continue", answer="dont_know").main


def test_a_check_begun_under_the_rules_in_use_says_nothing(visit: Visit, holder: OnePack) -> None:
    publish(holder)

    page = safe(visit)

    assert SAID not in page.main


def test_the_decision_is_sealed_under_the_rules_it_was_shown_by(
    app: Flask, visit: Visit, holder: OnePack
) -> None:
    page = safe(visit).submit("Continue", needs=["hungry"])
    publish(holder)
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    answer = page.submit(button_of(page)).submit("Show the answer", level="2")

    record = sealed(app, answer)

    assert answer.h1.startswith("Level 3")
    assert record["pack"] == {"id": "small", "version": "2", "digest": NEWER}
    assert record["result"]["level"] == 3


def test_an_answer_looked_at_again_says_what_became_of_the_one_before(
    app: Flask, visit: Visit, holder: OnePack
) -> None:
    before = at_the_answer(visit)
    publish(holder)

    after = visit.get(before.url)

    first, second = sealed(app, before), sealed(app, after)
    (reference,) = {REFERENCE.search(before.soup.select_one(".app-reference").get_text())[0]}
    assert SAID in after.main
    assert f"The answer before it stays on record as {reference}." in after.main
    assert (first["pack"]["version"], second["pack"]["version"]) == ("1", "2")
    assert second["supersedes"] == reference


@pytest.mark.parametrize("place", ["print", "result.pdf"])
def test_paper_is_never_the_first_to_show_another_answer(
    visit: Visit, holder: OnePack, place: str
) -> None:
    page = at_the_answer(visit)
    publish(holder)

    shown = visit.get(page.url.replace("/result", f"/{place}"))

    assert shown.url.endswith("/result")
    assert SAID in shown.main


def test_a_judgement_is_never_kept_of_an_answer_that_was_not_shown(
    app: Flask, visit: Visit, holder: OnePack
) -> None:
    page = at_the_answer(visit)
    publish(holder)

    told = page.submit("Keep my judgement", level="2", why="as before", status=409)

    assert SAID in told.main
    assert "Your judgement has not been kept yet." in told.main
    assert told.soup.select_one("textarea[name=why]").get_text().strip() == "as before"
    kept = told.submit("Keep my judgement", level="3")
    assert "Kept: you agree with Level 3" in kept.main
