"""The threshold document and its one-page summary, on the screen and as PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from rhrt.pack.model import Pack
from web.continuum import bp
from web.continuum.kept import per_pack
from web.continuum.picture import stack, windscreen
from web.continuum.views import reading_of
from web.paper import PaperUnavailableError, kept_pdf
from web.services import pack

STYLES = Path(__file__).with_name("paper.css")


@bp.get("/print")
def document() -> str:
    """Show the whole threshold document."""
    return _page(_title(pack()), _whole(pack()), url_for("continuum.document_pdf"))


@bp.get("/summary")
def summary() -> str:
    """Show the summary that fits a page."""
    return _page(_summary_title(pack()), _summary(pack()), url_for("continuum.summary_pdf"))


@bp.get("/print.pdf")
def document_pdf() -> ResponseReturnValue:
    """Give the whole threshold document as a PDF."""
    return _file(_whole_pdf, "continuum")


@bp.get("/summary.pdf")
def summary_pdf() -> ResponseReturnValue:
    """Give the summary as a PDF of one page."""
    return _file(_summary_pdf, "continuum-summary")


def _page(title: str, body: Markup, address: str) -> str:
    return render_template("continuum/document.html", title=title, body=body, pdf=address)


def _file(make: Callable[[Pack], bytes], name: str) -> ResponseReturnValue:
    try:
        made = make(pack())
    except PaperUnavailableError:
        return render_template("continuum/no-pdf.html"), 503
    names = f'attachment; filename="{name}-{pack().version}.pdf"'
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": names})


def _title(rules: Pack) -> str:
    return f"{rules.title}: the continuum of need in {rules.area}"


def _summary_title(rules: Pack) -> str:
    return f"{rules.title} in {rules.area}, on one page"


@per_pack
def _whole(rules: Pack) -> Markup:
    return _body("whole", rules)


@per_pack
def _summary(rules: Pack) -> Markup:
    return _body("summary", rules)


@per_pack
def _whole_pdf(rules: Pack) -> bytes:
    return _drawn(_title(rules), _whole(rules), "whole")


@per_pack
def _summary_pdf(rules: Pack) -> bytes:
    return _drawn(_summary_title(rules), _summary(rules), "summary")


def _body(kind: str, rules: Pack) -> Markup:
    """Return what a document says, without what stands around it."""
    body = render_template(
        f"continuum/_{kind}.html",
        reading=reading_of(rules),
        windscreen=windscreen(rules),
        stack=stack(rules),
    )
    return Markup(body)  # noqa: S704 - our own template, which escapes what the pack says


def _drawn(title: str, body: Markup, kind: str) -> bytes:
    html = render_template("continuum/paper.html", title=title, body=body, kind=kind)
    return kept_pdf(html, STYLES, current_app.config["PAPERS"])
