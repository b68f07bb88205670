"""What a change of rules does to known cases: those whose level or sub-result is another."""

from __future__ import annotations

from collections.abc import Iterator

from rhrt.engine.engine import Engine
from rhrt.engine.facts import Facts, UnknownFactError
from rhrt.pack.labels import level_in_words
from rhrt.pack.model import Case, Pack, Sub
from rhrt.values import Value


class Outcome(Value):
    """What a pack makes of a case.

    Args:
        level: None when the pack does not know a fact of the case; ``unknown`` says which.
    """

    level: int | None
    sub: Sub | None = None
    unknown: str = ""

    def __str__(self) -> str:
        if self.level is None:
            return f"not to be judged ({self.unknown})"
        return level_in_words(self.level, self.sub)


class Impact(Value):
    """One case whose outcome is not what it was."""

    case: Case
    old: Outcome
    new: Outcome


def impact(old: Pack, new: Pack) -> tuple[Impact, ...]:
    """Return the cases of either pack that the new one judges differently.

    A case whose own facts changed is looked at as it was and as it is.
    """
    before, after = Engine(old), Engine(new)
    found = (
        Impact(case, _outcome(case, before), _outcome(case, after)) for case in _cases(old, new)
    )
    return tuple(one for one in found if one.old != one.new)


def _cases(old: Pack, new: Pack) -> Iterator[Case]:
    """Yield the cases of both packs, those with the same facts once."""
    seen = set()
    for case in (*new.cases, *old.cases):
        facts = (case.id, case.needs, frozenset(case.answers), frozenset(case.context))
        if facts not in seen:
            seen.add(facts)
            yield case


def _outcome(case: Case, engine: Engine) -> Outcome:
    try:
        found = engine.suggest(Facts(case.needs, dict(case.answers), dict(case.context)), near=0)
    except UnknownFactError as error:
        return Outcome(None, None, str(error).rstrip("."))
    return Outcome(found.level, found.sub)
