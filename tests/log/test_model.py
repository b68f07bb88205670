"""Whatever is done in whatever order, the ledger behaves as a plain list of entries would.

RHRT_LEDGER_SEQUENCES sets how many random sequences are tried.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rhrt.log.errors import HeldError
from rhrt.log.ledger import Ledger
from rhrt.log.signer import checkpoint_now
from rhrt.log.verify import head_ok, verify
from rhrt.store.database import Store
from rhrt.store.decisions import Decisions
from rhrt.store.errors import NotFoundError
from rhrt.store.keys import Keys
from tests.log.conftest import a_decision

SEQUENCES = int(os.environ.get("RHRT_LEDGER_SEQUENCES", "60"))
LEVELS = st.integers(1, 4)
WHICH = st.integers(0, 10_000)


@dataclass
class Line:
    """What the model remembers of an entry."""

    ref: str
    kind: str
    fields: dict
    re: int | None = None
    erased: set = field(default_factory=set)


class LedgerAgainstAList(RuleBasedStateMachine):
    """A ledger and a list of lines, kept side by side."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp(prefix="rhrt-model-"))
        self.store = Store.open(f"sqlite:///{self.folder}/rhrt.db", Keys.open(self.folder / "keys"))
        self.ledger = Ledger.open(self.store)
        self.lines, self.held, self.outside, self.sent = [], set(), [], {}

    def teardown(self):
        if hasattr(self, "folder"):
            assert verify(self.ledger, self.outside).word in {"WITNESSED", "UNANCHORED"}
            self.store.close()
            shutil.rmtree(self.folder)

    # --- What people do ---------------------------------------------------------------------------

    def add(self, kind, fields, about=None):
        key = str(len(self.sent))
        ref = None if about is None else self.lines[about].ref
        receipt = self.ledger.append(kind, fields, actor="p", key=key, re=ref)
        assert receipt.seq == len(self.lines), "numbers have no gaps"
        self.sent[key] = (kind, fields, ref, receipt)
        self.lines.append(Line(receipt.ref, kind, fields | {"actor": "p"}, about))

    def pick(self, which, *kinds):
        found = [n for n, line in enumerate(self.lines) if line.kind in kinds]
        return found[which % len(found)] if found else None

    @rule(level=LEVELS, own=LEVELS)
    def decide(self, level, own):
        result = {"level": level, "low": 1, "high": 4}
        self.add("decision", a_decision(result=result, own_level=own))

    @precondition(lambda self: self.pick(0, "decision") is not None)
    @rule(which=WHICH, level=LEVELS, kind=st.sampled_from(["judgement", "review", "correction"]))
    def say_more(self, which, level, kind):
        self.add(kind, {kind: {"level": level}}, self.pick(which, "decision"))

    @precondition(lambda self: self.pick(0, "decision") is not None)
    @rule(which=WHICH, kind=st.sampled_from(["hold", "release"]))
    def hold_or_release(self, which, kind):
        seq = self.pick(which, "decision")
        self.add(kind, {"why": "inquest"}, seq)
        (self.held.add if kind == "hold" else self.held.discard)(seq)

    @precondition(lambda self: self.sent)
    @rule(which=WHICH)
    def send_again(self, which):
        key = list(self.sent)[which % len(self.sent)]
        kind, fields, ref, receipt = self.sent[key]
        if self.lines[receipt.seq].erased:
            return  # what was erased can no longer be recognised, and is refused
        assert self.ledger.append(kind, fields, actor="p", key=key, re=ref) == receipt

    @precondition(lambda self: self.lines)
    @rule(which=WHICH, names=st.sampled_from([None, ("own_level",), ("actor",)]))
    def erase(self, which, names):
        seq = self.pick(which, "decision", "judgement", "review", "correction")
        if seq is None:
            return
        line, key = self.lines[seq], f"e{len(self.lines)}"
        going = (set(line.fields) if names is None else set(names) & set(line.fields)) - line.erased
        try:
            made = self.ledger.erase([seq], names, "asked", ("a", "b"), actor="ig", key=key)
        except HeldError:
            assert seq in self.held
            return
        except NotFoundError:
            assert not going
            return
        assert seq not in self.held
        assert going
        line.erased |= going
        said = {"ground": "asked", "approvers": ["a", "b"], "actor": "ig"}
        self.lines.append(Line(made.ref, "erasure", said))

    @rule()
    def sign(self):
        self.outside.append(checkpoint_now(self.ledger))

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store.open(f"sqlite:///{self.folder}/rhrt.db", Keys.open(self.folder / "keys"))
        self.ledger = Ledger.open(self.store)

    @rule()
    def rebuild(self):
        assert self.ledger.rebuild() == sum(line.kind == "decision" for line in self.lines)

    # --- What always holds ------------------------------------------------------------------------

    @invariant()
    def every_entry_is_there_as_it_was_and_what_was_erased_is_not(self):
        found = list(self.ledger.entries()) if hasattr(self, "ledger") else []
        assert len(found) == (len(self.lines) if found else 0)
        for n, (entry, line) in enumerate(zip(found, getattr(self, "lines", []), strict=True)):
            there = {k: v for k, v in line.fields.items() if k not in line.erased}
            assert (entry.entry.seq, entry.entry.ref) == (n, line.ref)
            assert (entry.entry.kind, entry.entry.re) == (line.kind, line.re)
            assert entry.fields == there
            assert set(entry.erased) == line.erased

    @invariant()
    def the_head_fits(self):
        assert not hasattr(self, "ledger") or head_ok(self.ledger)

    @invariant()
    def lists_show_what_the_entries_say(self):
        for n, line in enumerate(getattr(self, "lines", [])):
            if line.kind == "decision":
                row = Decisions(self.store).get(line.ref)
                level = line.fields["result"]["level"]
                assert row.level == (None if "result" in line.erased else level)
                assert row.judgement == self.last_judgement(n)

    def last_judgement(self, seq):
        said = [
            line.fields["judgement"]["level"]
            for line in self.lines
            if line.kind == "judgement" and line.re == seq and "judgement" not in line.erased
        ]
        return said[-1] if said else None


LedgerAgainstAList.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLedgerAgainstAList = LedgerAgainstAList.TestCase
