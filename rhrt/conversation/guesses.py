"""Which of the things that may have been meant are worth a tired reader's look, and which are not.

One word of a message can be near to the phrases of a dozen needs. What is plainly heard has been
shown; of the guesses, those are put in view that the words themselves ask for, and of the dangers
all that are likely. The others are folded away, where they can be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.state import MOST_SERIOUS
from rhrt.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rhrt.conversation.heard import HeardNeed
    from rhrt.pack.model import Pack

SURE_ENOUGH = 65
"""The score from which on a guess is put in view; a neighbouring word alone scores less."""

MOST_IN_VIEW = 3
"""Guesses in view for one message, and as many dangers besides."""


class Guesses(Value):
    """What may have been meant by one message, the likeliest first."""

    in_view: tuple[HeardNeed, ...]
    folded: tuple[HeardNeed, ...]


def guesses(needs: Sequence[HeardNeed], pack: Pack) -> Guesses:
    """Return the guesses among what was heard in one message, in view or folded away.

    What was denied and is a guess besides is left out, unless it is a likely danger that nobody
    has plainly denied with the same words.
    """
    likeliest = sorted((need for need in needs if need.ask), key=lambda need: -need.score)
    said = [need for need in likeliest if not need.negated]
    plain = [need for need in needs if not need.ask]
    dangers = [need for need in said if _is_likely_danger(need, pack)][:MOST_IN_VIEW]
    shown = {need.id for need in (*_own_words(said, plain)[:MOST_IN_VIEW], *dangers)}
    if not shown and not any(not need.negated for need in plain):
        shown = {need.id for need in said[:MOST_IN_VIEW]}
    denied = [need for need in likeliest if need.negated and _is_likely_danger(need, pack)]
    return Guesses(
        (*(need for need in said if need.id in shown), *_own_words(denied, plain)),
        tuple(need for need in said if need.id not in shown),
    )


def _own_words(likeliest: Iterable[HeardNeed], plain: Iterable[HeardNeed]) -> list[HeardNeed]:
    """Return the likely ones heard in words that say nothing else already shown."""
    taken, own = list(plain), []
    for need in likeliest:
        if need.score >= SURE_ENOUGH and not any(_overlap(need, other) for other in taken):
            own.append(need)
            taken.append(need)
    return own


def _overlap(one: HeardNeed, other: HeardNeed) -> bool:
    return one.start < other.end and other.start < one.end


def _is_likely_danger(need: HeardNeed, pack: Pack) -> bool:
    known = pack.need_by_id.get(need.id)
    return known is not None and known.level == MOST_SERIOUS and need.score >= SURE_ENOUGH
