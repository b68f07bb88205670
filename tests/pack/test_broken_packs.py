"""Every mistake is told at its place, in words that say what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from rhrt.pack import PackError, PackNotFoundError, load
from rhrt.pack.__main__ import main
from rhrt.pack.loading import load_files
from tests.pack.small_pack import FILES, edited, encoded, write


@dataclass(frozen=True)
class Row:
    """One block of broken.txt."""

    file: str
    old: str
    new: str
    told: list[str]

    @property
    def name(self) -> str:
        return f"{self.file}: {self.new or 'without ' + self.old}"


def rows() -> list[Row]:
    text = (Path(__file__).parent / "broken.txt").read_text("utf-8")
    return [_row(block.splitlines()) for block in text.split("\n\n")[1:]]


def _row(lines: list[str]) -> Row:
    signed: dict[str, list[str]] = {"-": [], "+": [], "=": []}
    for line in lines[1:]:
        signed[line[0]].append(line[2:])
    old, new = "\n".join(signed["-"]), "\n".join(signed["+"])
    return Row(lines[0], old if new else old + "\n", new, signed["="])


def told(files: dict[str, str]) -> list[str]:
    """Return every mistake of a pack as it is printed."""
    with pytest.raises(PackError) as caught:
        load_files(encoded(files))
    return [str(mistake) for mistake in caught.value.mistakes]


def test_the_table_is_as_long_as_it_should_be():
    assert len(rows()) >= 100


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_broken_pack_is_told_at_its_place(row):
    assert told(edited(row.file, row.old, row.new)) == row.told


def test_the_small_pack_itself_is_good():
    assert load_files(encoded(FILES)).title == "Right Help Right Time"


def test_all_mistakes_of_all_files_are_told_at_once_in_file_and_line_order():
    files = edited("needs/harm.yaml", "subject: child", "subject: kid")
    files = edited("contacts.yaml", "01922 658170", "12", files)
    files = edited("rules/neglect.yaml", "[often_hungry, dirty]", "[hungry, dirt]", files)
    files = edited("rules/harm.yaml", "level: 3", "level: 9", files)
    files = edited("rules/harm.yaml", "age is", "aeg is", files)

    assert told(files) == [
        "contacts.yaml:9:12: In contact 'mash': '12' is not a UK telephone number. "
        "Write it as 0300 123 4567 or 999.",
        "needs/harm.yaml:5:14: In need 'bruise': 'subject' must be child, sibling, parent or "
        "household, not 'kid'.",
        "rules/harm.yaml:8:11: unknown question 'aeg' in rule 'bruised-baby'. Did you mean 'age'?",
        "rules/harm.yaml:18:12: In rule 'several': 'level' must be 1, 2, 3 or 4, not 9.",
        "rules/neglect.yaml:4:25: unknown need 'hungry' in rule 'hungry-for-months'. "
        "Did you mean 'often_hungry'?",
        "rules/neglect.yaml:4:33: unknown need 'dirt' in rule 'hungry-for-months'. "
        "Did you mean 'dirty'?",
    ]


def test_a_mistake_of_shape_hides_no_other_in_the_same_entry():
    broken = edited("needs/harm.yaml", "document: guide", "document: giude")
    broken["needs/harm.yaml"] = broken["needs/harm.yaml"].replace("level: 3", "level: 4")
    broken["needs/harm.yaml"] = broken["needs/harm.yaml"].replace("child\n", "kid\n")

    assert [line.split(": ")[0] for line in told(broken)] == [
        "needs/harm.yaml:5:14",
        "needs/harm.yaml:6:12",
        "needs/harm.yaml:8:24",
    ]


@pytest.mark.parametrize("name", ["needs/harm.yaml", "questions.yaml", "contacts.yaml"])
def test_a_file_that_cannot_be_read_makes_no_flood(name):
    (only,) = told(FILES | {name: "needs: [\n"})

    assert only.startswith(f"{name}:")


def test_a_pack_needs_its_main_files():
    assert told({}) == [
        "contacts.yaml:1:1: This is missing. Write it.",
        "needs/:1:1: This is missing. Write one file a domain.",
        "pack.yaml:1:1: This is missing. Write it.",
        "pathways.yaml:1:1: This is missing. Write it.",
        "questions.yaml:1:1: This is missing. Write it.",
    ]


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n"])
@pytest.mark.parametrize("name", ["emarf.yaml", "invariants.yaml", "cases/hungry.yaml"])
def test_a_small_pack_may_lack_the_rest(name, text):
    files = {file: was for file, was in FILES.items() if file != name}
    if text is not None:
        files[name] = text

    assert load_files(encoded(files)).needs


def test_an_empty_main_file_is_told():
    assert "questions.yaml:1:1: The file is empty." in told(FILES | {"questions.yaml": "# later"})


@pytest.mark.parametrize("name", ["rules/harm.yml", "question.yaml", "rules/old/harm.yaml"])
def test_a_yaml_file_that_nobody_reads_is_told(tmp_path, name):
    with pytest.raises(PackError) as caught:
        load(write(tmp_path, FILES | {name: "rules: []"}))

    assert [mistake.file for mistake in caught.value.mistakes] == [name]
    assert "not read" in str(caught.value)


def test_a_pack_error_ends_with_a_count():
    files = edited("pack.yaml", "consult: mash", "consult: mosh")

    with pytest.raises(PackError, match=r"\n2 mistakes in 2 files\. The pack was not loaded\.$"):
        load_files(encoded(edited("contacts.yaml", "phone: 999", "phone: 9", files)))


def test_there_may_be_no_pack(tmp_path):
    with pytest.raises(PackNotFoundError, match="There is no rule pack"):
        load(tmp_path / "nowhere")


def test_the_command_prints_mistakes_or_counts(tmp_path, capsys):
    folder = write(tmp_path / "good")
    broken = write(tmp_path / "bad", edited("pack.yaml", "consult: mash", "consult: mosh"))

    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.startswith("ok: 5 needs, 7 rules, 3 questions")
    assert main([str(broken)]) == 1
    assert "pack.yaml:10:10: unknown contact 'mosh'" in capsys.readouterr().out
    assert main([str(tmp_path / "none")]) == 2
