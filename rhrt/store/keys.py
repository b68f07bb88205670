"""The keys: one that signs the log's heads, one that seals what is kept beside it."""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rhrt.store.errors import KeysError

KEY_BYTES = 32
NONCE_BYTES = 12
SHORTEST_SECRET = 16
SIGNING, MASTER = "log-signing-key", "master-key"
OPEN_TO_OTHERS = 0o077


def seal(key: bytes, plain: bytes, aad: str) -> bytes:
    """The value encrypted and bound to its place: unsealing it anywhere else fails."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad.encode())


def unseal(key: bytes, sealed: bytes, aad: str) -> bytes:
    """The value as it was before sealing.

    Raises:
        KeysError: the bytes were changed, moved, or sealed under another key.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad.encode())
    except (InvalidTag, ValueError, TypeError) as error:
        raise KeysError(f"What is sealed at {aad} cannot be opened with this key.") from error


@dataclass(frozen=True)
class Keys:
    """The keys of one installation. ``Keys.open(folder)`` makes them on first use.

    Args:
        folder: where they live, outside the database and its backups.
    """

    folder: Path
    signing: Ed25519PrivateKey = field(repr=False)
    master: bytes = field(repr=False)

    @classmethod
    def open(cls, folder: Path | str, secret: str | None = None) -> Keys:
        """The keys in this folder, made there on first use and readable by their owner only.

        Args:
            folder: made, with mode 0700, when it is missing.
            secret: where given (RHRT_SECRET_KEY), the files hold the keys wrapped under it, so that
                a copy of the folder alone opens nothing. Keys made without it are wrapped the first
                time it is given; from then on it is needed.

        Raises:
            KeysError: a key file is damaged, open to other users, or wrapped under another secret.
        """
        place = Path(folder)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            seed = _key(place / SIGNING, secret)
            master = _key(place / MASTER, secret)
        except OSError as error:
            raise KeysError(f"The folder of keys {place} cannot be used: {error}.") from error
        return cls(place, Ed25519PrivateKey.from_private_bytes(seed), master)

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, so that what is sealed for one never opens for another."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self.master)


def _key(path: Path, secret: str | None) -> bytes:
    if not path.exists():
        _place(path, _wrapped(secrets.token_bytes(KEY_BYTES), path.name, secret))
    _refuse_open_to_others(path)
    form, _, text = path.read_text("ascii", "replace").strip().partition(":")
    if form == "wrapped":
        return _unwrapped(path, text, secret)
    key = _decoded(path, text) if form == "raw" else b""
    if len(key) != KEY_BYTES:
        raise KeysError(f"The key file {path} is damaged. Restore it from its backup.")
    if secret is not None:
        _replace(path, _wrapped(key, path.name, secret))
    return key


def _wrapped(key: bytes, name: str, secret: str | None) -> str:
    if secret is None:
        return f"raw:{base64.b64encode(key).decode()}\n"
    return f"wrapped:{base64.b64encode(seal(_from_secret(secret), key, name)).decode()}\n"


def _unwrapped(path: Path, text: str, secret: str | None) -> bytes:
    if secret is None:
        raise KeysError(
            f"The key file {path} is wrapped: give the RHRT_SECRET_KEY it was made with."
        )
    try:
        return unseal(_from_secret(secret), _decoded(path, text), path.name)
    except KeysError as error:
        raise KeysError(f"The key file {path} does not open with this RHRT_SECRET_KEY.") from error


def _from_secret(secret: str) -> bytes:
    if len(secret) < SHORTEST_SECRET:
        raise KeysError(f"RHRT_SECRET_KEY is too short: {SHORTEST_SECRET} characters or more.")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"rhrt key files").derive(secret.encode())


def _decoded(path: Path, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeysError(f"The key file {path} is damaged. Restore it from its backup.") from error


def _refuse_open_to_others(path: Path) -> None:
    if path.stat().st_mode & OPEN_TO_OTHERS:
        raise KeysError(f"Other users can read {path}. Run: chmod 600 {path}")


def _place(path: Path, text: str) -> None:
    """Write the file whole or not at all; of two processes at once, the first one's stays."""
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        draft.unlink()
    _settle(path.parent)


def _replace(path: Path, text: str) -> None:
    _draft(path, text).replace(path)
    _settle(path.parent)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """Make the new name in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
