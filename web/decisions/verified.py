"""Whether the entry of a decision is in the log, worked out anew each time it is asked."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from rhrt.log import checkpoint, receipts
from rhrt.log.errors import LedgerError
from rhrt.log.ledger import Ledger
from rhrt.log.merkle import leaf_hash
from rhrt.log.proofs import included
from rhrt.store.errors import KeysError


@dataclass(frozen=True)
class Verdict:
    """What the proof of an entry shows, in words."""

    is_good: bool
    words: str


GOOD = Verdict(
    is_good=True,
    words="This entry is in the log, unchanged since it was sealed: verified just now.",
)


def verdict(ledger: Ledger, ref: str) -> Verdict:
    """Return whether an entry is under the signed head of the log.

    Raises:
        NotFoundError: there is no such entry.
    """
    try:
        proof = receipts.proof_of(ledger, ref)
        proved = _proves(proof, checkpoint.public_bytes(ledger.store.keys.signing))
    except (LedgerError, KeysError) as problem:
        return Verdict(is_good=False, words=str(problem))
    return GOOD if proved else Verdict(is_good=False, words="The proof of this entry fails.")


def _proves(proof: str, public: bytes) -> bool:
    """Say whether a proof leads from the entry it carries to the checkpoint it carries."""
    head, _, note = proof.partition("\n\n")
    _, extra, index, *path = head.split("\n")
    signed = checkpoint.opened(note, public)
    leaf = leaf_hash(base64.b64decode(extra.removeprefix("extra ")))
    steps = [base64.b64decode(step) for step in path]
    return included(leaf, int(index.removeprefix("index ")), signed.size, steps, signed.root)
