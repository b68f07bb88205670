"""The base of every error this package raises on purpose."""


class RHRTError(Exception):
    """Something a person can mend; its text is one plain line that says what and how."""
