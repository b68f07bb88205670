"""An entry of the ledger, version 1: what is hashed for ever, and nothing about any child.

The bytes hold what everyone may see (number, kind, time, reference, rule pack, program version,
the root of the tree before it) and, for each field of content, only a commitment. Contents and
their salts lie beside the entry, sealed, and can be erased while every proof still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, TypeAlias, get_args

from rhrt.log.canonical import canonical

Kind: TypeAlias = Literal[
    "decision",
    "judgement",
    "review",
    "correction",
    "erasure",
    "hold",
    "release",
    "rulepack",
    "user",
    "export",
    "recovery",
    "clock",
]
KINDS: frozenset[str] = frozenset(get_args(Kind))
SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """The clear part of one entry.

    Attributes:
        seq: its number, counted from 0 without gaps.
        re: the number of the earlier entry it is about, if any.
        prev: the root of the tree before it, in hex. It ties each entry to all before it, so that
            one changed entry shows up at the next one and can be named.
        pack: the digest of the rule pack in use, or "".
        app: the version of this program.
        erases: for an erasure, the names of the fields erased, by entry number.
        f: the commitment to each field of content, in hex.
    """

    origin: str
    env: str
    seq: int
    kind: str
    ref: str
    at: str
    prev: str
    re: int | None = None
    pack: str = ""
    app: str = ""
    erases: Mapping[str, list[str]] = field(default_factory=dict)
    f: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The bytes that are hashed, stored, and never made again from the parts."""
        clear: dict[str, Any] = {
            "v": 1,
            "origin": self.origin,
            "env": self.env,
            "seq": self.seq,
            "kind": self.kind,
            "ref": self.ref,
            "at": self.at,
            "prev": self.prev,
            "re": self.re,
            "pack": self.pack,
            "app": self.app,
            "f": dict(self.f),
        }
        if self.erases:
            clear["erases"] = dict(self.erases)
        return canonical(clear)

    @classmethod
    def from_bytes(cls, entry: bytes) -> Entry:
        """The entry that ``to_bytes`` wrote.

        Raises:
            ValueError: it is not an entry of version 1.
        """
        clear = json.loads(entry)
        if not isinstance(clear, dict) or clear.pop("v", None) != 1:
            raise ValueError("not an entry of version 1")
        try:
            return cls(**clear)
        except TypeError as error:
            raise ValueError("not an entry of version 1") from error


def commitment(name: str, salt: bytes, value: bytes) -> str:
    """The hash that stands for a field of content. Without the salt it tells nothing.

    Args:
        name: the field's name, plain ASCII of at most 255 characters.
        salt: ``SALT_BYTES`` drawn at random for this field alone.
        value: the value's canonical bytes.
    """
    label = name.encode("ascii")
    return sha256(b"\x02" + bytes([len(label)]) + label + salt + value).hexdigest()
