"""``rhrt`` and ``python -m rhrt``: the command line."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 a problem found, 2 bad input."""
    # A short command is over before a search for loops among its values would pay; those that
    # take longer turn it on again.
    gc.disable()
    from rhrt.cli import run

    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or 0  # the reader went away: it has all it wanted
    # Everything that had to be kept is on the disk by now. Taking ten thousand values of a pack
    # apart one by one would take a third of the time of a short command.
    os._exit(code)


if __name__ == "__main__":
    main()
