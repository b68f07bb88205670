"""What ``rhrt rules diff`` says: a pack copied, edited in known ways, and every edit told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhrt.cli import run
from rhrt.engine.impact import impact
from rhrt.pack.diff import changes
from rhrt.pack.loading import load_files
from tests.pack.small_pack import FILES, edited, encoded, write


def pack(files=FILES):
    return load_files(encoded(files))


def told(files):
    """Every change from the small pack, as (kind, how, id, what: was -> now)."""
    return [
        (
            change.kind,
            change.how,
            change.id,
            *(f"{detail.what}: {detail.was} -> {detail.now}" for detail in change.details),
        )
        for change in changes(pack(), pack(files))
    ]


NEW_NEED = """
  - id: no_coat
    label: No coat in winter
    subject: child
    level: 2
    because: It is cold.
    source: {document: guide, where: p8, status: confirmed}
    phrases: [no coat]
"""

EDITS = [
    # --- needs ---
    (
        "needs/harm.yaml",
        "level: 3",
        "level: 2",
        ("Needs", "changed", "bruise", "level: Level 3 -> Level 2"),
    ),
    (
        "needs/harm.yaml",
        "level: 3",
        "level: 4\n    sub: child_in_need",
        (
            "Needs",
            "changed",
            "bruise",
            "level: Level 3 -> Level 4",
            "sub-result: none -> child in need",
        ),
    ),
    (
        "needs/harm.yaml",
        "A bruise or mark",
        "A mark",
        ("Needs", "changed", "bruise", "name: “A bruise or mark” -> “A mark”"),
    ),
    (
        "needs/harm.yaml",
        "[black eye]",
        "[black eye, a shiner]",
        ("Needs", "changed", "bruise", "phrases:  -> “a shiner”"),
    ),
    (
        "needs/harm.yaml",
        "[black eye]",
        "[]",
        ("Needs", "changed", "bruise", "phrases: “black eye” -> "),
    ),
    (
        "needs/neglect.yaml",
        "[always hungry, no breakfast]",
        "[no breakfast, always hungry]",
        (
            "Needs",
            "changed",
            "often_hungry",
            "order of phrases: “always hungry”; “no breakfast” -> “no breakfast”; “always hungry”",
        ),
    ),
    (
        "needs/harm.yaml",
        "where: p10",
        "where: p11",
        (
            "Needs",
            "changed",
            "bruise",
            "source: “Thresholds”, p10 (confirmed) -> “Thresholds”, p11 (confirmed)",
        ),
    ),
    (
        "needs/harm.yaml",
        "    phrases: [black eye]\n",
        "    phrases: [black eye]\n" + NEW_NEED,
        ("Needs", "added", "no_coat"),
    ),
    # --- rules ---
    (
        "rules/neglect.yaml",
        "how_long >= months",
        "how_long >= weeks",
        (
            "Rules",
            "changed",
            "hungry-for-months",
            "condition: “Often hungry” or “Dirty or unwashed”; and “How long has this been "
            "going on?” answered “For months” -> “Often hungry” or “Dirty or unwashed”; and “How "
            "long has this been going on?” answered “For some weeks” or “For months”",
        ),
    ),
    (
        "rules/neglect.yaml",
        "It has lasted.",
        "It has lasted too long.",
        (
            "Rules",
            "changed",
            "hungry-for-months",
            "reason: “It has lasted.” -> “It has lasted too long.”",
        ),
    ),
    # --- questions, contacts, pathways, invariants, the pack ---
    (
        "questions.yaml",
        "For some weeks",
        "For a few weeks",
        (
            "Questions",
            "changed",
            "how_long",
            "answer “For a few weeks”: “For some weeks” -> “For a few weeks”",
        ),
    ),
    (
        "questions.yaml",
        "phrases: [just once]",
        "phrases: [once only]",
        (
            "Questions",
            "changed",
            "how_long",
            "phrases of answer “Once”: “just once” -> ",
            "phrases of answer “Once”:  -> “once only”",
        ),
    ),
    (
        "contacts.yaml",
        "01922 658170",
        "01632 960999",
        ("Contacts", "changed", "mash", "phone: “01922 658170” -> “01632 960999”"),
    ),
    (
        "contacts.yaml",
        "closes: 16:30",
        "closes: 16:00",
        (
            "Contacts",
            "changed",
            "mash",
            "hours: Friday 08:45 to 16:30 -> ",
            "hours:  -> Friday 08:45 to 16:00",
        ),
    ),
    (
        "pathways.yaml",
        "first: true",
        "first: false",
        ("Pathways", "changed", "baby", "comes before the level's own steps: yes -> no"),
    ),
    (
        "invariants.yaml",
        "is always Level 4",
        "is Level 4",
        (
            "Invariants",
            "changed",
            "bruised-baby",
            "promise: “A baby with a bruise is always Level 4.” -> "
            "“A baby with a bruise is Level 4.”",
        ),
    ),
    (
        "pack.yaml",
        'version: "2026.1"',
        'version: "2026.2"',
        ("The pack", "changed", "anyshire", "version: 2026.1 -> 2026.2"),
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "change"), EDITS)
def test_one_edit_is_one_change_in_plain_words(name, old, new, change):
    assert told(edited(name, old, new)) == [change]


def test_nothing_changed_is_nothing_told():
    assert told(FILES) == []
    moved = FILES | {"rules/harm.yaml": "# A remark moves every line.\n" + FILES["rules/harm.yaml"]}
    assert told(moved) == []


def test_what_was_added_one_way_was_removed_the_other_way():
    more = pack(edited("needs/harm.yaml", "    phrases: [black eye]\n", NEW_NEED))

    there = {(change.id, change.how) for change in changes(pack(), more)}
    back = {(change.id, change.how) for change in changes(more, pack())}

    assert ("no_coat", "added") in there
    assert ("no_coat", "removed") in back


# --- Cases whose level changes ----------------------------------------------------------------


def test_the_cases_whose_level_changes_are_told_with_both():
    stricter = edited("rules/neglect.yaml", "level: 3", "level: 4\n    sub: child_in_need")
    stricter = edited("cases/hungry.yaml", "{level: 3,", "{level: 4, sub: child_in_need,", stricter)

    (one,) = impact(pack(), pack(stricter))

    assert (one.case.id, str(one.old), str(one.new)) == (
        "hungry-since-summer",
        "Level 3",
        "Level 4, child in need",
    )


def test_a_case_that_is_only_retold_changes_nothing():
    assert impact(pack(), pack(edited("cases/hungry.yaml", "It has lasted.", "It goes on."))) == ()


def test_a_case_whose_facts_changed_is_looked_at_as_it_was_and_as_it_is():
    milder = edited("cases/hungry.yaml", "how_long: months", "how_long: once")
    as_expected = "level: 2, rules: ["
    milder = edited(
        "cases/hungry.yaml", "level: 3, rules: [hungry-for-months, ", as_expected, milder
    )
    looser = edited("rules/neglect.yaml", "how_long >= months", "how_long >= weeks", milder)

    assert impact(pack(), pack(milder)) == ()
    assert impact(pack(), pack(looser)) == ()  # months are weeks too, and once is neither


def test_a_case_the_other_pack_has_no_words_for_is_said_to_be_beyond_it():
    files = edited("needs/harm.yaml", "    phrases: [black eye]\n", NEW_NEED)
    files = edited("cases/hungry.yaml", "[often_hungry]", "[often_hungry, no_coat]", files)

    (one,) = impact(pack(), pack(files))

    assert str(one.old) == "not to be judged (This pack has no need 'no_coat')"
    assert str(one.new) == "Level 3"


# --- The command ------------------------------------------------------------------------------


def test_the_command_prints_changes_under_headings_and_the_cases(tmp_path, capsys):
    stricter = edited("rules/neglect.yaml", "level: 3", "level: 4\n    sub: child_in_need")
    stricter = edited("cases/hungry.yaml", "{level: 3,", "{level: 4, sub: child_in_need,", stricter)
    old, new = write(tmp_path / "old"), write(tmp_path / "new", stricter)

    assert run(["rules", "diff", str(old), str(new)]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("anyshire 2026.1 (")
    assert (
        "\n\nRules\n"
        "  changed  hungry-for-months: “It has lasted.”, Level 4, child in need\n"
        "             level: was Level 3; is Level 4\n"
        "             sub-result: was none; is child in need\n"
    ) in printed
    assert printed.endswith(
        "\nCases whose level or sub-result changes: 1\n"
        "  hungry-since-summer: was Level 3, is Level 4, child in need "
        "(“Hungry since the summer”)\n"
    )


def test_the_command_says_so_when_nothing_changed(tmp_path, capsys):
    folder = str(write(tmp_path / "old"))

    assert run(["rules", "diff", folder, folder]) == 0
    assert "\nNothing changed.\n" in capsys.readouterr().out


def test_the_command_names_a_folder_that_is_not_there(tmp_path, capsys):
    assert run(["rules", "diff", str(tmp_path / "none"), str(Path(tmp_path))]) == 2
    assert "There is no rule pack" in capsys.readouterr().err
