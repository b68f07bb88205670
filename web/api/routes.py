"""What other programs may ask. Bad input gets a 4xx and one line that says how to mend it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException

from rhrt.conversation.request import MAX_TEXT, read_request
from rhrt.conversation.understand import understand
from rhrt.errors import RHRTError
from rhrt.referral.answer import suggestion_json
from rhrt.store.errors import StoreUnavailableError
from web.api.document import document
from web.services import engine, now, pack

bp = Blueprint("api", __name__, url_prefix="/api/v1")

METHODS = {"understand": "POST", "suggest": "POST", "pack": "GET", "openapi.json": "GET"}


class BadInputError(RHRTError):
    """What was sent is not what the interface reads."""


@bp.post("/understand")
def hear() -> Response:
    """Say what is heard in a text."""
    sent = _json()
    text = sent["text"] if isinstance(sent, dict) and set(sent) == {"text"} else None
    if not isinstance(text, str):
        raise BadInputError('Send {"text": "..."}, and nothing else.')
    if len(text) > MAX_TEXT:
        raise BadInputError(f"'text' has {len(text):,} characters; {MAX_TEXT:,} is the most.")
    return jsonify(understand(text, pack()).to_json())


@bp.post("/suggest")
def suggest() -> Response:
    """Give the suggestion for a case, its reasons and the way on. Nothing is kept."""
    read = read_request(_json(), pack())
    return jsonify(suggestion_json(read, pack(), engine(), now()))


@bp.get("/pack")
def rules() -> Response:
    """Give the names a case is told in: questions, answers and needs of the pack in use."""
    in_use = pack()
    return jsonify(
        {
            "id": in_use.id,
            "title": in_use.title,
            "version": in_use.version,
            "digest": in_use.digest,
            "status": in_use.status,
            "levels": [{"number": level.number, "name": level.name} for level in in_use.levels],
            "questions": [
                {
                    "id": question.id,
                    "kind": question.kind,
                    "ask": question.ask,
                    "answers": [{"id": a.id, "label": a.label} for a in question.answers],
                }
                for question in in_use.questions
            ],
            "needs": [
                {"id": n.id, "label": n.label, "domain": n.domain, "level": n.level}
                for n in in_use.needs
            ],
        }
    )


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe this interface."""
    return jsonify(document(pack()))


@bp.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def elsewhere(rest: str) -> ResponseReturnValue:
    """Answer in JSON too where there is nothing, or not by this method."""
    known = METHODS.get(rest)
    if known is None:
        return jsonify({"error": "There is nothing at this address; see openapi.json."}), 404
    return jsonify({"error": f"Use {known} here."}), 405, {"Allow": known}


def _json() -> object:
    if not request.is_json:
        raise BadInputError("Send JSON, with the header Content-Type: application/json.")
    try:
        return request.get_json()
    except BadRequest as error:
        raise BadInputError("That is not JSON.") from error
    except RecursionError as error:
        raise BadInputError("That JSON nests too deeply.") from error


@bp.errorhandler(RHRTError)
def refused(error: RHRTError) -> ResponseReturnValue:
    """Say what is wrong with what was sent."""
    if isinstance(error, StoreUnavailableError):
        return jsonify({"error": "Not available just now."}), 503
    return jsonify({"error": str(error)}), 422


@bp.errorhandler(BadInputError)
def unreadable(error: BadInputError) -> ResponseReturnValue:
    """Say that it could not be read."""
    return jsonify({"error": str(error)}), 400


@bp.errorhandler(HTTPException)
def http(error: HTTPException) -> ResponseReturnValue:
    """Say what the protocol has against it (too large, wrong method)."""
    return jsonify({"error": error.name}), error.code or 500
