"""What each file of a pack may hold: one pydantic type for each kind of file and entry.

Only the shape of an entry is told here; what depends on other entries is in
``rhrt.pack.references`` and ``rhrt.pack.checks``. Keys have the names of ``docs/rules.md``.
"""

from __future__ import annotations

from rhrt.pack.schema.base import Entry
from rhrt.pack.schema.continuum import NeedsFile, PackFile, QuestionsFile, RulesFile
from rhrt.pack.schema.response import (
    CasesFile,
    ContactsFile,
    EmarfFile,
    InvariantsFile,
    PathwaysFile,
)

FILE_TYPES: dict[str, type[Entry]] = {
    "pack": PackFile,
    "questions": QuestionsFile,
    "needs": NeedsFile,
    "rules": RulesFile,
    "pathways": PathwaysFile,
    "contacts": ContactsFile,
    "emarf": EmarfFile,
    "invariants": InvariantsFile,
    "cases": CasesFile,
}
