"""What a rule pack is, once loaded: plain, immutable values with no way to be half right.

Everything else in the project reads these types; only ``rhrt.pack`` makes them. Identifiers are
strings in the pack's own words (``often_hungry``, ``how_long``); conditions are small trees. A
pack can be pickled, so that a compiled copy starts a command in milliseconds.
"""

from __future__ import annotations

import pickle
from functools import cached_property
from typing import Any, Literal, TypeAlias

from rhrt.values import Value

Status: TypeAlias = Literal["confirmed", "neighbour", "national", "to_confirm"]
"""How far an entry can be trusted: confirmed by the partnership; published by a neighbouring
partnership; set nationally by law or statutory guidance; or still to be confirmed."""

Subject: TypeAlias = Literal["child", "sibling", "parent", "household"]
Sub: TypeAlias = Literal["child_in_need", "child_protection"]


# --- Conditions -------------------------------------------------------------------------------


class HasNeed(Value):
    """True when the need is present. Written ``often_hungry``."""

    need: str


class ScaleAtLeast(Value):
    """True when the answer is this one or a more concerning one. Written ``how_long >= months``."""

    question: str
    answer: str


class ContextIs(Value):
    """True when the context answer is one of these. Written ``age is under_1 or 1_to_4``.

    ``age is not under_1`` is stored as the other answers of the question: only context, never a
    concern, may be tested for what it is not.
    """

    question: str
    answers: frozenset[str]


class All(Value):
    """True when every part is. Written ``all: [...]``."""

    parts: tuple[Condition, ...]


class AnyOf(Value):
    """True when one part is. Written ``any: [...]``."""

    parts: tuple[Condition, ...]


class AtLeast(Value):
    """True when ``k`` of the parts are. Written ``at_least: {k: 2, of: [...]}``."""

    k: int
    parts: tuple[Condition, ...]


Condition: TypeAlias = HasNeed | ScaleAtLeast | ContextIs | All | AnyOf | AtLeast


# --- Sources ----------------------------------------------------------------------------------


class Document(Value):
    """A published document that entries of the pack cite."""

    id: str
    title: str
    publisher: str
    url: str
    read_on: str
    status: Status


class Source(Value):
    """Where an entry comes from: a document of the pack, the place in it, and how sure we are."""

    document: str
    where: str
    status: Status


class Place(Value):
    """The file (relative to the pack's folder) and line an entry was written on."""

    file: str
    line: int


# --- Questions --------------------------------------------------------------------------------


class Answer(Value):
    """One answer of a question, with the words people use for it."""

    id: str
    label: str
    hint: str
    phrases: tuple[str, ...]


class Question(Value):
    """A context question (answers in any order) or a scale (least to most concerning).

    Args:
        assume: The answer the suggestion rests on while this one is unknown.
        always: Asked in every conversation, whatever has been said (the danger question).
        danger: Asked before other questions whenever it matters.
        dont_know: Whether "I do not know" is offered; false where an answer already says so.
    """

    id: str
    kind: Literal["context", "scale"]
    topic: str
    ask: str
    hint: str
    why: str
    answers: tuple[Answer, ...]
    assume: str
    always: bool
    danger: bool
    dont_know: bool
    source: Source
    place: Place

    def rank(self, answer: str) -> int:
        """Return the position of an answer, 0 the least concerning of a scale.

        Raises:
            KeyError: the question has no such answer.
        """
        for position, known in enumerate(self.answers):
            if known.id == answer:
                return position
        raise KeyError(answer)

    def answer(self, answer: str) -> Answer:
        """Return the answer with this id (``KeyError`` if there is none)."""
        return self.answers[self.rank(answer)]


# --- Needs and rules --------------------------------------------------------------------------


class Domain(Value):
    """A kind of need, such as neglect; one file of needs and one of rules each."""

    id: str
    name: str
    hint: str


class Need(Value):
    """One kind of worry about a child, or a strength (``strength`` true, level 1).

    Args:
        level: What this need means alone, every question at its least concerning answer.
        opens: Questions that belong to this need, in the order to ask them.
        theme: Needs of one theme are the same worry, less or more serious: its neighbours.
        relabel: What this need is called when said of somebody else or of the past: keys
            ``sibling``, ``parent``, ``past``; values are need ids.
        applies_to: Age answers for which the need makes sense; empty means all.
        codes: National codes by scheme (``cin_factor``, ...).
    """

    id: str
    domain: str
    label: str
    hint: str
    subject: Subject
    level: int
    sub: Sub | None
    strength: bool
    because: str
    source: Source
    phrases: tuple[str, ...]
    opens: tuple[str, ...]
    theme: str
    relabel: tuple[tuple[str, str], ...]
    applies_to: frozenset[str]
    codes: tuple[tuple[str, str], ...]
    place: Place


class Rule(Value):
    """When the condition holds, the response is at least this level.

    Each need of level 2 or more also yields a rule of its own, ``need.<id>``, made by the loader.
    """

    id: str
    domain: str
    level: int
    sub: Sub | None
    when: Condition
    because: str
    source: Source
    place: Place


# --- What to do -------------------------------------------------------------------------------


class Hours(Value):
    """When a contact can be reached: ``days`` 0 (Monday) to 6, local times as ``"08:45"``."""

    days: frozenset[int]
    opens: str
    closes: str


class Contact(Value):
    """Somebody to ring, write to or look up. No hours means at any time.

    Args:
        out_of_hours: The contact to use instead when this one is closed, or "".
        verified_on: ISO date, or "" while nobody has confirmed it.
    """

    id: str
    name: str
    phone: str
    email: str
    url: str
    hours: tuple[Hours, ...]
    closed_on_bank_holidays: bool
    out_of_hours: str
    note: str
    source: Source
    verified_on: str
    place: Place


class Step(Value):
    """One thing to do: what, with whom, how, by when, and why."""

    do: str
    who: str
    how: str
    by: str
    why: str
    contact: str


class Pathway(Value):
    """What happens at a level, or beside it when ``when`` holds (a special route).

    Args:
        level: The level whose response this is; None for a special route.
        sub: For Level 4: which sub-result, or None for both.
        first: True when these steps come before the level's own (danger, a personal duty).
    """

    id: str
    title: str
    level: int | None
    sub: Sub | None
    when: Condition | None
    first: bool
    summary: str
    steps: tuple[Step, ...]
    tools: tuple[str, ...]
    agreement: str
    if_refused: str
    source: Source
    place: Place


class Level(Value):
    """One step of the continuum, in the partnership's words."""

    number: int
    name: str
    summary: str
    who: str
    assessment: str
    come_back_if: str
    source: Source


class FormField(Value):
    """One field of the referral form.

    Args:
        prefill: Where the answer can come from: ``said``, ``needs``, ``context.<question>``,
            ``answers.<question>`` or "".
        required_when: None: never required. A condition that always holds is ``All(())``.
    """

    id: str
    label: str
    hint: str
    kind: Literal["text", "long_text", "date", "choice", "choices", "yes_no", "phone", "email"]
    choices: tuple[Answer, ...]
    prefill: str
    required_when: Condition | None
    min_level: int
    personal: bool


class FormSection(Value):
    """One page of the referral form; ``repeats`` when there may be several (children, adults)."""

    id: str
    title: str
    hint: str
    repeats: bool
    fields: tuple[FormField, ...]
    source: Source
    place: Place


class Invariant(Value):
    """What must hold for all combinations: whenever ``when`` holds, at least this level."""

    id: str
    says: str
    when: Condition
    level: int
    sub: Sub | None
    source: Source
    place: Place


class Case(Value):
    """A vignette: a test of the pack and a training case at once.

    Args:
        answers: Question and answer pairs; what is left out is unknown.
        rules: Rules that must be among the reasons.
        other_reader: What a sensible colleague might say instead, and why.
    """

    id: str
    title: str
    text: str
    agency: str
    context: tuple[tuple[str, str], ...]
    needs: frozenset[str]
    answers: tuple[tuple[str, str], ...]
    level: int
    sub: Sub | None
    rules: tuple[str, ...]
    reasoning: str
    other_reader: str
    pair: str
    place: Place


# --- The pack ---------------------------------------------------------------------------------

READ_LATER = ("form", "invariants", "cases")
APART = "_apart"


class Pack(Value):
    """A whole, checked continuum of need. Loaded once; never changes.

    Args:
        digest: SHA-256 over the names and bytes of all files of the pack, in hex.
        status: ``draft`` until the partnership has confirmed it, then ``confirmed``.
        disagree: What to do when you disagree with the answer or with the MASH.
        domain_order: The order in which domains are shown.
    """

    id: str
    title: str
    partnership: str
    area: str
    version: str
    status: Literal["draft", "confirmed"]
    effective_from: str
    review_by: str
    digest: str
    emergency: str
    consult: str
    disagree: tuple[Step, ...]
    judgement_reasons: tuple[Answer, ...]
    levels: tuple[Level, ...]
    documents: tuple[Document, ...]
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    needs: tuple[Need, ...]
    rules: tuple[Rule, ...]
    contacts: tuple[Contact, ...]
    pathways: tuple[Pathway, ...]
    form: tuple[FormSection, ...]
    invariants: tuple[Invariant, ...]
    cases: tuple[Case, ...]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept of a pack: what a single suggestion does not need is packed apart."""
        state = super().__getstate__()
        return state | {APART: pickle.dumps({name: state.pop(name) for name in READ_LATER})}

    def __getattr__(self, name: str) -> Any:
        """Unpack what was packed apart, the first time that somebody asks for it."""
        if name not in READ_LATER or APART not in self.__dict__:
            raise AttributeError(f"A pack has no {name!r}.")
        self.__dict__.update(pickle.loads(self.__dict__[APART]))  # noqa: S301 - part of a copy that was checked
        return self.__dict__[name]

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def need_by_id(self) -> dict[str, Need]:
        """Every need by its id."""
        return {need.id: need for need in self.needs}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Every rule by its id, those made from needs included."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def contact_by_id(self) -> dict[str, Contact]:
        """Every contact by its id."""
        return {contact.id: contact for contact in self.contacts}

    @cached_property
    def document_by_id(self) -> dict[str, Document]:
        """Every cited document by its id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def domain_by_id(self) -> dict[str, Domain]:
        """Every domain by its id."""
        return {domain.id: domain for domain in self.domains}

    def level(self, number: int) -> Level:
        """Return the level with this number, 1 to 4."""
        return self.levels[number - 1]
