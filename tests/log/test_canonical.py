"""One value has one form as bytes, and it is that of RFC 8785."""

import json
import random
import unicodedata

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from rhrt.log import verifier
from rhrt.log.canonical import canonical
from rhrt.log.contents import Contents
from rhrt.log.entry import SALT_BYTES, commitment
from rhrt.log.errors import NotCanonicalError

LETTERS = [chr(n) for n in range(1, 0x180)] + list("\u2028\ufeff\ufffd\U0001f642עم漢字\U0010ffff")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda text: unicodedata.normalize("NFC", text)
)
NAMES = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)


def any_value(rng, depth=0):
    """A value drawn quickly; Hypothesis, which looks for the odd ones, is slow at 20,000."""
    kind = rng.randrange(4 if depth > 3 else 6)
    if kind == 4:
        return [any_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    if kind == 5:
        return {
            text(rng, LETTERS[:127]): any_value(rng, depth + 1) for _ in range(rng.randrange(4))
        }
    if kind == 3:
        return text(rng, LETTERS)
    return rng.choice([None, True, False, rng.randrange(99), rng.randrange(-(2**53) + 1, 2**53)])


def text(rng, letters):
    return unicodedata.normalize("NFC", "".join(rng.choices(letters, k=rng.randrange(9))))


def agreed(value):
    return canonical(value) == rfc8785.dumps(value) == verifier.canonical(value)


def test_twenty_thousand_values_are_written_as_another_implementation_does():
    rng = random.Random(8785)
    values = [any_value(rng) for _ in range(20_000)]

    assert [value for value in values if not agreed(value)] == []


@settings(max_examples=300)
@given(VALUES)
def test_no_value_is_found_that_another_implementation_writes_otherwise(value):
    assert agreed(value)
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "x"]}, b'{"a":[true,null,"x"],"b":1}'),
        ("e\u0301", b'"\xc3\xa9"'),
        ('\u20ac$\x0f\nA\'B"\\\\"/', b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        ((1, 2), b"[1,2]"),
        (2**53 - 1, b"9007199254740991"),
    ],
)
def test_known_forms(value, written):
    """The third is the string of RFC 8785, section 3.2.3."""
    assert canonical(value) == written


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "NUL \0",
        "half a pair \ud800",
        {"é": 1},
        {1: 1},
        {"a\0": 1},
        b"bytes",
        {"set"},
        nested(33),
        nested(50_000),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, list) else "nested",
)
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(NotCanonicalError):
        canonical(value)


def test_the_same_value_committed_ten_thousand_times_never_looks_the_same():
    commitments = {Contents({"level": 4}).commitments["level"] for _ in range(10_000)}

    assert len(commitments) == 10_000


def test_a_commitment_is_to_name_salt_and_value():
    salt, other = bytes(SALT_BYTES), b"\1" * SALT_BYTES

    made = {
        commitment("level", salt, b"4"),
        commitment("level", salt, b"3"),
        commitment("level", other, b"4"),
        commitment("lever", salt, b"4"),
        commitment("leve", salt, b"l4"),
    }

    assert len(made) == 5


@pytest.mark.parametrize("name", ["", "Level", "a b", "é", "x" * 65, "1st", "a\n"])
def test_a_field_has_a_plain_name(name):
    with pytest.raises(NotCanonicalError):
        Contents({name: 1})
