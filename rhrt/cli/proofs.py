"""Commands that reason about rule packs: prove, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.errors import RHRTError
from rhrt.pack import find, load, load_cached

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from rhrt.engine.impact import Impact
    from rhrt.engine.proof.report import DomainLongest, Finding, Part, ProofReport
    from rhrt.pack.diff import Change, Detail
    from rhrt.pack.model import Pack

FINE, PROBLEM = 0, 1


class SolverMissingError(RHRTError):
    """The solver is not installed."""

    def __init__(self) -> None:
        super().__init__("rhrt rules prove needs the solver: pip install 'rhrt[proof]'.")


# --- prove ------------------------------------------------------------------------------------


def prove(options: Namespace) -> int:
    """Print each claim as proved or refuted; 1 if any is refuted."""
    folder = find(options.pack)
    report = _proof(load_cached(folder))
    for line in _report(report, folder.name):
        print(line)
    return PROBLEM if report.refuted else FINE


def _proof(pack: Pack) -> ProofReport:
    try:
        from rhrt.engine.proof.prove import prove as proof_of
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise SolverMissingError from error
    return proof_of(pack)


def _report(report: ProofReport, folder: str) -> Iterator[str]:
    for part in report.parts:
        yield from _part(part, folder)
    yield from _conversations(report.conversations)
    claims, refuted = sum(len(part.findings) for part in report.parts), len(report.refuted)
    yield f"{claims - refuted} of {claims} claims proved, {refuted} refuted."


def _part(part: Part, folder: str) -> Iterator[str]:
    yield part.title
    for finding in part.findings:
        yield from _finding(finding, folder)
    yield from (f"  note     {note}" for note in part.notes)
    yield ""


def _finding(finding: Finding, folder: str) -> Iterator[str]:
    yield f"  {'PROVED ' if finding.proved else 'REFUTED'}  {finding.name}: {finding.claim}"
    if not finding.proved:
        place = finding.place
        where = f"{folder}/{place.file}:{place.line}: " if place else ""
        yield f"           {where}{finding.refuted_by}."


def _conversations(longest: Iterable[DomainLongest]) -> Iterator[str]:
    yield "Longest possible conversation, in questions asked"
    yield f"  {'domain':<24} {'one need':>9} {'two needs':>10}"
    for domain in longest:
        one, two = (
            f"{'' if found.exact else 'at most '}{found.questions}" if found else "-"
            for found in (domain.one, domain.two)
        )
        yield f"  {domain.domain:<24} {one:>9} {two:>10}"
    yield ""


# --- diff -------------------------------------------------------------------------------------


def diff(options: Namespace) -> int:
    """Print what changed between two versions of a pack and the cases that now differ; always 0."""
    from rhrt.engine.impact import impact
    from rhrt.pack.diff import changes

    old, new = load(find(options.old)), load(find(options.new))
    print(f"{_version(old)} to {_version(new)}")
    for line in (*_changes(changes(old, new)), *_impacts(impact(old, new))):
        print(line)
    return FINE


def _version(pack: Pack) -> str:
    return f"{pack.id} {pack.version} ({pack.digest[:12]})"


def _changes(found: tuple[Change, ...]) -> Iterator[str]:
    kind = ""
    for change in found:
        if change.kind != kind:
            kind = change.kind
            yield from ("", kind)
        yield f"  {change.how:<8} {change.id}: {change.title}"
        yield from (f"             {_detail(detail)}" for detail in change.details)
    if not found:
        yield "Nothing changed."


def _detail(detail: Detail) -> str:
    was = f"was {detail.was}" if detail.was else ""
    now = f"is {detail.now}" if detail.now else ""
    if was and now:
        return f"{detail.what}: {was}; {now}"
    return f"{detail.what}: {'added' if now else 'removed'} {detail.now or detail.was}"


def _impacts(found: tuple[Impact, ...]) -> Iterator[str]:
    yield from ("", f"Cases whose level or sub-result changes: {len(found)}")
    for one in found:
        yield f"  {one.case.id}: was {one.old}, is {one.new} (“{one.case.title}”)"
