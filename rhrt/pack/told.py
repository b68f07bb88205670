"""Each field of a pack's entries in words, for saying what changed in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from rhrt.pack.labels import level_in_words
from rhrt.pack.model import Answer, FormField, Hours, Invariant, Level, Need, Pathway, Rule, Step
from rhrt.pack.words import condition_in_words

if TYPE_CHECKING:
    from rhrt.pack.model import Condition, Pack, Source
    from rhrt.values import Value

InWords: TypeAlias = Callable[[Any, "Pack"], str]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def told(entry: Value, pack: Pack) -> str:
    """Return an entry in a few words: what it is called, and the level it gives if it has one."""
    name = next(
        str(getattr(entry, field))
        for field in ("label", "title", "name", "ask", "says", "because", "id")
        if getattr(entry, field, "")
    )
    if isinstance(entry, Need | Rule | Invariant):
        return f"“{name}”, {level_in_words(entry.level, entry.sub)}"
    if isinstance(entry, Pathway) and entry.when is not None:
        return f"“{name}”, when {condition_in_words(entry.when, pack)}"
    return f"{entry.number} “{name}”" if isinstance(entry, Level) else f"“{name}”"


def _text(value: object, _: Pack) -> str:
    return f"“{value}”" if value not in {"", None} else "nothing"


def _yes_no(value: object, _: Pack) -> str:
    return "yes" if value else "no"


def _level(value: object, _: Pack) -> str:
    return f"Level {value}" if value else "no level"


def _sub(value: str | None, _: Pack) -> str:
    return value.replace("_", " ") if value else "none"


def _condition(value: Condition | None, pack: Pack) -> str:
    return "never" if value is None else condition_in_words(value, pack)


def _source(value: Source, pack: Pack) -> str:
    document = pack.document_by_id.get(value.document)
    title = document.title if document else value.document
    return f"“{title}”, {value.where} ({value.status.replace('_', ' ')})"


def _item(value: object, _: Pack) -> str:
    """Return one item of a list: an answer, a step, a phrase."""
    match value:
        case Answer():
            return f"“{value.label}”"
        case Step():
            said = (value.who, value.how, value.by, value.why, value.contact)
            return f"“{value.do}” ({', '.join(part for part in said if part)})"
        case Hours():
            days = ", ".join(DAYS[day] for day in sorted(value.days))
            return f"{days} {value.opens} to {value.closes}"
        case (one, other):
            return f"{one}: {other}"
        case _:
            return f"“{value}”"


def _field(value: FormField, pack: Pack) -> str:
    said = [value.id, value.kind, f"from Level {value.min_level}"]
    if value.personal:
        said.append("personal")
    if value.required_when is not None:
        said.append(f"required when: {_condition(value.required_when, pack)}")
    return f"“{value.label}” ({', '.join(said)})"


DETAILS: Mapping[str, tuple[str, InWords]] = {
    "level": ("level", _level),
    "sub": ("sub-result", _sub),
    "when": ("condition", _condition),
    "label": ("name", _text),
    "title": ("title", _text),
    "name": ("name", _text),
    "ask": ("question", _text),
    "says": ("promise", _text),
    "hint": ("hint", _text),
    "why": ("why it is asked", _text),
    "because": ("reason", _text),
    "summary": ("summary", _text),
    "who": ("who helps", _text),
    "assessment": ("assessment", _text),
    "come_back_if": ("come back if", _text),
    "kind": ("kind", _text),
    "topic": ("topic", _text),
    "assume": ("assumed while unknown", _text),
    "always": ("asked of everybody", _yes_no),
    "danger": ("asked before others", _yes_no),
    "dont_know": ("“I do not know” is offered", _yes_no),
    "answers": ("answers", _item),
    "domain": ("domain", _text),
    "subject": ("who it is about", _text),
    "strength": ("a strength", _yes_no),
    "phrases": ("phrases", _item),
    "opens": ("questions it opens", _item),
    "theme": ("theme", _text),
    "relabel": ("said of somebody else", _item),
    "applies_to": ("ages", _item),
    "codes": ("national codes", _item),
    "phone": ("phone", _text),
    "email": ("e-mail", _text),
    "url": ("web address", _text),
    "hours": ("hours", _item),
    "closed_on_bank_holidays": ("closed on bank holidays", _yes_no),
    "out_of_hours": ("out of hours", _text),
    "note": ("note", _text),
    "verified_on": ("last confirmed on", _text),
    "first": ("comes before the level's own steps", _yes_no),
    "steps": ("steps", _item),
    "tools": ("tools", _item),
    "agreement": ("agreement", _text),
    "if_refused": ("if the family refuses", _text),
    "repeats": ("may be filled in several times", _yes_no),
    "fields": ("fields", _field),
    "text": ("story", _text),
    "agency": ("agency", _text),
    "context": ("what is known of the child", _item),
    "needs": ("needs", _item),
    "rules": ("reasons expected", _item),
    "reasoning": ("reasoning", _text),
    "other_reader": ("another reader", _text),
    "pair": ("pair", _text),
    "publisher": ("publisher", _text),
    "read_on": ("read on", _text),
    "status": ("status", _text),
    "source": ("source", _source),
}
"""What each field is called, and how its value, or each item of it, is said."""
