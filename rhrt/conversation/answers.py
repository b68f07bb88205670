"""Which questions a message already answers: from the pack's phrases, from ages, from times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhrt.conversation.ages import UNBORN, ages
from rhrt.conversation.durations import durations
from rhrt.conversation.heard import HeardAnswer
from rhrt.conversation.language import CARERS, CHILD, SIBLING
from rhrt.conversation.shares import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rhrt.conversation.bands import AgeBands, TimeBands
    from rhrt.conversation.index import Index
    from rhrt.conversation.matching import Match
    from rhrt.conversation.shares import ShareBands
    from rhrt.conversation.words import Word
    from rhrt.pack.model import Pack

SURE = 80.0
"""How well an answer's phrase must be said. Nothing is asked back about a half-heard answer."""


class Answers:
    """Collects what one message says about the pack's questions."""

    def __init__(self, pack: Pack, index: Index, words: Sequence[Word], text: str) -> None:
        self.pack = pack
        self.index = index
        self.words = words
        self.text = text
        self._found: dict[str, tuple[tuple[float, float], HeardAnswer]] = {}

    def add_match(self, match: Match) -> None:
        """Take a phrase that was found, if it is said of the right person and as being so now."""
        target = self.index.targets[self.index.patterns[match.pattern].target]
        said_so = not (match.negated or match.past or match.supposed)
        if self.index.age is not None and target.question == self.index.age.question:
            said_so = True  # "nobody watches the baby" still speaks of a baby
        if (
            match.score < SURE
            or not said_so
            or not self._about_right_person(match, target.question)
        ):
            return
        start, end = self.words[match.places[0]].start, self.words[match.places[-1]].end
        question = self.pack.question_by_id[target.question]
        # A scale keeps the most concerning thing said; context the most certain.
        rank = question.rank(target.answer)
        worth = (rank, match.score) if question.kind == "scale" else (match.score, -rank)
        self._keep(target.question, worth, HeardAnswer(target.answer, self.text[start:end]))

    def _about_right_person(self, match: Match, question: str) -> bool:
        """Whether an answer about the child is not said of a parent or a sibling instead."""
        pattern = self.index.patterns[match.pattern]
        said_of = match.agent | match.patient
        if pattern.agent or not said_of or said_of & CHILD:
            return True
        spoken_of = self.index.answer_people.get(question, 0)
        return bool(spoken_of & CARERS) or not spoken_of & CHILD

    def add_times(self, bands: Sequence[TimeBands], today: date) -> None:
        """Take every stretch of time said; the longest counts."""
        for duration in durations(self.words, today):
            for band in bands:
                answer = band.answer_for(duration.days)
                rank = self.pack.question_by_id[band.question].rank(answer)
                heard = HeardAnswer(answer, self.text[duration.start : duration.end])
                self._keep(band.question, (rank, 100.0), heard)

    def add_shares(self, bands: Sequence[ShareBands]) -> None:
        """Take every percentage said of what a question is about; a figure is the surest answer."""
        for band in bands:
            for share in shares(self.words, self.text, band.of):
                answer = band.answer_for(share.percent)
                if answer:
                    heard = HeardAnswer(answer, self.text[share.start : share.end])
                    self._found[band.question] = ((1000.0, 0.0), heard)

    def add_ages(self, bands: AgeBands, today: date) -> None:
        """Take the child's age: never a parent's or sibling's; the youngest of several."""
        said = [age for age in ages(self.words, self.text, today) if bands.answer_for(age)]
        own = [age for age in said if age.who & CHILD or not age.who & (CARERS | SIBLING)]
        if not own:
            return
        chosen = min(own, key=lambda age: (age.months == UNBORN, age.months))
        answer = bands.answer_for(chosen) or ""
        different = {bands.answer_for(age) for age in own}
        note = "More than one age was heard; this is the youngest." if len(different) > 1 else ""
        heard = HeardAnswer(answer, self.text[chosen.start : chosen.end], note)
        # An age in figures goes before a word such as "baby", which may be a sibling.
        self._found[bands.question] = ((1000.0, 0.0), heard)

    def _keep(self, question: str, worth: tuple[float, float], heard: HeardAnswer) -> None:
        if question not in self._found or worth > self._found[question][0]:
            self._found[question] = (worth, heard)

    def of_kind(self, kind: str) -> Iterator[tuple[str, HeardAnswer]]:
        """Yield the answers to the pack's questions of a kind, in the order of the pack."""
        for question in self.pack.questions:
            if question.kind == kind and question.id in self._found:
                yield question.id, self._found[question.id][1]
