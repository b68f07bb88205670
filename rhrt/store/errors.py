"""What can go wrong with what is kept, each with a plain sentence and what to do about it."""

from __future__ import annotations

from typing import ClassVar

from rhrt.errors import RHRTError


class StoreError(RHRTError):
    """Base of all errors this package raises on purpose."""


class KeysError(StoreError):
    """The folder of keys cannot be used as it is; the message says why and what to do."""


class SchemaError(StoreError):
    """The database was laid out by another version of this program."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(
            f"The database has layout {found}; this program knows layout {known}. "
            "Use the program version that made it."
        )


class NotFoundError(StoreError):
    """No such thing, or the one asking may not know of it: the two are never told apart."""


class ExpiredError(StoreError):
    """The private link, one-time link or session was good once and no longer is."""


class DuplicateError(StoreError):
    """Something with this name is there already."""


class StoreUnavailableError(StoreError):
    """The database cannot do its work now. Nothing was saved, unless ``unsure`` is true.

    Attributes:
        sentence: what is wrong, for a page or a log line.
        remedy: what whoever runs the service should do.
        unsure: the failure came while committing, so the outcome is not known. Sending the same
            thing again with the same key is safe: it is kept once.
    """

    sentence: ClassVar[str] = "The database cannot be used."
    remedy: ClassVar[str] = "Look at the database server and its log."

    def __init__(self, detail: str = "", *, unsure: bool = False) -> None:
        self.detail = detail
        self.unsure = unsure
        said = f" ({detail})" if detail else ""
        unsaid = " It is not known whether the last change was kept." if unsure else ""
        super().__init__(f"{self.sentence}{said}{unsaid} {self.remedy}")


class StoreLockedError(StoreUnavailableError):
    """Someone else has held the database for longer than we wait."""

    sentence = "The database is locked by another program."
    remedy = "Close the program that holds it, then try again."


class StoreFullError(StoreUnavailableError):
    """There is no space left where the database lives."""

    sentence = "The disk that holds the database is full."
    remedy = "Free some space; the service goes on by itself."


class StoreReadOnlyError(StoreUnavailableError):
    """The database or its folder may not be written."""

    sentence = "The database may only be read."
    remedy = "Give the service's user write permission on the file and its folder."


class StoreCorruptError(StoreUnavailableError):
    """The database's own structure is damaged."""

    sentence = "The database is damaged."
    remedy = "Stop the service, keep the file, run `rhrt log verify`, and restore the last backup."


class StoreFaultyError(StoreUnavailableError):
    """The disk answered with an error."""

    sentence = "The disk that holds the database answered with an error."
    remedy = "Check the disk and its free space; run `rhrt log verify` afterwards."


class StoreMissingError(StoreUnavailableError):
    """The database cannot be opened or reached at all."""

    sentence = "The database cannot be opened."
    remedy = "Check RHRT_DATABASE_URL, the folder's permissions, and that the server is running."
