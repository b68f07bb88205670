"""batch: one line in, one line out, in order, whatever the lines hold, in little memory."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import Shell

GOOD = {"needs": ["often_hungry"], "answers": {"how_long": "months"}, "context": {"age": "5_to_9"}}
MANY, PADDING = 4_000, 8_000


def test_lines_come_out_as_suggest_says_and_in_order(rhrt: Shell) -> None:
    cases = [GOOD | {"id": f"c{n}"} if n % 2 else {"id": n, "text": "filthy"} for n in range(50)]

    done = rhrt("batch", stdin="\n".join(json.dumps(case) for case in cases))

    assert (done.code, done.err) == (0, "")
    assert [line["id"] for line in done.lines] == [case["id"] for case in cases]
    alone = rhrt("suggest", stdin=json.dumps(GOOD)).json
    odd = done.lines[1]
    assert {name: odd[name] for name in alone if name != "route"} == {
        name: value for name, value in alone.items() if name != "route"
    }
    assert odd["route"]["steps"] == alone["route"]["steps"]
    assert done.lines[0]["needs"] == ["dirty"]


@pytest.mark.parametrize(
    ("line", "identity", "told"),
    [
        (b"not json", None, "Not JSON: Expecting value at line 1, column 1."),
        (b'{"id": "a", "needs": ["offen_hungry"]}', "a", "Did you mean 'often_hungry'?"),
        (b'{"id": 7, "answers": {"how_lng": "once"}}', 7, "Did you mean 'how_long'?"),
        (b'{"id": 7, "answers": {"how_long": "ever"}}', 7, "it is one of once, weeks, months."),
        (b'{"id": 7, "context": []}', 7, "'context' must be an object"),
        (b'{"id": 7, "id": 8}', None, "The key 'id' is there twice."),
        (b'{"id": 7, "text": ["x"]}', 7, "'text' must be a string."),
        (b'{"text": "x"}', None, "Each line needs an 'id'"),
        (b'{"id": true}', None, "Each line needs an 'id'"),
        (b'{"id": 1e999}', None, "Each line needs an 'id'"),
        (b'{"id": {"a": 1}}', None, "Each line needs an 'id'"),
        (b"[]", None, "Each line needs an 'id'"),
        (b"5", None, "Each line needs an 'id'"),
        (b'{"id": "\xff"}', None, "Not UTF-8 text: byte 9 fits nowhere."),
        (b'{"id": 7, "answers": {"how_long": NaN}}', None, "Not JSON: NaN is not a number there."),
        (b"[" * 50_000, None, "the JSON nests too deeply."),
    ],
)
def test_a_bad_line_gives_its_error_and_the_rest_goes_on(
    rhrt: Shell, line: bytes, identity: object, told: str
) -> None:
    good = json.dumps(GOOD | {"id": "good"}).encode()

    done = rhrt("batch", stdin=b"\n".join([good, line, b"", b"   ", good]))

    assert (done.code, done.err) == (0, "")
    before, wrong, after = done.lines
    assert before["level"] == after["level"] == 3
    assert set(wrong) == {"id", "error"}
    assert wrong["id"] == identity
    assert told in wrong["error"]


def test_half_a_character_in_an_id_comes_back_as_it_was(rhrt: Shell) -> None:
    done = rhrt("batch", stdin=b'{"id": "\\ud800"}\n{"id": "\xf0\x9f\x98\x9f"}\n')

    assert [line["id"] for line in done.lines] == ["\ud800", "😟"]


def test_each_answer_comes_at_once(rhrt: Shell) -> None:
    """Another program may talk to it line by line."""
    with subprocess.Popen(
        rhrt.command("batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=rhrt.environ
    ) as process:
        assert process.stdin
        assert process.stdout
        for n in range(3):
            process.stdin.write(json.dumps(GOOD | {"id": n}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        process.stdin.close()

    assert process.returncode == 0


def most_memory(rhrt: Shell, folder: Path, lines: int) -> int:
    """The most memory a batch of so many long lines ever held, in kilobytes."""
    file = folder / f"{lines}.jsonl"
    with file.open("w") as cases:
        for n in range(lines):
            cases.write(json.dumps(GOOD | {"id": n}).replace(" ", " " * (PADDING // 12)) + "\n")
    with file.open() as cases, (folder / "out").open("wb") as out:
        process = subprocess.Popen(rhrt.command("batch"), stdin=cases, stdout=out, env=rhrt.environ)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    with (folder / "out").open() as out:
        assert sum(1 for _ in out) == lines
    return used.ru_maxrss


def test_memory_stays_flat(rhrt: Shell, tmp_path: Path) -> None:
    """Some 25 MB in and 20 MB out; were either kept, it would show."""
    rhrt("suggest", stdin="{}")  # so that there is a compiled copy of the pack for both
    few, many = most_memory(rhrt, tmp_path, 200), most_memory(rhrt, tmp_path, MANY)

    assert (tmp_path / f"{MANY}.jsonl").stat().st_size > 20_000_000
    assert many - few < 6_000
