"""The pages of the continuum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from flask import abort, render_template, request

from web.continuum import bp
from web.continuum.kept import per_pack
from web.continuum.picture import stack, windscreen
from web.continuum.reading import Reading
from web.continuum.search import find, find_routes, grouped, looked_for
from web.services import pack

T = TypeVar("T")

reading_of = per_pack(Reading)


def reading() -> Reading:
    """Return the pack in use with how its entries hang together."""
    return reading_of(pack())


@bp.get("")
def index() -> str:
    """Show the picture and the domains; or what was looked for."""
    read = reading()
    looked = looked_for(request.args, read)
    found = find(looked, read) if looked.query else []
    wider = [(field, one, len(find(one, read))) for field, one in looked.without()]
    return render_template(
        "continuum/index.html",
        reading=read,
        looked=looked,
        groups=grouped(found, looked, read),
        count=len(found),
        routes=find_routes(looked, read),
        rules=read.rules_about(looked.age) if looked.age and not looked.words else [],
        wider=wider,
        windscreen=windscreen(read.pack),
        stack=stack(read.pack),
    )


@bp.get("/need/<need>")
def need(need: str) -> str:
    """Show what a need means, alone and with others."""
    read = reading()
    return render_template(
        "continuum/need.html", reading=read, need=_known(read.pack.need_by_id, need)
    )


@bp.get("/domain/<domain>")
def domain(domain: str) -> str:
    """Show a domain from Level 1 to Level 4."""
    read = reading()
    found = _known(read.pack.domain_by_id, domain)
    return render_template("continuum/domain.html", reading=read, domain=found)


@bp.get("/rule/<rule>")
def rule(rule: str) -> str:
    """Show a rule: why, when, where it comes from, and the cases it decides."""
    read = reading()
    return render_template(
        "continuum/rule.html", reading=read, rule=_known(read.pack.rule_by_id, rule)
    )


@bp.get("/case/<case>")
def case(case: str) -> str:
    """Show a case with its level and the reasoning."""
    read = reading()
    return render_template("continuum/case.html", reading=read, case=_known(read.case_by_id, case))


@bp.get("/level/<level>")
def level(level: str) -> str:
    """Show what a level means, who responds and what happens."""
    read = reading()
    found = _known({str(one.number): one for one in read.pack.levels}, level)
    return render_template("continuum/level.html", reading=read, level=found)


@bp.get("/route/<route>")
def route(route: str) -> str:
    """Show a special route: when, who, how and by when."""
    read = reading()
    return render_template(
        "continuum/route.html", reading=read, route=_known(read.route_by_id, route)
    )


def _known(entries: Mapping[str, T], name: str) -> T:
    if name not in entries:
        abort(404)
    return entries[name]
