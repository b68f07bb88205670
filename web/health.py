"""Whether the service is alive, and whether it is ready to answer: for machines."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from rhrt.store.errors import StoreError
from web import logs
from web.services import pack, services

bp = Blueprint("health", __name__)

PROBLEM = "problem"


@bp.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> Response:
    """Say of each thing a check rests on whether it is there; 503 if one is not."""
    checks: dict[str, Callable[[], str]] = {"pack": _pack, "database": _database, "log": _log}
    found = {name: _checked(check) for name, check in checks.items()}
    well = PROBLEM not in found.values()
    response = jsonify(status="ready" if well else "not ready", **found)
    response.status_code = 200 if well else 503
    return response


def _checked(check: Callable[[], str]) -> str:
    try:
        return check()
    except StoreError as error:
        logs.failure(error)
        return PROBLEM


def _pack() -> str:
    """Name the pack in use, and say when its files have changed and are broken."""
    in_use = pack()
    note = " (newer files are broken and not in use)" if services().packs.problem else ""
    return f"{in_use.id} {in_use.version} {in_use.digest[:12]}{note}"


def _database() -> str:
    services().ledger.size()
    return "reachable"


def _log() -> str:
    """Read the newest entry, which is checked against its hash and commitments on the way."""
    ledger = services().ledger
    newest = ledger.entries(start=max(0, ledger.size() - 1))
    return "head verified" if next(newest, None) else "empty"
