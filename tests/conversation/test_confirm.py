"""What was heard, laid out for its reader: on which side each need stands, and why."""

import pytest

from rhrt.conversation.confirm import to_confirm
from rhrt.conversation.exchange import exchange
from rhrt.conversation.turns import NEEDS, PICKED, WORRY, NeedsSaid
from tests.conversation.talks import present, talk
from tests.packs import need, pack_of, scale

PACK = pack_of(
    [
        need("hungry", 2, phrases=("always hungry", "comes in hungry")),
        need("hit_by_adult", 4, phrases=("hit by dad", "dad hits him")),
        need("bruise", 2, phrases=("bruise", "bruises")),
        need("home_unsafe", 4, phrases=("house is full of broken glass",)),
        need("dirty_home", 2, phrases=("house is filthy",)),
    ],
    [scale("danger", "no", "yes", assume="no", always=True, danger=True)],
    [],
)


def sides(*said):
    """The needs on each side of what is to be confirmed."""
    found = to_confirm(talk(*said), PACK)
    return {
        name: [need.id for need in getattr(found, name)]
        for name in ("needs", "perhaps", "denied", "dangers_denied")
        if getattr(found, name)
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("he is always hungry", {"needs": ["hungry"]}),
        # Denied: not counted, and there to be put right.
        ("no bruises", {"denied": ["bruise"]}),
        # Denied and a danger: asked about all the same.
        ("he was not hit by dad", {"dangers_denied": ["hit_by_adult"]}),
        # Said and denied: what was said to be so stays.
        ("always hungry. On Monday he was not always hungry", {"needs": ["hungry"]}),
    ],
)
def test_each_need_stands_on_one_side(words, expected):
    assert sides((WORRY, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected", "note"),
    [
        ("mum comes in hungry", ["hungry"], "This sounds like it is about a parent or carer."),
        (
            "what if dad hits him, and his friend has a bruise",
            ["hit_by_adult", "bruise"],
            "This was said as a question or a possibility.",
        ),
        # Denied and a guess besides: left out, but for a danger, which stays in view.
        ("what if dad does not hit him", ["hit_by_adult"], "It was said that this is not so."),
        ("what if he has no bruises", [], ""),
    ],
)
def test_a_guess_is_offered_unticked_and_says_why(words, expected, note):
    found = to_confirm(talk((WORRY, words)), PACK)

    assert [need.id for need in found.perhaps] == expected
    assert not any(need.ticked for need in found.perhaps)
    assert not found.needs
    assert note in [need.note for need in found.perhaps] or not expected


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (present("bruise"), "needs"),
        (NeedsSaid(absent=("bruise",)), "denied"),
        (NeedsSaid(unsure=("bruise",)), "denied"),
    ],
)
def test_a_guess_once_answered_stands_where_the_answer_says(said, where):
    found = to_confirm(talk((WORRY, "his friend has a bruise"), (NEEDS, said)), PACK)

    assert [need.id for need in getattr(found, where)] == ["bruise"]
    assert not found.perhaps


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (NeedsSaid(absent=("hit_by_adult",)), "You said no: Hit by adult"),
        (NeedsSaid(unsure=("hit_by_adult",)), "Not sure: Hit by adult"),
    ],
)
def test_a_danger_that_was_denied_or_unsure_stays_in_view(answer, shown):
    """In the exchange above every later question, and as a question when looked at again."""
    conversation = talk(
        (WORRY, "he was not hit by dad"), (NEEDS, answer), (PICKED, present("hungry"))
    )

    assert shown in [line for pair in exchange(conversation, PACK) for line in pair.said]
    assert [n.id for n in to_confirm(conversation, PACK).dangers_denied] == ["hit_by_adult"]


def test_what_was_denied_and_no_danger_is_not_read_again():
    conversation = talk((NEEDS, NeedsSaid(present=("hungry",), absent=("bruise",))))

    assert [pair.said for pair in exchange(conversation, PACK)] == [("Hungry",)]
