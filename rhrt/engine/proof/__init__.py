"""Proofs about a pack, over all combinations of facts, with a solver. Nothing else imports it."""
