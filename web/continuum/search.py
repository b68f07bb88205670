"""Looking for needs: by words, level, domain and age, all of it in the address of the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from flask import abort

from rhrt.conversation import accept
from rhrt.conversation.understand import understand
from rhrt.pack.model import Need, Pathway
from web.continuum.reading import Reading

LONGEST_SEARCH = 100
PRINTED = "\N{RIGHT SINGLE QUOTATION MARK}"
"""The apostrophe as telephones and printers write it."""

EXACTLY, IN_THE_NAME, IN_A_PHRASE, SOMEWHERE, HEARD = range(5)
"""How well a need fits the words looked for, best first."""


@dataclass(frozen=True)
class Looked:
    """What somebody looks for; empty is "any"."""

    words: str = ""
    level: str = ""
    domain: str = ""
    age: str = ""

    @property
    def query(self) -> dict[str, str]:
        """It as the address says it."""
        said = {"q": self.words, "level": self.level, "domain": self.domain, "age": self.age}
        return {name: value for name, value in said.items() if value}

    def without(self) -> Iterator[tuple[str, Looked]]:
        """Yield each thing that was asked for, by its field, with the search without it."""
        for field in ("words", "level", "domain", "age"):
            if getattr(self, field):
                yield field, replace(self, **{field: ""})


@dataclass(frozen=True)
class Found:
    """A need that was found, and the phrase it was found by, if it was not its name."""

    need: Need
    phrase: str = ""


@dataclass(frozen=True)
class Group:
    """Needs found that stand under one heading; "" when they need none."""

    heading: str
    found: list[Found]


def looked_for(args: Mapping[str, str], reading: Reading) -> Looked:
    """Return what an address asks for; stop when it names what this continuum does not have."""
    rules = reading.pack
    ages = [age.id for age in reading.ages.answers] if reading.ages else []
    return Looked(
        words=" ".join(accept.readable(args.get("q", ""))[:LONGEST_SEARCH].split()),
        level=_one_of([str(level.number) for level in rules.levels], args.get("level", "")),
        domain=_one_of(rules.domain_by_id, args.get("domain", "")),
        age=_one_of(ages, args.get("age", "")),
    )


def _one_of(known: Collection[str], given: str) -> str:
    if given and given not in known:
        abort(404)
    return given


def find(looked: Looked, reading: Reading) -> list[Found]:
    """Return the needs looked for: the best fitting first, or in the order of the continuum."""
    pack = reading.pack
    place = {domain.id: at for at, domain in enumerate(pack.domains)}
    fitting = [need for need in pack.needs if _is_wanted(need, looked)]
    if looked.words:
        return _by_words(fitting, looked.words, reading)
    fitting.sort(key=lambda need: (place[need.domain], need.level, not need.strength))
    return [Found(need) for need in fitting]


def find_routes(looked: Looked, reading: Reading) -> list[Pathway]:
    """Return the special routes whose title or summary holds the words looked for."""
    wanted = _wanted(looked.words)
    routes = reading.routes if wanted else ()
    return [route for route in routes if _holds(f"{route.title} {route.summary}", wanted)]


def grouped(found: list[Found], looked: Looked, reading: Reading) -> list[Group]:
    """Return needs under headings: by domain, or by level within one; what fits best first."""
    if looked.words:
        return [Group("", found)]
    pack = reading.pack

    def heading(one: Found) -> str:
        if looked.domain:
            return f"Level {one.need.level}: {pack.level(one.need.level).name}"
        return pack.domain_by_id[one.need.domain].name

    return [Group(name, list(some)) for name, some in groupby(found, heading)]


def marks(words: str) -> re.Pattern[str]:
    """Return what in a text is marked because it was looked for: the beginnings of words."""
    return re.compile(
        "|".join(rf"(?<!\w){_either(word)}" for word in _wanted(words)), re.IGNORECASE
    )


def _is_wanted(need: Need, looked: Looked) -> bool:
    return (
        looked.level in ("", str(need.level))
        and looked.domain in ("", need.domain)
        and (not looked.age or not need.applies_to or looked.age in need.applies_to)
    )


def _by_words(needs: list[Need], words: str, reading: Reading) -> list[Found]:
    """Return needs that hold every word, then those a listener would hear in them."""
    heard = {one.id: one.heard for one in understand(words, reading.pack).needs}
    wanted = _wanted(words)
    ranked = []
    for need in needs:
        fit, phrase = _fit(need, wanted)
        if fit is None and need.id in heard:
            fit = HEARD
        if fit is not None:
            ranked.append((fit, Found(need, phrase)))
    return [found for _, found in sorted(ranked, key=lambda one: one[0])]


def _fit(need: Need, wanted: list[str]) -> tuple[int | None, str]:
    """Return how well a need fits words, and the phrase that they stand in."""
    exact = next((phrase for phrase in need.phrases if _wanted(phrase) == wanted), "")
    if exact or _wanted(need.label) == wanted:
        return EXACTLY, exact
    if _holds(need.label, wanted):
        return IN_THE_NAME, ""
    phrase = next((phrase for phrase in need.phrases if _holds(phrase, wanted)), "")
    if phrase:
        return IN_A_PHRASE, phrase
    text = " ".join((need.label, need.hint, *need.phrases))
    return (SOMEWHERE, "") if _holds(text, wanted) else (None, "")


def _wanted(words: str) -> list[str]:
    return words.replace(PRINTED, "'").casefold().split()


def _holds(text: str, wanted: list[str]) -> bool:
    """Whether each word looked for begins a word of a text."""
    text = text.replace(PRINTED, "'").casefold()
    return all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in wanted)


def _either(word: str) -> str:
    """Return a word for a pattern, its apostrophes typed or printed."""
    return re.escape(word).replace("'", f"['{PRINTED}]")
