"""Commands about one case, or many: understand, suggest, batch, ask."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rhrt.cli.io import read_json, read_text, write_json
from rhrt.conversation.request import Request, RequestError, read_request
from rhrt.engine import Engine
from rhrt.engine.cached import compiled
from rhrt.errors import RHRTError
from rhrt.pack import load_cached, locate

if TYPE_CHECKING:
    from argparse import Namespace

    from rhrt.pack.model import Pack


def understand(options: Namespace) -> None:
    """Print what is heard in a text, as JSON."""
    text = read_text(sys.stdin.buffer.read()) if options.text == "-" else options.text
    heard = read_request({"text": text}, _pack(options)).heard
    if heard:
        write_json(heard.to_json())


def suggest(options: Namespace) -> None:
    """Print the suggestion for the case on standard input."""
    pack = _pack(options)
    write_json(answer(read_json(sys.stdin.buffer.read()), pack, Engine(pack, compiled(pack))))


def batch(options: Namespace) -> None:
    """Print a suggestion a line; a line that cannot be read gives its error, the rest goes on."""
    pack = _pack(options)
    engine = Engine(pack, compiled(pack))
    for line in sys.stdin.buffer:
        if line.strip():
            write_json(_batch_line(line, pack, engine), indent=None)


def ask(options: Namespace) -> None:
    """Hold the conversation in this terminal, ending with the level, its reasons and the way on."""
    from rhrt.conversation.terminal import converse
    from rhrt.referral.words import answer_in_words

    engine = Engine(_pack(options))
    conversation = converse(engine, sys.stdin, sys.stdout)
    if conversation is not None:
        print(answer_in_words(conversation, engine))


def answer(data: object, pack: Pack, engine: Engine) -> dict[str, Any]:
    """Return the suggestion for one case, in the stable JSON of the contract."""
    from rhrt.referral.answer import suggestion_json

    request: Request = read_request(data, pack)
    return suggestion_json(request, pack, engine)


def _batch_line(line: bytes, pack: Pack, engine: Engine) -> dict[str, Any]:
    identity: str | int | None = None
    try:
        case = read_json(line)
        identity = _identity(case)
        return {"id": identity, **answer(case, pack, engine)}
    except RHRTError as error:
        return {"id": identity, "error": str(error)}


def _identity(case: object) -> str | int:
    identity = case.get("id") if isinstance(case, dict) else None
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise RequestError("Each line needs an 'id', a string or a whole number.")
    return identity


def _pack(options: Namespace) -> Pack:
    return load_cached(locate(options.pack))
