"""The one JSON shape in which a case is put to the engine, by command line and HTTP alike.

``{"text": ..., "context": {question: answer}, "answers": {question: answer}, "needs": [need]}``,
all optional. What is said in words is understood first; what is stated beside it wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rhrt.engine import Facts
from rhrt.errors import RHRTError
from rhrt.values import Value

if TYPE_CHECKING:
    from rhrt.conversation.understand import Heard
    from rhrt.pack.model import Pack, Question

FIELDS = frozenset({"id", "text", "context", "answers", "needs"})
UNKNOWN = (None, "", "unknown", "dont_know", "not_known")
MAX_TEXT = 100_000


class RequestError(RHRTError):
    """The case cannot be read: which field, what was found, and what is allowed."""


class Request(Value):
    """A case that has been read: the facts, and what was heard in its words (None without any)."""

    facts: Facts
    heard: Heard | None


def read_request(data: object, pack: Pack) -> Request:
    """Return the facts a JSON value states.

    Args:
        data: The parsed JSON value.
        pack: The rules it is put to; every name in it must be one of theirs.

    Raises:
        RequestError: a field, need, question or answer is not known or has the wrong type.
    """
    if not isinstance(data, Mapping):
        raise RequestError('A case is a JSON object, like {"text": "...", "answers": {}}.')
    for field in data:
        if field not in FIELDS:
            raise RequestError(f"Unknown field {field!r}.{_nearest(str(field), FIELDS)}")
    heard = _heard(data.get("text"), pack)
    # Nobody is there to confirm what was heard. A danger that is likely meant must not be passed
    # over for that; of what is less than Level 4, only what could be ticked counts.
    needs = {need.id for need in heard.counted} if heard else set()
    needs.update(_needs(data.get("needs"), pack))
    context = {question: said.answer for question, said in heard.context.items()} if heard else {}
    answers = {question: said.answer for question, said in heard.answers.items()} if heard else {}
    _merge(context, answers, _mapping(data, "context"), pack)
    _merge(context, answers, _mapping(data, "answers"), pack)
    return Request(Facts(frozenset(needs), answers, context), heard)


def _heard(text: object, pack: Pack) -> Heard | None:
    if text is None:
        return None
    if not isinstance(text, str):
        raise RequestError("'text' must be a string.")
    if len(text) > MAX_TEXT:
        raise RequestError(f"'text' has {len(text):,} characters; {MAX_TEXT:,} is the most.")
    from rhrt.conversation.understand import understand

    return understand(text, pack)


def _needs(value: object, pack: Pack) -> Iterable[str]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(need, str) for need in value):
        raise RequestError("'needs' must be a list of need ids.")
    for need in value:
        if need not in pack.need_by_id:
            raise RequestError(f"Unknown need {need!r}.{_nearest(need, pack.need_by_id)}")
    return value


def _mapping(data: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = data.get(field)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise RequestError(f"{field!r} must be an object of question and answer.")
    return value


def _merge(
    context: dict[str, str], answers: dict[str, str], stated: Mapping[str, Any], pack: Pack
) -> None:
    for name, said in stated.items():
        question = pack.question_by_id.get(name)
        if question is None:
            raise RequestError(f"Unknown question {name!r}.{_nearest(name, pack.question_by_id)}")
        known = context if question.kind == "context" else answers
        if said in UNKNOWN:
            known.pop(name, None)
        else:
            known[name] = _answer(question, said, pack)


def _answer(question: Question, value: object, pack: Pack) -> str:
    """Return the answer id meant: an id, a label, or (an age of 8, say) words that mean it."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RequestError(f"The answer to {question.id!r} must be a string.")
    wanted = str(value).strip().lower()
    for answer in question.answers:
        if wanted in (answer.id, answer.label.lower()):
            return answer.id
    if question.kind == "context":
        heard = _heard(f"{value} years old" if isinstance(value, int) else wanted, pack)
        if heard and question.id in heard.context:
            return heard.context[question.id].answer
    ids = [answer.id for answer in question.answers]
    raise RequestError(
        f"Unknown answer {value!r} to {question.id!r}; it is one of {', '.join(ids)}."
    )


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
