"""Pages as PDFs, made here: nothing is fetched from anywhere while one is made."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from rhrt.errors import RHRTError
from rhrt.pack.copies import read_copy, write_copy

UNAVAILABLE = 3
"""How the process that makes a PDF ends when it cannot make any."""

LONGEST_SECONDS = 300


class PaperUnavailableError(RHRTError):
    """PDFs cannot be made on this machine: a system library is missing."""


class RefusedFetchError(RHRTError):
    """The words on a page named a file or an address; a PDF holds nothing but the page."""


def pdf(html: str, styles: Path) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a page.

    Args:
        styles: The style sheet of its kind of page.

    Raises:
        PaperUnavailableError: the libraries that draw text are not installed.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as error:
        raise PaperUnavailableError("PDFs need the Pango library.") from error
    looks = CSS(string=styles.read_text(encoding="utf-8"), url_fetcher=refuse)
    document = HTML(string=html, url_fetcher=refuse)
    made: bytes = document.write_pdf(stylesheets=[looks], pdf_variant="pdf/ua-1")
    return made


def refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """Fetch nothing, whatever the words on the page hold.

    Raises:
        RefusedFetchError: always.
    """
    raise RefusedFetchError(f"A PDF fetches nothing; refused {url[:40]!r}.")


def kept_pdf(html: str, styles: Path, folder: Path) -> bytes:
    """Return the PDF of a page that changes seldom: made once, and kept in a folder of our own.

    Drawing a long one takes seconds and much memory, so a process of its own does it: meanwhile
    this one goes on answering, and afterwards the memory is free again.

    Raises:
        PaperUnavailableError: the libraries that draw text are not installed.
    """
    named = sha256(html.encode() + styles.read_bytes()).hexdigest()
    copy = folder / f"{named}-{version('weasyprint')}-paper.pickle"
    kept = read_copy(copy)
    if isinstance(kept, bytes):
        return kept
    made = _made_apart(html, styles)
    write_copy(copy, made)
    return made


def _made_apart(html: str, styles: Path) -> bytes:
    done = subprocess.run(  # noqa: S603 - our own interpreter and module; the page goes in as data
        [sys.executable, "-m", "web.paper", str(styles)],
        input=html.encode(),
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if done.returncode == UNAVAILABLE:
        raise PaperUnavailableError("PDFs need the Pango library.")
    done.check_returncode()
    return done.stdout


def main(styles: str) -> int:
    """Turn the page on standard input into a PDF on standard output."""
    try:
        sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode(), Path(styles)))
    except PaperUnavailableError:
        return UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
