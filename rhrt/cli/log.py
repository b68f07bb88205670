"""Commands about the decision log: verify, export, checkpoint, rebuild."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rhrt.cli.service import open_ledger
from rhrt.errors import RHRTError
from rhrt.log import verifier
from rhrt.settings import read

if TYPE_CHECKING:
    from argparse import Namespace

    from rhrt.log.ledger import Ledger

FINE, PROBLEM = 0, 1


class LogFileError(RHRTError):
    """A file given on the command line cannot be read or written."""


def verify(options: Namespace) -> int:
    """Print the verdict on the log, or on an export of one; 1 if anything is wrong with it."""
    _refuse_unfitting(options)
    report = _verdict_on_file(options) if options.file else _verdict_on_own(options)
    for line in report.lines():
        print(line)
    if report.code not in {verifier.Verdict.WITNESSED, verifier.Verdict.UNANCHORED}:
        return PROBLEM
    return PROBLEM if options.replay and not _replays(_ledger()) else FINE


def _refuse_unfitting(options: Namespace) -> None:
    if options.key and not options.file:
        raise LogFileError("--key goes with a file; this service knows the key of its own log.")
    if options.replay and options.file:
        raise LogFileError("--replay goes with this service's own log, not with a file.")


def _verdict_on_own(options: Namespace) -> verifier.Report:
    from rhrt.log.verify import verify as verdict

    return verdict(_ledger(), [_read(options.checkpoint)] if options.checkpoint else [])


def _verdict_on_file(options: Namespace) -> verifier.Report:
    try:
        notes = verifier.read_notes(_read(options.checkpoint)) if options.checkpoint else []
        with Path(options.file).open(encoding="utf-8") as lines:
            return verifier.verify(verifier.from_lines(lines), notes, options.key)
    except ValueError as error:
        raise LogFileError(f"{options.file}: this is no export of a log ({error}).") from error


def _replays(ledger: Ledger) -> bool:
    from rhrt.audit.replay import replay
    from rhrt.engine import Engine
    from rhrt.pack import find, load_cached

    pack = load_cached(find(read(os.environ).pack))
    found = replay(ledger.entries("decision"), Engine(pack))
    print(
        f"Replayed: {found.same} decisions came out as sealed, {len(found.different)} did not; "
        f"{found.other_rules} were made under rules not at hand, {found.erased} were erased."
    )
    for ref, names in found.different:
        print(f"{ref} differs in {', '.join(names)}.", file=sys.stderr)
    return found.is_faithful


def export(options: Namespace) -> None:
    """Write the whole log so that others can verify it without this program."""
    from rhrt.log.export import export as lines

    ledger = _ledger()
    if options.file == "-":
        sys.stdout.writelines(lines(ledger))
        return
    draft = Path(f"{options.file}.part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(lines(ledger))
    draft.replace(options.file)
    print(f"{options.file} holds {ledger.size()} entries. It can be read by anyone: keep it safe.")


def checkpoint(options: Namespace) -> None:
    """Sign the head of the log, to be kept by somebody else."""
    from rhrt.log.signer import checkpoint_now

    note = checkpoint_now(_ledger())
    if options.file:
        Path(options.file).write_text(note, encoding="utf-8")
    else:
        print(note, end="")


def rebuild(_: Namespace) -> None:
    """Make the tables that pages read again, from the log alone."""
    print(f"{_ledger().rebuild()} decisions are listed anew.")


def _ledger() -> Ledger:
    return open_ledger(read(os.environ))


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LogFileError(f"{path}: this is not text.") from error
