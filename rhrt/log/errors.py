"""What can go wrong with the ledger itself."""

from __future__ import annotations

from rhrt.store.errors import StoreError


class LedgerError(StoreError):
    """Base of all errors the ledger raises on purpose."""


class NotCanonicalError(LedgerError, ValueError):
    """The value has no one agreed form as bytes, so it cannot be committed to."""


class ConflictError(LedgerError):
    """The same key was used before for something else. Nothing was kept."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(f"This was sent before with other content; what was kept then is {ref}.")


class DamagedError(LedgerError):
    """What the ledger holds is not what was sealed. ``seq`` is the entry it shows at."""

    def __init__(self, seq: int, what: str) -> None:
        self.seq = seq
        super().__init__(f"Entry {seq} of the ledger {what}. Run `rhrt log verify`.")


class HeldError(LedgerError):
    """A legal hold forbids the erasure."""

    def __init__(self, refs: tuple[str, ...]) -> None:
        self.refs = refs
        super().__init__(f"A legal hold is on {', '.join(refs)}: nothing was erased.")


class NotApprovedError(LedgerError):
    """An erasure needs two different people to approve it, and a ground."""


class SigningRefusedError(LedgerError):
    """The log is shorter than, or differs from, what was signed before. Nothing was signed."""


class NoteError(LedgerError):
    """The text is not a checkpoint this log's key has signed."""
