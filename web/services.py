"""What views work with: the rule pack in use, the engine compiled from it, the store, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app, g

from rhrt.conversation.understand import index_of
from rhrt.engine.cached import compiled
from rhrt.engine.engine import Engine
from rhrt.log.ledger import Ledger
from rhrt.pack import find
from rhrt.pack.cache import load_cached
from rhrt.pack.holder import Packs
from rhrt.pack.model import Pack
from rhrt.store.accounts import Accounts
from rhrt.store.clock import Clock, utc_now
from rhrt.store.database import Store
from rhrt.store.decisions import Decisions
from rhrt.store.keys import Keys
from rhrt.store.looks import Looks
from rhrt.store.sessions import Sessions

if TYPE_CHECKING:
    from pathlib import Path

    from rhrt.settings import Settings


class PackHolder(Protocol):
    """Whoever knows the pack in use. A broken pack never replaces a working one."""

    @property
    def problem(self) -> Exception | None:
        """Why the files as they are now are not in use; None if they are."""

    def current(self) -> Pack:
        """Return the pack in use at this moment."""


@dataclass(frozen=True)
class Services:
    """Everything a view may call, put together once for each application."""

    packs: PackHolder
    store: Store
    ledger: Ledger
    clock: Clock
    idle: timedelta
    absolute: timedelta

    @property
    def accounts(self) -> Accounts:
        """The people who may sign in."""
        return Accounts(self.store, self.clock)

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self.store, self.clock, self.idle, self.absolute)

    @property
    def decisions(self) -> Decisions:
        """The sealed decisions, as lists show them."""
        return Decisions(self.store)

    @property
    def looks(self) -> Looks:
        """The record of who looked at what."""
        return Looks(self.store, self.clock)


def open_packs(config: Settings) -> Packs:
    """Return the holder of the pack that a configuration names.

    Raises:
        PackProblem: there is no working pack to start with; the text lists every mistake.
    """
    copies = config.data / "packs"
    return Packs(find(config.pack), loads=lambda folder: _made_ready(folder, copies), apart=True)


def _made_ready(folder: Path, copies: Path) -> Pack:
    """Return the pack in a folder, with all that answering needs of it worked out beforehand.

    A new pack is taken into use only after this, so that it is nobody's first answer that waits.
    """
    pack = load_cached(folder, copies)
    engine_of(pack, copies)
    index_of(pack)
    return pack


def open_services(config: Settings, packs: PackHolder, clock: Clock = utc_now) -> Services:
    """Return the services of a configuration; the database is laid out on first use.

    Raises:
        StoreError: keys or database cannot be used; the text says why in one line.
    """
    keys = Keys.open(config.data / "keys", config.secret_key or None)
    store = Store.open(config.database, keys)
    return Services(
        packs,
        store,
        Ledger.open(store, app=version("rhrt"), clock=clock),
        clock,
        timedelta(minutes=config.idle_minutes),
        timedelta(hours=config.session_hours),
    )


def services() -> Services:
    """Return the services of the application that answers this request."""
    return cast("Services", current_app.extensions["rhrt"])


def pack() -> Pack:
    """Return the rule pack in use now: the same one throughout a request."""
    if "pack" not in g:
        g.pack = services().packs.current()
    return cast("Pack", g.pack)


def engine() -> Engine:
    """Return the engine of the rule pack in use now."""
    return engine_of(pack())


def now() -> datetime:
    """Return the present moment."""
    return services().clock()


def engine_of(pack: Pack, copies: Path | None = None) -> Engine:
    """Return the engine of a pack, made once for each digest.

    Args:
        copies: Where a compiled copy is kept from one start to the next; without it, none is.
    """
    return _engine(_ByDigest(pack, copies))


@dataclass(frozen=True, eq=False)
class _ByDigest:
    """A pack that is the same as another when its digest is: packs are too large to hash whole."""

    pack: Pack
    copies: Path | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.pack.digest == self.pack.digest

    def __hash__(self) -> int:
        return hash(self.pack.digest)


@lru_cache(maxsize=8)
def _engine(key: _ByDigest) -> Engine:
    kept = compiled(key.pack, key.copies) if key.copies else None
    return Engine(key.pack, kept)
