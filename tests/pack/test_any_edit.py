"""Whatever somebody types into a pack, they get a pack or a list of mistakes: never a crash."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.pack import PackError
from rhrt.pack.loading import load_files
from rhrt.pack.model import Pack
from tests.pack.small_pack import FILES, encoded

PIECES = [
    "", " ", "\n", "  ", "- ", ":", ": ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!!int ",
    "not", "is", ">=", "or", "always", "0", "4", "true", "~", "id", "sub: child_in_need",
    "level: 4", "when: {all: []}", "\n---\n", "[[]]", "{a: {b: c}}", "\t", "|\n", "é", "\0",
]  # fmt: skip


@st.composite
def edits(draw):
    """Draw the small pack with a stretch of one file replaced by something else."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 60)))
    piece = draw(st.sampled_from(PIECES) | st.text(max_size=8))
    return name, text[:start] + piece + text[end:]


def mistakes_of(files):
    """Return the mistakes of a pack, none if it is good. Any other end is an error of ours."""
    try:
        assert isinstance(load_files(files), Pack)
    except PackError as error:
        return list(error.mistakes)
    return []


LINE_BREAK = "\r\n|[\n\r\x85\u2028\u2029]"  # what counts as one in YAML


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(), min_size=1, max_size=3))
def test_any_edit_gives_a_pack_or_mistakes_at_places_in_the_files(changes):
    files = encoded(FILES)
    for name, text in changes:
        files[name] = text.encode("utf-8", "surrogatepass")

    mistakes = mistakes_of(files)

    assert mistakes == sorted(mistakes)
    for mistake in mistakes:
        # The end of a file without a last line break counts as the start of one more line.
        text = files.get(mistake.file, b"").decode("utf-8", "replace")
        ends = len(re.findall(LINE_BREAK, text)) + 2
        assert 1 <= mistake.line <= ends
        assert mistake.column >= 1


SWAPPED = st.sampled_from(["x", "[]", "[x]", "{}", "{x: y}", "[[x]]", "[{}]", '""'])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_of_another_kind_gives_mistakes(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    lines = FILES[name].splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {data.draw(SWAPPED)}"
    files = encoded(FILES) | {name: "\n".join(lines).encode()}

    assert all(str(mistake) for mistake in mistakes_of(files))
