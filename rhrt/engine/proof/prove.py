"""Everything that is proved of a pack, in reading order."""

from __future__ import annotations

from rhrt.engine.proof import gaps, idle, promises, routes
from rhrt.engine.proof.conversation import longest_conversations
from rhrt.engine.proof.report import Part, ProofReport
from rhrt.engine.proof.theory import Theory
from rhrt.pack.model import Pack


def prove(pack: Pack) -> ProofReport:
    """Return each claim about a pack, proved for all combinations of facts or refuted by one.

    Raises:
        UndecidedError: the solver gave up on a claim.
    """
    theory = Theory(pack)
    return ProofReport(
        pack.id,
        pack.version,
        pack.digest,
        (_safety(theory), _monotone(theory), _gaps(theory), _pathways(theory), _idle(theory)),
        tuple(longest_conversations(theory.engine)),
        theory.effort,
    )


def _safety(theory: Theory) -> Part:
    return Part("Safety invariants", tuple(promises.invariants(theory)))


def _monotone(theory: Theory) -> Part:
    return Part(
        "Rules only raise", (*promises.compiled_as_written(theory), *promises.monotone(theory))
    )


def _gaps(theory: Theory) -> Part:
    found = (*gaps.needs_can_rise(theory), *gaps.domains_reach_their_top(theory))
    return Part("No gap", found)


def _pathways(theory: Theory) -> Part:
    return Part(
        "No contradiction between pathways",
        (*routes.one_main_way(theory), *routes.special_routes_can_be_taken(theory)),
        (*routes.lowest_levels(theory), *routes.first_together(theory)),
    )


def _idle(theory: Theory) -> Part:
    return Part(
        "Nothing idle",
        (*idle.no_idle_rule(theory), *idle.no_idle_question(theory)),
        tuple(idle.only_routes(theory)),
    )
