"""Picking from the list: every need of the pack by domain, to browse and to search."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rhrt.conversation import accept
from rhrt.conversation.state import needs_said
from rhrt.conversation.turns import PICKED, Conversation
from rhrt.conversation.understand import understand
from rhrt.pack.model import Need, Pack
from web.check import bp
from web.check.cases import Case, add_turns, new_key, open_case, start_case
from web.check.listing import age_marks, by_domain
from web.check.views import UNPROCESSABLE, page, step_address, submitted
from web.services import pack

LONGEST_SEARCH = 200


@bp.route("/check/list", methods=["GET", "POST"])
def begin_with_list() -> ResponseReturnValue:
    """Begin a check by picking from the list instead of in words."""
    if request.method == "GET" or _searches():
        return _begin_page()
    try:
        picked = _picked(pack())
    except accept.NotAcceptedError as error:
        return _begin_page(errors=[("needs", str(error))]), UNPROCESSABLE
    case = start_case()
    case = add_turns(case, [(PICKED, picked)], seen=case.seen, key=new_key())
    return redirect(step_address(case), 303)


def _begin_page(errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "check/list.html",
        case=None,
        pairs=[],
        back=url_for("check.start"),
        action=url_for("check.begin_with_list"),
        errors=errors or [],
        has_errors=bool(errors),
        moved_on=False,
        updated=False,
        caution=None,
        key="",
        **_listed(Conversation()),
    )


@bp.route("/check/<case_name>/list", methods=["GET", "POST"])
def choose(case_name: str) -> ResponseReturnValue:
    """Pick from the list at any point of a check."""
    case = open_case(case_name)
    if request.method == "GET" or _searches():
        return _choose_page(case)
    return submitted(case, lambda: [(PICKED, _picked(pack(), case))], _choose_page, "needs")


def _choose_page(case: Case, **state: Any) -> str:
    return page(
        "list",
        case,
        PICKED,
        action=url_for("check.choose", case_name=case.name),
        **_listed(case.conversation),
        **state,
    )


def _picked(rules: Pack, case: Case | None = None) -> Any:
    """Return the needs ticked; those ticked before and no longer so are absent now."""
    ticked = request.form.getlist("needs")
    before = needs_said(case.conversation).present if case else ()
    removed = [need for need in before if need not in ticked]
    if not ticked and not removed:
        raise accept.NotAcceptedError("Choose what is closest")
    return accept.needs(rules, ticked, removed)


def _searches() -> bool:
    return request.form.get("do") in ("search", "browse")


def _listed(conversation: Conversation) -> dict[str, Any]:
    """Return what the list shows: what was searched for, and the needs of each domain."""
    present = needs_said(conversation).present
    ticked = frozenset(request.form.getlist("needs") if request.form else present)
    marks = age_marks(conversation, pack())
    typed = accept.readable(request.form.get("find", ""))[:LONGEST_SEARCH]
    looked_for = typed if request.form.get("do") == "search" else ""
    found = _search(looked_for, pack()) if looked_for.strip() else None
    return {
        "find": looked_for,
        "found": found,
        "domains": by_domain(pack(), marks),
        "marks": marks,
        "ticked": ticked,
    }


def _search(looked_for: str, rules: Pack) -> list[Need]:
    """Return the needs whose name or phrases hold every word looked for, then what is heard."""
    wanted = looked_for.casefold().split()
    found = [need for need in rules.needs if _holds(need, wanted)]
    heard = [rules.need_by_id[n.id] for n in understand(looked_for, rules).needs]
    return list(dict.fromkeys([*found, *heard]))


def _holds(need: Need, wanted: list[str]) -> bool:
    text = " ".join((need.label, need.hint, *need.phrases)).casefold()
    return all(word in text for word in wanted)
