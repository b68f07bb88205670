"""Packs made by hand, so that a test says in a few lines which continuum it is about.

``small_pack()`` is a little continuum with one of everything; ``pack_of(...)`` makes any other from
the builders below. ``tests.made_up`` has Hypothesis make them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rhrt.pack.model import (
    All,
    Answer,
    AnyOf,
    AtLeast,
    Case,
    Condition,
    Contact,
    ContextIs,
    Document,
    Domain,
    HasNeed,
    Invariant,
    Level,
    Need,
    Pack,
    Place,
    Question,
    Rule,
    ScaleAtLeast,
    Source,
    Step,
    Sub,
)
from rhrt.values import replace

SOURCE = Source("guide", "page 1", "to_confirm")


# --- Conditions, as short as in YAML ----------------------------------------------------------


def has(need: str) -> HasNeed:
    return HasNeed(need)


def at_least(question: str, answer: str) -> ScaleAtLeast:
    return ScaleAtLeast(question, answer)


def context_is(question: str, *answers: str) -> ContextIs:
    return ContextIs(question, frozenset(answers))


def all_of(*parts: Condition) -> All:
    return All(parts)


def any_of(*parts: Condition) -> AnyOf:
    return AnyOf(parts)


def some_of(k: int, *parts: Condition) -> AtLeast:
    return AtLeast(k, parts)


# --- Entries ----------------------------------------------------------------------------------


def answer(id: str) -> Answer:  # noqa: A002  the pack's own word for it
    return Answer(id, id.replace("_", " ").capitalize(), "", (id.replace("_", " "),))


def scale(id: str, *answers: str, assume: str = "", **changes: Any) -> Question:  # noqa: A002  as above
    """A scale, least concerning answer first; assumes the second unless told otherwise."""
    plain = Question(
        id=id,
        kind="scale",
        topic="concerns",
        ask=f"About {id.replace('_', ' ')}?",
        hint="",
        why="It matters.",
        answers=tuple(answer(one) for one in answers),
        assume=assume or answers[min(1, len(answers) - 1)],
        always=False,
        danger=False,
        dont_know=True,
        source=SOURCE,
        place=Place("questions.yaml", 1),
    )
    return replace(plain, **changes)


def context(id: str, *answers: str, assume: str = "", **changes: Any) -> Question:  # noqa: A002  as above
    """A context question; assumes its first answer unless told otherwise."""
    plain = scale(id, *answers, assume=assume or answers[0], topic="child")
    return replace(plain, kind="context", **changes)


def need(id: str, level: int = 1, sub: Sub | None = None, **changes: Any) -> Need:  # noqa: A002  as above
    plain = Need(
        id=id,
        domain="care",
        label=id.replace("_", " ").capitalize(),
        hint="",
        subject="child",
        level=level,
        sub=_sub(level, sub),
        strength=False,
        because=f"{id} alone is level {level}.",
        source=SOURCE,
        phrases=(id.replace("_", " "),),
        opens=(),
        theme=id,
        relabel=(),
        applies_to=frozenset(),
        codes=(),
        place=Place("needs/care.yaml", 1),
    )
    return replace(plain, **changes)


def rule(id: str, level: int, when: Condition, sub: Sub | None = None, **changes: Any) -> Rule:  # noqa: A002  as above
    plain = Rule(
        id=id,
        domain="care",
        level=level,
        sub=_sub(level, sub),
        when=when,
        because=f"Because of {id}.",
        source=SOURCE,
        place=Place("rules/care.yaml", 1),
    )
    return replace(plain, **changes)


def invariant(id: str, level: int, when: Condition, sub: Sub | None = None) -> Invariant:  # noqa: A002  as above
    place = Place("invariants.yaml", 1)
    return Invariant(id, f"{id} holds.", when, level, _sub(level, sub), SOURCE, place)


def case(
    id: str,  # noqa: A002  as above
    level: int,
    needs: Iterable[str] = (),
    answers: Mapping[str, str] | None = None,
    context: Mapping[str, str] | None = None,
    **changes: Any,
) -> Case:
    plain = Case(
        id=id,
        title=id.replace("-", " ").capitalize(),
        text="A short story.",
        agency="school",
        context=tuple((context or {}).items()),
        needs=frozenset(needs),
        answers=tuple((answers or {}).items()),
        level=level,
        sub=_sub(level, None),
        rules=(),
        reasoning="As the continuum says.",
        other_reader="",
        pair="",
        place=Place("cases/care.yaml", 1),
    )
    return replace(plain, **changes)


def _sub(level: int, sub: Sub | None) -> Sub | None:
    return sub or ("child_protection" if level == 4 else None)


# --- Packs ------------------------------------------------------------------------------------


def pack_of(
    needs: Iterable[Need] = (),
    questions: Iterable[Question] = (),
    rules: Iterable[Rule] = (),
    **changes: Any,
) -> Pack:
    """A whole pack; as the loader does, each need of level 2 or more gets a rule of its own."""
    needs = tuple(needs)
    own = (_own_rule(one) for one in needs if one.level >= 2)
    mash = Contact("mash", "MASH", "01632 960001", "", "", (), False, "", "", SOURCE, "", _place())
    plain = Pack(
        id="small",
        title="A small continuum",
        partnership="Anyshire Safeguarding Partnership",
        area="Anyshire",
        version="1",
        status="draft",
        effective_from="2026-01-01",
        review_by="2027-01-01",
        digest="0" * 64,
        emergency="mash",
        consult="mash",
        disagree=(Step("Talk it over", "You", "By telephone", "Today", "Two heads", "mash"),),
        judgement_reasons=(answer("know_more"),),
        levels=tuple(_level(number) for number in (1, 2, 3, 4)),
        documents=(Document("guide", "A guide", "Anyshire", "", "2026-01-01", "to_confirm"),),
        domains=(Domain("care", "Care", "Food, warmth, being looked after"),),
        questions=tuple(questions),
        needs=needs,
        rules=(*own, *rules),
        contacts=(mash,),
        pathways=(),
        form=(),
        invariants=(),
        cases=(),
    )
    return replace(plain, **changes)


def _place() -> Place:
    return Place("pack.yaml", 1)


def _level(number: int) -> Level:
    return Level(number, f"Level {number}", "", "", "", "", SOURCE)


def _own_rule(one: Need) -> Rule:
    return rule(f"need.{one.id}", one.level, has(one.id), one.sub, because=one.because)


def small_pack() -> Pack:
    """A little continuum with a danger, a scale, an age, a count and both kinds of Level 4."""
    questions = (
        context("age", "under_1", "1_to_4", "5_to_15", assume="5_to_15"),
        scale("danger", "no", "yes", assume="no", always=True, danger=True, topic="danger"),
        scale("how_long", "once", "weeks", "months", topic="time"),
        scale("effect", "none", "some", "serious", topic="effect"),
        scale("help_tried", "none_yet", "some_change", "no_change", topic="help"),
    )
    needs = (
        need("hungry", 2, theme="food", opens=("how_long", "effect", "help_tried")),
        need("dirty", 2, opens=("how_long", "help_tried")),
        need("bruise", 2, opens=("effect",)),
        need("alone_at_night", 3),
        need("starving", 4, "child_in_need", theme="food"),
        need("loving_home", strength=True),
    )
    rules = (
        rule("danger-now", 4, at_least("danger", "yes")),
        rule(
            "poor-care-for-months",
            3,
            all_of(any_of(has("hungry"), has("dirty")), at_least("how_long", "months")),
        ),
        rule(
            "poor-care-unmoved",
            4,
            all_of(
                has("hungry"), at_least("effect", "serious"), at_least("help_tried", "no_change")
            ),
            "child_in_need",
        ),
        rule("bruised-baby", 4, all_of(has("bruise"), context_is("age", "under_1"))),
        rule("many-worries", 3, some_of(2, has("hungry"), has("dirty"), has("bruise"))),
    )
    return pack_of(needs, questions, rules)
