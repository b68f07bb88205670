"""The list of decisions and one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from rhrt.log.writing import Receipt
from tests.web.conftest import OnePack, People, rewrite, rules
from tests.web.visitor import Visit, said

Seal = Callable[..., Receipt]


def result(level: int) -> dict[str, object]:
    return {"level": level, "low": level, "high": level, "sub": None, "reasons": []}


@pytest.fixture(autouse=True)
def signed_in(people: People) -> None:
    people.sign_in()


def rows(visit: Visit, **query: object) -> list[list[str]]:
    page = visit.get("decisions.index", **query)
    return [[said(cell) for cell in row.select("th, td")] for row in page.soup.select("tbody tr")]


def test_an_empty_list(visit: Visit) -> None:
    page = visit.get("decisions.index")

    assert "0 decisions" in page.main
    assert "There are no decisions here yet." in page.main


def test_a_row_of_the_list(visit: Visit, seal: Seal) -> None:
    receipt = seal()

    assert rows(visit) == [
        [
            receipt.ref,
            "22 Nov 2026, 7:30pm",
            "3 Level 3",
            "Level 2",
            "Not given",
            "Teacher",
            "1",
            "1",
        ]
    ]


@pytest.mark.parametrize(
    ("sub", "words"), [("child_in_need", "child in need"), ("child_protection", "child protection")]
)
def test_what_kind_of_level_4_it_is(visit: Visit, seal: Seal, sub: str, words: str) -> None:
    """In the list, "Level 4" in an element of its own: a narrow column must not break it."""
    receipt = seal(result={**result(4), "sub": sub})

    (row,) = rows(visit)
    assert row[2] == f"4 Level 4, {words}"
    page = visit.get("decisions.index")
    assert said(page.soup.select_one(".app-level__words")) == "Level 4"
    assert f"Level 4, {words}" in visit.get("decisions.one", ref=receipt.ref).main


def test_what_is_not_known_is_said_so(visit: Visit, seal: Seal) -> None:
    seal(own_level=None, role=None, result={}, synthetic=True)

    (row,) = rows(visit)
    assert row[0].endswith("Made up")
    assert row[2:6] == ["Erased", "Not sure", "Not given", "Not given"]


def test_one_level_of_the_list(visit: Visit, seal: Seal) -> None:
    refs = [seal(result=result(level)).ref for level in (1, 2, 3, 4, 2)]

    assert [row[0] for row in rows(visit, level=2)] == [refs[4], refs[1]]
    page = visit.get("decisions.index", level=2)
    assert "2 decisions at Level 2" in page.main
    (chosen,) = page.soup.select(".app-filter [aria-current]")
    assert said(chosen) == "Level 2"


def test_pages_of_the_list(visit: Visit, seal: Seal) -> None:
    """Newest first, 25 a page, with the level kept in the links."""
    refs = [seal().ref for _ in range(30)]
    page = visit.get("decisions.index", level=3)

    assert "30 decisions at Level 3, page 1 of 2" in page.main
    following = page.follow("Next page")
    assert [row[0] for row in rows(visit, level=3, page=2)] == refs[4::-1]
    assert following.url == "/decisions?page=2&level=3"
    assert following.follow("Previous page").url == "/decisions?page=1&level=3"


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=2",
        "page=x",
        "page=-1",
        "page=²",
        "page=99999999999999",
        "level=5",
        "level=0",
    ],
)
def test_a_page_that_does_not_exist(visit: Visit, query: str) -> None:
    visit.get(f"/decisions?{query}", status=404)


def test_one_decision(visit: Visit, seal: Seal) -> None:
    receipt = seal()
    page = visit.get("decisions.index").follow(receipt.ref)

    assert page.h1 == f"Decision {receipt.ref}"
    for words in (
        "Level 3: Level 3",
        "Suggested Level 3, between 3 and 4",
        "Own view, before the answer Level 2",
        "Judgement, after the answer Not given",
        "keeps coming in hungry",
        "Verified This entry is in the log, unchanged since it was sealed: verified just now.",
        "Decision sealed 22 November 2026 at 7:30pm",
        "Sam Screener, 22 November 2026 at 7:30pm",
    ):
        assert words in page.main
    assert receipt.leaf_hash in page.main.replace(" ", "")


def test_what_came_later_is_there_too(app: Flask, visit: Visit, seal: Seal) -> None:
    receipt = seal()
    fields = {"judgement": {"level": 4, "reason": "know_more"}, "judgement_words": "A sister too"}
    ledger = app.extensions["rhrt"].ledger
    ledger.append("judgement", fields, actor="practitioner", key="j", re=receipt.ref)

    page = visit.get("decisions.one", ref=receipt.ref)

    assert "Judgement, after the answer Level 4" in page.main
    assert "Level 4: A sister too" in page.main


def test_a_decision_under_earlier_rules(visit: Visit, seal: Seal, holder: OnePack) -> None:
    """Its codes are shown where the words are gone; nothing is guessed."""
    receipt = seal(
        facts={"needs": ["was_renamed"], "answers": {"old_question": "yes"}, "context": {}}
    )
    holder.pack = rules(digest="2" * 64, version="2")

    page = visit.get("decisions.one", ref=receipt.ref)

    assert "It was made under an earlier version of the rules." in page.main
    assert "was_renamed" in page.main
    assert "old_question yes" in page.main


def test_what_was_written_stays_text(visit: Visit, seal: Seal) -> None:
    hostile = '<script>alert(1)</script>{{ 7*7 }}"><img src=x onerror=alert(1)>'
    receipt = seal(words=[hostile])

    page = visit.get("decisions.one", ref=receipt.ref)

    assert said(page.soup.select_one(".app-said")) == hostile


def test_opening_is_kept_and_counts_each_time(
    app: Flask, visit: Visit, seal: Seal, people: People
) -> None:
    receipt = seal()
    visit.get("decisions.one", ref=receipt.ref)
    visit.get("decisions.one", ref=receipt.ref)

    looks = app.extensions["rhrt"].looks.at(receipt.ref)
    assert [(look.account_id, look.what) for look in looks] == [(people.made[0].id, "decision")] * 2


@pytest.mark.parametrize("ref", ["RH-0000-00", "x", "' OR 1=1 --", "%00", "../../etc/passwd"])
def test_a_reference_that_does_not_exist(visit: Visit, ref: str) -> None:
    visit.get("decisions.one", ref=ref, status=404)


def test_the_proof_verifies_offline(app: Flask, visit: Visit, seal: Seal) -> None:
    """It is a file of its own, named by the reference, and holds nothing about anybody."""
    seal()
    receipt = seal()

    response = visit.client.get(f"/decisions/{receipt.ref}/proof")

    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="{receipt.ref}.tlog-proof"'
    )
    assert response.text.startswith("c2sp.org/tlog-proof@v1\n")
    assert "hungry" not in response.text


def test_an_entry_that_was_changed(app: Flask, visit: Visit, seal: Seal) -> None:
    """Somebody with the database in their hands rewrites it: the page says so first."""
    receipt = seal()
    rewrite(app.extensions["rhrt"].store)

    page = visit.get("decisions.one", ref=receipt.ref)

    assert "The record of this decision is not what was sealed." in page.main
    assert "Not verified." in page.main
    assert "verified just now" not in page.main
