"""The checks this browser may open. Each has its own address; there is no "current" one to mix up.

The browser's cookie holds the private tokens of the last few checks. The name of a check in an
address is made from its token and leads nowhere without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import session

from rhrt.conversation.turns import Answer, Conversation, Turn, answer_json
from rhrt.errors import RHRTError
from rhrt.log.references import ALPHABET
from rhrt.store.conversations import Conversations, NewTurn, PackRef, StoredConversation
from rhrt.store.errors import ExpiredError, NotFoundError
from web.account.signed_in import current_account
from web.services import pack, services

if TYPE_CHECKING:
    from sqlalchemy import Connection

COOKIE_KEY: Final = "checks"
MOST_CHECKS: Final = 6
NAME_LETTERS: Final = 6
SOMEBODY: Final = "practitioner"


class CaseNotHereError(RHRTError):
    """A check that this browser cannot open: unknown, another's, or over."""

    def __init__(self, *, expired: bool = False) -> None:
        self.expired = expired
        super().__init__("This check cannot be opened here.")


@dataclass(frozen=True)
class Case:
    """One check as it stands.

    Args:
        name: What it is called in addresses and at the head of its pages.
        token: Its private link.
    """

    name: str
    token: str
    stored: StoredConversation
    conversation: Conversation

    @property
    def seen(self) -> int:
        """How many turns a page made now has seen."""
        return self.stored.next_n


def name_of(token: str) -> str:
    """Return the name of the check that a token opens."""
    digest = sha256(f"check|{token}".encode("utf-8", "surrogatepass")).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:NAME_LETTERS])


def start_case() -> Case:
    """Return a new check, which this browser may open from now on."""
    rules = pack()
    stored, token = _conversations().create(PackRef(rules.id, rules.version, rules.digest))
    remember(token)
    return _case(token, stored)


def open_case(name: str) -> Case:
    """Return the check with this name; stop with a clear page when it cannot be opened here."""
    token = next((token for token in _tokens() if name_of(token) == name), None)
    if token is None:
        raise CaseNotHereError
    return case_by_token(token)


def case_by_token(token: str) -> Case:
    """Return the check a private link leads to; stop with a clear page when there is none."""
    try:
        return _case(token, _conversations().by_token(token))
    except NotFoundError:
        raise CaseNotHereError from None
    except ExpiredError:
        raise CaseNotHereError(expired=True) from None


def latest_case() -> Case | None:
    """Return the check this browser last had open, if it can still be opened."""
    for token in _tokens():
        try:
            return _case(token, _conversations().by_token(token))
        except (NotFoundError, ExpiredError):
            continue
    return None


def remember(token: str) -> None:
    """Let this browser open a check from now on; the oldest of many is let go."""
    others = [known for known in _tokens() if known != token]
    session[COOKIE_KEY] = [token, *others][:MOST_CHECKS]


def add_turns(case: Case, said: Iterable[tuple[str, Answer]], *, seen: int, key: str) -> Case:
    """Return the check with these answers kept.

    Args:
        seen: How many turns the page they were given on had seen.
        key: Names the form, so that a double click keeps it once. The same form sent again with
            another answer (from the browser's memory, after going back) is another submission.

    Raises:
        TurnConflictError: the check went on elsewhere meanwhile; nothing was kept.
    """
    turns = [NewTurn(question, answer_json(answer), who()) for question, answer in said]
    content = json.dumps([(turn.question, turn.answer) for turn in turns])
    whole = f"{key}:{sha256(content.encode()).hexdigest()[:16]}"
    return _case(case.token, _conversations().append_turns(case.stored.id, seen, turns, key=whole))


def seal_case(case: Case, tx: Connection, ref: str) -> None:
    """Mark the check as what led to a decision, in the transaction that seals it."""
    _conversations().seal(tx, case.stored.id, ref)


def who() -> str:
    """Return who is answering: an account's id, or nobody in particular."""
    account = current_account()
    return account.id if account else SOMEBODY


def new_key() -> str:
    """Return a name for one submission of one form."""
    return token_urlsafe(12)


def _tokens() -> list[str]:
    known = session.get(COOKIE_KEY)
    return [token for token in known if isinstance(token, str)] if isinstance(known, list) else []


def _case(token: str, stored: StoredConversation) -> Case:
    turns = [
        Turn.from_json(
            {"question": t.question, "answer": t.answer, "by": t.by, "at": t.at.isoformat()}
        )
        for t in stored.turns
    ]
    return Case(name_of(token), token, stored, Conversation(tuple(turns)))


def _conversations() -> Conversations:
    return Conversations(services().store, services().clock)
