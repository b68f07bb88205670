"""Levels and their sub-results as one ordered number, so that one comparison decides.

Level 4 carries a sub-result, and child in need is the lesser of the two. Ranks 1 to 3 are Levels 1
to 3; rank 4 is Level 4, child in need; rank 5 is Level 4, child protection.
"""

from __future__ import annotations

from rhrt.pack.model import Sub

LOWEST = 1
STATUTORY = 4
CHILD_IN_NEED = 4
CHILD_PROTECTION = 5


def rank_of(level: int, sub: Sub | None) -> int:
    """Return the rank of a level. Level 4 that does not say which is the more urgent of the two."""
    if level < STATUTORY:
        return level
    return CHILD_IN_NEED if sub == "child_in_need" else CHILD_PROTECTION


def level_of(rank: int) -> int:
    """Return the level, 1 to 4, of a rank."""
    return min(rank, STATUTORY)


def sub_of(rank: int) -> Sub | None:
    """Return the sub-result of a rank, None below Level 4."""
    if rank < STATUTORY:
        return None
    return "child_in_need" if rank == CHILD_IN_NEED else "child_protection"
