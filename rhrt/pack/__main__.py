"""``python -m rhrt.pack [folder]``: print every mistake of a pack, or that it is fine."""

from __future__ import annotations

import sys

from rhrt.pack.errors import PackError, PackNotFoundError
from rhrt.pack.files import find
from rhrt.pack.loading import load


def main(arguments: list[str]) -> int:
    """Return 0 for a pack without mistakes, 1 with, 2 if there is none."""
    try:
        pack = load(find(arguments[0] if arguments else None))
    except PackError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except PackNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    counts = ("needs", "rules", "questions", "contacts", "pathways", "invariants", "cases")
    told = ", ".join(f"{len(getattr(pack, name))} {name}" for name in counts)
    sys.stdout.write(f"ok: {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
