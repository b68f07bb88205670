"""The conversation in a terminal, as somebody types it."""

import io

import pytest

from rhrt.conversation.state import ShowAnswer, facts, own_level, step
from rhrt.conversation.terminal import converse
from rhrt.engine import Engine
from tests.packs import small_pack

ENGINE = Engine(small_pack())


def typed(*lines):
    """Return the conversation after these lines, and everything that was said."""
    out = io.StringIO()
    return converse(ENGINE, [f"{line}\n" for line in lines], out), out.getvalue()


def somebody(out, words="he is dirty and has a bruise", guess=""):
    """A person who says a worry and then answers what they are asked."""
    yield f"{words}\n"
    yield "1\n"
    while True:
        asked = out.getvalue()[-600:].rsplit("\n\n", 1)[-1]
        if "Which level would you choose?" in asked:
            yield "2\n"
        elif "Did you also mean" in asked:
            yield f"{guess}\n"
        elif "I do not know" in asked:
            yield "d\n"
        else:
            yield "\n"


def test_a_whole_conversation_ends_where_the_answer_can_be_shown():
    out = io.StringIO()

    conversation = converse(ENGINE, somebody(out), out)

    assert conversation is not None
    assert step(conversation, ENGINE) == ShowAnswer(danger=False)
    assert facts(conversation, ENGINE.pack).needs == {"dirty", "bruise"}
    assert own_level(conversation) == 2
    assert "Is there anything else?" in out.getvalue()
    before, _, _ = out.getvalue().partition("Which level would you choose?")
    assert "One more answer could change the answer." in before
    assert "level" not in before.lower()


def test_danger_ends_it_at_once():
    conversation, said = typed("dad is here and violent", "2")

    assert conversation is not None
    assert step(conversation, ENGINE) == ShowAnswer(danger=True)
    assert "Which level" not in said


def test_a_question_says_why_and_what_can_be_typed():
    _, said = typed("he is hungry", "?", "perhaps", "99", "1")

    assert "It matters." in said
    assert said.count("Type a number.") == 3


def test_an_earlier_answer_can_be_changed_in_the_middle():
    # At the first question after confirming: change answer 1, danger, to yes.
    conversation, said = typed("he is hungry", "1", "", "", "c", "1", "2")

    assert "Change which answer?" in said
    assert conversation is not None
    assert step(conversation, ENGINE) == ShowAnswer(danger=True)


def test_nothing_heard_offers_the_list():
    _, said = typed("the thing with the wotsit", "1", "4")

    assert "We did not catch what it is about." in said
    assert "4. Hungry" in said


@pytest.mark.parametrize("lines", [(), ("he is hungry",), ("he is hungry", "1")])
def test_leaving_in_the_middle_is_said_and_no_error(lines):
    conversation, said = typed(*lines)

    assert conversation is None
    assert said.endswith("Stopped. Nothing of this was kept.\n")


@pytest.mark.parametrize(("typed_for_it", "needs"), [("1", {"dirty", "hungry"}), ("", {"dirty"})])
def test_a_guess_counts_only_when_it_is_chosen(typed_for_it, needs):
    out = io.StringIO()

    person = somebody(out, "he is dirty and mum is hungry", typed_for_it)
    conversation = converse(ENGINE, person, out)

    assert "1. Hungry (heard “hungry”)" in out.getvalue()
    assert conversation is not None
    assert facts(conversation, ENGINE.pack).needs == needs


@pytest.mark.parametrize(
    ("answer", "kept"), [("", "he is hungry, ring […]"), ("n", "he is hungry, ring 07700 900123")]
)
def test_what_looks_personal_is_offered_back(answer, kept):
    _, said = typed("he is hungry, ring 07700 900123", answer, "?")

    assert "That seems to hold a telephone number, which we do not need:" in said
    conversation, _ = typed("he is hungry, ring 07700 900123", answer, "2")
    assert conversation is not None
    assert conversation.words == {"worry": kept}
