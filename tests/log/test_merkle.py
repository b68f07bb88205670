"""The tree is that of RFC 9162, and no forged proof about it is believed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhrt.log.merkle import (
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_of,
)
from rhrt.log.proofs import consistent, included
from rhrt.log.verifier import climb, crown, defined_root, grow

# The leaves that Certificate Transparency implementations test with, and the roots over them.
SAMPLE = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = [leaf_hash(n.to_bytes(4, "big")) for n in range(10_000)]


def roots(leaves):
    """The root by each of the four ways there are to compute it."""
    peaks = []
    for leaf in leaves:
        grow(peaks, leaf)
    frontier = Frontier.of(leaves)
    return {root_of(leaves), frontier.root(), crown(peaks), defined_root(leaves, 0, len(leaves))}


@pytest.mark.parametrize(("size", "root"), KNOWN_ROOTS.items())
def test_known_answers(size, root):
    assert roots([leaf_hash(leaf) for leaf in SAMPLE[:size]]) == {bytes.fromhex(root)}


def test_all_ways_agree_at_every_size_to_300():
    for size in range(301):
        assert len(roots(LEAVES[:size])) == 1, size


def test_all_ways_agree_at_random_sizes_to_100_000():
    """The frontier is compared on its way up, so that each size costs only its recursive root."""
    rng = random.Random(9162)
    leaves = [rng.randbytes(32) for _ in range(100_000)]
    sizes = set(rng.sample(range(5_000), 185)) | set(rng.sample(range(100_001), 15))
    frontier, seen = Frontier(), 0
    for size, leaf in enumerate([*leaves, None]):
        if size in sizes:
            seen += 1
            assert frontier.root() == root_of(leaves[:size]), size
        frontier = frontier.grown(leaf) if leaf else frontier
    assert seen == len(sizes) >= 195


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_a_frontier_survives_being_packed(leaves):
    frontier = Frontier.of(leaves)

    assert Frontier.from_bytes(frontier.size, frontier.packed()) == frontier


@pytest.mark.parametrize("packed", [b"", bytes(31), bytes(64)])
def test_a_frontier_of_the_wrong_length_is_refused(packed):
    with pytest.raises(ValueError, match="peaks"):
        Frontier.from_bytes(4, packed)


def test_every_inclusion_proof_to_64_holds():
    for size in range(1, 65):
        root = root_of(LEAVES[:size])
        for index in range(size):
            path = inclusion_path(LEAVES[:size], index)
            assert included(LEAVES[index], index, size, path, root)
            assert climb(LEAVES[index], index, size, path) == root


def test_every_consistency_proof_to_64_holds():
    for size in range(1, 65):
        root = root_of(LEAVES[:size])
        for earlier in range(1, size + 1):
            path = consistency_path(LEAVES[:size], earlier)
            assert consistent(earlier, size, root_of(LEAVES[:earlier]), root, path)


def test_proofs_hold_at_random_sizes_to_10_000():
    rng = random.Random(6962)
    for _ in range(25):
        size = rng.randrange(1, 10_001)
        index, earlier = rng.randrange(size), rng.randrange(1, size + 1)
        root = root_of(LEAVES[:size])
        assert included(LEAVES[index], index, size, inclusion_path(LEAVES[:size], index), root)
        path = consistency_path(LEAVES[:size], earlier)
        assert consistent(earlier, size, root_of(LEAVES[:earlier]), root, path)


def mutated_paths(path, rng):
    """The path with a bit of each hash flipped, and hashes dropped, doubled, swapped, added."""
    for n, part in enumerate(path):
        bit = rng.randrange(256)
        flipped = bytearray(part)
        flipped[bit // 8] ^= 1 << bit % 8
        yield [*path[:n], bytes(flipped), *path[n + 1 :]]
        yield [*path[:n], *path[n + 1 :]]
        yield [*path[:n], part, *path[n:]]
        yield [*path[:n], part[:-1], *path[n + 1 :]]
        yield [*path[:n], part + b"\0", *path[n + 1 :]]
        if n and part != path[n - 1]:
            yield [*path[: n - 1], part, path[n - 1], *path[n + 1 :]]
    yield [*path, bytes(32)]
    yield [bytes(32), *path]
    yield path + [bytes(32)] * 64


def test_no_forged_inclusion_proof_is_believed():
    """A hostile prover: more than 20,000 mutants of proofs, none accepted by either verifier.

    The size is that of the signed checkpoint throughout; the next test shows why it must be.
    """
    rng, tried, believed = random.Random(1), 0, []
    for size in (1, 2, 3, 5, 8, 13, 21, 33, 50, 64, 100, 150):
        leaves = LEAVES[:size]
        root = root_of(leaves)
        for index in range(size):
            leaf, path = leaves[index], inclusion_path(leaves, index)
            forged = [(leaf, index, mutant) for mutant in mutated_paths(path, rng)]
            forged += [(leaf, other, path) for other in {index - 1, index + 1, size, -1, 2**70}]
            forged += [(leaf_hash(b"other"), index, path), (b"", index, path)]
            for forged_leaf, at, mutant in forged:
                tried += 1
                if included(forged_leaf, at, size, mutant, root):
                    believed.append((size, index, at, mutant))
                if climb(forged_leaf, at, size, mutant) == root:
                    believed.append((size, index, at, mutant))

    assert believed == []
    assert tried >= 20_000


def test_no_forged_consistency_proof_is_believed():
    rng, tried, believed = random.Random(2), 0, []
    for size in range(1, 40):
        root = root_of(LEAVES[:size])
        for earlier in range(1, size):
            path = consistency_path(LEAVES[:size], earlier)
            old = root_of(LEAVES[:earlier])
            forged = [(earlier, old, mutant) for mutant in mutated_paths(path, rng)]
            forged += [(0, old, path), (size + 1, old, path), (earlier, leaf_hash(b"x"), path)]
            for first, first_root, mutant in forged:
                tried += 1
                if consistent(first, size, first_root, root, mutant):
                    believed.append((size, earlier, first, mutant))

    assert believed == []
    assert tried >= 20_000


def test_a_wrong_size_alone_may_pass_so_it_has_to_come_from_a_signed_checkpoint():
    """The same path fits trees of several sizes: this is why receipts carry a checkpoint."""
    path = inclusion_path(LEAVES[:6], 5)

    assert included(LEAVES[5], 5, 6, path, root_of(LEAVES[:6]))
    fooled = [
        (index, size, wrong)
        for size in range(1, 20)
        for index in range(size)
        for wrong in range(1, 40)
        if wrong != size
        and included(
            LEAVES[index],
            index,
            wrong,
            inclusion_path(LEAVES[:size], index),
            root_of(LEAVES[:size]),
        )
    ]
    assert fooled


def test_an_inner_node_does_not_pass_for_a_leaf():
    """The second-preimage attack: two hashes, presented as one entry of 64 bytes."""
    root = root_of(LEAVES[:4])
    left, right = node_hash(LEAVES[0], LEAVES[1]), node_hash(LEAVES[2], LEAVES[3])

    assert included(left, 0, 2, [right], root), "given as a hash it would fit a tree of two"
    assert not included(leaf_hash(LEAVES[0] + LEAVES[1]), 0, 2, [right], root)
    assert not included(left, 0, 4, [right], root)
