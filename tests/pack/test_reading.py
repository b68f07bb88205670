"""Text is text until the schema says otherwise, and hostile files are refused before they cost."""

import time

import pytest

from rhrt.pack.files import LARGEST_FILE
from rhrt.pack.reading import DEEPEST, ENOUGH, read
from rhrt.pack.tree import Findings, Mark


def reading(text: str | bytes):
    """Return the data of a file and what is told of it."""
    findings = Findings()
    raw = text.encode() if isinstance(text, str) else text
    tree = read("f.yaml", "rules", raw, findings)
    return (tree.data if tree else None), [str(mistake) for mistake in findings.sorted()]


@pytest.mark.parametrize(
    "scalar", ["no", "on", "012", "1:30", "2026-11-22", "0x10", "1e3", "null", "~", ".5", "true"]
)
def test_what_is_written_is_what_is_read(scalar):
    assert reading(f"a: {scalar}") == ({"a": scalar}, [])


def test_marks_are_where_an_editor_shows_them():
    findings = Findings()
    tree = read("f.yaml", "rules", "é: [a,\n  'b', \"c\\n\"]\n".encode(), findings)

    assert tree.mark(("é",), key=True) == Mark(1, 1, 0)
    assert tree.mark(("é", 0)) == Mark(1, 5, 0)
    assert tree.mark(("é", 1)) == Mark(2, 3, 1)
    assert tree.mark(("é", 2)) == Mark(2, 8, -1)
    assert tree.mark(("é", 2, "not there")) == Mark(2, 8, -1)


def test_a_byte_order_mark_is_no_mistake():
    assert reading(b"\xef\xbb\xbfa: b\r\nc: d\r\n") == ({"a": "b", "c": "d"}, [])


def bomb() -> str:
    lines = ["a0: &a0 [lol]"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    return "\n".join(lines)


HOSTILE = {
    "alias bomb": (bomb(), "f.yaml:1:5: The anchor '&a0' is not allowed."),
    "over 1 MB": (b"a: " + b"b" * LARGEST_FILE, "f.yaml:1:1: The file is over 1 MB."),
    "1 MB of brackets": ("[" * 900_000, f"f.yaml:1:{DEEPEST + 1}: This is nested over 40 deep."),
    "5,000 deep": ("[" * 5_000 + "]" * 5_000, f"f.yaml:1:{DEEPEST + 1}: This is nested over"),
    "deep in blocks": (
        "\n".join(" " * n + "a:" for n in range(5_000)).encode()[:900_000],
        f"f.yaml:{DEEPEST + 1}:{DEEPEST + 1}: This is nested over 40 deep.",
    ),
    "python tag": ("!!python/object/apply:os.system [x]", "f.yaml:1:1: The tag '!!python/"),
    "own tag": ("a: !secret b", "f.yaml:1:4: The tag '!secret' is not allowed."),
    "bare tag": ("a: ! b", "f.yaml:1:4: The tag '!' is not allowed."),
    "NUL": (b"a: b\nc: \0", "f.yaml:2:4: There is an invisible character (U+0000) here."),
    "escape": ('a: "\\e[31m"', "f.yaml:1:4: This text hides an invisible character."),
    "delete": ("a: \x7f", "f.yaml:1:4: There is an invisible character (U+007F) here."),
    "reordering": ("a: x\u202ey", "f.yaml:1:5: There is an invisible character (U+202E) here."),
    "line separator": ("a: x\u2028y", "f.yaml:1:5: There is an invisible character (U+2028)"),
    "Latin-1": ("a: b\nc: dé".encode("latin-1"), "f.yaml:2:5: This is not UTF-8 text."),
    "UTF-16": ("a: b".encode("utf-16"), "f.yaml:1:1: This is not UTF-8 text."),
    "half a character": (b"a: \xc3", "f.yaml:1:4: This is not UTF-8 text."),
    "two documents": ("a: b\n---\na: c", "f.yaml:2:1: A second document starts here."),
    "merge key": ("a: {<<: b}", "f.yaml:1:5: The merge key '<<' is not allowed."),
    "twice": ("a: b\n'a': c", "f.yaml:2:1: The key 'a' is here twice. It is on line 1 already."),
    "mapping as key": ("{{a: b}: c}", "f.yaml:1:2: A key must be a word."),
    "list as key": ("? [a, b]\n: c", "f.yaml:1:3: A key must be a word."),
    "tab": ("a:\n\tb: c", "f.yaml:2:1: This is not correct YAML"),
    "never closed": ("a: 'b\nc: d", "f.yaml:1:4: This is not correct YAML"),
}


@pytest.mark.parametrize(("text", "first"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_fast(text, first):
    start = time.process_time()

    _, mistakes = reading(text)

    assert mistakes[0].startswith(first)
    assert time.process_time() - start < 1


def test_a_file_of_nothing_but_mistakes_is_not_told_to_its_end():
    _, mistakes = reading("[" + "*a, " * 200_000 + "]")

    assert len(mistakes) == ENOUGH + 1
    assert mistakes[-1].endswith("There are over 100 mistakes like this one. Mend these first.")


def test_forty_deep_is_still_read():
    data, mistakes = reading("[" * DEEPEST + "]" * DEEPEST)

    assert mistakes == []
    for _ in range(DEEPEST - 1):
        (data,) = data
    assert data == []


def test_what_hangs_on_a_refused_key_is_not_mistaken_for_more():
    data, mistakes = reading("a: 1\na: {b: [c, {d: e}], b: 2}\nf: 3")

    assert data == {"a": "1", "f": "3"}
    assert len(mistakes) == 1
