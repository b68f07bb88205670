"""Small pages about the service itself. They need the rule pack and nothing else."""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("/emergency")
def emergency() -> str:
    """Who to ring. It needs no database, so it is there when nothing else is."""
    return render_template("help/emergency.html")


@bp.get("/how-this-works")
def how_this_works() -> str:
    """What the service does and does not do."""
    return render_template("help/how-this-works.html")


@bp.get("/privacy")
def privacy() -> str:
    """What is kept, why and for how long."""
    return render_template("help/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("help/accessibility.html")


@bp.get("/cookies")
def cookies() -> str:
    """The one cookie and what it is for."""
    return render_template("help/cookies.html")
