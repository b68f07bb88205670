"""Keys are made once, are their owner's alone, and open only what they sealed."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhrt.store.errors import KeysError
from rhrt.store.keys import Keys, seal, unseal

SECRET, OTHER = "a secret of some length", "another one of that kind"
FILES = ("log-signing-key", "master-key")


def same(one: Keys, other: Keys) -> bool:
    return (one.master, one.signing.private_bytes_raw()) == (
        other.master,
        other.signing.private_bytes_raw(),
    )


@pytest.mark.parametrize("secret", [None, SECRET])
def test_they_are_made_on_first_use_and_found_again(tmp_path, secret):
    made = Keys.open(tmp_path / "k", secret)

    assert same(made, Keys.open(tmp_path / "k", secret))
    assert not same(made, Keys.open(tmp_path / "other", secret))


def test_they_are_their_owners_alone(tmp_path):
    Keys.open(tmp_path / "k")

    modes = {name: stat.S_IMODE((tmp_path / "k" / name).stat().st_mode) for name in FILES}
    assert modes == dict.fromkeys(FILES, 0o400)
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o700


def test_a_secret_given_later_wraps_what_is_there(tmp_path):
    plain = Keys.open(tmp_path / "k")

    assert same(plain, Keys.open(tmp_path / "k", SECRET))

    assert all((tmp_path / "k" / name).read_text().startswith("wrapped:") for name in FILES)
    with pytest.raises(KeysError, match="RHRT_SECRET_KEY"):
        Keys.open(tmp_path / "k")


def test_another_secret_does_not_open_them(tmp_path):
    Keys.open(tmp_path / "k", SECRET)

    with pytest.raises(KeysError, match="does not open"):
        Keys.open(tmp_path / "k", OTHER)


def test_a_short_secret_is_refused(tmp_path):
    with pytest.raises(KeysError, match="too short"):
        Keys.open(tmp_path / "k", "dev")


@pytest.mark.parametrize("damage", ["", "raw:", "raw:AAAA", "raw:***", "wrapped:AAAA", "ünsinn"])
def test_a_damaged_file_is_named(tmp_path, damage):
    Keys.open(tmp_path / "k", SECRET)
    file = tmp_path / "k" / "master-key"
    file.chmod(0o600)
    file.write_text(damage)

    with pytest.raises(KeysError, match="master-key"):
        Keys.open(tmp_path / "k", SECRET)


def test_a_file_others_can_read_is_refused(tmp_path):
    Keys.open(tmp_path / "k")
    (tmp_path / "k" / "master-key").chmod(0o644)

    with pytest.raises(KeysError, match="chmod 600"):
        Keys.open(tmp_path / "k")


def test_a_folder_that_cannot_be_made_is_one_clear_line():
    with pytest.raises(KeysError, match="/proc/rhrt"):
        Keys.open("/proc/rhrt/keys")


def test_keys_do_not_show_when_printed(tmp_path):
    keys = Keys.open(tmp_path / "k")

    assert keys.master.hex() not in repr(keys)
    assert repr(keys.master) not in repr(keys)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_in_its_own_place_only(plain, place):
    key = bytes(32)
    sealed = seal(key, plain, place)

    assert unseal(key, sealed, place) == plain
    with pytest.raises(KeysError):
        unseal(key, sealed, place + "x")
    with pytest.raises(KeysError):
        unseal(b"\1" * 32, sealed, place)


def test_one_changed_bit_is_found_wherever_it_is():
    sealed = seal(bytes(32), b"value", "place")
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KeysError):
            unseal(bytes(32), bytes(changed), "place")


def test_no_nonce_comes_twice():
    assert len({seal(bytes(32), b"", "")[:12] for _ in range(20_000)}) == 20_000


def test_keys_for_different_purposes_differ(tmp_path):
    keys = Keys.open(tmp_path / "k")

    assert keys.derived("turn") != keys.derived("entry")
