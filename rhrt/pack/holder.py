"""The pack a server works with: reloaded when its files change, kept when they are broken."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from rhrt.pack.cache import load_cached
from rhrt.pack.errors import PackProblem
from rhrt.pack.files import names
from rhrt.pack.model import Pack

Stamp: TypeAlias = tuple[tuple[str, int, int, int], ...]

_log = logging.getLogger(__name__)


class Packs:
    """Holds the working pack of one folder.

    Args:
        folder: The pack's folder.
        every: Seconds between looks at the files.
        clock: Seconds that only go forward.
        loads: How a pack is loaded.
        apart: Load changed files in a thread of their own, so that nobody waits for it: until it
            is done everyone goes on with the pack there is.

    Attributes:
        problem: Why the files as they are now are not in use; None if they are.

    Raises:
        PackProblem: there is no working pack to start with.
    """

    def __init__(
        self,
        folder: Path,
        *,
        every: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        loads: Callable[[Path], Pack] = load_cached,
        apart: bool = False,
    ) -> None:
        self.folder = folder
        self.problem: PackProblem | OSError | None = None
        self._every = every
        self._clock = clock
        self._loads = loads
        self._apart = apart
        self._one_at_a_time = threading.Lock()
        self._looked = clock()
        self._stamp = _stamp(folder)
        self._pack = loads(folder)

    def current(self) -> Pack:
        """Return the working pack, a newer one if the files have changed and are right."""
        due = self._clock() - self._looked >= self._every
        # While one thread reloads, the others go on with the pack they have.
        if due and self._one_at_a_time.acquire(blocking=False):
            self._looked = self._clock()
            if self._apart:
                threading.Thread(target=self._look, name="rule pack", daemon=True).start()
            else:
                self._look()
        return self._pack

    def _look(self) -> None:
        """Take the files into use if they have changed and are right; let others look again."""
        try:
            self._reload()
        finally:
            self._one_at_a_time.release()

    def _reload(self) -> None:
        try:
            stamp = _stamp(self.folder)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._pack = self._loads(self.folder)
        except (PackProblem, OSError) as problem:
            self._keep(problem)
        else:
            self.problem = None
            _log.info("The rule pack was reloaded: %s %s.", self._pack.id, self._pack.version)

    def _keep(self, problem: PackProblem | OSError) -> None:
        if str(problem) != str(self.problem):
            _log.error("The rule pack has changed and is broken; the last one stays.\n%s", problem)
        self.problem = problem


def _stamp(folder: Path) -> Stamp:
    """Return what changes whenever a file is written, replaced, added or removed."""
    found = ((name, (folder / name).stat()) for name in names(folder))
    return tuple((name, s.st_mtime_ns, s.st_size, s.st_ino) for name, s in found)
