"""The command line as others use it: a process of its own, with an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pack.small_pack import edited

ROOT = Path(__file__).parents[2]

MORE_CASES = """
  - id: bruised
    title: A baby with a bruise
    agency: health
    text: A baby with a bruise.
    context: {age: under_1}
    needs: [bruise]
    expect: {level: 4, sub: child_protection, rules: [bruised-baby]}
    reasoning: Babies do not bruise alone.
  - id: in-danger
    title: In danger now
    agency: police
    text: He is in danger now.
    context: {age: 5_to_9}
    answers: {danger_now: yes}
    expect: {level: 4, sub: child_protection, rules: [danger]}
    reasoning: Danger now.
  - id: two-worries
    title: Hungry and dirty
    agency: school
    text: He is hungry and dirty.
    context: {age: 5_to_9}
    needs: [often_hungry, dirty]
    answers: {how_long: once}
    expect: {level: 3, rules: [several]}
    reasoning: Worries add up.
  - id: a-brother-too
    title: A brother too
    agency: school
    text: His brother is looked after no better.
    context: {age: 5_to_9}
    needs: [sibling_neglected]
    answers: {how_long: once}
    expect: {level: 2, rules: [need.sibling_neglected]}
    reasoning: What happens to one may happen to all.
"""
SOUND = edited("cases/hungry.yaml", "months, need.often_hungry]", "months]")
SOUND = SOUND | {"cases/hungry.yaml": SOUND["cases/hungry.yaml"] + MORE_CASES}
"""The small pack with a case for every rule: ``rhrt rules check`` finds nothing wrong with it."""


@dataclass(frozen=True)
class Done:
    """A command that has come to its end."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it wrote, which has to be JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """What it wrote, a JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Shell:
    """Runs commands one after another in one place."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        return plain | {"RHRT_DATA": str(self.folder / "data")} | self.settings

    def __call__(self, *words: str, stdin: str | bytes = b"", **settings: str) -> Done:
        """Run ``rhrt`` with these words; settings are environment variables."""
        done = subprocess.run(
            self.command(*words),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environ | settings,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def fails(self, *words: str, stdin: str | bytes = b"", **settings: str) -> str:
        """The one line on stderr of a command that could not do what it was asked."""
        done = self(*words, stdin=stdin, **settings)
        assert done.code == 2, done
        assert done.err.startswith("rhrt")
        assert done.err.count("\n") == 1, done.err
        assert done.err.endswith("\n")
        assert done.out == ""
        return done.err.rstrip("\n")

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "rhrt", *words]
