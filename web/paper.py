"""Pages as PDFs, made here: nothing is fetched from anywhere while one is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from rhrt.errors import RHRTError


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
