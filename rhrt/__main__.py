"""``rhrt`` and ``python -m rhrt``: the command line."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 a problem found, 2 bad input."""
    from rhrt.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
