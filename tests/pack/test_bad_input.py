"""What ``rhrt rules check`` refuses: each with its file, its line and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhrt.cli import run
from tests.pack.small_pack import edited, write

GOOD = Path(__file__).parents[2] / "rules" / "exampleshire"
FILES = {
    path.relative_to(GOOD).as_posix(): path.read_text("utf-8") for path in GOOD.rglob("*.yaml")
}

BAD = {
    "a rule that negates a concern": (
        "rules/safety.yaml",
        "when: {all: [missing, new_things]}",
        "when: {all: [missing, {not: careful_child}]}",
        "In rule 'two-signs-of-being-used': 'not' is not allowed. Worries are never negated",
        "or raise the level of what is worrying.",
    ),
    "a rule that negates a worse answer": (
        "rules/safety.yaml",
        "when: {all: [injured, harm_seen >= a_lot]}",
        "when: {all: [injured, harm_seen is not nothing]}",
        "In rule 'injury-great-harm': 'is not' cannot be used with the scale 'harm_seen'.",
        "or raise the level of what is worrying.",
    ),
    "a need without a level": (
        "needs/learning.yaml",
        "    label: Falls behind\n    subject: child\n    level: 2\n",
        "    label: Falls behind\n    subject: child\n",
        "'level' is missing in need 'behind'.",
        "Add it.",
    ),
    "a rule citing no source": (
        "rules/safety.yaml",
        "    because: Missing and given things. Somebody may be behind both.\n    source:",
        "    because: Missing and given things. Somebody may be behind both.\n    origin:",
        "'source' is missing in rule 'two-signs-of-being-used'.",
        "Add it.",
    ),
    "a rule citing a document that the pack has not": (
        "rules/learning.yaml",
        'document: children_act, where: "Section 17"',
        'document: childrens_act, where: "Section 17"',
        "unknown document 'childrens_act' in rule 'out-of-school-harmed'.",
        "Did you mean 'children_act'?",
    ),
    "a case whose level is not reached": (
        "cases/learning.yaml",
        "expect: {level: 2, rules: [need.behind]}",
        "expect: {level: 3, rules: [need.behind]}",
        "case 'new-in-class' expects Level 3, but the rules give Level 2 ('need.behind').",
        "Decide which is right: the case or the rules.",
    ),
    "an invariant that does not hold": (
        "invariants.yaml",
        "    when: violence_at_home\n",
        "    when: {any: [violence_at_home, rows]}\n",
        "invariant 'violence-is-not-a-row' does not hold: with",
        "Add a rule that covers this combination.",
    ),
    "two needs sharing a phrase": (
        "needs/learning.yaml",
        "phrases: [cannot read yet]",
        "phrases: [cries a lot]",
        "In need 'behind': the phrase 'cries a lot' is that of need 'sad' (needs/feelings.yaml:",
        "Keep it where it fits best.",
    ),
    "a rule that never makes a difference": (
        "rules/safety.yaml",
        "when: {all: [missing, new_things]}",
        "when: {all: [alone_at_home, new_things]}",
        "rule 'two-signs-of-being-used' never makes a difference: whenever it holds, "
        "'need.alone_at_home' (Level 3) holds too.",
        "Remove it, or raise its level.",
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_it_is_refused_with_its_place_and_how_to_mend_it(tmp_path, capsys, bad):
    name, old, new, said, mend = bad
    folder = write(tmp_path / "draft", edited(name, old, new, FILES))

    assert run(["rules", "check", "--pack", str(folder)]) == 1

    (line,) = [one for one in capsys.readouterr().err.splitlines() if said in one]
    assert line.startswith(f"draft/{name}:")
    assert line.endswith(mend)
    assert entry_told(line, (folder / name).read_text("utf-8")) in said


def entry_told(line, text):
    """The id of the entry that the line told lies in."""
    number = int(line.split(":")[1])
    heads = [one for one in text.splitlines()[:number] if one.startswith("  - id: ")]
    return heads[-1].removeprefix("  - id: ")


def test_the_pack_itself_is_accepted(tmp_path, capsys):
    folder = write(tmp_path / "draft", FILES)

    assert run(["rules", "check", "--pack", str(folder)]) == 0
    assert "no mistakes in" in capsys.readouterr().out
