"""Other rule engines, given the very rules of a pack in their own best form.

Each has the same two steps: ``prepare`` puts a case into the form the engine reads best, and
``decide`` gives the level with the rules that reach it. Only deciding is timed, so that no engine
pays for a form of facts that is not its own; where an engine also takes plain Python values, that
is timed beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rhrt.engine import Engine, Facts
from rhrt.pack.model import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    HasNeed,
    Pack,
    Rule,
    ScaleAtLeast,
)

HIGHEST_FIRST = (4, 3, 2)


@dataclass(frozen=True)
class Contender:
    """An engine in the ring.

    Args:
        prepare: A case in the form the engine reads best.
        decide: The level and the ids of rules that reach it.
        cases: Timed on so many cases; the levels of all cases are compared all the same.
        note: What it is asked to do.
    """

    name: str
    prepare: Callable[[Facts], Any]
    decide: Callable[[Any], Any]
    level: Callable[[Any], int]
    note: str
    cases: int = 10_000


def ours(pack: Pack) -> Iterator[Contender]:
    """This engine: from a case made ready, and from facts as they come."""
    quick = Engine(pack).quick
    note = "level and all rules at it"
    yield Contender("rhrt", quick.prepare, quick.decide, lambda found: found[0], note)
    whole = f"{note}, reading the facts included"
    yield Contender("rhrt, from facts", _as_it_is, quick.level_and_rules, lambda f: f[0], whole)


def _as_it_is(facts: Facts) -> Facts:
    return facts


def plain(pack: Pack) -> Callable[[Facts], dict[str, Any]]:
    """Return what makes a dictionary of a case: needs present, and an answer to each question."""
    ranks = {q.id: {a.id: place for place, a in enumerate(q.answers)} for q in pack.questions}
    scales = {q.id: ranks[q.id][q.assume] for q in pack.questions if q.kind == "scale"}
    contexts = {q.id: q.assume for q in pack.questions if q.kind == "context"}

    def as_values(facts: Facts) -> dict[str, Any]:
        given = {question: ranks[question][answer] for question, answer in facts.answers.items()}
        return {**dict.fromkeys(facts.needs, True), **scales, **contexts, **given, **facts.context}

    return as_values


# --- A generated function ---------------------------------------------------------------------


def ifs(pack: Pack) -> Contender:
    """One Python function with an ``if`` for each rule, highest level first."""
    lines = ["def decide(facts):", "    get = facts.get", "    fired = []"]
    for level in HIGHEST_FIRST:
        for rule in _at(pack, level):
            lines += [f"    if {_python(rule.when, pack)}:", f"        fired.append({rule.id!r})"]
        lines += ["    if fired:", f"        return {level}, fired"]
    scope: dict[str, Any] = {}
    exec("\n".join([*lines, "    return 1, fired"]), scope)
    note = f"level and all rules at it; stops at the highest level; {len(pack.rules)} ifs"
    return Contender("generated ifs", plain(pack), scope["decide"], lambda f: f[0], note)


def _python(condition: Condition, pack: Pack) -> str:
    match condition:
        case HasNeed(need):
            return f"{need!r} in facts"
        case ScaleAtLeast(question, answer):
            return f"get({question!r}) >= {pack.question_by_id[question].rank(answer)}"
        case ContextIs(question, answers):
            return f"get({question!r}) in {sorted(answers)!r}"
        case All(parts):
            return "(" + " and ".join(_python(part, pack) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(_python(part, pack) for part in parts) + ")"
        case AtLeast(k, parts):
            return "(" + " + ".join(f"({_python(part, pack)})" for part in parts) + f") >= {k}"


def _at(pack: Pack, level: int) -> list[Rule]:
    return [rule for rule in pack.rules if rule.level == level]


# --- datalogic-py: JSONLogic, compiled, in Rust -----------------------------------------------


def datalogic(pack: Pack) -> Iterator[Contender]:
    """All rules, or level by level and no further than the highest one reached."""
    from datalogic_py import DataHandle
    from datalogic_py import Engine as JsonLogic

    engine = JsonLogic()
    session = engine.session()
    values = plain(pack)
    level = {rule.id: rule.level for rule in pack.rules}

    def highest(fired: list[str] | str) -> int:
        return max((level[rule] for rule in fired), default=1)

    by_level = [_merged(_at(pack, number), pack) for number in HIGHEST_FIRST]
    stops = engine.compile({"or": [*by_level, []]})
    every = engine.compile(_merged(pack.rules, pack))
    forms = (
        ("datalogic-py", stops, "level and all rules at it; stops at the highest level"),
        ("datalogic-py, all rules", every, "all rules that hold, lower levels too"),
    )
    for name, rule, note in forms:
        yield Contender(
            name,
            lambda facts: DataHandle(values(facts)),
            lambda data, rule=rule: session.evaluate_data(rule, data),
            highest,
            note,
        )
    yield Contender(
        "datalogic-py, from values",
        values,
        lambda data: session.evaluate(stops, data),
        highest,
        "the first of them, reading the values included",
    )


def _merged(rules: Any, pack: Pack) -> dict[str, Any]:
    """Return the expression that gives the ids of the rules that hold."""
    return {"merge": [{"if": [_json_logic(rule.when, pack), [rule.id], []]} for rule in rules]}


def _json_logic(condition: Condition, pack: Pack) -> dict[str, Any]:
    match condition:
        case HasNeed(need):
            return {"var": need}
        case ScaleAtLeast(question, answer):
            return {">=": [{"var": question}, pack.question_by_id[question].rank(answer)]}
        case ContextIs(question, answers):
            return {"in": [{"var": question}, sorted(answers)]}
        case All(parts):
            return {"and": [_json_logic(part, pack) for part in parts]}
        case AnyOf(parts):
            return {"or": [_json_logic(part, pack) for part in parts]}
        case AtLeast(k, parts):
            ones = [{"if": [_json_logic(part, pack), 1, 0]} for part in parts]
            return {">=": [{"+": ones}, k]}


# --- zen-engine: a decision table, in Rust ----------------------------------------------------


def zen(pack: Pack) -> Contender:
    """A decision table with a row for each rule, all rows that hold collected."""
    from zen import ZenEngine

    rows = [
        {
            "_id": rule.id,
            "when": _zen(rule.when, pack),
            "level": str(rule.level),
            "rule": f'"{rule.id}"',
        }
        for rule in pack.rules
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when", "type": "expression"}],
        "outputs": [_column("level"), _column("rule")],
        "rules": rows,
    }
    content = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            _node("in", "inputNode"),
            _node("table", "decisionTableNode", table),
            _node("out", "outputNode"),
        ],
        "edges": [_edge("in", "table"), _edge("table", "out")],
    }
    decision = ZenEngine().create_decision(json.dumps(content))
    return Contender(
        "zen-engine",
        plain(pack),
        decision.evaluate,
        lambda found: max((row["level"] for row in found["result"]), default=1),
        "decision table, all rows that hold",
        cases=1_000,
    )


def _column(name: str) -> dict[str, str]:
    return {"id": name, "name": name, "field": name, "type": "expression"}


def _node(name: str, kind: str, content: Any = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}


def _zen(condition: Condition, pack: Pack) -> str:
    match condition:
        case HasNeed(need):
            return f"{need} == true"  # a need left out is null, which "or" would stumble over
        case ScaleAtLeast(question, answer):
            return f"{question} >= {pack.question_by_id[question].rank(answer)}"
        case ContextIs(question, answers):
            return f"{question} in {json.dumps(sorted(answers))}"
        case All(parts):
            return "(" + " and ".join(_zen(part, pack) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(_zen(part, pack) for part in parts) + ")"
        case AtLeast(k, parts):
            ones = " + ".join(f"({_zen(part, pack)} ? 1 : 0)" for part in parts)
            return f"(({ones}) >= {k})"


# --- durable_rules: Rete, in C ----------------------------------------------------------------


def durable(pack: Pack) -> Contender:
    """A case is an event; the rule of the highest priority that it matches takes it, and only that.

    An ``or`` is several rules here, which its network shares: longer expressions it refuses.
    """
    from durable.lang import m, post, pri, ruleset, when_all

    fired: list[Rule] = []
    with ruleset("continuum"):
        for rule in pack.rules:
            for conjunction in _alternatives(rule.when, pack):
                when_all(pri(-rule.level), _durable(conjunction, m))(_noting(rule, fired))

    def decide(event: dict[str, Any]) -> list[Rule]:
        fired.clear()
        _post_quietly(post, event)
        return list(fired)

    return Contender(
        "durable_rules",
        plain(pack),
        decide,
        lambda found: max((rule.level for rule in found), default=1),
        "level and one rule at it",
        cases=2_000,
    )


def _noting(rule: Rule, fired: list[Rule]) -> Callable[[Any], None]:
    return lambda _: fired.append(rule)


def _post_quietly(post: Callable[..., Any], event: dict[str, Any]) -> None:
    from durable.engine import MessageNotHandledException

    try:
        post("continuum", event)
    except MessageNotHandledException:
        return  # its way of saying that no rule holds


def _alternatives(condition: Condition, pack: Pack) -> list[list[tuple[str, str, Any]]]:
    match condition:
        case HasNeed(need):
            return [[(need, "is", True)]]
        case ScaleAtLeast(question, answer):
            return [[(question, "at least", pack.question_by_id[question].rank(answer))]]
        case ContextIs(question, answers):
            return [[(question, "is", answer)] for answer in sorted(answers)]
        case All(parts):
            joined: list[list[tuple[str, str, Any]]] = [[]]
            for part in parts:
                joined = [one + other for one in joined for other in _alternatives(part, pack)]
            return joined
        case AnyOf(parts):
            return [one for part in parts for one in _alternatives(part, pack)]
        case AtLeast(k, parts):
            return [o for some in combinations(parts, k) for o in _alternatives(All(some), pack)]


def _durable(conjunction: list[tuple[str, str, Any]], m: Any) -> Any:
    expression = None
    for name, test, value in conjunction:
        one = getattr(m, name) == value if test == "is" else getattr(m, name) >= value
        expression = one if expression is None else expression & one
    return expression
