"""user add and serve: making an account, starting the service, ending it."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rhrt.store.accounts import Accounts
from rhrt.store.database import Store
from rhrt.store.keys import Keys
from tests.cli.shell import SOUND, Shell
from tests.faults.practitioner import Practitioner
from tests.pack.small_pack import write

MINE = SOUND["pack.yaml"].replace("id: anyshire", "id: mine", 1)
PASSWORD = "correct horse battery staple"
START_SECONDS = 60


def test_an_account_is_made(rhrt: Shell) -> None:
    done = rhrt(
        *("user", "add", "Sam@Example.org", "--name", "Sam", "--role", "manager"),
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )

    assert (done.code, done.err) == (0, "")
    assert done.out == "sam@example.org may now sign in as manager.\n"
    data = rhrt.folder / "data"
    store = Store.open(f"sqlite:///{data}/rhrt.db", Keys.open(data / "keys"))
    account = Accounts(store).by_email("sam@example.org")
    assert (account.name, account.role) == ("Sam", "manager")
    assert Accounts(store).verify("sam@example.org", PASSWORD, source="") == account
    store.close()
    assert PASSWORD.encode() not in (data / "rhrt.db").read_bytes()


@pytest.mark.parametrize(
    ("words", "password", "told"),
    [
        (("sam@example.org", "--role", "boss"), PASSWORD, "Unknown role 'boss'; it is one of"),
        (("sam@example.org",), "short", "A password has 12 to 256 characters"),
        (("sam@example.org",), "", "A password has 12 to 256 characters"),
        (("sam@example.org",), "x" * 300, "A password has 12 to 256 characters"),
        (("sam.example.org",), PASSWORD, "'sam.example.org' is not an e-mail address."),
        ((), PASSWORD, "the following arguments are required: email"),
    ],
)
def test_an_account_that_cannot_be_made(
    rhrt: Shell, words: tuple[str, ...], password: str, told: str
) -> None:
    assert told in rhrt.fails("user", "add", *words, "--password-stdin", stdin=password)


def test_an_account_that_is_there_already(rhrt: Shell) -> None:
    add = ("user", "add", "sam@example.org", "--password-stdin")
    assert rhrt(*add, stdin=PASSWORD).code == 0

    assert (
        rhrt.fails(*add, stdin=PASSWORD) == "rhrt: There is an account for sam@example.org already."
    )


# --- serve ------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(rhrt: Shell, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``rhrt serve`` on a free port: the process and the address."""
    port = free_port()
    process = subprocess.Popen(
        rhrt.command("serve", "--port", str(port), *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=rhrt.folder,
        env=rhrt.environ,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(process, address)
        yield process, address
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=30)


def wait_for(process: subprocess.Popen[str], address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            fetched(f"{address}/healthz")
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError(process.communicate()[1])


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_it_serves_says_where_and_ends_when_asked(rhrt: Shell) -> None:
    with serving(rhrt, "--demonstration", "--workers", "1") as (process, address):
        ready = json.loads(fetched(f"{address}/readyz"))
        assert ready["pack"].startswith("anyshire 2026.1 ")
        assert (ready["database"], ready["log"]) == ("reachable", "empty")
        assert "Anyshire MASH" in fetched(address)

        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 0
    assert f"Serving on {address} (Ctrl+C ends it)" in out
    token = re.search(rf"one-time sign-in: {address}/sign-in/once/(\S+)", out)
    assert token
    assert token[1] not in err
    with pytest.raises(urllib.error.URLError):
        fetched(f"{address}/healthz")


def test_what_was_decided_on_the_web_is_reproduced_from_its_record(rhrt: Shell) -> None:
    """While the service runs, as whoever looks after it would."""
    with serving(rhrt, "--workers", "1") as (_, address):
        for number, words in enumerate(("always hungry", "filthy for months", "a bruise, a baby")):
            person = Practitioner(int(address.rpartition(":")[2]))
            person.decide(words, danger=False)
            person.decide(words, danger=number % 2 == 0)
        done = rhrt("log", "verify", "--replay")

    assert (done.code, done.err) == (0, "")
    assert "Replayed: 6 decisions came out as sealed, 0 did not; 0 were made under" in done.out


def test_relative_places_are_those_of_the_folder_it_was_started_in(rhrt: Shell) -> None:
    rhrt.settings |= {"RHRT_DATA": "here", "RHRT_DATABASE_URL": "sqlite:///there/rhrt.db"}

    write(rhrt.folder / "rules" / "mine", SOUND | {"pack.yaml": MINE})

    with serving(rhrt, "--pack", "mine") as (_, address):
        assert json.loads(fetched(f"{address}/readyz"))["pack"].startswith("mine ")

    assert (rhrt.folder / "there" / "rhrt.db").stat().st_size > 0
    assert (rhrt.folder / "here" / "keys").is_dir()


def test_a_port_that_is_taken(rhrt: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = rhrt.fails("serve", "--port", str(port))

    assert told == (
        f"rhrt: Cannot serve on 127.0.0.1 port {port}: Address already in use "
        f"(while attempting to bind on address ('127.0.0.1', {port})). Try another, with --port."
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--port", "0"), "'0' is not a whole number from 1 to 65535"),
        (("--port", "http"), "'http' is not a whole number"),
        (("--workers", "0"), "'0' is not a whole number from 1 to 64"),
        (("--host", "nowhere.invalid"), "rhrt: Cannot serve on nowhere.invalid port 8000"),
        (("--pack", "nowhere"), "rhrt: There is no rule pack 'nowhere'"),
    ],
)
def test_a_service_that_cannot_start(rhrt: Shell, words: tuple[str, ...], told: str) -> None:
    assert told in rhrt.fails("serve", *words)
