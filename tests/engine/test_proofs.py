"""What the solver proves: against brute force, against the other checks, and for both packs."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhrt.cli import run
from rhrt.engine import Facts
from rhrt.engine.check import dead_rules, unreachable_questions
from rhrt.engine.clauses import Clause
from rhrt.engine.proof import gaps, idle, promises, routes
from rhrt.engine.proof.prove import prove
from rhrt.engine.proof.theory import Theory
from rhrt.engine.ranks import rank_of
from rhrt.engine.workbench import Workbench
from rhrt.pack import load_cached
from rhrt.pack.model import Pathway
from rhrt.values import replace
from tests.engine import reference
from tests.made_up import OUTCOMES, conditions, packs
from tests.packs import (
    SOURCE,
    all_of,
    any_of,
    at_least,
    context,
    context_is,
    has,
    invariant,
    need,
    pack_of,
    rule,
    scale,
    small_pack,
)

PACKS = Path(__file__).parents[2] / "rules"
MOST_WORK = 60_000_000
"""What a proof of a whole pack may cost, in the solver's own count. That is under 20 seconds on the
machine it was measured on, and is the same number on a slow one."""

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TIME = scale("how_long", "once", "weeks", "months")
AGE = context("age", "baby", "older", assume="older")
A, B = need("a"), need("b", 2)


def theory_of(*rules, **parts):
    return Theory(pack_of((A, B), (AGE, TIME), rules, **parts))


def broken(findings):
    return {finding.name: finding.refuted_by for finding in findings if not finding.proved}


# --- The packs themselves ---------------------------------------------------------------------


@pytest.mark.parametrize(("name", "fewest"), [("walsall", 30), ("exampleshire", 5)])
def test_everything_is_proved_of_each_pack_with_little_work(name, fewest):
    pack = load_cached(PACKS / name)

    report = prove(pack)

    assert [finding.name for finding in report.refuted] == []
    assert len(report.parts[0].findings) == len(pack.invariants) >= fewest
    assert len(report.conversations) == len(pack.domains)
    assert 0 < report.effort < MOST_WORK


# --- Invariants -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "promise", "words"),
    [
        # Nothing is there to keep it.
        ([], has("a"), "“A”"),
        # The age that nobody thought of.
        (
            [rule("r", 3, all_of(has("a"), context_is("age", "baby")))],
            has("a"),
            "“A”, “About age?” answered “Older”",
        ),
        # The answer that is not quite the worst.
        (
            [rule("r", 3, all_of(has("a"), at_least("how_long", "months")))],
            all_of(has("a"), at_least("how_long", "weeks")),
            "“A”, “About how long?” answered “Weeks”",
        ),
        # One worry of the two that are needed.
        (
            [rule("r", 3, all_of(has("a"), has("b")))],
            any_of(all_of(has("a"), has("b")), has("b")),
            "“B”",
        ),
    ],
)
def test_a_broken_promise_is_told_with_the_least_that_breaks_it(rules, promise, words):
    theory = theory_of(*rules, invariants=(invariant("kept", 3, promise),))

    (finding,) = promises.invariants(theory)

    assert not finding.proved
    assert finding.refuted_by.startswith(f"with {words} and nothing else of concern, ")


@FEW
@given(st.data(), packs())
def test_an_invariant_is_proved_exactly_when_no_case_breaks_it(data, pack):
    level, sub = data.draw(st.sampled_from(OUTCOMES))
    when = data.draw(conditions(pack.needs, pack.questions))
    pack = replace(pack, invariants=(invariant("kept", level, when, sub),))
    wanted = reference.strength(rule("r", level, when, sub))

    def breaks(here):
        return reference.is_true(when, here, pack) and reference.outcome(here, pack) < wanted

    (finding,) = promises.invariants(Theory(pack))

    assert finding.proved == (not any(breaks(here) for here in reference.situations(pack)))
    if finding.example:
        facts = finding.example.facts
        assert all(breaks(here) for here in reference.completions(facts, pack))
        # Without any one of its needs it is not so whatever else is true.
        for gone in facts.needs:
            fewer = replace(facts, needs=facts.needs - {gone})
            assert not all(breaks(here) for here in reference.completions(fewer, pack))


# --- The engine says what is written, and only rises ------------------------------------------


@FEW
@given(packs())
def test_the_engine_compiles_any_pack_to_what_is_written(pack):
    theory = Theory(pack)

    assert broken(promises.compiled_as_written(theory)) == {}
    assert broken(promises.monotone(theory)) == {}


def tampered(theory, mask):
    """The theory with an engine that has taken the last rule for something else."""
    compiled = theory.engine.compiled
    rules = (*compiled.rules[:-1], (Clause(mask),))
    theory.engine.compiled = replace(compiled, rules=rules)
    return theory


def test_a_rule_that_the_engine_took_for_another_is_found():
    theory = theory_of(rule("r", 3, all_of(has("a"), at_least("how_long", "months"))))
    book = theory.engine.compiled.book

    tampered(theory, book.need_bit["a"] | book.answer_bits["how_long"]["weeks"])

    assert broken(promises.compiled_as_written(theory)) == {
        "r": "with “A”, “About how long?” answered “Weeks” the engine and the written rule differ"
    }


def test_a_rule_that_something_worse_would_take_back_is_found():
    theory = theory_of(rule("r", 3, at_least("how_long", "weeks")))
    book = theory.engine.compiled.book
    book.kind["how_long"] = "context"  # so that its bits mean "not that answer"

    tampered(theory, book.answer_bits["how_long"]["weeks"])  # not "once": still only rises
    assert broken(promises.monotone(theory)) == {}

    tampered(theory, 1 << book.question_bits["how_long"].bit_length() - 1)  # not "weeks"
    assert "r" in broken(promises.monotone(theory))


# --- Gaps -------------------------------------------------------------------------------------


def test_a_need_that_no_answer_can_raise_is_found():
    rises = rule("r", 3, all_of(has("a"), at_least("how_long", "months")))
    both = rule("both", 4, all_of(has("a"), has("b")))

    assert list(broken(gaps.needs_can_rise(theory_of(rises, both)))) == ["b"]
    raised = rule("raised", 3, all_of(has("b"), at_least("how_long", "weeks")))
    assert broken(gaps.needs_can_rise(theory_of(rises, both, raised))) == {}


def test_what_everybody_is_asked_does_not_count_as_a_need_rising():
    danger = scale("danger", "no", "yes", assume="no", always=True)
    pack = pack_of((B,), (danger,), [rule("now", 4, at_least("danger", "yes"))])

    assert list(broken(gaps.needs_can_rise(Theory(pack)))) == ["b"]


def test_a_domain_that_needs_another_to_reach_its_top_is_found():
    other = need("c", 1, domain="home")
    top = rule("top", 4, all_of(has("a"), has("c")))
    domains = (*small_pack().domains, replace(small_pack().domains[0], id="home", name="Home"))
    pack = pack_of((A, B, other), (AGE, TIME), [top], domains=domains)

    assert list(broken(gaps.domains_reach_their_top(Theory(pack)))) == ["care"]


# --- Pathways ---------------------------------------------------------------------------------


def pathway(id, level=None, sub=None, when=None, *, first=False):  # noqa: A002  the pack's own word
    place = rule("r", 2, has("a")).place
    return Pathway(id, id, level, sub, when, first, "", (), (), "", "", SOURCE, place)


FOUR = (pathway("one", 1), pathway("two", 2), pathway("three", 3), pathway("four", 4))
HIGH = (
    rule("three", 3, all_of(has("a"), has("b"))),
    rule("need", 4, all_of(has("a"), at_least("how_long", "weeks")), "child_in_need"),
    rule("protect", 4, all_of(has("a"), at_least("how_long", "months"))),
)


@pytest.mark.parametrize(
    ("pathways", "lacking"),
    [
        (FOUR, []),
        (FOUR[:3], ["Level 4, child in need", "Level 4, child protection"]),
        ((*FOUR[:3], pathway("p", 4, "child_protection")), ["Level 4, child in need"]),
        ((*FOUR, pathway("p", 4, "child_protection")), ["Level 4, child protection"]),
        ((*FOUR, pathway("again", 2)), ["Level 2"]),
        # A special route takes nothing away.
        ((*FOUR, pathway("special", when=has("b"), first=True)), []),
    ],
)
def test_every_outcome_has_exactly_one_main_pathway(pathways, lacking):
    found = broken(routes.one_main_way(theory_of(*HIGH, pathways=pathways)))

    assert list(found) == lacking


def test_a_route_that_can_never_be_taken_is_found():
    never = all_of(context_is("age", "baby"), context_is("age", "older"))
    need_only = pathway("only-in-need", sub="child_in_need", when=at_least("how_long", "months"))
    theory = theory_of(
        rule("protect", 4, at_least("how_long", "months")),
        pathways=(*FOUR, pathway("never", when=never), need_only, pathway("b", when=has("b"))),
    )

    assert set(broken(routes.special_routes_can_be_taken(theory))) == {"never", "only-in-need"}


def test_the_level_a_route_begins_at_and_routes_that_come_together_are_told():
    theory = theory_of(
        pathways=(
            *FOUR,
            pathway("for-b", when=has("b"), first=True),
            pathway("for-either", when=any_of(has("a"), has("b")), first=True),
            pathway("by-age", when=context_is("age", "baby")),
        )
    )

    assert list(routes.lowest_levels(theory)) == [
        "for-b: from Level 2, before the level's own steps",
        "for-either: from Level 1, before the level's own steps",
        "by-age: from Level 1",
    ]
    assert list(routes.first_together(theory)) == [
        "2 special routes come first; 1 of 1 pairs can together.",
        "for-b and for-either: “B”",
    ]


# --- Nothing idle -----------------------------------------------------------------------------


@FEW
@given(packs())
def test_the_solver_finds_every_idle_rule_that_the_check_finds(pack):
    found = set(broken(idle.no_idle_rule(Theory(pack))))

    for mistake in dead_rules(Workbench(pack)):
        name = mistake.message.split("'")[1]
        # The check names the later of two alike; where a third covers both, either may be named.
        assert name in found or covered_only_by_idle(name, found, pack)


def covered_only_by_idle(name, found, pack):
    """Whether, in every case, what outdoes this rule is a rule that was found idle itself."""
    own = pack.rule_by_id[name]
    rest = [r for r in pack.rules if r.id not in found and r.id != name]
    return any(
        reference.is_true(own.when, here, pack)
        and not any(
            reference.is_true(r.when, here, pack)
            and rank_of(r.level, r.sub) >= rank_of(own.level, own.sub)
            for r in rest
        )
        for here in reference.situations(pack)
    )


@FEW
@given(packs())
def test_without_idle_rules_no_case_comes_out_otherwise(pack):
    found = set(broken(idle.no_idle_rule(Theory(pack))))
    rest = replace(pack, rules=tuple(r for r in pack.rules if r.id not in found))

    for here in reference.situations(pack):
        assert reference.outcome(here, pack) == reference.outcome(here, rest)


def test_a_rule_that_others_cover_only_together_is_found():
    halves = [
        rule(f"{age}-too", 3, all_of(has("a"), context_is("age", age))) for age in ("baby", "older")
    ]

    found = broken(idle.no_idle_rule(theory_of(rule("whole", 3, has("a")), *halves)))

    assert set(found) == {"baby-too", "older-too"}
    narrow = rule("narrow", 3, all_of(has("a"), has("b"), at_least("how_long", "weeks")))
    assert set(broken(idle.no_idle_rule(theory_of(narrow, *halves)))) == {"narrow"}


@FEW
@given(packs())
def test_the_solver_finds_every_idle_question_that_the_check_finds(pack):
    found = set(broken(idle.no_idle_question(Theory(pack))))
    checked = {m.message.split("'")[1] for m in unreachable_questions(Workbench(pack))}

    assert checked <= found
    matter = set()
    for here in reference.situations(pack):
        matter |= reference.can_matter(Facts(here.needs), pack, level_only=False)
    assert found == {question.id for question in pack.questions} - matter


def test_a_question_that_only_a_route_looks_at_is_not_idle_but_told():
    theory = theory_of(pathways=(*FOUR, pathway("by-age", when=context_is("age", "baby"))))

    assert list(broken(idle.no_idle_question(theory))) == ["how_long"]
    assert list(idle.only_routes(theory)) == ["age: changes the route or the form, never the level"]


# --- The command ------------------------------------------------------------------------------


def test_the_command_says_proved_or_refuted_and_its_exit_code_agrees(tmp_path, capsys):
    assert run(["rules", "prove", "--pack", str(PACKS / "exampleshire")]) == 0
    said = capsys.readouterr().out
    assert "  PROVED   a-child-tells: A child who tells is always protected.\n" in said
    assert said.endswith(" claims proved, 0 refuted.\n")

    copy = tmp_path / "draft"
    for path in (PACKS / "exampleshire").rglob("*.yaml"):
        there = copy / path.relative_to(PACKS / "exampleshire")
        there.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        there.write_text(
            text.replace("{any: [says_hit, touched]}", "{any: [says_hit, rows]}"), "utf-8"
        )
    line = (copy / "invariants.yaml").read_text("utf-8").splitlines().index("  - id: a-child-tells")

    assert run(["rules", "prove", "--pack", str(copy)]) == 1
    lines = capsys.readouterr().out.splitlines()
    claim = "  REFUTED  a-child-tells: A child who tells is always protected."
    assert dict(pairwise(lines))[claim] == (
        f"           draft/invariants.yaml:{line + 1}: with “The adults row a lot” and nothing "
        "else of concern, the rules give Level 2, not Level 4, child protection."
    )


def test_without_the_solver_one_line_says_what_to_install():
    without = "import sys; sys.modules['z3'] = None; from rhrt.cli import run; "
    code = f"{without}sys.exit(run(['rules', 'prove', '--pack', sys.argv[1]]))"
    command = [sys.executable, "-c", code, str(PACKS / "exampleshire")]

    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "rhrt: rhrt rules prove needs the solver: pip install 'rhrt[proof]'.\n"
