"""What looks as if it could say who a child is. (Made up; the NHS numbers pass the check.)"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from rhrt.conversation.personal import is_nhs_number, personal
from tests.conversation.hearing import hear

FOUND = [
    ("NHS 943 476 5919", [("nhs_number", "943 476 5919")]),
    ("ring 01922 650000 please", [("phone", "01922 650000")]),
    ("07700 900123", [("phone", "07700 900123")]),
    ("+44 7700 900123", [("phone", "+44 7700 900123")]),
    ("they live at WS1 1TP", [("postcode", "WS1 1TP")]),
    ("ws11tp", [("postcode", "ws11tp")]),
    ("mail a.b@example.org.uk.", [("email", "a.b@example.org.uk")]),
    ("dob 12/03/2019", [("date_of_birth", "12/03/2019")]),
    ("born on 3 March 2019", [("date_of_birth", "3 March 2019")]),
    ("lives at 14 Acacia Road", [("address", "14 Acacia Road")]),
    ("Flat 2, 9 Long Acre Close", [("address", "Flat 2, 9 Long Acre Close")]),
    ("his name is Kacper", [("name", "Kacper")]),
    ("spoke to Mrs Patel", [("name", "Mrs Patel")]),
    ("Kacper Nowak was late", [("name", "Kacper Nowak")]),
    ("jayden was hungry", [("name", "jayden")]),
    ("Aisha and Liam", [("name", "Aisha"), ("name", "Liam")]),
    # not personal
    ("NHS 943 476 5918", []),
    ("He came on Monday in December", []),
    ("Year 4 boy. Always hungry. Mum Drinking.", []),
    ("attendance 72% since 12/03/2026", []),
    ("CAMHS and MASH", []),
]


@pytest.mark.parametrize(("text", "finds"), FOUND)
def test_what_looks_personal_is_found(text, finds):
    assert [(find.kind, find.text) for find in personal(text)] == finds


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9434765919", True),
        ("4010232137", True),
        ("9434765918", False),
        ("0000000000", False),
        ("943476591", False),
    ],
)
def test_an_nhs_number_passes_its_check(digits, valid):
    assert is_nhs_number(digits) is valid


def test_finds_point_to_the_text_and_never_overlap():
    text = "Kacper Nowak, 14 Acacia Road, WS1 1TP, dob 12/03/2019, mum Sarah 07700 900123"

    finds = hear(text).personal

    assert [text[find.start : find.end] for find in finds] == [find.text for find in finds]
    assert all(earlier.end <= later.start for earlier, later in pairwise(finds))


@pytest.mark.parametrize("letter", ["1", "a", "A", "@", "1 ", "a.", "Aa ", "0 ", "flat 1 "])
def test_a_long_run_takes_no_longer_than_its_length(letter):
    def seconds(length: int) -> float:
        text = (letter * length)[:length]
        began = time.process_time()
        personal(text)
        return time.process_time() - began

    assert seconds(20_000) < 20 * max(seconds(2_000), 0.01)
