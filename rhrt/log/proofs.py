"""Whether a proof proves what it claims (RFC 9162, sections 2.1.3.2 and 2.1.4.2).

Sizes and roots have to come from a signed checkpoint: a proof fixes only the shape of a tree, and
the same path fits trees of several sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from hmac import compare_digest

from rhrt.log.merkle import WIDTH, node_hash

LONGEST = 63


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether this leaf stands at this index in the tree of this size and root."""
    if not 0 <= index < size or not _well_formed(path, leaf, root):
        return False
    place, last, above = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            above = node_hash(sibling, above)
            place, last = _up_past_only_children(place, last)
        else:
            above = node_hash(above, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(above, root)


def consistent(
    earlier: int, size: int, earlier_root: bytes, root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the tree of ``earlier`` leaves is the start of the tree of ``size`` leaves."""
    if not 0 < earlier <= size or not _well_formed(path, earlier_root, root):
        return False
    if earlier == size:
        return not path and compare_digest(earlier_root, root)
    whole = earlier & (earlier - 1) == 0  # a full tree is itself the first hash of the path
    hashes = [earlier_root, *path] if whole else list(path)
    if not hashes:
        return False
    return _both_roots(earlier - 1, size - 1, hashes) == (earlier_root, root)


def _both_roots(place: int, last: int, hashes: list[bytes]) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _up_past_only_children(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _up_past_only_children(place: int, last: int) -> tuple[int, int]:
    """Climb the right edge over levels where a node has no sibling and is carried up as it is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _well_formed(path: Sequence[bytes], *ends: bytes) -> bool:
    return len(path) <= LONGEST and all(len(part) == WIDTH for part in (*path, *ends))
