"""What is found in messages and how long it takes, against two matchers of nearest phrases.

``python -m bench.understanding [folder of a pack]``. All see the same phrases and messages in the
same run, on one core: the messages of the tests that were worked on, and sentences that were not.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml

from bench.matchers import CharacterGrams, TokenSet
from rhrt.conversation.index import build_index
from rhrt.conversation.kept import kept_index
from rhrt.conversation.understand import index_of, understand
from rhrt.pack import load
from rhrt.pack.model import Pack
from rhrt.values import replace
from tests.conversation import scoring

MESSAGE = (
    "Yr 4 lad keeps coming in hungry and filthy, mom drinking again, been going on since summer. "
    "He has a bruise on his arm and says his stepdad hit him with a belt. Attendance is down and "
    "nobody answers the phone. He is tearful, does not want to go home, and his little sister is "
    "3. We are very worried."
)
PHRASES = 2_500
ROUNDS = 40
NEAREST = 15
"""How many phrases are looked at for three different domains."""

UNSEEN = Path("tests/conversation/levels/unseen.yaml")


def cut_to(pack: Pack, phrases: int) -> Pack:
    """Return the pack with no more than so many phrases: every need keeps its share."""
    whole = sum(len(need.phrases) for need in pack.needs)
    share = min(1.0, phrases / whole)
    needs = tuple(
        replace(need, phrases=need.phrases[: max(1, round(len(need.phrases) * share))])
        for need in pack.needs
    )
    return replace(pack, needs=needs)


def milliseconds(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the middle time of several runs."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


class Asked(NamedTuple):
    """A message and the domains a careful reader hears in it."""

    text: str
    domains: frozenset[str]


Finder = Callable[[str], list[str]]
"""From a message to the domains found, the best first, each once."""


def worked_on(pack: Pack) -> list[Asked]:
    """Return the messages of the tests in which something is to be heard."""
    meaning = scoring.Meaning()
    found = []
    for message in scoring.messages():
        needs = meaning(*message.needs, *message.danger)
        if needs:
            domains = frozenset(pack.need_by_id[need].domain for need in needs)
            found.append(Asked(message.text, domains))
    return found


def not_worked_on() -> list[Asked]:
    """Return the sentences of ``tests/conversation/levels/unseen.yaml``."""
    listed = yaml.safe_load((UNSEEN).read_text(encoding="utf-8"))
    return [
        Asked(sentence["text"], frozenset({domain, "danger"}))
        for domain, sentences in listed.items()
        for sentence in sentences
    ]


def finders(pack: Pack) -> dict[str, Finder]:
    """Return each way of finding domains in a message."""
    said = [(need.domain, phrase) for need in pack.needs for phrase in need.phrases]
    phrases = [phrase for _, phrase in said]
    token_set, grams = TokenSet(phrases), CharacterGrams(phrases)

    def ours(text: str) -> list[str]:
        heard = understand(text, pack, scoring.TODAY)
        return [pack.need_by_id[need.id].domain for need in heard.needs if not need.negated]

    def nearest(matcher: TokenSet | CharacterGrams) -> Finder:
        return lambda text: [said[number][0] for number in matcher.nearest(text, NEAREST)]

    return {
        "rhrt": ours,
        "token_set_ratio": nearest(token_set),
        "TF-IDF, 3-5 characters": nearest(grams),
    }


def compare(pack: Pack) -> None:
    """Print how often the right domain is first, or among three, and how long a message takes."""
    found_by = finders(pack)
    for title, asked in (("worked on", worked_on(pack)), ("never worked on", not_worked_on())):
        print(f"\n{len(asked)} messages, {title}:     first    three    ms a message")
        for name, find in found_by.items():
            first = three = 0
            began = time.perf_counter()
            for one in asked:
                domains = list(dict.fromkeys(find(one.text)))
                first += bool(one.domains & set(domains[:1]))
                three += bool(one.domains & set(domains[:3]))
            each = (time.perf_counter() - began) * 1000 / len(asked)
            print(f"{name:30} {first / len(asked):8.0%} {three / len(asked):8.0%} {each:10.1f}")


def speed(pack: Pack) -> None:
    """Print how long the reading of one message takes, with some of the phrases and with all."""
    print(f"\none message of {len(MESSAGE.split())} words:")
    for some in (cut_to(pack, PHRASES), pack):
        index_of(some)
        phrases = sum(len(need.phrases) for need in some.needs)
        ours = milliseconds(partial(understand, MESSAGE, some))
        index = milliseconds(partial(build_index, some), rounds=3)
        print(f"{phrases:6} phrases: {ours:5.1f} ms; reading the phrases, once: {index:6.1f} ms")
    with TemporaryDirectory() as folder:
        kept_index(pack, folder)
        kept = milliseconds(partial(kept_index, pack, folder), rounds=5)
    print(f"the index of all of them, from its copy: {kept:.1f} ms")


def main() -> None:
    pack = load(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("rules/walsall"))
    speed(pack)
    compare(pack)


if __name__ == "__main__":
    main()
