"""understand, suggest and ask: what goes in, what comes out, and what bad input is told."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.cli.shell import Shell

CASE = {
    "text": "always hungry",
    "context": {"age": "5_to_9"},
    "answers": {"how_long": "months", "danger_now": "no"},
}


def test_understand_says_what_was_heard(rhrt: Shell) -> None:
    done = rhrt("understand", "always hungry, not filthy, for months, a baby")

    assert (done.code, done.err) == (0, "")
    assert set(done.json) >= {"needs", "answers", "context"}
    heard = {need["id"]: need for need in done.json["needs"]}
    assert set(heard["often_hungry"]) >= {"id", "label", "score", "heard", "negated"}
    assert heard["often_hungry"]["heard"] in "always hungry"
    assert not heard["often_hungry"]["negated"]
    assert heard["dirty"]["negated"]
    assert done.json["answers"] == {"how_long": "months"}
    assert done.json["context"] == {"age": "under_1"}


def test_understand_reads_standard_input(rhrt: Shell) -> None:
    text = "\ufeffalways hungry 😟 الولد \x00 <b>"

    assert rhrt("understand", "-", stdin=text).json == rhrt("understand", "-", stdin=text[1:]).json
    assert rhrt("understand", "-", stdin=text).json["needs"][0]["id"] == "often_hungry"


def test_suggest_has_the_shape_others_rely_on(rhrt: Shell) -> None:
    done = rhrt("suggest", stdin=json.dumps(CASE))

    assert (done.code, done.err) == (0, "")
    said = done.json
    assert (said["level"], said["low"], said["high"], said["next"]) == (3, 3, 3, None)
    assert said["needs"] == ["often_hungry"]
    (reason,) = said["reasons"]
    assert set(reason) >= {"rule", "level", "because", "source"}
    assert (reason["rule"], reason["level"]) == ("hungry-for-months", 3)
    assert {near["rule"] for near in said["would_change"]} == {"danger"}
    assert set(said["pack"]) == {"id", "version", "digest"}
    assert said["route"]["steps"][0]["do"] == "Meet"


def test_suggest_says_what_it_assumed_and_asks_next(rhrt: Shell) -> None:
    said = rhrt("suggest", stdin='{"needs": ["often_hungry"]}').json

    assert (said["level"], said["low"], said["high"]) == (2, 2, 4)
    assert said["assumed"] == {"danger_now": "no", "how_long": "weeks"}
    assert said["next"] == "danger_now"


@pytest.mark.parametrize(
    ("stdin", "told"),
    [
        (b"", "rhrt: Not JSON: Expecting value at line 1, column 1."),
        (b"{", "rhrt: Not JSON: Expecting property name enclosed in double quotes at line 1"),
        (b'{"needs": [], "needs": []}', "rhrt: The key 'needs' is there twice."),
        (b'{"answers": {"how_long": 1, "how_long": 2}}', "rhrt: The key 'how_long' is there twice"),
        (b"[" * 100_000, "rhrt: Not a case: the JSON nests too deeply."),
        (b'{"needs": [NaN]}', "rhrt: Not JSON: NaN is not a number there."),
        (b"\xff\xfe{", "rhrt: Not UTF-8 text: byte 1 fits nowhere."),
        (b"[]", "rhrt: A case is a JSON object"),
        (b'{"neds": []}', "rhrt: Unknown field 'neds'. Did you mean 'needs'?"),
        (
            b'{"needs": ["offen_hungry"]}',
            "need 'offen_hungry'. Did you mean 'often_hungry'?",
        ),
        (b'{"needs": "dirty"}', "rhrt: 'needs' must be a list of need ids."),
        (b'{"answers": {"how_lng": "once"}}', "question 'how_lng'. Did you mean 'how_long'?"),
        (b'{"answers": {"how_long": "ever"}}', "it is one of once, weeks, months."),
        (b'{"text": 5}', "rhrt: 'text' must be a string."),
        (json.dumps({"text": "x" * 100_001}).encode(), "100,001 characters; 100,000 is the most"),
    ],
)
def test_a_case_that_cannot_be_read_gets_one_line(rhrt: Shell, stdin: bytes, told: str) -> None:
    assert told in rhrt.fails("suggest", stdin=stdin)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "rhrt: the following arguments are required: COMMAND."),
        (("sugest",), "invalid choice: 'sugest'"),
        (("understand",), "the following arguments are required: text"),
        (("suggest", "--level", "3"), "unrecognized arguments: --level 3"),
        (("suggest", "--pack", "nowhere"), "rhrt: There is no rule pack 'nowhere'"),
        (("understand", "-"), "rhrt: 'text' has 100,001 characters; 100,000 is the most."),
    ],
)
def test_a_command_that_cannot_be_carried_out_gets_one_line(
    rhrt: Shell, words: tuple[str, ...], told: str
) -> None:
    assert told in rhrt.fails(*words, stdin="x" * 100_001)


def test_text_of_any_kind_is_answered(rhrt: Shell) -> None:
    """Whatever the terminal's own alphabet; half a character from outside goes out escaped."""
    half = rhrt("suggest", stdin=json.dumps({"text": "hungry \ud800 \x00 \u202e"}))
    latin = rhrt("understand", "-", stdin="zażółć always hungry", LC_ALL="C", PYTHONUTF8="0")

    assert half.code == 0
    assert latin.code == 0
    assert latin.json["needs"][0]["id"] == "often_hungry"


def test_ask_holds_the_conversation(rhrt: Shell) -> None:
    """A worry, no danger, what was heard is right, nothing else, one's own level."""
    done = rhrt("ask", stdin="always hungry, for months\n1\ny\ny\n\n2\n")

    assert (done.code, done.err) == (0, "")
    assert "ring 999 first" in done.out
    assert "Is the child in danger now?" in done.out
    assert "Level 3" in done.out


def test_ask_that_is_broken_off_keeps_nothing(rhrt: Shell) -> None:
    done = rhrt("ask", stdin="always hungry\n")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("Stopped. Nothing of this was kept.\n")
    assert list(rhrt.folder.iterdir()) == []


def test_a_reader_who_goes_away_is_no_error(rhrt: Shell) -> None:
    lines = '{"id": 1, "needs": ["dirty"]}\n' * 500
    with subprocess.Popen(
        rhrt.command("batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=rhrt.environ,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(lines.encode())
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"id": 1')
        process.stdout.close()
        process.stdin.close()
        complaint = process.stderr.read()

    assert (process.returncode, complaint) == (0, b"")


def test_a_full_disk_is_told(rhrt: Shell) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, not a file
        done = subprocess.run(
            rhrt.command("suggest"),
            input=json.dumps(CASE).encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            env=rhrt.environ,
            check=False,
        )

    assert (done.returncode, done.stderr) == (2, b"rhrt: No space left on device\n")
