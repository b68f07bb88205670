"""People who sign in: accounts, passwords, one-time links, and how often one may try."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rhrt.store.clock import Clock, after, read_back, utc_now, written
from rhrt.store.database import Store
from rhrt.store.errors import DuplicateError, ExpiredError, NotFoundError, StoreError
from rhrt.store.schema import account, session, sign_in_attempt, sign_in_link

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
ATTEMPTS, WITHIN = 10, timedelta(minutes=15)
LINK_LIFE = timedelta(minutes=30)


HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in."""

    id: str
    name: str
    email: str
    role: str
    created_at: datetime
    disabled_at: datetime | None


class WeakPasswordError(StoreError):
    """The password is too short or too long; nothing else is asked of it."""


class SignInRefusedError(StoreError):
    """E-mail and password do not belong together. Whether the account exists is not said."""


class TooManyAttemptsError(StoreError):
    """Too many wrong attempts from here for this account; ``retry_after`` says until when."""

    def __init__(self, retry_after: timedelta) -> None:
        self.retry_after = retry_after
        minutes = max(1, round(retry_after.total_seconds() / 60))
        super().__init__(f"Too many attempts. Try again in {minutes} minutes.")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in a store. Links and attempts are kept as digests.

    Args:
        store: where they are kept.
        clock: the present moment.
        hasher: keeps passwords; Argon2id with the costs RFC 9106 recommends.
    """

    store: Store
    clock: Clock = utc_now
    hasher: PasswordHasher = HASHER

    def add(self, name: str, email: str, role: str, password: str | None = None) -> Account:
        """A new account; without a password it is entered by a one-time link.

        Raises:
            DuplicateError: the e-mail address has an account already.
            WeakPasswordError: the password is too short or too long.
        """
        values = {
            "id": secrets.token_urlsafe(16),
            "name": name.strip(),
            "email": tidy_email(email),
            "role": role,
            "password_hash": None if password is None else self._hashed(password),
            "created_at": written(self.clock()),
        }
        try:
            with self.store.write() as tx:
                tx.execute(insert(account).values(values))
        except IntegrityError as error:
            raise DuplicateError(f"There is an account for {values['email']} already.") from error
        return self.get(str(values["id"]))

    def get(self, account_id: str) -> Account:
        """The account with this id.

        Raises:
            NotFoundError: there is none.
        """
        with self.store.read() as tx:
            row = tx.execute(select(account).where(account.c.id == account_id)).mappings().first()
        return _account(row)

    def by_email(self, email: str) -> Account:
        """The account with this e-mail address.

        Raises:
            NotFoundError: there is none.
        """
        with self.store.read() as tx:
            return _account(_by_email(tx, email))

    def everyone(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self.store.read() as tx:
            rows = tx.execute(select(account).order_by(account.c.name, account.c.id)).mappings()
            return tuple(_account(row) for row in rows)

    def verify(self, email: str, password: str, *, source: str) -> Account:
        """The account these belong to; an unknown address takes as long as a wrong password.

        Args:
            email: as typed.
            password: as typed.
            source: where the attempt comes from, such as the first part of its network address.
                Attempts are counted by account and source together, so that neither a whole
                council behind one address nor a stranger's guesses lock the right person out.

        Raises:
            TooManyAttemptsError: before looking at the password.
            SignInRefusedError: wrong password, unknown address or disabled account.
        """
        who = _digest(f"{tidy_email(email)}|{source}")
        row = self._counted(who, email)
        if not self._matches(row, password) or row is None or row["disabled_at"]:
            raise SignInRefusedError("The email address or the password is not right.")
        with self.store.write() as tx:
            tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.who_hash == who))
            if self.hasher.check_needs_rehash(row["password_hash"]):
                _set_password(tx, row["id"], self._hashed(password))
        return _account(row)

    def set_password(self, account_id: str, password: str) -> None:
        """Change the password and end every session opened with the old one."""
        hashed = self._hashed(password)
        with self.store.write() as tx:
            _set_password(tx, account_id, hashed)
            tx.execute(delete(session).where(session.c.account_id == account_id))

    def set_role(self, account_id: str, role: str) -> None:
        """Change what they may do, from their next request on."""
        with self.store.write() as tx:
            tx.execute(update(account).where(account.c.id == account_id).values(role=role))

    def disable(self, account_id: str) -> None:
        """Let them in no more, from this moment."""
        with self.store.write() as tx:
            is_theirs = account.c.id == account_id
            tx.execute(update(account).where(is_theirs).values(disabled_at=written(self.clock())))
            tx.execute(delete(session).where(session.c.account_id == account_id))

    def one_time_link(self, account_id: str, life: timedelta = LINK_LIFE) -> str:
        """The token of a link that signs them in once; it is kept nowhere else."""
        self.get(account_id)
        token = secrets.token_urlsafe(24)
        with self.store.write() as tx:
            tx.execute(
                insert(sign_in_link).values(
                    token_hash=_digest(token),
                    account_id=account_id,
                    expires_at=after(self.clock(), life),
                )
            )
        return token

    def redeem(self, token: str) -> Account:
        """The account a one-time link is for; the link is used up.

        Raises:
            NotFoundError: no such link.
            ExpiredError: it was used already or its time is over.
        """
        now = written(self.clock())
        with self.store.write() as tx:
            mine = sign_in_link.c.token_hash == _digest(token)
            link = tx.execute(select(sign_in_link).where(mine).with_for_update()).mappings().first()
            if link is None:
                raise NotFoundError("This link is not known.")
            if link["used_at"] or link["expires_at"] <= now:
                raise ExpiredError("This link was used already or is too old.")
            tx.execute(update(sign_in_link).where(mine).values(used_at=now))
        return self._enabled(link["account_id"])

    def _hashed(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise WeakPasswordError(
                f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, of any kind."
            )
        return self.hasher.hash(_same_form(password))

    def _matches(self, row: RowMapping | None, password: str) -> bool:
        kept = (row["password_hash"] if row else None) or _nobodys_hash(self.hasher)
        try:
            return self.hasher.verify(kept, _same_form(password[: LONGEST_PASSWORD + 1]))
        except (VerificationError, InvalidHashError):
            return False

    def _enabled(self, account_id: str) -> Account:
        found = self.get(account_id)
        if found.disabled_at:
            raise ExpiredError("This link was used already or is too old.")
        return found

    def _counted(self, who: str, email: str) -> RowMapping | None:
        """Count the attempt before looking at the password, so that many at once count too."""
        now = self.clock()
        theirs = sign_in_attempt.c.who_hash == who
        with self.store.write() as tx:
            self.store.in_turn(tx, f"sign-in {who}")
            old = sign_in_attempt.c.at <= written(now - WITHIN)
            tx.execute(delete(sign_in_attempt).where(old))
            count, first = tx.execute(
                select(func.count(), func.min(sign_in_attempt.c.at)).where(theirs)
            ).one()
            if count >= ATTEMPTS:
                raise TooManyAttemptsError(read_back(first) + WITHIN - now)
            tx.execute(
                insert(sign_in_attempt).values(
                    id=secrets.token_hex(16), who_hash=who, at=written(now)
                )
            )
            return _by_email(tx, email)


def tidy_email(email: str) -> str:
    """The address as it is compared: one form for every way of typing it.

    >>> tidy_email("  Jo.Bloggs@Example.ORG ")
    'jo.bloggs@example.org'
    """
    return unicodedata.normalize("NFKC", email).strip().casefold()


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(24))


def _same_form(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _set_password(tx: Connection, account_id: str, hashed: str) -> None:
    tx.execute(update(account).where(account.c.id == account_id).values(password_hash=hashed))


def _by_email(tx: Connection, email: str) -> RowMapping | None:
    theirs = account.c.email == tidy_email(email)
    return tx.execute(select(account).where(theirs)).mappings().first()


def _account(row: RowMapping | None) -> Account:
    if row is None:
        raise NotFoundError("There is no such account.")
    disabled = row["disabled_at"]
    return Account(
        row["id"],
        row["name"],
        row["email"],
        row["role"],
        read_back(row["created_at"]),
        read_back(disabled) if disabled else None,
    )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
