"""The continuum of need, evaluated: exact bounds, reasons, and what would change them."""

from rhrt.engine.engine import Engine
from rhrt.engine.facts import Fact, Facts, UnknownFactError
from rhrt.engine.suggestion import Fault, NearMiss, Reason, Suggestion

__all__ = [
    "Engine",
    "Fact",
    "Facts",
    "Fault",
    "NearMiss",
    "Reason",
    "Suggestion",
    "UnknownFactError",
]
