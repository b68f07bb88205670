"""The conversation in a terminal: the same steps as on the web, over lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from rhrt.conversation import accept
from rhrt.conversation.confirm import OfferedNeed, ToConfirm, to_confirm
from rhrt.conversation.discretion import looks_like, taken_out
from rhrt.conversation.exchange import exchange, level_in_words, still_open
from rhrt.conversation.prompt import DO_NOT_KNOW, EndOfInputError, Prompt
from rhrt.conversation.state import (
    Ask,
    AskAnythingElse,
    AskOwnLevel,
    ConfirmHeard,
    SayTheWorry,
    ShowAnswer,
    facts,
    needs_said,
    open_questions,
    present_needs,
    step,
)
from rhrt.conversation.turns import (
    ANYTHING_ELSE,
    NEEDS,
    NOT_SURE,
    OWN_LEVEL,
    Answer,
    Conversation,
    NeedsSaid,
    Turn,
    next_words,
)

if TYPE_CHECKING:
    from rhrt.engine import Engine
    from rhrt.pack.model import Need, Question

HELP = 'Type a number. "?" says why we ask, "d" means I do not know, "c" changes an earlier answer.'


def converse(
    engine: Engine,
    lines: Iterable[str],
    out: TextIO,
    *,
    by: str = "terminal",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Conversation | None:
    """Hold the conversation and return it; None when the person stopped before its end.

    Args:
        lines: What the person types, a line at a time.
        out: Where the questions go.
    """
    talk = Talk(engine, Prompt(iter(lines), out, HELP), by, clock)
    try:
        return talk.hold()
    except EndOfInputError:
        talk.prompt.say("", "Stopped. Nothing of this was kept.")
        return None


class Talk:
    """One conversation between a person at a prompt and a pack."""

    def __init__(
        self, engine: Engine, prompt: Prompt, by: str, clock: Callable[[], datetime]
    ) -> None:
        self.engine, self.pack = engine, engine.pack
        self.prompt = prompt
        self.conversation = Conversation()
        self._by, self._clock = by, clock

    def hold(self) -> Conversation:
        """Ask until the answer can be shown."""
        self.prompt.say(f"{self.pack.title}. In immediate danger ring 999 first.", HELP)
        while True:
            match step(self.conversation, self.engine):
                case ShowAnswer():
                    return self.conversation
                case SayTheWorry():
                    self._worry()
                case Ask(question):
                    self._question(self.pack.question_by_id[question])
                case ConfirmHeard():
                    self._confirm()
                case AskAnythingElse():
                    self._anything_else()
                case AskOwnLevel():
                    self._own_level()

    def _add(self, question: str, answer: Answer) -> None:
        turn = Turn(question, answer, self._by, self._clock())
        self.conversation = self.conversation.then([turn])

    # --- One step at a time -------------------------------------------------------------------

    def _worry(self) -> None:
        self.prompt.say("", "What is worrying you? Leave out names and addresses.")
        self._add_words(self.prompt.read())

    def _add_words(self, raw: str) -> None:
        try:
            words = self._discreet(accept.words(raw))
        except accept.NotAcceptedError as error:
            self.prompt.say(f"{error}.")
        else:
            self._add(next_words(self.conversation), words)

    def _discreet(self, words: str) -> str:
        """Return the words, without what looks personal in them if the person agrees."""
        from rhrt.conversation.understand import understand

        spans = understand(words, self.pack).personal
        if not spans:
            return words
        without = taken_out(words, spans)
        self.prompt.say(f"That seems to hold {looks_like(spans)}, which we do not need:")
        keep_out = self.prompt.yes(f"  {without}\nGo on with this instead?", default=True)
        return without if keep_out else words

    def _question(self, question: Question) -> None:
        if self.conversation.has(NEEDS):
            count = len(open_questions(self.conversation, self.engine))
            self.prompt.say("", still_open(count))
        labels = [answer.label for answer in question.answers]
        chosen = self.prompt.choose(
            question.ask, labels, question.why, self._change, dont_know=question.dont_know
        )
        if chosen is not None:
            self._add(question.id, None if chosen == DO_NOT_KNOW else question.answers[chosen].id)

    def _confirm(self) -> None:
        heard = to_confirm(self.conversation, self.pack)
        caught = heard.needs or heard.perhaps
        self.prompt.say("", "We heard:" if caught else "We did not catch what it is about.")
        offered = (*heard.needs, *heard.denied, *heard.dangers_denied)
        said = {need.id: self._is_so(need, denied=need not in heard.needs) for need in offered}
        for one in heard.answers:
            if self.prompt.yes(f"  {one.asked} {one.label} (heard “{one.heard}”)", default=True):
                self._add(one.question, one.answer)
        present = [*(need for need, so in said.items() if so), *self._also_meant(heard)]
        if not present and not present_needs(self.conversation, self.pack):
            present = [need.id for need in self._pick()]
        absent = [need for need, so in said.items() if not so and need not in present]
        self._add(NEEDS, accept.needs(self.pack, present, absent))

    def _is_so(self, need: OfferedNeed, *, denied: bool) -> bool:
        heard = f" (heard “{need.heard}”)" if need.heard else ""
        ask = f"  You said this is not so: {need.label}{heard}. Is it so after all?"
        return self.prompt.yes(ask if denied else f"  {need.label}{heard}", default=need.ticked)

    def _also_meant(self, heard: ToConfirm) -> list[str]:
        """Return which of the guesses the person says are so."""
        perhaps = (*heard.perhaps, *heard.less_likely)
        if not perhaps:
            return []
        self.prompt.say("Did you also mean any of these? Numbers, with commas. Enter for none.")
        chosen = self.prompt.numbers([f"{need.label} (heard “{need.heard}”)" for need in perhaps])
        return [perhaps[number].id for number in chosen]

    def _pick(self) -> list[Need]:
        listed = sorted(self.pack.needs, key=lambda need: need.label)
        self.prompt.say("Pick what is closest: numbers, with commas. Enter if nothing is.")
        return [listed[n] for n in self.prompt.numbers([need.label for need in listed])]

    def _anything_else(self) -> None:
        absent = needs_said(self.conversation).absent
        related = self.engine.related(facts(self.conversation, self.pack))
        labels = [self.pack.need_by_id[need].label for need in related if need not in absent]
        self.prompt.say("", "Is there anything else? Say it in your own words; Enter for no.")
        if labels:
            self.prompt.say(f"Often seen with this: {'; '.join(labels[:8])}.")
        said = self.prompt.read()
        if said.strip():
            self._add_words(said)
        else:
            self._add(ANYTHING_ELSE, NeedsSaid())

    def _own_level(self) -> None:
        levels = [level_in_words(level.number, self.pack) for level in self.pack.levels]
        ask, why = "Which level would you choose?", "Your own view comes first."
        chosen = self.prompt.choose(ask, [*levels, "I am not sure"], why, self._change)
        if chosen is not None:
            self._add(OWN_LEVEL, NOT_SURE if chosen == len(levels) else str(chosen + 1))

    def _change(self) -> bool:
        """Let the person answer an earlier question anew; say whether they chose one."""
        known = self.pack.question_by_id
        pairs = [p for p in exchange(self.conversation, self.pack) if p.question in known]
        self.prompt.say("", "Change which answer? Enter for none.")
        chosen = self.prompt.numbers([f"{pair.asked} {'; '.join(pair.said)}" for pair in pairs])
        if not chosen:
            return False
        self._question(known[pairs[chosen[0]].question])
        return True
