"""The alphabet of a pack: every fact as bits of one integer.

A need is one bit. A scale has a bit for each answer but the least concerning, and an answer sets
its own bit and all below it, like a thermometer: "at least months" is then one mask, and a worse
answer only adds bits. A context answer sets, for each *other* answer of its question, the bit that
says "not that one": "under 1 or 1 to 4" is then the mask of all the answers it is not. So every
plain condition, context included, is ``facts & mask == mask``.
"""

from __future__ import annotations

from collections.abc import Iterator

from rhrt.engine.facts import Fact, Facts, UnknownFactError
from rhrt.pack.model import Pack, Question
from rhrt.values import Value

KINDS = {"scale": "scale", "context": "context question"}


class CaseBits(Value):
    """One case, encoded.

    Args:
        stated: The bits that are known to be true.
        settled: The bits whose truth is known: every need, and every question answered.
        assumed: ``stated`` and, for each unknown question, the bits of its ``assume`` answer.
        unknown: The unanswered questions, in the pack's order.
    """

    stated: int
    settled: int
    assumed: int
    unknown: tuple[str, ...]


class Codebook:
    """Which bits stand for what in one pack."""

    def __init__(self, pack: Pack) -> None:
        self.scales = 0
        self.contexts = 0
        self.question_bits: dict[str, int] = {}
        self.answer_bits: dict[str, dict[str, int]] = {}
        self.kind = {question.id: question.kind for question in pack.questions}
        self.assume = {question.id: question.assume for question in pack.questions}
        self.width = 0
        for question in pack.questions:
            self._add(question)
        self.need_bit = {need.id: 1 << n for n, need in enumerate(pack.needs, self.width)}
        self.needs = sum(self.need_bit.values())
        self.width += len(pack.needs)
        self.context_questions = tuple(q.id for q in pack.questions if q.kind == "context")
        self.owner = self._owners()

    def _add(self, question: Question) -> None:
        """Give a question its bits; they are the lowest, so that masks of answers are short."""
        answers = [answer.id for answer in question.answers]
        size = len(answers) - (question.kind == "scale")
        whole = ((1 << size) - 1) << self.width
        self.question_bits[question.id] = whole
        if question.kind == "scale":
            self.scales |= whole
            bits = {a: ((1 << rank) - 1) << self.width for rank, a in enumerate(answers)}
        else:
            self.contexts |= whole
            bits = {a: whole & ~(1 << self.width + rank) for rank, a in enumerate(answers)}
        self.answer_bits[question.id] = bits
        self.width += size

    def _owners(self) -> dict[int, str]:
        owners = {bit: need for need, bit in self.need_bit.items()}
        for question, whole in self.question_bits.items():
            owners.update(dict.fromkeys(bits_of(whole), question))
        return owners

    def scale_mask(self, question: str, answer: str) -> int:
        """Return the bits of "at least this answer"."""
        if self.kind[question] != "scale":
            raise ValueError(f"{question!r} is not a scale")
        return self.answer_bits[question][answer]

    def context_mask(self, question: str, answers: frozenset[str]) -> int:
        """Return the bits of "one of these answers": not any of the others."""
        if self.kind[question] != "context":
            raise ValueError(f"{question!r} is not a context question")
        mask = self.question_bits[question]
        for answer in answers:
            mask &= self.answer_bits[question][answer]
        return mask

    def is_possible(self, mask: int) -> bool:
        """Whether the mask leaves each context question at least one answer."""
        if not mask & self.contexts:
            return True
        return all(
            mask & (whole := self.question_bits[question]) != whole or not whole
            for question in self.context_questions
        )

    def read(self, facts: Facts) -> CaseBits:
        """Encode one case.

        Raises:
            UnknownFactError: a need, question or answer the pack does not have.
        """
        stated, settled = 0, self.needs
        for need in facts.needs:
            if need not in self.need_bit:
                raise UnknownFactError("need", need, self.need_bit)
            stated |= self.need_bit[need]
        for question, answer in self._answers(facts):
            stated |= self.answer_bits[question][answer]
            settled |= self.question_bits[question]
        answered = facts.answers.keys() | facts.context.keys()
        unknown = tuple(question for question in self.kind if question not in answered)
        assumed = stated
        for question in unknown:
            assumed |= self.answer_bits[question][self.assume[question]]
        return CaseBits(stated, settled, assumed, unknown)

    def _answers(self, facts: Facts) -> Iterator[tuple[str, str]]:
        for kind, answers in (("scale", facts.answers), ("context", facts.context)):
            for question, answer in answers.items():
                if self.kind.get(question) != kind:
                    known = [q for q, its_kind in self.kind.items() if its_kind == kind]
                    really = KINDS.get(self.kind.get(question, ""), "")
                    raise UnknownFactError(KINDS[kind], question, known, really)
                if answer not in self.answer_bits[question]:
                    known = list(self.answer_bits[question])
                    raise UnknownFactError(f"answer of {question!r},", answer, known)
                yield question, answer

    def pieces(self, mask: int) -> list[tuple[str, int]]:
        """Return the needs and questions a mask touches, each with its bits in the mask."""
        pieces = []
        while mask:
            owner = self.owner[mask & -mask]
            bits = mask & self.question_bits.get(owner, mask & -mask)
            pieces.append((owner, bits))
            mask ^= bits
        return pieces

    def fact(self, owner: str, bits: int, *, assumed: bool = False) -> Fact:
        """Return the fact that some bits of one need or question stand for."""
        if owner in self.need_bit:
            return Fact("need", owner)
        answers = self.answer_bits[owner].items()
        if self.kind[owner] == "scale":
            reached = next(answer for answer, mask in answers if mask & bits == bits)
            return Fact("scale", owner, (reached,), assumed)
        fitting = tuple(answer for answer, mask in answers if mask & bits == bits)
        return Fact("context", owner, fitting, assumed)


def bits_of(mask: int) -> Iterator[int]:
    """Yield each bit of a mask, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit
