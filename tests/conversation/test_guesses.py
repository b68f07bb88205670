"""Which guesses a reader is shown, and which are folded away."""

import pytest

from rhrt.conversation.guesses import guesses
from rhrt.conversation.heard import HeardNeed
from tests.packs import need, pack_of

NAMES = ("one", "two", "three", "four", "five")
PACK = pack_of(
    [*(need(name, 2) for name in NAMES), *(need(f"danger_{name}", 4) for name in NAMES)], [], []
)


def heard(name, start, score=80, *, length=5, ask=True, negated=False):
    """A need heard in the words that begin at a place: words that begin elsewhere are others."""
    return HeardNeed(
        id=name,
        label=name,
        score=score,
        heard="words",
        start=start,
        end=start + length,
        negated=negated,
        subject="child",
        past=False,
        ask=ask,
        note="",
    )


PLAIN = heard("five", 90, 100, ask=False)


@pytest.mark.parametrize(
    ("needs", "in_view", "folded"),
    [
        # The likeliest first, and at most three of them.
        (
            [heard("one", 0, 70), heard("two", 10, 90), heard("three", 20), heard("four", 30, 66)],
            ["two", "three", "one"],
            ["four"],
        ),
        # The same words are not read out twice.
        ([heard("one", 0, 90), heard("two", 2, 85), heard("three", 20)], ["one", "three"], ["two"]),
        # Nor words that say plainly something else.
        ([PLAIN, heard("one", 92)], [], ["one"]),
        # Near is not enough.
        ([PLAIN, heard("one", 0, 64)], [], ["one"]),
        # But where nothing else was heard it is better than nothing.
        ([heard("one", 0, 55), heard("two", 10, 52)], ["one", "two"], []),
        # A likely danger is never folded away, whatever else its words say.
        ([PLAIN, heard("danger_one", 92, 66)], ["danger_one"], []),
        ([PLAIN, heard("danger_one", 0, 64)], [], ["danger_one"]),
        # Denied and a guess besides: nobody spoke of it.
        ([PLAIN, heard("one", 0, negated=True)], [], []),
        # Unless it is a likely danger, and no plain denial has the same words.
        ([PLAIN, heard("danger_one", 0, negated=True)], ["danger_one"], []),
        (
            [heard("one", 0, ask=False, negated=True), heard("danger_one", 0, negated=True), PLAIN],
            [],
            [],
        ),
        # One denial is asked about once.
        (
            [PLAIN, heard("danger_one", 0, 90, negated=True), heard("danger_two", 1, negated=True)],
            ["danger_one"],
            [],
        ),
    ],
)
def test_what_is_in_view(needs, in_view, folded):
    found = guesses(needs, PACK)

    assert [need.id for need in found.in_view] == in_view
    assert [need.id for need in found.folded] == folded
