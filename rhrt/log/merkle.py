"""The Merkle tree of RFC 9162, section 2.1: its root as it grows, and proofs about it.

Leaves and inner nodes are hashed with different first bytes, so that neither passes for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

WIDTH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours as one node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a tree needs to grow: the roots of its full subtrees, the largest first.

    A tree of 13 leaves has three, of 8, 4 and 1 leaves: the bits of 13.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Frontier:
        """The frontier over these leaf hashes."""
        frontier = cls()
        for leaf in leaves:
            frontier = frontier.grown(leaf)
        return frontier

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """The frontier that ``packed`` returned.

        Raises:
            ValueError: a tree of this size has another number of peaks.
        """
        if len(packed) != size.bit_count() * WIDTH:
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")
        starts = range(0, len(packed), WIDTH)
        return cls(size, tuple(packed[start : start + WIDTH] for start in starts))

    def packed(self) -> bytes:
        """The peaks one after another."""
        return b"".join(self.peaks)

    def grown(self, leaf: bytes) -> Frontier:
        """The frontier with one leaf more: equal peaks become one, as when adding binary 1."""
        peaks, carry, height = list(self.peaks), leaf, self.size
        while height & 1:
            carry = node_hash(peaks.pop(), carry)
            height >>= 1
        return Frontier(self.size + 1, (*peaks, carry))

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        *higher, root = self.peaks
        for peak in reversed(higher):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root straight from the definition; the frontier's has to be equal to it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    k = _split(len(leaves))
    return node_hash(root_of(leaves[:k]), root_of(leaves[k:]))


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root, its own sibling first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_path(leaves[:k], index), root_of(leaves[k:])]
    return [*inclusion_path(leaves[k:], index - k), root_of(leaves[:k])]


def consistency_path(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that show the tree of the first ``earlier`` leaves to be the start of this one."""
    if not 0 < earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = _split(len(leaves))
    if earlier <= k:
        return [*_subproof(leaves[:k], earlier, whole=whole), root_of(leaves[k:])]
    return [*_subproof(leaves[k:], earlier - k, whole=False), root_of(leaves[:k])]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)
