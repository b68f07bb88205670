"""Appends decisions, as a process of its own, while somebody makes system calls fail.

    python -m tests.faults.appender FOLDER COUNT PREFIX

Prints one JSON line an attempt: the receipt, or the name of the error. Anything that is not one of
the errors the store promises ends it with a traceback.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rhrt.log.ledger import Ledger
from rhrt.store.database import Store
from rhrt.store.errors import StoreUnavailableError
from rhrt.store.keys import Keys


def opened(folder: Path) -> Ledger:
    """The ledger in this folder."""
    return Ledger.open(Store.open(f"sqlite:///{folder}/data/rhrt.db", Keys.open(folder / "keys")))


def attempt(ledger: Ledger, key: str) -> dict[str, str]:
    """What came of one append."""
    fields = {"result": {"level": 3, "low": 3, "high": 3}, "comment": f"{key} " * 600}
    try:
        receipt = ledger.append("decision", fields, actor="p", key=key)
    except StoreUnavailableError as error:
        return {"key": key, "error": type(error).__name__, "unsure": str(error.unsure)}
    return {"key": key, "ref": receipt.ref, "leaf": receipt.leaf_hash}


def main() -> None:
    """Open the ledger as often as it takes, then append."""
    folder, count, prefix = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    ledger = None
    while ledger is None:
        try:
            ledger = opened(folder)
        except StoreUnavailableError as error:
            print(json.dumps({"key": "", "error": type(error).__name__, "unsure": "False"}))
    for n in range(count):
        print(json.dumps(attempt(ledger, f"{prefix}{n}")), flush=True)


if __name__ == "__main__":
    main()
