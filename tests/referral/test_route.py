"""The way on from a level: which steps, in which order, and who to ring."""

from datetime import datetime

from rhrt.engine import Engine, Facts
from rhrt.pack.model import Hours, Pathway, Place, Step
from rhrt.referral.hours import LONDON
from rhrt.referral.route import route
from rhrt.referral.words import answer_in_words, nearest
from rhrt.values import replace
from tests.conversation.talks import present, talk
from tests.packs import SOURCE, at_least, has, small_pack

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=LONDON)


def a_pathway(name, *, level=None, sub=None, when=None, first=False, contact=""):
    step = Step(f"Do {name}", "You", "By phone", "Today", "It helps", contact)
    return Pathway(
        id=name,
        title=name.capitalize(),
        level=level,
        sub=sub,
        when=when,
        first=first,
        summary="",
        steps=(step,),
        tools=("A tool",),
        agreement="Ask",
        if_refused="Ask again",
        source=SOURCE,
        place=Place("pathways.yaml", 1),
    )


def a_pack():
    plain = small_pack()
    mash = replace(
        plain.contacts[0],
        hours=(Hours(frozenset(range(5)), "08:45", "17:00"),),
        closed_on_bank_holidays=True,
        out_of_hours="duty",
    )
    duty = replace(plain.contacts[0], id="duty", name="Duty team", phone="01632 960002")
    pathways = (
        a_pathway("afterwards", when=has("hungry")),
        a_pathway("level-2", level=2),
        a_pathway("level-3", level=3, contact="mash"),
        a_pathway("in-need", level=4, sub="child_in_need"),
        a_pathway("protect", level=4, sub="child_protection"),
        a_pathway("at-once", when=at_least("danger", "yes"), first=True),
        a_pathway("for-weeks", when=at_least("how_long", "weeks")),
    )
    return replace(plain, contacts=(mash, duty), pathways=pathways)


def way_on(facts, now=MONDAY):
    pack = a_pack()
    return route(pack, Engine(pack).suggest(facts), facts, now)


def pathways(**said):
    return [pathway.id for pathway in way_on(Facts(**said)).pathways]


def test_the_levels_own_steps_then_the_special_ones():
    known = {"how_long": "once", "danger": "no"}

    assert pathways(needs=frozenset({"hungry"}), answers=known) == ["level-2", "afterwards"]


def test_what_comes_first_comes_before_the_level():
    known = {"danger": "yes", "how_long": "once"}

    assert pathways(needs=frozenset({"hungry"}), answers=known) == [
        "at-once",
        "protect",
        "afterwards",
    ]


def test_a_child_in_need_has_another_way_than_child_protection():
    known = {"danger": "no", "how_long": "once"}

    assert pathways(needs=frozenset({"starving"}), answers=known) == ["in-need"]


def test_what_is_not_known_counts_as_it_is_assumed():
    """Unanswered, ``how_long`` is assumed to be weeks where the suggestion rests on it."""
    pack = a_pack()
    facts = Facts(frozenset({"hungry"}), {"danger": "no"})
    suggestion = Engine(pack).suggest(facts)

    taken = [pathway.id for pathway in route(pack, suggestion, facts, MONDAY).pathways]

    assert ("for-weeks" in taken) == ("how_long" in dict(suggestion.assumed))


def test_who_is_closed_names_who_answers_instead():
    facts = Facts(frozenset({"alone_at_night"}), {"danger": "no"})

    on_monday, on_saturday = way_on(facts), way_on(facts, SATURDAY)

    (step,) = (one for one in on_monday.steps if one.contact)
    assert step.contact.answers_now.contact.id == "mash"
    assert on_saturday.consult.now.in_words() == "closed now, opens Monday 8:45am"
    assert on_saturday.consult.answers_now.contact.id == "duty"
    assert on_saturday.consult.confirmed is False


def test_as_json_it_says_the_same():
    facts = Facts(frozenset({"alone_at_night"}), {"danger": "no"})
    told = way_on(facts, SATURDAY).to_json()

    assert told["level"] == 3
    assert told["steps"][0]["contact"]["instead"]["phone"] == "01632 960002"
    assert told["emergency"]["id"] == "mash"


def test_in_plain_words_danger_comes_first():
    engine = Engine(a_pack())
    conversation = talk(("picked", present("hungry")), ("danger", "yes"))

    told = answer_in_words(conversation, engine, SATURDAY)

    assert told.strip().startswith("RING 999 NOW")
    assert "closed now, opens Monday 8:45am" in told
    assert "Draft rules, to be confirmed by the partnership." in told


def refusals(*pathways):
    pack = replace(a_pack(), pathways=pathways)
    facts = Facts(frozenset({"hungry"}), {"danger": "no", "how_long": "once"})
    found = route(pack, Engine(pack).suggest(facts), facts, MONDAY).refusals
    return [(one.title, one.agreement, one.if_refused) for one in found]


def test_what_pathways_say_alike_is_said_once_and_the_levels_own_first():
    special = a_pathway("afterwards", when=has("hungry"), first=True)

    assert refusals(
        replace(special, agreement="Not needed", if_refused="Carry on"),
        replace(special, id="other", title="Other", agreement="Not needed", if_refused="Carry on"),
        a_pathway("level-2", level=2),
    ) == [
        ("Level-2", "Ask", "Ask again"),
        ("Afterwards; Other", "Not needed", "Carry on"),
    ]


def test_a_pathway_that_says_nothing_of_agreement_is_left_out():
    silent = replace(a_pathway("more", when=has("hungry")), agreement="", if_refused="")

    assert refusals(silent, a_pathway("level-2", level=2)) == [("Level-2", "Ask", "Ask again")]


def test_what_would_raise_the_level_leaves_out_danger_now():
    """Everybody is asked about it, and that it would be Level 4 helps nobody understand theirs."""
    pack = a_pack()
    facts = Facts(frozenset({"hungry"}), {"danger": "no", "how_long": "once"})
    suggestion = Engine(pack).suggest(facts)

    named = {fact.id for near in nearest(suggestion, pack) for fact in near.missing}

    assert "how_long" in named
    assert "danger" not in named
    assert any(fact.id == "danger" for near in suggestion.near for fact in near.missing)
