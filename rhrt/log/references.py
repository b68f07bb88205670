"""References people read out over the telephone, such as RH-7K3M-22.

No vowels, so that none spells a word; nothing that looks or is heard as something else: no 0 and O,
1, I and L, 5 and S, 2 and Z (2 stays), 8 and B (8 stays), 6 and G (6 stays).
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "2346789CDFHJKMNPQRTVWX"
_SHAPE = re.compile(rf"RH([{ALPHABET}]{{4}})([{ALPHABET}]{{2}})")


def new_reference() -> str:
    """A reference drawn at random out of 113 million; the ledger makes sure that it is new."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"RH-{letters[:4]}-{letters[4:]}"


def tidy_reference(typed: str) -> str | None:
    """The reference someone typed, in its one form, or None when it cannot be one.

    >>> tidy_reference(" rh 7k3m22 ")
    'RH-7K3M-22'
    """
    found = _SHAPE.fullmatch(re.sub(r"[\s-]", "", typed.upper()))
    return f"RH-{found[1]}-{found[2]}" if found else None
