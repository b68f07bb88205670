"""The continuum as a thing to read: every need, rule, level and special route of the pack."""

from flask import Blueprint

bp = Blueprint("continuum", __name__, url_prefix="/continuum")

from web.continuum import papers, views, words  # noqa: E402, F401 - the views attach themselves to bp
