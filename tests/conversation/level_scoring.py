"""Where plain sentences land by their words alone, against the level threshold documents give.

``python -m tests.conversation.level_scoring`` prints the figures; with ``-v`` every difference,
what was heard and which rules decided; further words are parts of file names (as ``typed``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rhrt.conversation.request import read_request
from rhrt.engine import Engine, Suggestion
from rhrt.pack import load
from rhrt.pack.model import Pack

SENTENCES = Path(__file__).parent / "levels"
ROOT = Path(__file__).parents[2]
STATUTORY, EARLY = 4, 2


@dataclass(frozen=True)
class Sentence:
    """A sentence, the level and domain it belongs to, and whether it is a plain danger."""

    style: str
    domain: str
    text: str
    level: int
    danger: bool = False


@dataclass(frozen=True)
class Placed:
    """Where a sentence landed."""

    sentence: Sentence
    found: Suggestion
    domains: frozenset[str]

    @property
    def off(self) -> int:
        """How many levels too high (above nought) or too low (below)."""
        return self.found.level - self.sentence.level

    @property
    def severe(self) -> bool:
        """Whether a Level 4 sentence landed at Level 1 or 2."""
        return self.sentence.level == STATUTORY and self.found.level <= EARLY

    def in_words(self) -> str:
        """One line for whoever improves the rules or the understanding."""
        heard = ", ".join(self.found.needs) or "nothing"
        because = ", ".join(
            reason.rule.id + "".join(f" ?{fact.id}" for fact in reason.facts if fact.assumed)
            for reason in self.found.reasons[:3]
        )
        return (
            f"{self.sentence.style} {self.sentence.domain} {self.sentence.level} -> "
            f"{self.found.level}{' SEVERE' if self.severe else ''}: {self.sentence.text}\n"
            f"      heard {heard}; because {because or 'nothing'}"
        )


def sentences(*styles: str) -> tuple[Sentence, ...]:
    """Return the sentences of the files whose names have one of these parts; of all without any."""
    return tuple(
        _sentence(path.stem, domain, said)
        for path in sorted(SENTENCES.glob("*.yaml"))
        if not styles or any(style in path.stem for style in styles)
        for domain, group in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for said in group
    )


def _sentence(style: str, domain: str, said: dict[str, Any]) -> Sentence:
    return Sentence(style, domain, said["text"], said["level"], said.get("danger", False))


def place(pack: Pack, said: Iterable[Sentence]) -> tuple[Placed, ...]:
    """Return where each sentence lands when nothing but its words is known."""
    engine = Engine(pack)
    return tuple(_place(one, pack, engine) for one in said)


def _place(sentence: Sentence, pack: Pack, engine: Engine) -> Placed:
    facts = read_request({"text": sentence.text}, pack).facts
    domains = frozenset(pack.need_by_id[need].domain for need in facts.needs)
    return Placed(sentence, engine.suggest(facts, near=0), domains)


def share(placed: Iterable[Placed], off: Iterable[int]) -> float:
    """Return the share that landed one of these numbers of levels off."""
    listed, wanted = list(placed), set(off)
    return sum(one.off in wanted for one in listed) / len(listed)


def report(placed: Iterable[Placed]) -> str:
    """Return the figures as a few lines."""
    listed = list(placed)
    severe = [one for one in listed if one.severe]
    at_level_4 = [one for one in listed if one.sentence.level == STATUTORY]
    in_domain = sum(one.sentence.domain in one.domains for one in listed)
    return "\n".join(
        [
            f"{len(listed)} sentences: right level {share(listed, [0]):.1%}, "
            f"within one {share(listed, [-1, 0, 1]):.1%}, "
            f"too high {share(listed, [1, 2, 3]):.1%}, too low {share(listed, [-3, -2, -1]):.1%}",
            f"severe under-calls {len(severe)} of {len(at_level_4)} at Level 4, "
            f"{sum(one.sentence.danger for one in severe)} of "
            f"{sum(one.sentence.danger for one in listed)} plain dangers",
            f"a need of the right domain is heard in {in_domain / len(listed):.1%}",
        ]
    )


def main(*arguments: str) -> None:
    """Print the figures of each style and of all."""
    styles = [one for one in arguments if one != "-v"]
    placed = place(load(ROOT / "rules" / "walsall"), sentences(*styles))
    if "-v" in arguments:
        for one in placed:
            if one.off:
                print(one.in_words())
    for style in sorted({one.sentence.style for one in placed}):
        print(f"{style}: {report(one for one in placed if one.sentence.style == style)}\n")
    print(f"all: {report(placed)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
