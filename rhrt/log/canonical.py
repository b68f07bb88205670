"""One agreed form as bytes for a value: RFC 8785 (JCS), narrowed to what nobody can get wrong.

Text, whole numbers within ±(2^53-1), true, false, null, arrays and objects with ASCII keys. Text
is brought to Unicode NFC, so that "é" typed in two ways is one value.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rhrt.log.errors import NotCanonicalError

LARGEST = 2**53 - 1
DEEPEST = 32
UNSEALABLE = re.compile("[\0\ud800-\udfff]")


def canonical(value: Any) -> bytes:
    r"""The value's bytes, the same on every machine for ever.

    >>> canonical({"b": [1, True, None], "a": "cafe\u0301"})
    b'{"a":"caf\xc3\xa9","b":[1,true,null]}'

    Raises:
        NotCanonicalError: it holds a float, NUL, half a surrogate pair, a key that is not plain
            ASCII, a number too large, or is nested too deeply.
    """
    # With ASCII keys Python's order of keys is that of UTF-16 code units, which RFC 8785 asks for.
    plain = json.dumps(
        _checked(value, 0), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return plain.encode()


def _checked(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise NotCanonicalError("A value is nested too deeply to be sealed.")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, Mapping):
        return {_key(key): _checked(part, depth + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_checked(part, depth + 1) for part in value]
    raise NotCanonicalError(
        f"A {type(value).__name__} cannot be sealed; text and whole numbers can."
    )


def _text(text: str) -> str:
    if UNSEALABLE.search(text):
        raise NotCanonicalError("Text with NUL or half a surrogate pair cannot be sealed.")
    return unicodedata.normalize("NFC", text)


def _number(number: int) -> int:
    if abs(number) > LARGEST:
        raise NotCanonicalError("A number beyond 2^53-1 cannot be sealed.")
    return int(number)


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii() or "\0" in key:
        raise NotCanonicalError(f"The key {key!r} is not plain ASCII text.")
    return key
