"""Text to words: each with its exact place in what was typed, and its plain form.

A short form becomes the words it stands for ("DV" is "domestic", "abuse"), a set phrase becomes one
word ("social worker"), and every resulting word keeps the span of the letters it came from, so that
whatever is understood can be shown back in the user's own words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhrt.conversation.language import APOSTROPHE, CAPITALS, english

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rhrt.conversation.language import Rewrite
    from rhrt.conversation.spelling import Spelling

LONGEST_WORD = 40
"""Longer runs of letters are not words; nothing of the pack is looked for in them."""

# Every alternative is one character class repeated or a bounded form: time grows with the text, no
# faster.
_TOKEN = re.compile(
    r"""(?P<number>\d+(?:[.]\d+)?)
      | (?P<letters>(?:[^\W\d_][.]){2,8}[^\W\d_]?(?![^\W\d_]))   # d.v. or D.O.B
      | (?P<slashed>[^\W\d_]/(?:[^\W\d_]\b)?|[Aa]\s?&\s?[Ee]\b)    # b/f, w/, A&E
      | (?P<word>[^\W\d_]+(?:['\u2018\u2019\u02bc`\u00b4\u00ad\u200b-\u200d][^\W\d_]+)*)
      | (?P<stop>[.!?;\u2026\u2022\u061b\u061f\u3002]|\n[ \t]*(?:\n|[-*]))
      | (?P<pause>[,:()\[\]{}"\n\u2013\u2014\u201c\u201d]|\s-+\s)""",
    re.VERBOSE,
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d]")
_LETTER_JOIN = re.compile(r"[.\s]")


@dataclass(slots=True)
class Word:
    """One word as understood, and where in the text it stands.

    Args:
        sentence: Which sentence it belongs to, counted from 0.
        pause: A comma, bracket, dash or the start of a sentence comes just before.
        negated: How many "no"s reach it; rewriting can start it at 1 ("unwashed").
        denied: How many of those are denials, which no phrase of a worry has of its own.
        ceased: It was so before and is no longer ("stopped", "no longer").
        kind: ``content``, ``light`` (counts a little), ``stop`` (counts nothing), ``negator``.
        who: The persons a noun or pronoun can speak of, as bits of ``language``.
        agent_form: It can be the subject of what follows ("he", not "him").
        agent: Who does or is what this word says, where the sentence tells.
        passive: It is done to its subject ("was hit").
        patient: To whom it is done, where the sentence tells.
        past: Told as history ("used to", "as a child").
        supposed: Told as a question or supposition ("if he hits her").
    """

    text: str
    start: int
    end: int
    sentence: int
    pause: bool
    capital: bool = False
    apostrophe: bool = False
    negated: int = 0
    denied: int = 0
    ceased: bool = False
    passive: bool = False
    kind: str = "content"
    family: str = ""
    who: int = 0
    agent_form: bool = False
    agent: int = 0
    patient: int = 0
    past: bool = False
    supposed: bool = False


def words_of(text: str, spelling: Spelling | None = None) -> list[Word]:
    """Return the words of a text in order, put right, short forms and set phrases written out.

    Args:
        spelling: The words that misspelt ones may be meant for; None takes all as they are.
    """
    asked: list[int] = []
    typed = list(_typed(text, asked))
    _mark_asked(typed, frozenset(asked))
    if spelling is not None:
        for word in typed:
            word.text = spelling.corrected(word.text)
    shouting = sum(word.capital for word in typed) * 2 > len(typed)
    # In this order: "can't rule out" is first "can not rule out", and only then a set phrase.
    written_out = _rewritten(typed, english().short_forms, shouting=shouting)
    return _rewritten(written_out, english().set_phrases, shouting=shouting)


def _typed(text: str, asked: list[int]) -> Iterator[Word]:
    """Yield the words as typed; the numbers of sentences that are questions go into ``asked``."""
    sentence, pause = 0, True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "stop":
            if match.group() == "?" and text[match.end() : match.end() + 1].strip() == "":
                asked.append(sentence)
            sentence, pause = sentence + 1, True
        elif kind == "pause":
            pause = True
        elif match.end() - match.start() <= LONGEST_WORD:
            yield _word(match.group(), match.start(), sentence, kind=str(kind), pause=pause)
            pause = False


def _mark_asked(words: list[Word], asked: frozenset[int]) -> None:
    """Mark the words of a question, as far back as its last comma."""
    asking = False
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if place + 1 == len(words) or words[place + 1].sentence != word.sentence:
            asking = word.sentence in asked
        word.supposed = asking
        asking = asking and not word.pause


def _word(typed: str, start: int, sentence: int, *, kind: str, pause: bool) -> Word:
    plain, apostrophe = typed, False
    if not (typed.isascii() and typed.isalnum()):
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", typed))
        apostrophe = bool(_APOSTROPHES.search(plain))
        plain = _unpossessed(plain) if apostrophe else plain
        plain = plain if kind in {"word", "number"} else _LETTER_JOIN.sub("", plain)
    capital = len(plain) > 1 and plain.isupper()
    return Word(plain.casefold(), start, start + len(typed), sentence, pause, capital, apostrophe)


def _unpossessed(plain: str) -> str:
    """Take off apostrophes, and the "'s" of "sister's" but not of "he's"."""
    bare = _APOSTROPHES.sub("", plain)
    if (
        bare[-1:] in {"s", "S"}
        and _APOSTROPHES.match(plain[-2])
        and bare.casefold() not in english().short_forms
    ):
        return bare[:-1]
    return bare


def _rewritten(
    words: list[Word], table: Mapping[str, tuple[Rewrite, ...]], *, shouting: bool
) -> list[Word]:
    """Write out short forms or set phrases, the longest first."""
    if not any(word.text in table for word in words):
        return words
    found: list[Word] = []
    place = 0
    while place < len(words):
        entry = _entry(words, place, table, shouting=shouting)
        if entry is None:
            found.append(words[place])
            place += 1
        else:
            rest, right, _ = entry
            found.extend(_replacement(words, place, len(rest), right))
            place += 1 + len(rest)
    return found


def _entry(
    words: list[Word], place: int, table: Mapping[str, tuple[Rewrite, ...]], *, shouting: bool
) -> Rewrite | None:
    """Return the form that stands at a place, typed as it must be."""
    word = words[place]
    for entry in table.get(word.text, ()):
        rest, _, marked = entry
        if marked == CAPITALS and (shouting or not word.capital):
            continue
        if marked == APOSTROPHE and not word.apostrophe:
            continue
        if not rest or _follows(words, place, rest):
            return entry
    return None


def _follows(words: list[Word], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) >= len(words):
        return False
    return all(
        following.text == expected and not following.pause
        for following, expected in zip(words[place + 1 : place + 1 + len(rest)], rest, strict=True)
    )


def _replacement(words: list[Word], place: int, more: int, right: tuple[str, ...]) -> list[Word]:
    first, last = words[place], words[place + more]
    negated = max(word.negated for word in words[place : place + more + 1])
    made = [
        Word(
            text=plain.lstrip("!"),
            start=first.start,
            end=last.end,
            sentence=first.sentence,
            pause=first.pause and number == 0,
            apostrophe=first.apostrophe,
            negated=negated + plain.startswith("!"),
            supposed=first.supposed,
        )
        for number, plain in enumerate(right)
    ]
    if not made and first.pause and place + more + 1 < len(words):
        words[place + more + 1].pause = True
    return made
