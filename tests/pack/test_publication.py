"""What the partnership has still to confirm."""

from rhrt.pack.loading import load_files
from rhrt.pack.publication import unconfirmed
from tests.pack.small_pack import FILES, encoded


def told(files):
    return [str(mistake) for mistake in unconfirmed(load_files(encoded(files)))]


def test_everything_unconfirmed_is_told_at_its_place():
    assert told(FILES) == [
        "contacts.yaml:7:1: Nobody has checked the contact 'mash'. Ring it, then set verified_on.",
        "needs/neglect.yaml:24:1: The need 'sibling_neglected' is still to be confirmed "
        "(guide, p9). Ask the partnership, then set its status.",
        "pack.yaml:1:1: The pack is a draft. Set status: confirmed when the partnership has.",
        "questions.yaml:13:1: The question 'how_long' is a neighbour's and not confirmed here "
        "(guide, p6). Ask the partnership, then set its status.",
    ]


def test_a_confirmed_pack_has_nothing_left():
    files = {
        name: text.replace("to_confirm", "confirmed").replace("neighbour", "confirmed")
        for name, text in FILES.items()
    }
    files["pack.yaml"] = files["pack.yaml"].replace("status: draft", "status: confirmed")
    files["contacts.yaml"] = files["contacts.yaml"].replace(
        "    closed_on", "    verified_on: 2026-11-20\n    closed_on"
    )

    assert told(files) == []


def test_every_entry_with_a_source_is_looked_at():
    files = {
        name: text.replace("status: confirmed}", "status: to_confirm}").replace(
            "status: national}", "status: to_confirm}"
        )
        for name, text in FILES.items()
    }
    lines = "\n".join(told(files))

    for name in (
        "level 2",
        "document 'guide'",
        "question 'age'",
        "need 'bruise'",
        "rule 'several'",
        "contact 'police'",
        "pathway 'baby'",
        "section 'child'",
        "invariant 'bruised-baby'",
    ):
        assert f"The {name} is still to be confirmed" in lines
    assert "need.bruise" not in lines
