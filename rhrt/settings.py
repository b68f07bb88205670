"""What the deployer decides, read from the environment once and checked before anything starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from rhrt.errors import RHRTError

SETTINGS = (
    "RHRT_DATABASE_URL",
    "RHRT_PACK",
    "RHRT_SECRET_KEY",
    "RHRT_DATA",
    "RHRT_CACHE",
    "RHRT_HTTPS",
    "RHRT_TRUSTED_HOSTS",
    "RHRT_PROXIES",
    "RHRT_LEAVE_TO",
    "RHRT_IDLE_MINUTES",
    "RHRT_SESSION_HOURS",
)
"""Every setting there is; ``docs/running.md`` explains each. RHRT_CACHE is the command line's."""

SHORTEST_SECRET = 32
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
HOST = re.compile(r"\.?([a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:]+\]", re.IGNORECASE)
WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class SettingsError(RHRTError):
    """A setting of the environment cannot be used; the text is one line that says what to do."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        self.problem = problem
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True)
class Settings:
    """Everything about one running service that is not in a rule pack.

    Args:
        secret_key: Wraps the keys in the data folder; "" leaves them to the folder's permissions.
        database_url: "" means an embedded database in the data folder.
        pack: Name or folder of the rule pack; None for the one that comes with the project.
        data: Where keys, the embedded database and compiled packs live.
        https: People reach the service over https, whoever ends it.
        trusted_hosts: The names and addresses people may reach it by.
        proxies: How many proxies in front may be believed about the visitor's address.
        leave_to: The neutral page that "Leave this page" opens.
        idle_minutes: How long somebody signed in may do nothing.
        session_hours: How long they may stay signed in at most.
    """

    secret_key: str = ""
    database_url: str = ""
    pack: str | None = None
    data: Path = Path(".data")
    https: bool = False
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    proxies: int = 0
    leave_to: str = "https://www.bbc.co.uk/weather"
    idle_minutes: int = 60
    session_hours: int = 12

    @property
    def database(self) -> str:
        """The address of the database, the embedded one included."""
        return self.database_url or f"sqlite:///{(self.data / 'rhrt.db').absolute()}"


DEFAULT = Settings()


def read(environ: Mapping[str, str]) -> Settings:
    """Return the configuration that an environment describes; what is not set has a default.

    Raises:
        SettingsError: a setting cannot be used, or is not one of ours.
    """
    _refuse_unknown(environ)
    config = Settings(
        secret_key=_secret(environ),
        database_url=_database(environ),
        pack=environ.get("RHRT_PACK") or None,
        data=Path(environ.get("RHRT_DATA") or DEFAULT.data),
        https=_yes_or_no(environ, "RHRT_HTTPS"),
        trusted_hosts=_hosts(environ),
        proxies=_number(environ, "RHRT_PROXIES", DEFAULT.proxies, 0, 5),
        leave_to=_leave_to(environ),
        idle_minutes=_number(environ, "RHRT_IDLE_MINUTES", DEFAULT.idle_minutes, 5, 24 * 60),
        session_hours=_number(environ, "RHRT_SESSION_HOURS", DEFAULT.session_hours, 1, 24),
    )
    if config.https and config.trusted_hosts == DEFAULT.trusted_hosts:
        raise SettingsError(
            "RHRT_TRUSTED_HOSTS",
            "with RHRT_HTTPS=yes, give the name people type, such as rhrt.example.gov.uk.",
        )
    return config


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith("RHRT_") and name not in SETTINGS:
            near = get_close_matches(name, SETTINGS, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SETTINGS)}."
            raise SettingsError(name, f"there is no such setting. {hint}")


def _secret(environ: Mapping[str, str]) -> str:
    secret = environ.get("RHRT_SECRET_KEY", "")
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < SHORTEST_SECRET // 4):
        raise SettingsError(
            "RHRT_SECRET_KEY",
            f"give at least {SHORTEST_SECRET} random characters, as `openssl rand -hex 32` prints.",
        )
    return secret


def _database(environ: Mapping[str, str]) -> str:
    url = environ.get("RHRT_DATABASE_URL", "")
    scheme, colon, rest = url.partition("://")
    if url and (not colon or scheme not in DATABASES or not rest.strip("/")):
        raise SettingsError(
            "RHRT_DATABASE_URL",
            "write sqlite:///folder/rhrt.db or postgresql+psycopg://user:password@host/name.",
        )
    return url


def _yes_or_no(environ: Mapping[str, str], name: str) -> bool:
    said = environ.get(name, "").strip().lower()
    if said not in WORDS:
        raise SettingsError(name, f"{said!r} is neither yes nor no.")
    return WORDS[said]


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    said = environ.get("RHRT_TRUSTED_HOSTS", "")
    hosts = tuple(host.strip() for host in said.split(",") if host.strip())
    for host in hosts:
        if not HOST.fullmatch(host):
            raise SettingsError(
                "RHRT_TRUSTED_HOSTS",
                f"{host!r} is not a host name. Leave out https:// and the port; part with commas.",
            )
    return hosts or DEFAULT.trusted_hosts


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    said = environ.get(name, "").strip() or str(default)
    if not (said.isascii() and said.isdigit() and least <= int(said) <= most):
        raise SettingsError(name, f"{said!r} is not a whole number from {least} to {most}.")
    return int(said)


def _leave_to(environ: Mapping[str, str]) -> str:
    said = environ.get("RHRT_LEAVE_TO", "").strip() or DEFAULT.leave_to
    try:
        parts = urlsplit(said)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme != "https"
        or not HOST.fullmatch(parts.hostname or "")
        or set(said) & set("\"'<>; ")
    ):
        raise SettingsError(
            "RHRT_LEAVE_TO", f"{said!r} is not an address that begins with https://."
        )
    return said
