"""Checkpoints: the log's head, signed, in three lines that fit into the minutes of a meeting.

The formats are C2SP tlog-checkpoint and signed-note (https://c2sp.org/tlog-checkpoint,
https://c2sp.org/signed-note) with Ed25519, so other people's witnesses and tools read them.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rhrt.log.errors import NoteError
from rhrt.log.merkle import WIDTH

ED25519 = b"\x01"
LONGEST_NOTE, MOST_SIGNATURES = 65_536, 64
ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half of a signing key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature says whose it is."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:ID_BYTES]


def verifier_key(name: str, public: bytes) -> str:
    """The public key in the one line that other people keep: name, id and key."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint with this log's signature, as a note."""
    body = checkpoint.body()
    signature = key_id(checkpoint.origin, public_bytes(key)) + key.sign(body.encode())
    return f"{body}\n— {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def opened(note: str, public: bytes) -> Checkpoint:
    """The checkpoint in a note, once this key's signature on it is found to be good.

    Raises:
        NoteError: it is malformed, not signed by this key, or signed wrongly.
    """
    body, lines = _halves(note)
    checkpoint = _checkpoint(body)
    wanted = key_id(checkpoint.origin, public)
    signatures = [_signature(line) for line in lines]
    ours = [s for name, s in signatures if name == checkpoint.origin and s[:ID_BYTES] == wanted]
    if not ours:
        raise NoteError("The checkpoint is not signed by this log's key.")
    for signature in ours:
        _check(public, signature[ID_BYTES:], body)
    return checkpoint


def _halves(note: str) -> tuple[str, list[str]]:
    if len(note) > LONGEST_NOTE or not note.endswith("\n") or "\n\n" not in note:
        raise NoteError("This is not a signed note.")
    body, _, tail = note.rpartition("\n\n")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("The note has too many signatures.")
    return body + "\n", lines


def _checkpoint(body: str) -> Checkpoint:
    lines = body.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:  # noqa: PLR2004 - three lines, each ended
        raise NoteError("A checkpoint has three lines.")
    size, root = lines[1], _decoded(lines[2])
    if not size.isascii() or not size.isdigit() or str(int(size[:20])) != size:
        raise NoteError("A checkpoint's second line is a size.")
    if len(root) != WIDTH:
        raise NoteError("A checkpoint's third line is a hash.")
    return Checkpoint(lines[0], int(size), root)


def _signature(line: str) -> tuple[str, bytes]:
    dash, name, encoded, *rest = [*line.split(" "), "", ""]
    if dash != "—" or not name or any(rest):
        raise NoteError("The note has a line that is not a signature.")
    return name, _decoded(encoded)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("The note has a line that is not base64.") from error


def _check(public: bytes, signature: bytes, body: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body.encode())
    except InvalidSignature as error:
        raise NoteError("The checkpoint's signature is wrong.") from error
