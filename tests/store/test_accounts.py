"""Who may sign in, how often they may try, and for how long it lasts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import select

from rhrt.store.accounts import (
    ATTEMPTS,
    Accounts,
    SignInRefusedError,
    TooManyAttemptsError,
    WeakPasswordError,
)
from rhrt.store.errors import DuplicateError, ExpiredError, NotFoundError
from rhrt.store.looks import Look, Looks
from rhrt.store.schema import account, session, sign_in_link
from rhrt.store.sessions import Sessions

GOOD = "correct horse battery"
HERE = "192.0.2"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # so that many tests may try


@pytest.fixture
def accounts(store, clock):
    return Accounts(store, clock, CHEAP)


@pytest.fixture
def sessions(store, clock):
    return Sessions(store, clock)


@pytest.fixture
def jo(accounts):
    return accounts.add("Jo Bloggs", "Jo@Example.org", "mash", GOOD)


def test_an_account_is_found_however_its_address_is_typed(accounts, jo):
    assert accounts.by_email(" jo@EXAMPLE.org ") == accounts.get(jo.id) == jo
    assert accounts.everyone() == (jo,)


def test_one_address_has_one_account(accounts, jo):
    with pytest.raises(DuplicateError, match=r"jo@example\.org"):
        accounts.add("Other", "JO@example.org", "mash", GOOD)


def test_the_right_password_opens(accounts, jo):
    assert accounts.verify("jo@example.org", GOOD, source=HERE) == jo


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("jo@example.org", "wrong"),
        ("jo@example.org", ""),
        ("jo@example.org", GOOD + " "),
        ("jo@example.org", "x" * 1_000_000),
        ("nobody@example.org", GOOD),
        ("", ""),
    ],
)
def test_anything_else_is_refused_in_the_same_words(accounts, jo, email, password):
    with pytest.raises(SignInRefusedError, match="email address or the password"):
        accounts.verify(email, password, source=HERE)


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 257])
def test_a_password_has_twelve_characters_of_any_kind(accounts, password):
    with pytest.raises(WeakPasswordError):
        accounts.add("Jo", "jo@example.org", "mash", password)


def test_an_account_without_a_password_has_none_that_fits(accounts):
    accounts.add("Jo", "jo@example.org", "mash")

    with pytest.raises(SignInRefusedError):
        accounts.verify("jo@example.org", "", source=HERE)


def test_too_many_wrong_attempts_have_to_wait(accounts, clock, jo):
    for _ in range(ATTEMPTS):
        with pytest.raises(SignInRefusedError):
            accounts.verify("jo@example.org", "wrong", source=HERE)

    with pytest.raises(TooManyAttemptsError) as told:
        accounts.verify("jo@example.org", GOOD, source=HERE)

    assert told.value.retry_after == timedelta(minutes=15)
    clock.move(minutes=15)
    assert accounts.verify("jo@example.org", GOOD, source=HERE) == jo


def test_a_stranger_elsewhere_locks_nobody_out(accounts, jo):
    for _ in range(ATTEMPTS):
        with pytest.raises(SignInRefusedError):
            accounts.verify("jo@example.org", "wrong", source="198.51.100")

    assert accounts.verify("jo@example.org", GOOD, source=HERE) == jo


def test_attempts_at_the_same_moment_are_all_counted(accounts, jo):
    def attempt(_: int) -> type[Exception]:
        with pytest.raises((SignInRefusedError, TooManyAttemptsError)) as told:
            accounts.verify("jo@example.org", "wrong", source=HERE)
        return told.type

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, range(ATTEMPTS + 4)))

    assert outcomes.count(SignInRefusedError) == ATTEMPTS


def test_a_disabled_account_is_out_at_once(accounts, sessions, jo):
    token = sessions.start(jo.id)
    link = accounts.one_time_link(jo.id)

    accounts.disable(jo.id)

    with pytest.raises(NotFoundError):
        sessions.get(token)
    with pytest.raises(SignInRefusedError):
        accounts.verify("jo@example.org", GOOD, source=HERE)
    with pytest.raises(ExpiredError):
        accounts.redeem(link)


def test_a_one_time_link_signs_in_once(accounts, jo):
    token = accounts.one_time_link(jo.id)

    assert accounts.redeem(token) == jo
    with pytest.raises(ExpiredError):
        accounts.redeem(token)


def test_a_one_time_link_grows_old(accounts, clock, jo):
    token = accounts.one_time_link(jo.id)
    clock.move(minutes=30)

    with pytest.raises(ExpiredError):
        accounts.redeem(token)


def test_of_twenty_at_once_one_redeems_the_link(accounts, jo):
    token = accounts.one_time_link(jo.id)

    def redeem(_: int) -> bool:
        try:
            accounts.redeem(token)
        except ExpiredError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(redeem, range(20))) == 1


def test_a_session_ends_when_idle_and_in_any_case(sessions, clock, jo):
    token = sessions.start(jo.id)
    for _ in range(13):
        clock.move(minutes=50)
        assert sessions.get(token).account == jo

    clock.move(minutes=61)
    with pytest.raises(ExpiredError):
        sessions.get(token)
    with pytest.raises(NotFoundError):
        sessions.get(token)

    token = sessions.start(jo.id)
    for _ in range(14):
        clock.move(minutes=50)
        sessions.get(token)
    clock.move(minutes=21)
    with pytest.raises(ExpiredError):
        sessions.get(token)


def test_signing_out_ends_it(sessions, jo):
    token, other = sessions.start(jo.id), sessions.start(jo.id)

    sessions.end(token)

    with pytest.raises(NotFoundError):
        sessions.get(token)
    assert sessions.end_all(jo.id) == 1
    with pytest.raises(NotFoundError):
        sessions.get(other)


def test_a_new_password_ends_all_sessions(accounts, sessions, jo):
    token = sessions.start(jo.id)

    accounts.set_password(jo.id, "another long password")

    with pytest.raises(NotFoundError):
        sessions.get(token)
    assert accounts.verify("jo@example.org", "another long password", source=HERE) == jo


def test_a_new_role_counts_from_the_next_request(accounts, sessions, jo):
    token = sessions.start(jo.id)

    accounts.set_role(jo.id, "trainer")

    assert sessions.get(token).account.role == "trainer"


def test_passwords_cost_what_rfc_9106_recommends(store, clock, accounts, jo):
    """Those kept at a lower cost are hashed anew the next time they are right."""
    proper = Accounts(store, clock)
    kept = proper.hasher

    assert (kept.type, kept.memory_cost, kept.time_cost) == (Type.ID, 65536, 3)
    proper.verify("jo@example.org", GOOD, source=HERE)
    with store.read() as tx:
        assert "$argon2id$v=19$m=65536,t=3,p=4$" in tx.scalar(select(account.c.password_hash))


def test_no_secret_lies_in_the_database(accounts, sessions, store, jo):
    tokens = [sessions.start(jo.id), accounts.one_time_link(jo.id), GOOD]

    with store.read() as tx:
        rows = [tx.execute(select(t)).all() for t in (account, session, sign_in_link)]

    assert not [secret for secret in tokens if secret in repr(rows)]


def test_looking_is_kept(store, clock):
    looks = Looks(store, clock)
    looks.record("jo", "RH-2222-22", "read")
    clock.move(minutes=1)
    looks.record("al", "RH-2222-22", "export")

    assert [(look.account_id, look.what) for look in looks.at("RH-2222-22")] == [
        ("al", "export"),
        ("jo", "read"),
    ]
    assert looks.at("RH-3333-33") == ()
    assert isinstance(looks.at("RH-2222-22")[0], Look)
