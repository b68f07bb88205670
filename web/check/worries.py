"""What was said and what was heard in it: further words, words put right, and confirming."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from rhrt.conversation import accept
from rhrt.conversation.confirm import OfferedAnswer, ToConfirm, to_confirm
from rhrt.conversation.turns import NEEDS, WORRY, next_words
from web.check import bp
from web.check.cases import Case, open_case
from web.check.listing import age_marks, by_domain
from web.check.personal import asked_about_personal
from web.check.views import Said, is_too_early, page, submitted, to_where_it_is
from web.services import pack

NONE_FITS = "none"
TICKED = ("needs", "perhaps", "less_likely", "after_all")
"""The fields in which a need can be ticked."""

OF_A_DANGER = ("present", "absent", "unsure")


@bp.route("/check/<case_name>/words", methods=["GET", "POST"])
@bp.route("/check/<case_name>/words/<name>", methods=["GET", "POST"])
def words(case_name: str, name: str = "") -> ResponseReturnValue:
    """Let the person add to what they said, or put it right."""
    case = open_case(case_name)
    if name and name not in case.conversation.words:
        return to_where_it_is(case)
    raw = accept.readable(request.form.get("worry", ""))

    def again(case: Case, **state: Any) -> str:
        shown = raw if request.method == "POST" else case.conversation.words.get(name, "")
        return page("words", case, name or WORRY, name=name, words=shown, **state)

    def said() -> Said:
        return [(name or next_words(case.conversation), accept.words(raw))]

    if request.method == "GET":
        return again(case)
    if raw.strip() and len(raw) <= accept.MOST_WORDS:
        address = url_for("check.words", case_name=case.name, name=name or None)
        if asked := asked_about_personal(raw, address, case):
            return asked
    return submitted(case, said, again, "worry")


@bp.route("/check/<case_name>/heard", methods=["GET", "POST"])
def heard(case_name: str) -> ResponseReturnValue:
    """Show what was heard; nothing counts until the person has confirmed it."""
    case = open_case(case_name)
    if request.method == "GET" and is_too_early(case):
        return to_where_it_is(case)
    found = to_confirm(case.conversation, pack())
    marks = age_marks(case.conversation, pack())

    def again(case: Case, **state: Any) -> str:
        return page(
            "heard",
            case,
            NEEDS,
            found=found,
            domains=by_domain(pack(), marks),
            marks=marks,
            in_other_words=url_for("check.words", case_name=case.name, name=_last_words(case)),
            sent=request.form if request.method == "POST" else None,
            **state,
        )

    if request.method == "GET":
        return again(case)
    return submitted(case, lambda: _confirmed(found), again, _first_wrong(found))


def _last_words(case: Case) -> str | None:
    """Return under which name the person's latest words are kept."""
    return next(reversed(case.conversation.words), None)


def _first_wrong(found: ToConfirm) -> str:
    """Return the field that an error is about: a danger that nothing was said of comes first."""
    fields = (f"danger-{need.id}" for need in found.dangers_denied)
    return next((name for name in fields if request.form.get(name) not in OF_A_DANGER), "needs")


def _confirmed(found: ToConfirm) -> Said:
    """Return the turns of a confirmation: the needs, and one for each answer that was right."""
    ticked = dict.fromkeys(need for field in TICKED for need in request.form.getlist(field))
    dangers = {need.id: request.form.get(f"danger-{need.id}") for need in found.dangers_denied}
    for need in found.dangers_denied:
        if dangers[need.id] not in OF_A_DANGER:
            raise accept.NotAcceptedError(f"Say whether this is so: {need.label.lower()}")
    # Of a mere guess that is left unticked nothing is said: nobody spoke of it.
    offered = [need.id for need in (*found.needs, *found.denied)]
    present = [*ticked, *(need for need, said in dangers.items() if said == "present")]
    if not present and not _says_none_fits():
        raise accept.NotAcceptedError(
            "Choose at least one, pick from the list, or say that none of these fits"
        )
    needs = accept.needs(
        pack(),
        present,
        [
            *(need for need in offered if need not in ticked),
            *(need for need, said in dangers.items() if said == "absent"),
        ],
        [need for need, said in dangers.items() if said == "unsure"],
    )
    right = set(request.form.getlist("answers"))
    return [(NEEDS, needs), *(_answer(said) for said in found.answers if said.question in right)]


def _answer(said: OfferedAnswer) -> tuple[str, str]:
    return said.question, said.answer


def _says_none_fits() -> bool:
    return request.form.get("none") == NONE_FITS
