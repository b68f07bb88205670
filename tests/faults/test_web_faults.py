"""What people see while something is wrong: a clear page with the numbers to ring, nothing lost.

Each test has the service as it is run, and a person in the middle of a check. Whatever is typed
carries a telling word; in the end the log must not hold it.
"""

from __future__ import annotations

import errno
import http.client
import os
import resource
import secrets
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from rhrt.log.ledger import Ledger, Opened
from rhrt.log.verify import verify
from tests.cli.shell import SOUND
from tests.faults.practitioner import Answered, NoAnswerError, Practitioner, forms, reference
from tests.faults.served import Service, running
from tests.pack.small_pack import edited, write

CANARY = "zanzibar"
WORRY = f"always hungry, says {CANARY}"
NUMBERS = ("tel:999", "01922 658170")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small sound pack of the test's own."""
    return write(tmp_path / "anyshire", SOUND)


@contextmanager
def serving(folder: Path, pack: Path, **how: object) -> Iterator[Service]:
    """The service with this pack; in the end its log must be fit to be read by anyone."""
    settings = {"RHRT_PACK": str(pack)} | dict(how.pop("settings", {}))  # type: ignore[call-overload] # handed on
    with running(folder, settings=settings, **how) as service:
        yield service
    log_is_clean(service)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One that goes on through what is done to it by several tests."""
    folder = tmp_path_factory.mktemp("shared")
    with serving(folder, write(folder / "anyshire", SOUND)) as running_one:
        yield running_one


def log_is_clean(service: Service) -> None:
    assert CANARY not in service.log
    assert "Traceback" not in service.log
    assert "SELECT" not in service.log


def is_clear(answer: Answered, status: int) -> None:
    """An error page that says so, whom to ring, and nothing of the machinery."""
    assert answer.status == status, answer.text[:500]
    for number in NUMBERS:
        assert number in answer.text
    assert "Traceback" not in answer.text
    assert "sqlite" not in answer.text.lower()


class Midway:
    """A person who has said a worry, with words of their own, and has the next question."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.person = Practitioner(service.port)
        self.words = f"{WORRY} {secrets.token_hex(4)}"
        self.path, page = self.person.start(self.words)
        assert self.path.endswith("/question/danger_now")
        (self.form,) = forms(page.text)
        self.said = self.form.filled_in(answer="yes")

    def press(self) -> Answered:
        """Press the button of that very page, again if it was pressed before."""
        return self.person.send(self.form.action, self.said)

    def goes_on(self) -> None:
        """Pressed again, it goes on to the result, with what was typed, and once."""
        _, page = self.person.follow(self.press())
        again, _ = self.person.follow(self.press())
        assert again.endswith("/result")
        assert self.words in page.text
        with self.service.ledger() as ledger:
            assert [one.entry.ref for one in self.sealed(ledger)] == [reference(page)]
            assert verify(ledger).word == "UNANCHORED"

    def sealed(self, ledger: Ledger) -> list[Opened]:
        """The decisions that came of it."""
        return [one for one in ledger.entries("decision") if one.fields["words"] == [self.words]]


# --- The disk ---------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of two megabytes; None where nothing may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def no_space(disk: Path) -> Iterator[None]:
    """Nothing more fits on the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            fill(file.write, bytes(size))
    yield
    ballast.unlink()


def fill(write: Callable[[bytes], int], block: bytes) -> None:
    """Write until there is no room."""
    try:
        while write(block):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def no_growth(service: Service) -> Iterator[None]:
    """No file of the service may be written beyond its first bytes."""
    for limit in (64, resource.RLIM_INFINITY):
        for pid in service.worker_pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        if limit == 64:
            yield


def test_a_full_disk(tmp_path: Path, pack: Path, small_disk: Path | None) -> None:
    """Said plainly; what can be read is still read; it goes on by itself when there is room."""
    place = small_disk or tmp_path
    settings = {"RHRT_DATABASE_URL": f"sqlite:///{place}/database/rhrt.db"}
    with serving(tmp_path, pack, settings=settings) as service:
        midway = Midway(service)
        with no_space(small_disk) if small_disk else no_growth(service):
            is_clear(midway.press(), 503)
            assert midway.person.send("/").status == 200
            assert midway.words in midway.person.send(midway.path).text
        midway.goes_on()


def test_files_that_may_grow_no_further_the_log_among_them(service: Service) -> None:
    midway = Midway(service)
    with no_growth(service):
        is_clear(midway.press(), 503)
        assert midway.person.send("/").status == 200
    midway.goes_on()


def test_a_log_that_cannot_be_written(tmp_path: Path, pack: Path) -> None:
    (tmp_path / "log").symlink_to("/dev/full")
    service = Service(tmp_path, settings={"RHRT_PACK": str(pack)})
    try:
        service.start()
        Midway(service).goes_on()
    finally:
        service.stop()


# --- The database -----------------------------------------------------------------------------


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Somebody else has the whole database for themselves."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


def test_a_database_that_is_locked_for_some_seconds_is_waited_for(service: Service) -> None:
    midway = Midway(service)
    with ThreadPoolExecutor(1) as pool:
        with held(service.database):
            pressed = pool.submit(midway.press)
            time.sleep(3.2)
            assert not pressed.done()
            assert Practitioner(service.port).send("/healthz").status == 200
        assert pressed.result(timeout=15).status == 303
    midway.goes_on()


def test_a_database_that_stays_locked_is_told(service: Service) -> None:
    midway = Midway(service)
    with held(service.database):
        is_clear(midway.press(), 503)
    midway.goes_on()


@contextmanager
def modes(wanted: Mapping[Path, int]) -> Iterator[None]:
    """Files and folders with other permissions for a while."""
    before = {path: path.stat().st_mode for path in wanted}
    for path, mode in wanted.items():
        path.chmod(mode)
    try:
        yield
    finally:
        for path, mode in reversed(before.items()):
            path.chmod(mode)


def test_a_database_folder_that_is_closed_while_the_service_runs(
    tmp_path: Path, pack: Path
) -> None:
    """First for writing, then altogether."""
    settings = {"RHRT_DATABASE_URL": f"sqlite:///{tmp_path}/database/rhrt.db"}
    with serving(tmp_path, pack, settings=settings, humbly=True) as service:
        for mode in (0o500, 0):
            midway = Midway(service)
            with modes({tmp_path / "database": mode}):
                is_clear(midway.press(), 503)
                assert Practitioner(service.port).send("/").status == 200
            midway.goes_on()


def test_a_service_started_on_a_database_it_may_only_read(tmp_path: Path, pack: Path) -> None:
    """It can still be read, and says what is the matter when something is to be kept."""
    settings = {"RHRT_DATABASE_URL": f"sqlite:///{tmp_path}/database/rhrt.db"}
    with serving(tmp_path, pack, settings=settings) as service:
        midway = Midway(service)
    folder = tmp_path / "database"
    read_only = dict.fromkeys(folder.iterdir(), 0o400) | {folder: 0o500}
    with (
        modes(read_only),
        serving(tmp_path, pack, settings=settings, humbly=True) as service,
    ):
        midway.person.port = service.port
        assert midway.words in midway.person.send(midway.path).text
        is_clear(midway.press(), 503)
        fresh = Practitioner(service.port)
        (form,) = forms(fresh.send("/").text)
        is_clear(fresh.send("/", form.filled_in(worry=WORRY)), 503)


@pytest.mark.parametrize("place", ["data", "database"])
def test_a_service_that_may_not_make_its_folder_does_not_start(
    tmp_path: Path, pack: Path, place: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    there = {
        "data": {"RHRT_DATA": f"{closed}/data"},
        "database": {"RHRT_DATABASE_URL": f"sqlite:///{closed}/database/rhrt.db"},
    }
    settings = {"RHRT_PACK": str(pack)} | there[place]
    service = Service(tmp_path, settings=settings, humbly=True)

    code = service.launch().wait(timeout=60)

    (line,) = service.log.splitlines()
    assert code == 3
    assert line.startswith("RHRT cannot start. ")
    assert str(closed) in line
    log_is_clean(service)


# --- The rule pack ----------------------------------------------------------------------------


def test_a_pack_that_breaks_while_the_service_runs(tmp_path: Path, pack: Path) -> None:
    """The working one stays, whoever dies meanwhile; a mended one takes its place."""
    with serving(tmp_path, pack) as service:
        midway = Midway(service)
        change(pack, edited("rules/neglect.yaml", "[often_hungry, dirty]", "[often_", SOUND))
        until(service, "newer files are broken and not in use")
        os.kill(service.worker_pids()[0], signal.SIGKILL)
        page = until(service, "newer files are broken and not in use", times=12)
        assert page.status == 200
        assert "2026.1" in footer(midway.person.insist("/"))
        midway.goes_on()

        change(pack, edited("pack.yaml", '"2026.1"', '"2026.2"', SOUND))
        until(service, "anyshire 2026.2", times=8)
        assert "2026.2" in footer(midway.person.insist("/"))
        with service.ledger() as ledger:
            assert next(ledger.entries("decision")).fields["pack"]["version"] == "2026.1"


def change(pack: Path, files: dict[str, str]) -> None:
    write(pack, files)


def until(service: Service, words: str, times: int = 4) -> Answered:
    """Wait until ``/readyz`` says so that often in a row, so that each worker has said it."""
    person, seen, end = Practitioner(service.port), 0, time.monotonic() + 30
    while time.monotonic() < end:
        ready = person.insist("/readyz")
        seen = seen + 1 if words in ready.text else 0
        if seen == times:
            return ready
        time.sleep(0.02 if seen else 0.2)
    raise AssertionError(ready.text)


def footer(answer: Answered) -> str:
    return answer.text.partition("<footer")[2]


# --- Many at once -----------------------------------------------------------------------------


def test_the_same_thing_asked_by_twenty_at_once_is_done_once(service: Service) -> None:
    with ThreadPoolExecutor(20) as pool:
        midway = Midway(service)
        pressed = list(pool.map(lambda _: midway.press().status, range(20)))
        result = midway.path.replace("question/danger_now", "result")
        pages = list(pool.map(lambda _: midway.person.send(result), range(20)))
        fields = forms(pages[0].text)[0].filled_in(level="4", reason="", why=CANARY)
        judged = result.replace("/result", "/judgement")
        said = list(pool.map(lambda _: midway.person.send(judged, fields).status, range(20)))

        assert pressed == said == [303] * 20
        assert len({reference(page) for page in pages}) == 1
        with service.ledger() as ledger:
            (decision,) = midway.sealed(ledger)
            _, judgement = ledger.about(decision.entry.ref)
            (said_once,) = ledger.entries("judgement", start=judgement)
            assert said_once.fields["judgement_words"] == CANARY


def test_two_tabs_that_answer_the_same_question_at_once(service: Service) -> None:
    """One answer is kept; the other tab is told and shown the question with what was chosen."""
    first = Midway(service)
    second = Practitioner(service.port, first.person.cookie)
    (form,) = forms(second.send(first.path).text)
    go = threading.Barrier(2)

    def pressed(send: Callable[[], Answered]) -> Answered:
        go.wait()
        return send()

    with ThreadPoolExecutor(2) as pool:
        no = form.filled_in(answer="no")
        both = [lambda: second.send(form.action, no), first.press]
        answers = sorted(pool.map(pressed, both), key=lambda answer: answer.status)

    assert [answer.status for answer in answers] == [303, 409]
    assert "This check went on in another window" in answers[1].text
    assert answers[1].text.count("checked") == 1


# --- Input no form would send -----------------------------------------------------------------


BODIES: list[tuple[bytes, str, int]] = [
    (b"worry=" + CANARY.encode() * 12_500, "application/x-www-form-urlencoded", 400),
    (b"worry=" + b"zanzibar" * 300_000, "application/x-www-form-urlencoded", 413),
    (b"&".join(b"%d=zanzibar" % n for n in range(5_000)), "application/x-www-form-urlencoded", 400),
    (b"\xff\xfe\x00zanzibar=%zz", "application/x-www-form-urlencoded", 400),
    (b"zanzibar", "text/plain", 400),
    (b'{"worry": "zanzibar"}', "application/json", 400),
    (b"--zanzibar\r\nzanzibar", "multipart/form-data; boundary=zanzibar", 400),
]
PATHS = [
    ("/c/zanzibar", 404),
    ("/c/%00zanzibar", 404),
    ("/c/%F0%9F%98%9F/zanzibar", 404),
    ("/check/ZANZIB/", 404),
    ("/check/ZANZIB/question/zanzibar", 404),
    ("/check/ZANZIB/result.pdf?zanzibar=%E2%80%AE", 404),
    ("/zanzibar/..%2f..%2fetc/passwd", 404),
    ("/?" + "zanzibar=1&" * 180, 200),
]


@pytest.mark.parametrize(("body", "kind", "status"), BODIES, ids=range(len(BODIES)))
def test_a_body_no_form_would_send(service: Service, body: bytes, kind: str, status: int) -> None:
    is_clear(sent(service, "POST", "/", body, {"Content-Type": kind}), status)


@pytest.mark.parametrize(("path", "status"), PATHS, ids=range(len(PATHS)))
def test_an_address_nobody_was_given(service: Service, path: str, status: int) -> None:
    is_clear(sent(service, "GET", path), status)


@pytest.mark.parametrize("cookie", ["rhrt=zanzibar", "rhrt=", f"rhrt={'zanzibar' * 400}", "\x80"])
def test_a_cookie_that_is_not_ours(service: Service, cookie: str) -> None:
    is_clear(sent(service, "GET", "/", None, {"Cookie": cookie}), 200)


def test_a_request_that_is_none_does_not_get_into_the_log(service: Service) -> None:
    for start in ("GET /c/zanzibar\x00 HTTP/1.1", "zanzibar", "GET /c/zanzibar HTTP/9.9"):
        answer = raw(service, f"{start}\r\nHost: 127.0.0.1\r\n\r\n".encode("latin-1"))
        assert answer.startswith(b"HTTP/1.1 400 ")
    log_is_clean(service)


def test_words_of_every_kind_are_kept_as_they_were_typed(service: Service) -> None:
    typed = (
        f"{CANARY} 😟👨\u200d👩\u200d👧 الولد جائع \u202ehungry\u202c "
        "<script>alert(1)</script> {{7*7}} %s ż 'x'; --"
    )
    ref, path, page = Practitioner(service.port).decide(typed, danger=True)

    assert path.endswith("/result")
    assert "<script>alert(1)" not in page.text
    with service.ledger() as ledger:
        assert ledger.read(ref).fields["words"] == [typed]


def sent(
    service: Service,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Answered:
    """One request as it stands."""
    line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return Answered(answer.status, answer.read().decode(), "")
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(type(error).__name__) from error
    finally:
        line.close()


def raw(service: Service, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        line.sendall(request)
        return line.recv(1_000)
