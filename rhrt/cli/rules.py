"""Commands about rule packs: check, show, coverage, schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhrt.cli.io import write_json
from rhrt.errors import RHRTError
from rhrt.pack import PackError, find, load, load_cached
from rhrt.values import Value, as_dict

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from rhrt.pack import Mistake
    from rhrt.pack.model import Pack

PROBLEM = 1


class NoSuchEntryError(RHRTError):
    """The pack has nothing of this name."""

    def __init__(self, name: str, near: Iterable[str]) -> None:
        close = ", ".join(near)
        super().__init__(
            f"The pack has no need, rule, question, contact, pathway or case {name!r}."
            + (f" Did you mean {close}?" if close else "")
        )


def check(options: Namespace) -> int:
    """Report every mistake of a pack; 1 if there is any."""
    folder = find(options.pack)
    try:
        pack = load(folder)
    except PackError as error:
        return _report(folder, error.mistakes)
    from rhrt.engine.check import check as mistakes_of
    from rhrt.pack.publication import unconfirmed

    mistakes = [*mistakes_of(pack), *(unconfirmed(pack) if options.for_publication else ())]
    if mistakes:
        return _report(folder, mistakes)
    rules = sum(not rule.id.startswith("need.") for rule in pack.rules)
    print(
        f"{folder.name}: no mistakes in {len(pack.needs)} needs, {rules} rules (and one for each "
        f"need of Level 2 or more), {len(pack.questions)} questions, {len(pack.cases)} cases."
    )
    return 0


def _report(folder: Path, mistakes: Iterable[Mistake]) -> int:
    listed = list(mistakes)
    for mistake in listed:
        print(f"{folder.name}/{mistake}", file=sys.stderr)
    files = len({mistake.file for mistake in listed})
    print(
        f"{len(listed)} {'mistake' if len(listed) == 1 else 'mistakes'} in {files} "
        f"{'file' if files == 1 else 'files'}.",
        file=sys.stderr,
    )
    return PROBLEM


def show(options: Namespace) -> None:
    """Print the pack, one entry of it, or its figures."""
    pack = load_cached(find(options.pack))
    if options.figures:
        from rhrt.engine.figures import figures

        for line in figures(pack):
            print(line)
    elif options.name:
        write_json(_plain(_entry(pack, options.name)))
    else:
        write_json(_plain(pack))


def _entry(pack: Pack, name: str) -> Any:
    known: dict[str, Any] = {
        entry.id: entry
        for kind in (
            pack.needs,
            pack.rules,
            pack.questions,
            pack.contacts,
            pack.pathways,
            pack.cases,
        )
        for entry in kind
    }
    if name in known:
        return known[name]
    import difflib

    raise NoSuchEntryError(name, difflib.get_close_matches(name, known, n=3))


def _plain(value: Any) -> Any:
    """Return the value as JSON has it: objects, lists, strings, numbers."""
    if isinstance(value, Value):
        return {name: _plain(item) for name, item in as_dict(value).items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def coverage(options: Namespace) -> int:
    """Print which cases exercise each rule; 1 if a rule that somebody wrote has none."""
    from rhrt.engine.check import coverage as cases_by_rule

    pack = load_cached(find(options.pack))
    covered = cases_by_rule(pack)
    for rule in pack.rules:
        shown = covered[rule.id]
        cases = [f"{case}*" if case in shown.decides else case for case in shown.holds]
        print(f"{rule.level}  {rule.id:<48} {len(cases):>3}  {', '.join(cases[:4])}")
    missing = [rule for rule in pack.rules if not covered[rule.id].holds]
    print("* the rule is one of the reasons for the level of this case")
    print(f"{len(pack.rules) - len(missing)} of {len(pack.rules)} rules are exercised by a case.")
    if options.html:
        from rhrt.cli.coverage_page import page

        Path(options.html).write_text(page(pack, covered), encoding="utf-8")
    # As for `rules check`: a need's own rule is shown by the need standing alone.
    return PROBLEM if any(not rule.id.startswith("need.") for rule in missing) else 0


def schema(options: Namespace) -> None:
    """Write one JSON Schema for each kind of file into a folder."""
    from rhrt.pack.json_schema import write_json_schemas

    for path in write_json_schemas(Path(options.folder)):
        print(path)
