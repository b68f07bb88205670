"""What the web seals can be reproduced: the same record as the demonstration's, and replayed."""

from __future__ import annotations

import pytest
from flask import Flask

from rhrt.audit.replay import Replay, replay
from rhrt.engine import Engine, Facts
from rhrt.log.ledger import Ledger
from rhrt.referral.record import decision_record
from rhrt.referral.route import route
from tests.web.check.test_check_journey import at_the_answer, began, button_of, safe
from tests.web.conftest import Clock, OnePack
from tests.web.visitor import Visit


def ledger_of(app: Flask) -> Ledger:
    return app.extensions["rhrt"].ledger


def decide(visit: Visit) -> None:
    """Four checks: nothing known, some of it known, danger, and an answer changed afterwards."""
    page = at_the_answer(visit)
    visit.get(page.url.replace("/result", "/question/how_long")).submit("Continue", answer="months")
    began(visit).submit("Continue", answer="yes")
    page = safe(visit, "he is dirty but not starving")
    page = page.submit("Continue", **{"danger-starving": "unsure"})
    answers = ("months", "dont_know", "weeks")
    while "/question/" in page.url:
        offered = [str(radio["value"]) for radio in page.soup.select("main input[type=radio]")]
        page = page.submit(
            "Continue", answer=next((a for a in answers if a in offered), offered[0])
        )
    page.submit(button_of(page)).submit("Show the answer", level="not_sure")


def test_decisions_of_the_web_come_out_the_same_when_replayed(
    app: Flask, visit: Visit, holder: OnePack
) -> None:
    decide(visit)

    again = replay(ledger_of(app).entries("decision"), Engine(holder.pack))

    assert again == Replay(same=4, different=(), other_rules=0, erased=0)


def test_the_record_is_the_one_everything_else_makes(
    app: Flask, visit: Visit, holder: OnePack, clock: Clock
) -> None:
    decide(visit)
    engine = Engine(holder.pack)

    for opened in ledger_of(app).entries("decision"):
        said = opened.fields["facts"]
        facts = Facts(frozenset(said["needs"]), said["answers"], said["context"])
        suggestion = engine.suggest(facts)
        made = decision_record(
            holder.pack, facts, suggestion, route(holder.pack, suggestion, facts, clock())
        )
        assert {name: opened.fields[name] for name in made if name != "facts"} == {
            name: value for name, value in made.items() if name != "facts"
        }
        assert made["facts"].items() <= said.items()


@pytest.mark.parametrize(
    ("kind", "named"), [("absent", "bruise"), ("unsure", "starving"), ("unknown", "how_long")]
)
def test_what_was_refused_or_not_known_is_kept_beside(
    app: Flask, visit: Visit, kind: str, named: str
) -> None:
    page = safe(visit, "he is dirty, no bruise, and he is not starving")
    page = page.submit("Continue", **{"danger-starving": "unsure"})
    while "/question/" in page.url:
        page = page.submit("Continue", answer="dont_know")
    page.submit(button_of(page)).submit("Show the answer", level="3")

    (opened,) = ledger_of(app).entries("decision")

    assert named in opened.fields["facts"][kind]
