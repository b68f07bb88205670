"""Commands about the running service: accounts, serving, demonstration data."""

from __future__ import annotations

import os
import re
import socket
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from rhrt.errors import RHRTError
from rhrt.settings import read

if TYPE_CHECKING:
    from argparse import Namespace

    from rhrt.log.ledger import Ledger
    from rhrt.settings import Settings
    from rhrt.store.accounts import Accounts
    from rhrt.store.database import Store

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ROLES = ("screener", "manager", "auditor")
DEMONSTRATION = "demonstration@rhrt.invalid"
PROJECT = Path(__file__).parents[2]


class ServiceError(RHRTError):
    """The service cannot do what was asked; the text says why."""


def add_user(options: Namespace) -> None:
    """Create an account with a password typed twice, or read from standard input."""
    if options.role not in ROLES:
        raise ServiceError(f"Unknown role {options.role!r}; it is one of {', '.join(ROLES)}.")
    if not EMAIL.fullmatch(options.email):
        raise ServiceError(f"{options.email!r} is not an e-mail address.")
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else _ask_password()
    account = _accounts(read(os.environ)).add(
        options.name or options.email, options.email, options.role, password
    )
    print(f"{account.email} may now sign in as {account.role}.")


def _ask_password() -> str:
    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise ServiceError("The two passwords are not the same. Nothing was created.")
    return password


def serve(options: Namespace) -> None:
    """Serve the web pages; this process becomes the server and ends when it does."""
    from rhrt.pack import find, load_cached

    settings = read(os.environ)
    folder = find(options.pack or settings.pack).absolute()
    load_cached(folder, settings.data / "packs")
    _refuse_taken(options.host, options.port)
    address = f"http://{options.host}:{options.port}"
    store = open_store(settings)
    print(f"Serving on {address} (Ctrl+C ends it)", flush=True)
    if options.demonstration:
        print(f"MASH desk, one-time sign-in: {address}/sign-in/once/{_sign_in_token(store)}")
    store.close()
    sys.stdout.flush()
    os.environ["RHRT_PACK"] = str(folder)
    command = [
        sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn_config",
        "--pythonpath", str(PROJECT),
        "--bind", f"{options.host}:{options.port}", "--workers", str(options.workers), "wsgi:app",
    ]  # fmt: skip
    os.execv(sys.executable, command)  # noqa: S606 - no shell: each argument is its own word


def _refuse_taken(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), reuse_port=False):
            pass
    except OSError as error:
        raise ServiceError(
            f"Cannot serve on {host} port {port}: {error.strerror}. Try another, with --port."
        ) from error


def _sign_in_token(store: Store) -> str:
    from rhrt.store.accounts import Accounts
    from rhrt.store.errors import NotFoundError

    accounts = Accounts(store)
    try:
        account = accounts.by_email(DEMONSTRATION)
    except NotFoundError:
        account = accounts.add("Demonstration", DEMONSTRATION, "screener")
    return accounts.one_time_link(account.id)


def demo(options: Namespace) -> None:
    """Fill the log with synthetic decisions, each marked as such."""
    from rhrt.cli.synthetic import synthetic_decisions
    from rhrt.pack import find, load_cached

    settings = read(os.environ)
    pack = load_cached(find(options.pack or settings.pack))
    count = synthetic_decisions(pack, open_ledger(settings), options.count)
    print(f"{count} synthetic decisions are in the log, each marked as synthetic.")


def open_store(settings: Settings) -> Store:
    """Return the database of this service, set up on first use."""
    from rhrt.store.database import Store
    from rhrt.store.keys import Keys

    return Store.open(
        settings.database, Keys.open(settings.data / "keys", settings.secret_key or None)
    )


def open_ledger(settings: Settings) -> Ledger:
    """Return the log of this service; what is added to it names this version of the program."""
    from importlib.metadata import version

    from rhrt.log.ledger import Ledger

    return Ledger.open(open_store(settings), app=version("rhrt"))


def _accounts(settings: Settings) -> Accounts:
    from rhrt.store.accounts import Accounts

    return Accounts(open_store(settings))
