"""What holds for any text at all."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rhrt.conversation.index import build_index
from rhrt.conversation.matching import matches
from rhrt.conversation.reading import read
from rhrt.conversation.understand import LONGEST_MESSAGE, understand
from tests.conversation.hearing import PACK, TODAY, denied, hear, present

TELLING = """
no not never denies used to mum dad he she his her hit hits drinking hungry bruises 3 year old weeks
since summer if and , . but again was by year 4 self harm is being bullied <b> don't DV &amp;
"""
WORDS = (*TELLING.split(), "\U0001f622", "\x00", "\u202e", "\ud800", "can\u2019t")

PLAIN_NEEDS = {
    "bruises": "bruise",
    "burns": "burn",
    "bite marks": "bite",
    "self harm": "self_harm",
    "domestic abuse": "domestic_abuse",
    "sexual abuse": "sexual_abuse",
    "head lice": "lice",
    "bullying": "bullied",
    "panic attacks": "anxious",
    "alcohol problem": "parent_drinking",
}


@given(st.text(st.characters(), max_size=300))
@example("\u02bc")  # an apostrophe that counts as a letter, and nothing else
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fail_and_spans_are_the_texts_own(text):
    heard = hear(text)

    for need in heard.needs:
        assert text[need.start : need.end] == need.heard
    for find in heard.personal:
        assert text[find.start : find.end] == find.text


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_no_jumble_of_telling_words_makes_it_fail(text):
    heard = hear(text)

    assert all(0 <= need.score <= 100 for need in heard.needs)
    assert not any(need.negated for need in heard.present)
    for said in (*heard.answers.values(), *heard.context.values()):
        assert said.heard in text


@given(st.sampled_from(sorted(PLAIN_NEEDS)), st.sampled_from(["no {}", "denies {}", "without {}"]))
def test_a_no_before_a_need_always_denies_it(words, form):
    text = form.format(words)

    assert PLAIN_NEEDS[words] not in present(text)


@given(st.sampled_from(sorted(PLAIN_NEEDS)), st.sampled_from([str.upper, str.title, str.lower]))
def test_capitals_do_not_matter(words, change):
    assert present(change(f"there is {words} here")) == present(f"there is {words} here")


@pytest.mark.parametrize("words", sorted(PLAIN_NEEDS))
@pytest.mark.parametrize("form", ["{}.", "({})", '"{}"', "{}!!!", "\u2022 {}", " {} ", "<p>{}</p>"])
def test_punctuation_does_not_matter(words, form):
    assert present(form.format(words)) == present(words)


@pytest.mark.parametrize("words", sorted(set(PLAIN_NEEDS) - {"bullying"}))
def test_a_need_and_its_denial_are_told_apart(words):
    assert PLAIN_NEEDS[words] in present(words)
    assert PLAIN_NEEDS[words] in denied(f"no {words}")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "hungry " * 15_000,
        "no " * 30_000,
        "bruise, " * 12_000,
        "1" * 100_000,
        "3 weeks old since " * 6_000,
        "he is not " * 10_000,
        "\x00" * 100_000,
        "<div>" * 20_000,
        "\u0628\u0637 " * 30_000,
        "\ud800" * 50_000,
        "d.o.b. " * 15_000,
        "'" * 100_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_hundred_thousand_letters_are_no_trouble(text):
    hear("warm")
    began = time.process_time()

    heard = hear(text)

    assert time.process_time() - began < 5
    assert heard.truncated == (len(text) > LONGEST_MESSAGE)


def test_the_index_survives_pickling():
    index = pickle.loads(pickle.dumps(build_index(PACK)))
    words = read("mum hits him and he is hungry", index.spelling)

    found = {index.targets[index.patterns[m.pattern].target].need for m in matches(words, index)}

    assert {"hit_by_adult", "often_hungry"} <= found


def test_hearing_the_same_twice_gives_the_same():
    text = "no bruises, dad hits mum, 3yo, since summer"

    assert understand(text, PACK, TODAY) == understand(text, PACK, TODAY)


def test_importing_it_loads_nothing_heavy():
    code = (
        "import sys, rhrt.conversation.understand; "
        "print(*{'yaml', 'pydantic', 'numpy', 'sqlalchemy', 'cryptography'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == ""
