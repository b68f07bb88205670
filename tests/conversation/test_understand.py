"""What is heard in plain sentences: which needs, of whom, and whether said to be so."""

from __future__ import annotations

import pytest

from rhrt.conversation.understand import LONGEST_MESSAGE, understand
from tests.conversation.hearing import PACK, denied, hear, present, told

SAID = [
    # as phrased in the pack, and in other words
    ("he is always hungry", {"often_hungry"}),
    ("Comes to school hungry every morning", {"often_hungry"}),
    ("there is never any food in the house", {"no_food"}),
    ("there's no food at all in their house", {"no_food"}),
    ("She has not been eating", {"not_eating"}),
    ("he isn't eating", {"not_eating"}),
    ("he's stopped eating", {"not_eating"}),
    ("house was filthy", {"dirty_home"}),
    ("nobody was at home", {"left_alone"}),
    ("left at home alone every night", {"left_alone"}),
    ("kids are unsupervised", {"supervision"}),
    ("he is not washed", {"dirty"}),
    ("mum cannot cope any more", {"cannot_cope"}),
    ("she's no longer safe at home", {"unsafe"}),
    ("won't go to school", {"school_refusal"}),
    # short forms and spellings
    ("DV", {"domestic_abuse"}),
    ("dv at the address", {"domestic_abuse"}),
    ("mom drinking again", {"parent_drinking"}),
    ("self-harming", {"self_harm"}),
    ("S/H", {"self_harm"}),
    ("hungrey and dirtey", {"often_hungry", "dirty"}),
    ("she is sucidal", {"suicidal"}),
    ("BRUSIES ON HIS BACK", {"bruise"}),
    ("he\u2019s been bullyed", {"bullied"}),
    # doubt is still a report
    ("I think he may be being hit", {"hit_by_adult"}),
    ("suspected sexual abuse", {"sexual_abuse"}),
    ("can't rule out sexual abuse", {"sexual_abuse"}),
    ("worried that she is self harming", {"self_harm"}),
    ("I wonder if she is self harming", {"self_harm"}),
    # "no" words that are not a no
    ("not just dirty, also hungry", {"dirty", "often_hungry"}),
    ("no doubt he is hungry", {"often_hungry"}),
    ("it's not the first time he has gone missing", {"missing"}),
    ("he can't stop self harming", {"self_harm"}),
    ("No, he is hungry", {"often_hungry"}),
]


@pytest.mark.parametrize(("text", "needs"), SAID)
def test_what_is_said_is_ticked(text, needs):
    assert needs <= present(text)


DENIED = [
    ("no bruises", {"bruise"}),
    ("There were no bruises, burns or bite marks", {"bruise", "burn", "bite"}),
    ("bruising: none", {"bruise"}),
    ("bruises were not seen", {"bruise"}),
    ("nil bruising", {"bruise"}),
    ("without any bruises", {"bruise"}),
    ("he is not hungry any more", {"often_hungry"}),
    ("mum denies drinking and taking drugs", {"parent_drinking"}),
    ("Mum has stopped drinking", {"parent_drinking"}),
    ("she has never self harmed", {"self_harm"}),
    ("has not been hit or hurt by an adult", {"hit_by_adult"}),
    ("dad denies that he hits her", {"hit_by_adult"}),
    ("no concerns about self harm or bullying", {"self_harm"}),
    ("no evidence of sexual abuse", {"sexual_abuse"}),
    ("doctors have ruled out sexual abuse", {"sexual_abuse"}),
    ("I don't think he is hungry", {"often_hungry"}),
    ("she isn't suicidal", {"suicidal"}),
    ("neither dirty nor hungry", {"dirty", "often_hungry"}),
    ("denies not eating", {"not_eating"}),
    ("didn't see any bruises", {"bruise"}),
    ("he is no longer in a gang", {"gang"}),
    ("free from bruises", {"bruise"}),
]


@pytest.mark.parametrize(("text", "needs"), DENIED)
def test_what_is_denied_is_shown_as_denied_and_never_ticked(text, needs):
    assert needs <= denied(text)
    assert not needs & present(text)


@pytest.mark.parametrize(
    ("text", "ticked", "not_ticked"),
    [
        ("no bruises but he is hungry", {"often_hungry"}, {"bruise"}),
        ("No bruises. He is hungry.", {"often_hungry"}, {"bruise"}),
        ("not hungry because mum brings food, but always dirty", {"dirty"}, {"often_hungry"}),
        ("he never eats, mum says, and he is filthy", {"dirty"}, set()),
        ("dad denies hitting him but there is a bruise", {"bruise"}, {"hit_by_adult"}),
        ("no bruises last week, bruises today", {"bruise"}, set()),
    ],
)
def test_a_no_reaches_only_as_far_as_it_is_meant(text, ticked, not_ticked):
    assert ticked <= present(text)
    assert not not_ticked & present(text)


WHO = [
    ("he hits his mum", {"hits_parent"}, {"hit_by_adult", "domestic_abuse"}),
    ("mum hits him", {"hit_by_adult"}, {"hits_parent", "domestic_abuse"}),
    ("he was hit by his mum", {"hit_by_adult"}, {"hits_parent", "domestic_abuse"}),
    ("his stepdad hits her", {"hit_by_adult"}, {"hits_parent"}),
    ("dad hits mum", {"domestic_abuse"}, {"hit_by_adult", "hits_parent"}),
    ("mum is drinking", {"parent_drinking"}, {"child_drinks"}),
    ("the boy is drinking with friends", {"child_drinks"}, {"parent_drinking"}),
    ("he is being bullied by older boys", {"bullied"}, {"bullies"}),
    ("she bullies other children", {"bullies"}, {"bullied"}),
    ("his brother is in a gang", set(), {"gang"}),
    ("mum is self harming", set(), {"self_harm"}),
]


@pytest.mark.parametrize(("text", "ticked", "not_ticked"), WHO)
def test_who_does_it_and_to_whom_decides(text, ticked, not_ticked):
    assert ticked <= present(text)
    assert not not_ticked & present(text)


def test_a_siblings_need_goes_by_the_siblings_name():
    heard = hear("his sister is self harming")

    assert [(need.id, need.subject) for need in heard.present] == [("sibling_worry", "sibling")]


def test_a_parents_childhood_is_not_the_childs():
    heard = hear("Dad was beaten by his own father as a boy")

    found = {need.id: need for need in heard.needs}
    assert "hit_by_adult" not in found
    assert found["parent_was_harmed"].subject == "parent"


def test_without_a_name_of_its_own_another_persons_need_is_asked_about():
    [need] = [need for need in hear("mum is self harming").needs if need.id == "self_harm"]

    assert (need.subject, need.ask, need.negated) == ("parent", True, False)
    assert "parent" in need.note


HISTORY = [
    ("there used to be domestic abuse", "past_abuse"),
    ("history of domestic abuse", "past_abuse"),
    ("dad used to drink too much", "past_drinking"),
    ("he was hit with a belt years ago", "harmed_before"),
]


@pytest.mark.parametrize(("text", "need"), HISTORY)
def test_history_goes_by_its_own_name(text, need):
    assert need in present(text)
    assert not present(text) & {"domestic_abuse", "parent_drinking", "hit_by_adult"}


@pytest.mark.parametrize("text", ["he used to self harm", "self harmed in the past"])
def test_history_without_a_name_of_its_own_is_marked_and_asked_about(text):
    [need] = [need for need in hear(text).needs if need.id == "self_harm"]

    assert need.past
    assert need.ask


@pytest.mark.parametrize(
    "text", ["she is drinking again, mum", "mum has relapsed and is drinking", "mum still drinking"]
)
def test_what_has_come_back_is_not_history(text):
    assert not any(need.past for need in hear(text).needs)


@pytest.mark.parametrize("text", ["asked whether he is being bullied", "if he is being bullied"])
def test_a_question_is_not_a_report(text):
    [need] = [need for need in hear(text).needs if need.id == "bullied"]

    assert need.ask
    assert "possibility" in need.note


def test_what_was_heard_is_the_users_own_words():
    text = "Yr 4 lad \u2013 keeps coming in HUNGRY & filthy; mom\u2019s drinking again"

    for need in hear(text).needs:
        assert need.heard == text[need.start : need.end]
    assert {need.heard for need in hear(text).present} >= {"coming in HUNGRY", "filthy"}


def test_the_main_example_is_heard_whole():
    text = (
        "yr 4 lad keeps coming in hungry and filthy, mom drinking again, been going on since summer"
    )

    assert present(text) == {"often_hungry", "dirty", "parent_drinking"}
    assert told(text) == {"age": "primary", "how_long": "months"}


@pytest.mark.parametrize(
    "text",
    [
        "She fell off her bike and grazed her knee, nothing else to say",
        "Drinks plenty of milk and cuts paper with scissors",
        "He loves reading and has lots of friends",
        "",
        "   ",
    ],
)
def test_where_nothing_is_said_nothing_is_ticked(text):
    assert present(text) == set()


def test_a_message_gives_its_contract_as_json():
    heard = hear("no bruises. mum is depressed, not engaging. 8 month old baby")

    assert heard.to_json() == {
        "needs": [
            {
                "id": "parent_low",
                "label": "Parent low",
                "score": 92,
                "heard": "mum is depressed",
                "negated": False,
                "subject": "parent",
                "past": False,
                "ask": False,
            },
            {
                "id": "bruise",
                "label": "Bruise",
                "score": 88,
                "heard": "no bruises",
                "negated": True,
                "subject": "child",
                "past": False,
                "ask": False,
            },
        ],
        "answers": {"family_response": "refusing"},
        "context": {"age": "baby"},
    }


def test_a_message_too_long_is_read_in_part_and_says_so():
    heard = understand("he is hungry. " + "x" * 100_000 + " bruises", PACK)

    assert heard.truncated
    assert {need.id for need in heard.present} == {"often_hungry"}
    assert not understand("x" * LONGEST_MESSAGE, PACK).truncated
