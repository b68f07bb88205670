"""Checking a worry: from the first words to an explained, sealed suggestion and the way on."""

from flask import Blueprint

bp = Blueprint("check", __name__)

from web.check import links, pages, picking, result, start, words, worries  # noqa: E402, F401 - the views attach themselves to bp
