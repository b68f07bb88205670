"""What in a text could say who a child is, so that the page can warn before it is kept.

No name is wanted before the referral form. This finds what looks like one; it cannot find all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rhrt.conversation.heard import Personal, PersonalKind
from rhrt.conversation.language import english

if TYPE_CHECKING:
    from collections.abc import Iterator

_STREETS = (
    "street|st|road|rd|avenue|ave|close|lane|ln|drive|dr|crescent|cres|court|way|place|terrace|"
    "gardens|grove|square|walk|row|mews"
)
# All repetition below is bounded, so that a long run of letters costs no more than its length.
_SHAPES: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)),
    ("nhs_number", re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")),
    ("phone", re.compile(r"(?<![\d+])(?:\+44\s?|0)(?:\d[ -]?){8,9}\d(?!\d)")),
    (
        "date_of_birth",
        re.compile(
            r"(?:\bd\.?o\.?b\.?|\bdate of birth|\bborn(?: on)?)[\s:]{0,3}"
            r"(\d{1,2}[/. -]\w{1,9}[/. -]\d{2,4})",
            re.IGNORECASE,
        ),
    ),
    (
        "address",
        re.compile(
            rf"\b(?:flat\s\d{{1,4}}[a-z]?,?\s)?\d{{1,4}}[a-z]?\s"
            rf"(?:[A-Z][a-z']{{1,20}}\s){{1,3}}(?:{_STREETS})\b",
            re.IGNORECASE,
        ),
    ),
)
_CALLED = re.compile(
    r"\b(?:called|named|name is|name's|(?:mr|mrs|miss|ms)\.?)\s"
    r"((?:[A-Z][a-z'\u2019-]{1,20}\s?){1,3})(?<!\s)"
)
_CAPITALISED = re.compile(r"[A-Z][a-z]{1,20}(?:[-'\u2019][A-Z]?[a-z]{1,20})?")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_NHS_WEIGHTS = range(10, 1, -1)


def personal(text: str) -> tuple[Personal, ...]:
    """Return what looks personal, in the order of the text; of finds that overlap the longer."""
    finds = sorted([*_shaped(text), *_names(text)], key=lambda find: (find.start, -find.end))
    kept: list[Personal] = []
    for find in finds:
        if not kept or find.start >= kept[-1].end:
            kept.append(find)
    return tuple(kept)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the modulus 11 check of an NHS number."""
    if len(digits) != 10 or len(set(digits)) == 1:  # noqa: PLR2004 - an NHS number has ten digits
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _NHS_WEIGHTS, strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def _shaped(text: str) -> Iterator[Personal]:
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            digits = "".join(letter for letter in match.group() if letter in "0123456789")
            if kind != "nhs_number" or is_nhs_number(digits):
                group = match.lastindex or 0
                yield Personal(kind, match.group(group), match.start(group), match.end(group))


def _names(text: str) -> Iterator[Personal]:
    for match in _CALLED.finditer(text):
        yield Personal("name", match.group(1), match.start(1), match.end(1))
    known = english().names
    for match in _WORD.finditer(text):
        if match.group().casefold() in known:
            yield Personal("name", match.group(), match.start(), match.end())
    yield from _pairs(text)


def _pairs(text: str) -> Iterator[Personal]:
    """Yield two capitalised words side by side, neither an everyday word: "Kacper Nowak"."""
    last: re.Match[str] | None = None
    for match in _CAPITALISED.finditer(text):
        if not _may_be_name(match.group()):
            last = None
            continue
        if last is not None and text[last.end() : match.start()] == " ":
            yield Personal("name", text[last.start() : match.end()], last.start(), match.end())
        last = match


def _may_be_name(word: str) -> bool:
    plain = word.casefold()
    language = english()
    return (
        plain not in english().kinds["not_names"]
        and plain not in language.known
        and plain not in language.short_forms
    )
