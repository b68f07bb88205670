"""rules check, show, coverage, schema: what a partnership and its editors see of a pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shell import SOUND, Shell
from tests.pack.small_pack import edited, write

CONFIRMED = {
    "pack.yaml": ("status: draft", "status: confirmed"),
    "contacts.yaml": ("phone: 01922 658170", "phone: 01922 658170\n    verified_on: 2026-11-01"),
    "needs/neglect.yaml": ("status: to_confirm", "status: confirmed"),
    "questions.yaml": ("where: p6, status: neighbour", "where: p6, status: confirmed"),
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the sound pack, to be changed."""
    return write(tmp_path / "changed", SOUND)


def change(pack: Path, name: str, old: str, new: str) -> None:
    file = pack / name
    file.write_text(edited(name, old, new, SOUND)[name], encoding="utf-8")


def test_a_sound_pack_passes(rhrt: Shell) -> None:
    done = rhrt("rules", "check")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "anyshire: no mistakes in 5 needs, 4 rules (and one for each need of Level 2 or more), "
        "3 questions, 5 cases.\n"
    )


def test_every_mistake_is_named_in_one_go(rhrt: Shell, pack: Path) -> None:
    change(pack, "rules/neglect.yaml", "[often_hungry, dirty]", "[offen_hungry, dirty]")
    change(pack, "contacts.yaml", "fri, opens: 08:45", "fri, opens: 25:00")

    done = rhrt("rules", "check", "--pack", str(pack))

    assert (done.code, done.out) == (1, "")
    contacts, rules, total = done.err.splitlines()
    assert contacts.startswith("changed/contacts.yaml:12:")
    assert rules.startswith("changed/rules/neglect.yaml:4:")
    assert "Did you mean 'often_hungry'?" in rules
    assert total == "2 mistakes in 2 files."


def test_a_mistake_of_meaning_is_found_as_well(rhrt: Shell, pack: Path) -> None:
    change(pack, "rules/harm.yaml", "age is unborn or under_1", "age is unborn")

    done = rhrt("rules", "check", "--pack", str(pack))

    assert done.code == 1
    assert "invariant 'bruised-baby' does not hold" in done.err
    assert "case 'bruised' expects Level 4" in done.err


def test_only_what_is_confirmed_is_published(rhrt: Shell, pack: Path) -> None:
    draft = rhrt("rules", "check", "--for-publication", "--pack", str(pack))
    for name, (old, new) in CONFIRMED.items():
        change(pack, name, old, new)
    confirmed = rhrt("rules", "check", "--for-publication", "--pack", str(pack))

    assert draft.code == 1
    assert [line.split(":")[0] for line in draft.err.splitlines()[:-1]] == [
        "changed/contacts.yaml",
        "changed/needs/neglect.yaml",
        "changed/pack.yaml",
        "changed/questions.yaml",
    ]
    assert (confirmed.code, confirmed.err) == (0, "")


@pytest.mark.parametrize("command", ["suggest", "demo", "serve"])
def test_nothing_is_done_with_a_broken_pack(rhrt: Shell, pack: Path, command: str) -> None:
    change(pack, "rules/neglect.yaml", "[often_hungry, dirty]", "[offen_hungry, dirty]")

    done = rhrt(command, "--pack", str(pack), stdin="{}")

    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'often_hungry'?" in done.err
    assert "Traceback" not in done.err


def test_show_prints_the_pack_as_json(rhrt: Shell) -> None:
    whole = rhrt("rules", "show").json

    assert whole["id"] == "anyshire"
    assert len(whole["needs"]) == 5
    assert rhrt("rules", "show", "often_hungry").json == whole["needs"][0]
    assert rhrt("rules", "show", "mash").json["phone"] == "01922 658170"
    assert rhrt("rules", "show", "baby").json["steps"][0]["contact"] == "police"


def test_show_knows_the_nearest_name(rhrt: Shell) -> None:
    told = rhrt.fails("rules", "show", "hungry-for-month")

    assert told.endswith("'hungry-for-month'. Did you mean hungry-for-months?")


def test_figures_say_how_much_of_what_there_is(rhrt: Shell) -> None:
    done = rhrt("rules", "show", "--figures")

    assert done.code == 0
    assert done.out.startswith("Right Help Right Time 2026.1 (draft)")
    for figure in ("2 domains", "5 needs", "3 questions", "5 cases"):
        assert figure in done.out


def test_coverage_shows_which_case_exercises_which_rule(rhrt: Shell, tmp_path: Path) -> None:
    done = rhrt("rules", "coverage", "--html", str(tmp_path / "page.html"))

    assert (done.code, done.err) == (0, "")
    row = next(line for line in done.out.splitlines() if "bruised-baby" in line)
    assert row.split() == ["4", "bruised-baby", "1", "bruised*"]
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<strong>bruised</strong>" in page
    assert "<script" not in page


def test_a_rule_without_a_case_is_a_problem(rhrt: Shell, pack: Path, tmp_path: Path) -> None:
    name = "cases/hungry.yaml"
    (pack / name).write_text(SOUND[name].split("  - id: bruised")[0], encoding="utf-8")

    done = rhrt("rules", "coverage", "--pack", str(pack), "--html", str(tmp_path / "page.html"))

    assert done.code == 1
    assert next(line for line in done.out.splitlines() if "several" in line).split()[2] == "0"
    assert (tmp_path / "page.html").read_text("utf-8").count("No case") >= 3


def test_schemas_are_written_for_editors(rhrt: Shell, tmp_path: Path) -> None:
    done = rhrt("rules", "schema", str(tmp_path / "schemas"))

    written = [Path(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert {path.stem for path in written} >= {"pack", "needs", "rules", "questions", "cases"}
    assert all("$schema" in json.loads(path.read_text("utf-8")) for path in written)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "--pack", "nowhere"), "rhrt: There is no rule pack 'nowhere'"),
        (("coverage", "--html", "/nowhere/x.html"), "rhrt: /nowhere/x.html: No such file"),
        (("schema", "/proc/schemas"), "rhrt: /proc/schemas: "),
        (("nothing",), "invalid choice: 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    rhrt: Shell, words: tuple[str, ...], told: str
) -> None:
    done = rhrt("rules", *words)

    assert done.code == 2
    assert told in done.err
    assert done.err.count("\n") == 1
