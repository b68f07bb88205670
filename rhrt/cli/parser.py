"""Which commands there are, and what each can be given."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


class _Help(argparse.HelpFormatter):
    """Help as wide as a page of text; asking how wide the terminal is costs each command 2 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line each."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and leave."""
        self.exit(2, f"{self.prog}: {message}. Ask `{self.prog} --help`.\n")


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two, both allowed."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number from {least} to {most}"
            )
        return int(text)

    return read


def parser(first: list[str]) -> argparse.ArgumentParser:
    """Return the parser of the family of commands that ``first`` is of, or of all."""
    whole = _Parser(
        prog="rhrt",
        description="The continuum of need as rules. It advises; people decide.",
        formatter_class=_Help,
    )
    # Names are given: argparse would work them out by formatting help, with modules of its own.
    commands = whole.add_subparsers(required=True, metavar="COMMAND", prog="rhrt")
    of_its_family = [add for names, add in _FAMILIES.items() if names & set(first)]
    for add in of_its_family or _FAMILIES.values():
        add(commands)
    return whole


def _command(
    commands: Commands,
    name: str,
    handler: tuple[str, str],
    help_: str,
    *,
    pack: bool = False,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_, formatter_class=_Help)
    command.set_defaults(handler=handler)
    if pack:
        command.add_argument("--pack", help="name or folder of the rule pack (default: RHRT_PACK)")
    return command


def _case_commands(commands: Commands) -> None:
    command = _command(
        commands, "understand", ("case", "understand"), "Say what is heard in a text.", pack=True
    )
    command.add_argument("text", help='the text, or "-" to read it from standard input')
    _command(
        commands,
        "suggest",
        ("case", "suggest"),
        "Read one case as JSON on standard input; write the suggestion as JSON.",
        pack=True,
    )
    _command(
        commands,
        "batch",
        ("case", "batch"),
        "Read one case a line on standard input; write one suggestion a line, in order.",
        pack=True,
    )
    _command(commands, "ask", ("case", "ask"), "Hold the conversation in this terminal.", pack=True)


def _rules_commands(commands: Commands) -> None:
    rules = commands.add_parser("rules", help="Check and read a rule pack.").add_subparsers(
        required=True, metavar="COMMAND", prog="rhrt rules"
    )
    check = _command(rules, "check", ("rules", "check"), "Report every mistake.", pack=True)
    check.add_argument(
        "--for-publication", action="store_true", help="also refuse what is not confirmed"
    )
    show = _command(rules, "show", ("rules", "show"), "Print the pack as JSON.", pack=True)
    show.add_argument("name", nargs="?", help="one need, rule, question, contact or case")
    show.add_argument("--figures", action="store_true", help="print how much of what is in it")
    coverage = _command(
        rules, "coverage", ("rules", "coverage"), "Show which case exercises each rule.", pack=True
    )
    coverage.add_argument("--html", metavar="FILE", help="write it as a page as well")
    _command(rules, "prove", ("proofs", "prove"), "Prove its promises with a solver.", pack=True)
    diff = _command(rules, "diff", ("proofs", "diff"), "Say what changed between two versions.")
    diff.add_argument("old", help="name or folder of the earlier version")
    diff.add_argument("new", help="name or folder of the later version")
    schema = _command(
        rules, "schema", ("rules", "schema"), "Write JSON Schemas for editors into a folder."
    )
    schema.add_argument("folder")


def _log_commands(commands: Commands) -> None:
    log = commands.add_parser("log", help="Verify and export the decision log.").add_subparsers(
        required=True, metavar="COMMAND", prog="rhrt log"
    )
    verify = _command(log, "verify", ("log", "verify"), "Name the first entry that is wrong.")
    verify.add_argument("file", nargs="?", help="an export; without it, this service's own log")
    verify.add_argument("--checkpoint", help="a checkpoint somebody else has kept")
    verify.add_argument("--key", help="the log's public key, if the file is not to be trusted")
    verify.add_argument(
        "--replay", action="store_true", help="also reproduce every decision under its own rules"
    )
    export = _command(log, "export", ("log", "export"), "Write the log so that others can verify.")
    export.add_argument("file", help='where to write it, or "-"')
    checkpoint = _command(
        log, "checkpoint", ("log", "checkpoint"), "Sign and print the log's present head."
    )
    checkpoint.add_argument("file", nargs="?", help="where to write it (default: print)")
    _command(log, "rebuild", ("log", "rebuild"), "Make the tables that pages read again.")


def _service_commands(commands: Commands) -> None:
    user = commands.add_parser("user", help="Accounts.").add_subparsers(
        required=True, metavar="COMMAND", prog="rhrt user"
    )
    add = _command(user, "add", ("service", "add_user"), "Create an account; asks for a password.")
    add.add_argument("email")
    add.add_argument("--name", default="", help="how the person is shown")
    add.add_argument("--role", default="screener", help="what the person may do")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    serve = _command(commands, "serve", ("service", "serve"), "Serve the web pages.", pack=True)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_whole_number(1, 65_535), default=8000)
    serve.add_argument("--workers", type=_whole_number(1, 64), default=2)
    serve.add_argument(
        "--demonstration", action="store_true", help="print a one-time sign-in for a look around"
    )
    demo = _command(
        commands, "demo", ("service", "demo"), "Fill the log with synthetic decisions.", pack=True
    )
    demo.add_argument("--count", type=_whole_number(1, 100_000), default=200)


_FAMILIES = {
    frozenset({"understand", "suggest", "batch", "ask"}): _case_commands,
    frozenset({"rules"}): _rules_commands,
    frozenset({"log"}): _log_commands,
    frozenset({"user", "serve", "demo"}): _service_commands,
}
