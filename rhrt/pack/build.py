"""From checked entries to the values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from rhrt.pack import model
from rhrt.pack.fields import days_of
from rhrt.pack.references import Conditions
from rhrt.pack.schema import base, continuum, response
from rhrt.pack.tree import Path, Tree

E = TypeVar("E", bound=base.Entry)


@dataclass(frozen=True)
class Checked:
    """A file without mistakes: its tree and its entries."""

    tree: Tree
    entries: base.Entry

    def place(self, *path: str | int) -> model.Place:
        """Return where an entry is written."""
        return model.Place(self.tree.file, self.tree.mark(path).line)


@dataclass(frozen=True)
class Builder:
    """Makes a pack of files that are known to be right."""

    files: tuple[Checked, ...]
    conditions: Conditions
    digest: str

    def of(self, kind: type[E]) -> list[tuple[Checked, E]]:
        """Return the files of one type with their entries."""
        return [(file, file.entries) for file in self.files if isinstance(file.entries, kind)]

    def pack(self) -> model.Pack:
        """Return the whole pack."""
        ((_, head),) = self.of(continuum.PackFile)
        needs = self.needs(head.domain_order)
        written = {key: value for key, value in head if key != "domain_order"}
        alone = map(_rule_of_need, (need for need in needs if need.level > 1))
        return model.Pack(
            **written
            | {
                "digest": self.digest,
                "disagree": tuple(map(_step, head.disagree)),
                "judgement_reasons": tuple(map(_answer, head.judgement_reasons)),
                "levels": tuple(map(_level, sorted(head.levels, key=lambda each: each.number))),
                "documents": tuple(model.Document(**dict(each)) for each in head.documents),
                "domains": self.domains(head.domain_order),
                "questions": self.questions(),
                "needs": needs,
                "rules": (*alone, *self.rules(head.domain_order)),
                "contacts": self.contacts(),
                "pathways": self.pathways(),
                "form": self.form(),
                "invariants": self.invariants(),
                "cases": self.cases(),
            }
        )

    def domains(self, order: list[str]) -> tuple[model.Domain, ...]:
        """Return the domains in the order they are shown."""
        domains = [model.Domain(**dict(file.domain)) for _, file in self.of(continuum.NeedsFile)]
        return tuple(sorted(domains, key=lambda domain: order.index(domain.id)))

    def questions(self) -> tuple[model.Question, ...]:
        """Return the questions, context first."""
        found: list[model.Question] = []
        for file, entries in self.of(continuum.QuestionsFile):
            for at, entry in enumerate(entries.context):
                found.append(_question(entry, "context", file.place("context", at)))
            for at, entry in enumerate(entries.scales):
                found.append(_question(entry, "scale", file.place("scales", at)))
        return tuple(found)

    def needs(self, order: list[str]) -> tuple[model.Need, ...]:
        """Return the needs, by domain as shown, then as written."""
        files = sorted(
            self.of(continuum.NeedsFile), key=lambda each: order.index(each[1].domain.id)
        )
        return tuple(
            _need(entry, entries.domain.id, file.place("needs", at))
            for file, entries in files
            for at, entry in enumerate(entries.needs)
        )

    def when(self, file: Checked, *path: str | int) -> model.Condition:
        """Return the condition written at a path."""
        return self.conditions[file.tree.file, path]

    def rules(self, order: list[str]) -> tuple[model.Rule, ...]:
        """Return the written rules, by domain as shown, then as written."""
        rules = [
            model.Rule(
                id=entry.id,
                domain=_stem(file.tree.file),
                level=entry.level,
                sub=entry.sub,
                when=self.when(file, "rules", at, "when"),
                because=entry.because,
                source=_source(entry.source),
                place=file.place("rules", at),
            )
            for file, entries in self.of(continuum.RulesFile)
            for at, entry in enumerate(entries.rules)
        ]
        return tuple(sorted(rules, key=lambda rule: order.index(rule.domain)))

    def contacts(self) -> tuple[model.Contact, ...]:
        """Return the contacts."""
        return tuple(
            model.Contact(
                **dict(entry)
                | {
                    "hours": tuple(map(_hours, entry.hours)),
                    "source": _source(entry.source),
                    "place": file.place("contacts", at),
                }
            )
            for file, entries in self.of(response.ContactsFile)
            for at, entry in enumerate(entries.contacts)
        )

    def pathways(self) -> tuple[model.Pathway, ...]:
        """Return the pathways of the levels and the special routes."""
        return tuple(
            model.Pathway(
                **dict(entry)
                | {
                    "when": self.when(file, "pathways", at, "when")
                    if entry.level is None
                    else None,
                    "steps": tuple(map(_step, entry.steps)),
                    "tools": tuple(entry.tools),
                    "source": _source(entry.source),
                    "place": file.place("pathways", at),
                }
            )
            for file, entries in self.of(response.PathwaysFile)
            for at, entry in enumerate(entries.pathways)
        )

    def form(self) -> tuple[model.FormSection, ...]:
        """Return the sections of the referral form."""
        return tuple(
            model.FormSection(
                **dict(entry)
                | {
                    "fields": tuple(
                        self.form_field(file, field, ("sections", at, "fields", number))
                        for number, field in enumerate(entry.fields)
                    ),
                    "source": _source(entry.source),
                    "place": file.place("sections", at),
                }
            )
            for file, entries in self.of(response.EmarfFile)
            for at, entry in enumerate(entries.sections)
        )

    def form_field(self, file: Checked, entry: response.FieldEntry, path: Path) -> model.FormField:
        """Return one field of the form."""
        choices = tuple(map(_answer, entry.choices))
        when = self.conditions.get((file.tree.file, (*path, "required_when")))
        return model.FormField(**dict(entry) | {"choices": choices, "required_when": when})

    def invariants(self) -> tuple[model.Invariant, ...]:
        """Return the invariants."""
        return tuple(
            model.Invariant(
                **dict(entry)
                | {
                    "when": self.when(file, "invariants", at, "when"),
                    "source": _source(entry.source),
                    "place": file.place("invariants", at),
                }
            )
            for file, entries in self.of(response.InvariantsFile)
            for at, entry in enumerate(entries.invariants)
        )

    def cases(self) -> tuple[model.Case, ...]:
        """Return the cases."""
        return tuple(
            _case(entry, file.place("cases", at))
            for file, entries in self.of(response.CasesFile)
            for at, entry in enumerate(entries.cases)
        )


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _source(entry: base.SourceEntry) -> model.Source:
    return model.Source(entry.document, entry.where, entry.status)


def _step(entry: base.StepEntry) -> model.Step:
    return model.Step(**dict(entry))


def _answer(entry: base.AnswerEntry) -> model.Answer:
    return model.Answer(**dict(entry) | {"phrases": _phrases(entry.phrases)})


def _phrases(written: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in written)


def _level(entry: continuum.LevelEntry) -> model.Level:
    return model.Level(**dict(entry) | {"source": _source(entry.source)})


def _hours(entry: response.HoursEntry) -> model.Hours:
    return model.Hours(days_of(entry.days), entry.opens, entry.closes)


def _question(entry: continuum.QuestionEntry, kind: str, place: model.Place) -> model.Question:
    return model.Question(
        **dict(entry)
        | {
            "kind": kind,
            "answers": tuple(map(_answer, entry.answers)),
            "source": _source(entry.source),
            "place": place,
        }
    )


def _need(entry: continuum.NeedEntry, domain: str, place: model.Place) -> model.Need:
    relabel = tuple((who, need) for who, need in dict(entry.relabel).items() if need)
    return model.Need(
        **dict(entry)
        | {
            "domain": domain,
            "source": _source(entry.source),
            "phrases": _phrases(entry.phrases),
            "opens": tuple(entry.opens),
            "relabel": relabel,
            "applies_to": frozenset(entry.applies_to),
            "codes": tuple(entry.codes.items()),
            "place": place,
        }
    )


def _rule_of_need(need: model.Need) -> model.Rule:
    """Return the rule that a need makes alone."""
    return model.Rule(
        id=f"need.{need.id}",
        domain=need.domain,
        level=need.level,
        sub=need.sub,
        when=model.HasNeed(need.id),
        because=need.because,
        source=need.source,
        place=need.place,
    )


def _case(entry: response.CaseEntry, place: model.Place) -> model.Case:
    return model.Case(
        id=entry.id,
        title=entry.title,
        text=entry.text,
        agency=entry.agency,
        context=tuple(entry.context.items()),
        needs=frozenset(entry.needs),
        answers=tuple(entry.answers.items()),
        level=entry.expect.level,
        sub=entry.expect.sub,
        rules=tuple(entry.expect.rules),
        reasoning=entry.reasoning,
        other_reader=entry.other_reader,
        pair=entry.pair,
        place=place,
    )
