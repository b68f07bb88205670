"""The guidance was updated in the middle of a check: said once, and before anything rests on it."""

from __future__ import annotations

from typing import Final

from flask import session

from web.check.cases import MOST_CHECKS, Case
from web.services import pack

COOKIE_KEY: Final = "guidance"
DIGEST_LETTERS: Final = 16


def has_new_guidance(case: Case) -> bool:
    """Say whether this browser has been shown the check under other rules than those in use."""
    return _shown(case) != _in_use()


def told_of_new_guidance(case: Case) -> bool:
    """Return whether this page is the one to say it on: the first under the rules in use."""
    if not has_new_guidance(case):
        return False
    others = [one for one in _remembered().items() if one[0] != case.name]
    session[COOKIE_KEY] = dict([*others, (case.name, _in_use())][-MOST_CHECKS:])
    return True


def _shown(case: Case) -> str:
    return _remembered().get(case.name, case.stored.pack.digest[:DIGEST_LETTERS])


def _in_use() -> str:
    return pack().digest[:DIGEST_LETTERS]


def _remembered() -> dict[str, str]:
    """Return the rules each check was last shown under, where those have changed since it began."""
    known = session.get(COOKIE_KEY)
    return {str(n): str(d) for n, d in known.items()} if isinstance(known, dict) else {}
