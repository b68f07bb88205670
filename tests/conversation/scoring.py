"""How well messages are understood, against what a careful reader would hear.

``python -m tests.conversation.scoring`` prints the figures and every difference;
names of files after it score those alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rhrt.conversation.understand import Heard, understand
from rhrt.pack import load
from rhrt.pack.model import Pack

MESSAGES = Path(__file__).parent / "messages"
ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
FIRST = 5


@dataclass(frozen=True)
class Message:
    """A message and what a careful reader hears in it.

    Each mark is a word of ``tags.yaml`` or the id of a need; "a|b" is satisfied by either.

    Args:
        needs: Said to be so. ``danger`` the same, of one danger of Level 4 said in plain words.
        denied: Said not to be so. ``not_present``: not said to be so of this child, now.
        also: Fair to tick, and no mistake to leave out.
    """

    voice: str
    text: str
    needs: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    not_present: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)

    @property
    def wants_anything(self) -> bool:
        """Whether a careful reader hears any need in it."""
        return bool(self.needs or self.danger)


@dataclass
class Score:
    """Counts over many messages. ``differences`` say each one in words."""

    wanted: int = 0
    in_first: int = 0
    ticked: int = 0
    ticked_right: int = 0
    denied: int = 0
    denied_ticked: int = 0
    denied_heard: int = 0
    answers_wanted: int = 0
    answers_right: int = 0
    answers_given: int = 0
    answers_fair: int = 0
    dangers: int = 0
    dangers_ticked: int = 0
    dangers_shown: int = 0
    differences: list[str] = field(default_factory=list)
    by_voice: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.in_first / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.ticked_right / max(1, self.ticked)

    @property
    def denied_as_present(self) -> float:
        return self.denied_ticked / max(1, self.denied)

    @property
    def answer_recall(self) -> float:
        return self.answers_right / max(1, self.answers_wanted)


class Meaning:
    """What marks mean: the needs that would be a right hearing of each."""

    def __init__(self) -> None:
        self.tags = tags()

    def __call__(self, *marks: str) -> frozenset[str]:
        found = frozenset[str]()
        for mark in marks:
            for name in mark.split("|"):
                found |= self.tags.get(name, frozenset({name}))
        return found


def tags() -> dict[str, frozenset[str]]:
    read = yaml.safe_load((MESSAGES / "tags.yaml").read_text(encoding="utf-8"))
    return {tag: frozenset(needs) for tag, needs in read.items()}


def messages(*names: str) -> list[Message]:
    """Return the messages of these files, of all when none is named."""
    found = []
    for path in sorted(MESSAGES.glob("*.yaml")):
        if path.name != "tags.yaml" and (not names or path.stem in names):
            entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
            found.extend(_message(entry) for entry in entries)
    return found


def _message(entry: dict[str, Any]) -> Message:
    lists = frozenset(("needs", "danger", "denied", "also", "not_present"))
    given: dict[str, Any] = {
        key: tuple(value) if key in lists else value for key, value in entry.items()
    }
    return Message(**given)


def score(pack: Pack, said: list[Message]) -> Score:
    total, meaning = Score(), Meaning()
    for message in said:
        heard = understand(message.text, pack, TODAY)
        _score_needs(total, message, heard, meaning)
        _score_danger(total, message, heard, meaning)
        _score_denied(total, message, heard, meaning)
        _score_answers(total, message, heard)
    return total


def _score_needs(total: Score, message: Message, heard: Heard, meaning: Meaning) -> None:
    first = {need.id for need in [need for need in heard.needs if not need.negated][:FIRST]}
    for tag in message.needs:
        total.wanted += 1
        total.by_voice[message.voice, "wanted"] += 1
        if meaning(tag) & first:
            total.in_first += 1
            total.by_voice[message.voice, "heard"] += 1
        else:
            total.differences.append(f"missed {tag}: {message.text}")
    fair = meaning(*message.needs, *message.also, *message.danger)
    for need in heard.present:
        total.ticked += 1
        total.by_voice[message.voice, "ticked"] += 1
        if need.id in fair:
            total.ticked_right += 1
            total.by_voice[message.voice, "right"] += 1
        else:
            total.differences.append(
                f"wrongly ticked {need.id} ({need.score:.0f}, {need.heard!r}): {message.text}"
            )


def _score_danger(total: Score, message: Message, heard: Heard, meaning: Meaning) -> None:
    if not message.danger:
        return
    dangers = meaning(*message.danger)
    first = {need.id for need in [need for need in heard.needs if not need.negated][:FIRST]}
    ticked = dangers & {need.id for need in heard.present}
    total.dangers += 1
    total.dangers_ticked += bool(ticked)
    total.dangers_shown += bool(dangers & first)
    if not ticked:
        how = "only asked" if dangers & first else "NOT HEARD"
        total.differences.append(f"danger {how}, {'|'.join(message.danger)}: {message.text}")


def _score_denied(total: Score, message: Message, heard: Heard, meaning: Meaning) -> None:
    present = {need.id for need in heard.present}
    denied = {need.id for need in heard.needs if need.negated}
    fair = meaning(*message.needs, *message.danger)
    for tag in (*message.denied, *message.not_present):
        total.denied += 1
        if meaning(tag) & (present - fair):
            total.denied_ticked += 1
            total.differences.append(f"ticked though not so, {tag}: {message.text}")
        if tag in message.denied:
            total.denied_heard += bool(meaning(tag) & denied)
            if not meaning(tag) & denied:
                total.differences.append(f"denial not heard, {tag}: {message.text}")


def _score_answers(total: Score, message: Message, heard: Heard) -> None:
    heard_of = {**heard.answers, **heard.context}
    given = {question: answer.answer for question, answer in heard_of.items()}
    wanted = message.answers | message.context
    for question, answer in wanted.items():
        total.answers_wanted += 1
        total.answers_right += given.get(question) == answer
        if given.get(question) != answer:
            total.differences.append(
                f"{question} is {given.get(question)}, not {answer}: {message.text}"
            )
    for question, answer in given.items():
        if question not in wanted:
            total.answers_given += 1
            total.differences.append(f"  also {question}={answer}: {message.text}")


def by_voice(total: Score) -> str:
    """Return a table of the voices: heard among the first five, ticked and right."""
    rows = []
    for voice in sorted({voice for voice, _ in total.by_voice}):
        wanted, heard, ticked, right = (
            total.by_voice[voice, what] for what in ("wanted", "heard", "ticked", "right")
        )
        rows.append(f"{voice:20} heard {heard:3}/{wanted:<3} ticked and right {right:3}/{ticked}")
    return "\n".join(rows)


def walsall() -> Pack:
    return load(ROOT / "rules" / "walsall")


def report(total: Score) -> str:
    """Return the figures as lines a person reads."""
    return "\n".join(
        (
            f"needs among the first {FIRST}: {total.recall:.3f} ({total.in_first}/{total.wanted})",
            f"ticked and right: {total.precision:.3f} ({total.ticked_right}/{total.ticked})",
            f"denied or another's, yet ticked: {total.denied_as_present:.3f} "
            f"({total.denied_ticked}/{total.denied})",
            f"dangers ticked: {total.dangers_ticked}, shown: {total.dangers_shown}, "
            f"of {total.dangers}",
            f"answers and context: {total.answer_recall:.3f} "
            f"({total.answers_right}/{total.answers_wanted}), {total.answers_given} others given",
        )
    )


if __name__ == "__main__":
    result = score(walsall(), messages(*(name for name in sys.argv[1:] if name[0] != "-")))
    if "-v" in sys.argv:
        print("\n".join(sorted(result.differences)))
    if "-v" in sys.argv or "--voices" in sys.argv:
        print(by_voice(result))
    print(report(result))
