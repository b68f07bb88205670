"""Nothing of any one partnership is in the code: another pack serves, and the code names none."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from pathlib import Path

import pytest

from rhrt.cli import run
from rhrt.engine.check import check, coverage
from rhrt.pack import load_cached

ROOT = Path(__file__).parents[2]
CODE = [path for folder in ("rhrt", "web") for path in sorted((ROOT / folder).rglob("*.py"))]
PAGES = sorted((ROOT / "web" / "templates").rglob("*.html"))
OURS, EXAMPLE = (load_cached(ROOT / "rules" / name) for name in ("walsall", "exampleshire"))


def test_the_example_is_a_whole_pack():
    assert check(EXAMPLE) == ()
    assert len(EXAMPLE.domains) >= 4
    assert len(EXAMPLE.needs) >= 40
    assert len(EXAMPLE.cases) >= 20
    written = [rule.id for rule in EXAMPLE.rules if not rule.id.startswith("need.")]
    assert len(written) >= 25
    assert all(coverage(EXAMPLE)[rule] for rule in written)


def test_the_example_calls_everything_by_other_names_than_ours():
    for kind in ("levels", "questions", "needs", "contacts"):
        ours, theirs = (names(pack, kind) for pack in (OURS, EXAMPLE))
        assert ours.isdisjoint(theirs - {"age"}), kind  # every pack asks for the age by this name


def names(pack, kind):
    return {getattr(entry, "name", None) or entry.id for entry in getattr(pack, kind)}


def test_the_example_can_reach_nobody():
    for contact in EXAMPLE.contacts:
        assert contact.phone == "999" or contact.phone.replace(" ", "").startswith("01632960")
        assert not contact.email or contact.email.endswith(".example")


def test_a_case_is_judged_by_the_example_in_its_own_words(monkeypatch, capsys):
    asked = {
        "needs": ["hungry", "unwashed"],
        "context": {"age": "5_to_11"},
        "answers": {"since_when": "longer"},
    }
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(asked).encode())))

    assert run(["suggest", "--pack", str(ROOT / "rules" / "exampleshire")]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["pack"]["id"]) == (3, "exampleshire")
    assert said["route"]["title"] == "A family worker and one plan"
    assert "walsall" not in json.dumps(said).lower()


# --- The code ---------------------------------------------------------------------------------


def texts(path):
    """Every string in a module but its docstrings, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_only_the_default_pack_is_named_in_the_code():
    named = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in CODE
        for _, text in texts(path)
        if "walsall" in text.lower()
    ]

    assert named == ["rhrt/pack/files.py: walsall"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_names_a_partnership(path):
    assert "walsall" not in path.read_text("utf-8").lower()


def test_the_code_names_no_need_question_contact_rule_or_route_of_ours():
    kinds = (OURS.needs, OURS.questions, OURS.contacts, OURS.rules, OURS.pathways, OURS.domains)
    # A word of one part may be any English word; two or more parts are a name that somebody gave.
    given = {entry.id for kind in kinds for entry in kind if re.search(r"[-_]", entry.id)}

    named = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in CODE
        for line, text in texts(path)
        if text in given
    ]

    assert named == []
