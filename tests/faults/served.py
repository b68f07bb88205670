"""The service as it is run, gunicorn and all, for tests that do it harm."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rhrt.log.ledger import Ledger
from rhrt.store.database import Store
from rhrt.store.keys import Keys

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
PR_CAPBSET_DROP = 24
MAY_WRITE_ANYWHERE, MAY_READ_ANYWHERE = 1, 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def without_roots_rights() -> None:
    """From the next program on, file permissions count even for root."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (MAY_WRITE_ANYWHERE, MAY_READ_ANYWHERE):
            if libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "a right of root's could not be given up")


@dataclass
class Service:
    """One running service, its data in a folder and its log beside them.

    Args:
        folder: where keys, database and log are.
        workers: how many gunicorn starts.
        options: further words of gunicorn's command line.
        settings: further settings in the environment.
        before: words before the command, such as ``strace ...``.
        humbly: root's right to write anywhere is taken away.
    """

    folder: Path
    workers: int = 2
    options: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    humbly: bool = False
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database(self) -> Path:
        return self.data / "rhrt.db"

    @property
    def log(self) -> str:
        """What the service has said so far."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def start(self) -> Service:
        """Start it, as the leader of a group of its own, and wait until it answers."""
        self.launch()
        self.wait_until_it_answers()
        return self

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it and do not wait."""
        command = [
            *self.before,
            *(sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn_config"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)),
            *self.options,
            "wsgi:app",
        ]
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environ | {"RHRT_DATA": str(self.data)} | self.settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=without_roots_rights if self.humbly else None,  # noqa: PLW1509 - one system call
            )
        return self.process

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"The service did not start:\n{self.log[-3000:]}")

    def worker_pids(self) -> list[int]:
        """The processes that answer."""
        assert self.process
        pid = self.process.pid
        try:
            found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except FileNotFoundError:
            return []
        return [int(child) for child in found]

    def kill_all(self) -> None:
        """The whole group at once, as when the power of one machine goes."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def stop(self) -> None:
        """Ask it to end; should it not, end it."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill_all()
            raise

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Its log, read beside it."""
        url = self.settings.get("RHRT_DATABASE_URL", f"sqlite:///{self.database}")
        store = Store.open(url, Keys.open(self.data / "keys"))
        try:
            yield Ledger.open(store)
        finally:
            store.close()


@contextmanager
def running(folder: Path, **how: object) -> Iterator[Service]:
    """The service, started and in the end stopped."""
    service = Service(folder, **how)  # type: ignore[arg-type] # handed on as they are
    try:
        yield service.start()
    finally:
        service.stop()
