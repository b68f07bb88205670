#!/usr/bin/env python3
"""Verify a ledger of decisions with nothing but Python 3.11: no network, no other program.

    python verifier.py FILE [--key KEYFILE] [--checkpoint NOTEFILE ...]

FILE is an export (.jsonl), a copy of an SQLite database, or a receipt (.tlog-proof). KEYFILE holds
the log's public key in one line, as you were given it. A NOTEFILE holds one or more checkpoints
that were kept outside the log's own walls: only they can show that whoever runs the log has not
rewritten it. The exit code is the verdict:

  0 WITNESSED     all fits, and fits every outside checkpoint
  3 UNANCHORED    all fits within itself; a log rewritten and signed again would look the same
 10 INVALID       an entry was changed, dropped, moved or added
 11 ROLLED_BACK   entries that were signed for are missing from the end
 12 DIVERGED      a signed head and the entries do not fit together: part was rewritten
 13 BAD_SIGNATURE a checkpoint is not signed by the key
 14 CONTENT_GAP   content is gone though no erasure says so
 15 WRONG_ENV     an entry or checkpoint belongs to another log, such as the training one
  2 usage         FILE cannot be read as any of these
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any


class Verdict(IntEnum):
    """What is found; the number is the exit code."""

    WITNESSED = 0
    USAGE = 2
    UNANCHORED = 3
    INVALID = 10
    ROLLED_BACK = 11
    DIVERGED = 12
    BAD_SIGNATURE = 13
    CONTENT_GAP = 14
    WRONG_ENV = 15


NEXT = {
    Verdict.WITNESSED: "Nothing needs doing.",
    Verdict.UNANCHORED: "To know that nobody rewrote it, hold it against an outside checkpoint.",
    Verdict.ROLLED_BACK: "A backup was restored or the end cut off. Keep all copies and receipts.",
    Verdict.CONTENT_GAP: "Find out who deleted it: erasing leaves an entry, this did not.",
}
ALARM = "Stop writing, keep every copy of the file, and tell the data protection officer."
HASH, SIGNATURE, BODY_LINES = 32, 64, 3
MAX_LINE, MAX_NOTE, MAX_SIGNATURES, MAX_PATH, MAX_CHECKED = 8 << 20, 65_536, 64, 63, 200
NAMES = {"v", "origin", "env", "seq", "kind", "ref", "at", "prev", "re", "pack", "app", "f"}


class UnreadableError(ValueError):
    """The input is not what it says it is."""


@dataclass(frozen=True)
class Finding:
    """Something wrong: which verdict it leads to, and the entries it is (or may be) in."""

    code: Verdict
    text: str
    first: int | None = None
    last: int | None = None


@dataclass
class Report:
    """The verdict on a ledger."""

    size: int = 0
    root: str = ""
    outside: int = 0
    anchored: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def code(self) -> Verdict:
        """The exit code."""
        if self.findings:
            return self.findings[0].code
        return Verdict.WITNESSED if self.outside else Verdict.UNANCHORED

    @property
    def word(self) -> str:
        """The verdict in one word."""
        return self.code.name

    def lines(self) -> list[str]:
        """What to show a person."""
        said = [f"{f.code.name}: {f.text}" for f in self.findings[:20]]
        if self.findings:
            advice = NEXT.get(self.code, ALARM)
            return [*said, f"What to do: {advice}"]
        told = f"{self.word}: {self.size} entries, root {self.root}"
        held = [f"Entries 0 to {self.anchored - 1} are held by outside checkpoints."]
        return [told, *(held if self.anchored else []), NEXT[self.code]]


# --- The tree, computed in two independent ways ---------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """RFC 9162: the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def join(left: bytes, right: bytes) -> bytes:
    """RFC 9162: the hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(peaks: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Add a leaf to a list of full subtrees, as (leaves, root)."""
    width = 1
    while peaks and peaks[-1][0] == width:
        leaf, width = join(peaks.pop()[1], leaf), width * 2
    peaks.append((width, leaf))


def crown(peaks: Sequence[tuple[int, bytes]]) -> bytes:
    """The root over full subtrees."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks[-1][1]
    for _, peak in reversed(peaks[:-1]):
        root = join(peak, root)
    return root


def defined_root(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    """The root as RFC 9162 defines it: halved at the largest power of two, down to the leaves."""
    if end - start <= 1:
        return leaves[start] if end > start else hashlib.sha256(b"").digest()
    middle = start + (1 << (end - start - 1).bit_length() - 1)
    return join(defined_root(leaves, start, middle), defined_root(leaves, middle, end))


# --- Ed25519, RFC 8032 section 5.1.7 --------------------------------------------------------------

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]
ORIGIN_POINT: Point = (0, 1, 1, 0)


def _add(a: Point, b: Point) -> Point:
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(n: int, point: Point) -> Point:
    total = ORIGIN_POINT
    while n:
        total = _add(total, point) if n & 1 else total
        point, n = _add(point, point), n >> 1
    return total


def _point(packed: bytes) -> Point:
    y, odd = int.from_bytes(packed, "little") & ((1 << 255) - 1), packed[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise ValueError("not a point of the curve")
    x = P - x if x & 1 != odd else x
    return (x, y, 1, x * y % P)


def _packed(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_is_good(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this Ed25519 key signed this message."""
    if len(public) != HASH or len(signature) != SIGNATURE:
        return False
    s = int.from_bytes(signature[32:], "little")
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    try:
        key = _point(public)
    except ValueError:
        return False
    if s >= L or _times(8, key)[0] == 0:  # a key of small order would sign anything
        return False
    minus = (P - key[0], key[1], key[2], P - key[3])
    k = int.from_bytes(challenge, "little") % L
    return _packed(_add(_times(s, BASE), _times(k, minus))) == signature[:32]


# --- Checkpoints ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """A signed head: three lines and their signatures."""

    origin: str
    size: int
    root: bytes
    body: bytes
    signatures: tuple[tuple[str, bytes], ...]

    def signed_by(self, key: tuple[str, bytes]) -> bool:
        """Whether this key's signature is there and good, and no bad one in its name."""
        name, public = key
        mark = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
        ours = [sig for who, sig in self.signatures if who == name and sig[:4] == mark]
        return bool(ours) and all(signature_is_good(public, self.body, sig[4:]) for sig in ours)


def read_key(line: str) -> tuple[str, bytes]:
    """Name and public key out of a verifier key line: name+id+key."""
    name, _, rest = line.strip().partition("+")
    mark, _, packed = rest.partition("+")
    raw = base64.b64decode(packed, validate=True)
    if raw[:1] != b"\x01" or hashlib.sha256(f"{name}\n".encode() + raw).hexdigest()[:8] != mark:
        raise UnreadableError("that is not a verifier key")
    return name, raw[1:]


def read_notes(text: str) -> list[Checkpoint]:
    """The checkpoints in a text, one after another."""
    if len(text) > MAX_NOTE * 16:
        raise UnreadableError("too many checkpoints")
    notes = re.split(r"(?<=\n)\n+(?!— )", text.strip("\n") + "\n")
    return [_read_note(note) for note in notes]


def _read_note(note: str) -> Checkpoint:
    body, _, tail = note.partition("\n\n")
    lines, signed = body.split("\n"), tail.splitlines()
    if len(note) > MAX_NOTE or len(lines) != BODY_LINES or not 0 < len(signed) <= MAX_SIGNATURES:
        raise UnreadableError("a checkpoint has three lines, a blank one, and 1 to 64 signatures")
    origin, size, root = lines
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size, re.ASCII) or not origin:
        raise UnreadableError("a checkpoint's second line is its size")
    found = [re.fullmatch(r"— ([^ +]+) ([A-Za-z0-9+/=]+)", line) for line in signed]
    signatures = tuple((m[1], base64.b64decode(m[2], validate=True)) for m in found if m)
    if (
        len(signatures) != len(found)
        or len(hashed := base64.b64decode(root, validate=True)) != HASH
    ):
        raise UnreadableError("a checkpoint holds a root and signature lines")
    return Checkpoint(origin, int(size), hashed, f"{body}\n".encode(), signatures)


# --- The entries ----------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 for values without floats and with ASCII keys."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.encode()


def parsed(text: str | bytes) -> Any:
    """JSON without floats and without a key twice."""
    try:
        return json.loads(text, parse_float=_no, parse_constant=_no, object_pairs_hook=_once)
    except RecursionError as error:
        raise UnreadableError("nested too deeply") from error


def _no(text: str) -> Any:
    raise UnreadableError(f"a number such as {text[:20]} has no place here")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(made := dict(pairs)) != len(pairs):
        raise UnreadableError("a key stands twice")
    return made


@dataclass
class Checker:
    """Reads a ledger from its first entry to its last and keeps what it finds."""

    key: tuple[str, bytes] | None = None
    origin: str | None = None
    env: str | None = None
    leaves: list[bytes] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=lambda: [crown([])])
    peaks: list[tuple[int, bytes]] = field(default_factory=list)
    notes: list[Checkpoint] = field(default_factory=list)
    absent: dict[tuple[int, str], None] = field(default_factory=dict)
    erased: set[tuple[int, str]] = field(default_factory=set)
    present: set[tuple[int, str]] = field(default_factory=set)
    at: str = ""
    end: dict[str, Any] | None = None
    findings: list[Finding] = field(default_factory=list)

    def read(self, items: Iterable[dict[str, Any]]) -> None:
        """Take the items of a ledger in; reading entries stops at the first that is wrong."""
        for item in items:
            if "rhrt-ledger" in item:
                self._begin(item)
            elif "checkpoint" in item:
                self.notes += read_notes(item["checkpoint"])
            elif "frontier" in item:
                self.end = item
            elif not self.findings:
                self._take(item)

    def _begin(self, item: dict[str, Any]) -> None:
        self.origin, self.env = item["origin"], item["env"]
        named = read_key(item["key"]) if item.get("key") else None
        if self.key and named and named != self.key:
            self.find(Verdict.BAD_SIGNATURE, "the file names another key than the one given")
        self.key = self.key or named

    def _take(self, item: dict[str, Any]) -> None:
        place = len(self.leaves)
        try:
            leaf = bytes.fromhex(item["leaf"])
            wrong = self._wrong(place, item, item["entry"].encode(), leaf)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            wrong = Finding(
                Verdict.INVALID, f"entry {place} cannot be read ({error})", place, place
            )
        if wrong:
            self.findings.append(wrong)
            return
        self.leaves.append(leaf)
        grow(self.peaks, leaf)
        self.roots.append(crown(self.peaks))

    def _wrong(self, place: int, item: dict[str, Any], entry: bytes, leaf: bytes) -> Finding | None:
        """What is wrong with the entry at this place, if anything."""
        if item["i"] != place:
            lost = f"entries {place} to {item['i'] - 1} were dropped"
            text = lost if item["i"] > place else f"an entry was added as number {item['i']}"
            return Finding(Verdict.INVALID, text, place, place)
        if leaf_hash(entry) != leaf:
            return Finding(Verdict.INVALID, f"entry {place} was changed", place, place)
        clear = parsed(entry)
        if canonical(clear) != entry or clear.keys() - {"erases"} != NAMES or clear["v"] != 1:
            return Finding(Verdict.INVALID, f"entry {place} is not a version 1 entry", place, place)
        return self._out_of_place(place, item, clear) or self._contents(place, item, clear)

    def _out_of_place(
        self, place: int, item: dict[str, Any], clear: dict[str, Any]
    ) -> Finding | None:
        if (clear["origin"], clear["env"]) != (self.origin, self.env):
            text = f"entry {place} belongs to {clear['origin']} ({clear['env']})"
            return Finding(Verdict.WRONG_ENV, text, place, place)
        if clear["seq"] != place:
            text = f"the entry at place {place} was number {clear['seq']}: moved, dropped or added"
            return Finding(Verdict.INVALID, text, min(place, clear["seq"]), place)
        if any(item[name] != clear[name] for name in ("kind", "ref", "re")):
            return Finding(
                Verdict.INVALID, f"what is listed for entry {place} was changed", place, place
            )
        if clear["prev"] != self.roots[place].hex():
            before = max(place - 1, 0)
            text = f"entry {before} or {place} was changed or added, or one between was dropped"
            return Finding(Verdict.INVALID, text, before, place)
        if clear["at"] < self.at or (clear["re"] is not None and not 0 <= clear["re"] < place):
            return Finding(
                Verdict.INVALID, f"entry {place} comes before what it follows", place, place
            )
        self.at = clear["at"]
        return None

    def _contents(self, place: int, item: dict[str, Any], clear: dict[str, Any]) -> Finding | None:
        for name, said in item["fields"].items():
            if name not in clear["f"] or not _fits(name, said, clear["f"][name]):
                text = f"content {name!r} of entry {place} was changed or added"
                return Finding(Verdict.INVALID, text, place, place)
            self.present.add((place, name))
        self.absent.update({(place, name): None for name in clear["f"].keys() - item["fields"]})
        for seq, names in clear.get("erases", {}).items():
            self.erased |= {(int(seq), name) for name in names}
        return None

    def find(
        self, code: Verdict, text: str, first: int | None = None, last: int | None = None
    ) -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, text, first, last))

    def report(self, outside: Sequence[Checkpoint]) -> Report:
        """The verdict, with these checkpoints from outside."""
        size = len(self.leaves)
        if not self.findings:
            self._check_end(size)
            self._check_heads(outside, size)
            self._check_gaps()
        anchored = max((note.size for note in outside), default=0)
        root = base64.b64encode(self.roots[-1]).decode()
        return Report(size, root, len(outside), anchored, self.findings)

    def _check_end(self, size: int) -> None:
        if self.end is None:
            return self.find(
                Verdict.ROLLED_BACK, f"the file breaks off after entry {size - 1}", size
            )
        if defined_root(self.leaves, 0, size) != self.roots[-1]:
            return self.find(
                Verdict.INVALID, "two ways to compute the root disagree: a fault of this tool"
            )
        if size > self.end["size"]:
            text = f"entries {self.end['size']} to {size - 1} were added at the end"
            return self.find(Verdict.INVALID, text, self.end["size"], self.end["size"])
        if size < self.end["size"]:
            text = f"entries {size} to {self.end['size'] - 1} are missing from the end"
            return self.find(Verdict.ROLLED_BACK, text, size, size)
        return self._check_frontier()

    def _check_frontier(self) -> None:
        told, start = bytes.fromhex(self.end["frontier"] if self.end else ""), 0
        for n, (width, peak) in enumerate(self.peaks):
            if told[HASH * n : HASH * (n + 1)] != peak:
                last = start + width - 1
                text = f"the head does not fit entries {start} to {last}: one was changed"
                return self.find(Verdict.INVALID, text, start, last)
            start += width
        return None

    def _check_heads(self, outside: Sequence[Checkpoint], size: int) -> None:
        """Hold every signed head against the entries."""
        for note in [*self.notes[-MAX_CHECKED:], *outside]:
            if note.origin != self.origin:
                self.find(Verdict.WRONG_ENV, f"a checkpoint is of another log, {note.origin}")
            elif self.key and not note.signed_by(self.key):
                self.find(
                    Verdict.BAD_SIGNATURE,
                    f"the checkpoint of size {note.size} is not signed by the key",
                )
        self._hold(outside, size)  # first, as heads in the file may have been signed again
        self._hold(self.notes, size)

    def _hold(self, heads: Sequence[Checkpoint], size: int) -> None:
        fits = [n for n in heads if n.size <= size and self.roots[n.size] == n.root]
        for note in sorted((n for n in heads if n not in fits), key=lambda n: n.size):
            kept, last = max((n.size for n in fits if n.size < note.size), default=0), note.size - 1
            if note.size <= size:
                text = f"entries {kept} to {last} are not those that were signed"
                return self.find(Verdict.DIVERGED, text, kept, last)
            text = f"of {note.size} entries signed for, those from {size} on are missing"
            text += f"; no head vouches for {kept} to {size - 1}" if kept < size else ""
            return self.find(Verdict.ROLLED_BACK, text, kept, last)
        return None

    def _check_gaps(self) -> None:
        gone = [spot for spot in self.absent if spot not in self.erased]
        back = sorted(self.present & self.erased)
        if gone:
            text = f"content {gone[0][1]!r} of entry {gone[0][0]} is gone without an erasure"
            self.find(Verdict.CONTENT_GAP, text, gone[0][0], gone[0][0])
        if back:
            text = f"content {back[0][1]!r} of entry {back[0][0]} was erased, and is there"
            self.find(Verdict.CONTENT_GAP, text, back[0][0], back[0][0])


def _fits(name: str, said: Any, commitment: str) -> bool:
    """Whether disclosed content is what the entry commits to; sealed content is taken as it is."""
    if isinstance(said, str):
        return said == "sealed"
    salt, label = bytes.fromhex(said["salt"]), name.encode("ascii")
    packed = b"\x02" + bytes([len(label)]) + label + salt + canonical(said["value"])
    return len(salt) == HASH and hashlib.sha256(packed).hexdigest() == commitment


# --- Where ledgers come from ----------------------------------------------------------------------


def from_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The items of an export."""
    for n, line in enumerate(lines):
        item = parsed(line)
        if (
            len(line) > MAX_LINE
            or not isinstance(item, dict)
            or (n == 0) != ("rhrt-ledger" in item)
        ):
            raise UnreadableError(f"line {n + 1} does not belong into an export")
        yield item


def from_database(path: Path) -> Iterator[dict[str, Any]]:
    """The items of a copy of an SQLite database, whose contents stay sealed."""
    busy = any(Path(f"{path}{tail}").exists() for tail in ("-wal", "-journal"))
    options = "mode=ro" if busy else "mode=ro&immutable=1"
    database = sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True)
    ask = database.execute
    for origin, env in ask("SELECT origin, env FROM ledger_state"):
        yield {"rhrt-ledger": 1, "origin": origin, "env": env}
    beside: dict[int, dict[str, str]] = {}
    for i, name in ask("SELECT idx, name FROM ledger_field"):
        beside.setdefault(i, {})[name] = "sealed"
    rows = ask("SELECT idx, kind, ref, re, leaf_hash, entry FROM ledger_leaf ORDER BY idx")
    for i, kind, ref, about, leaf, entry in rows:
        yield {
            "i": i,
            "kind": kind,
            "ref": ref,
            "re": about,
            "leaf": bytes(leaf).hex(),
            "entry": bytes(entry).decode("utf-8", "replace"),
            "fields": beside.get(i, {}),
        }
    for (note,) in ask("SELECT note FROM ledger_checkpoint ORDER BY size"):
        yield {"checkpoint": note}
    for size, frontier in ask("SELECT size, frontier FROM ledger_state"):
        yield {"size": size, "frontier": bytes(frontier).hex()}


def verify(
    items: Iterable[dict[str, Any]], outside: Sequence[Checkpoint] = (), key: str | None = None
) -> Report:
    """The verdict on a ledger.

    Args:
        items: from ``from_lines`` or ``from_database``.
        outside: checkpoints kept outside the log's walls.
        key: the log's verifier key, as it was given; else the one the file names is taken.
    """
    checker = Checker(read_key(key) if key else None)
    checker.read(items)
    if outside and not checker.key:
        raise UnreadableError("to use a checkpoint, give the key too")
    return checker.report(outside)


def verify_receipt(text: str, key: str, outside: Sequence[Checkpoint] = ()) -> Report:
    """The verdict on one entry's receipt."""
    head, _, note = text.partition("\n\n")
    first, extra, index, *path = [*head.split("\n"), "", "", ""][: MAX_PATH + 4]
    shape = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", index, re.ASCII)
    if first != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not shape:
        raise UnreadableError("that is not a receipt")
    siblings = [base64.b64decode(line, validate=True) for line in path if line]
    entry = base64.b64decode(extra[6:], validate=True)
    checkpoint, report = _read_note(note), Report()
    report.size, report.root = checkpoint.size, base64.b64encode(checkpoint.root).decode()
    same = [
        head for head in outside if (head.origin, head.size) == (checkpoint.origin, report.size)
    ]
    report.outside = len(same)
    if not checkpoint.signed_by(read_key(key)):
        report.findings.append(
            Finding(Verdict.BAD_SIGNATURE, "the receipt is not signed by the key")
        )
    elif parsed(entry).get("seq") != int(shape[1]) or parsed(entry)["origin"] != checkpoint.origin:
        report.findings.append(
            Finding(Verdict.INVALID, "the receipt is for another entry", int(shape[1]))
        )
    elif climb(leaf_hash(entry), int(shape[1]), checkpoint.size, siblings) != checkpoint.root:
        report.findings.append(
            Finding(Verdict.INVALID, "the proof does not lead to the signed head")
        )
    elif any(head.root != checkpoint.root for head in same):
        report.findings.append(
            Finding(Verdict.DIVERGED, "an outside checkpoint of this size differs")
        )
    return report


def climb(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root an inclusion proof leads to, or None when it has the wrong length."""
    last, rest = size - 1, list(path)
    if not 0 <= index < size or any(len(part) != HASH for part in rest):
        return None
    while last:
        if index & 1 or index < last:  # else it has no sibling and moves up as it is
            if not rest:
                return None
            node = join(rest.pop(0), node) if index & 1 else join(node, rest.pop(0))
        index, last = index >> 1, last >> 1
    return None if rest else node


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        while line := file.readline(MAX_LINE):
            yield line


def _verdict(options: argparse.Namespace) -> Report:
    outside = [note for path in options.checkpoint for note in read_notes(path.read_text("utf-8"))]
    key = options.key.read_text("utf-8") if options.key else None
    with options.file.open("rb") as file:
        start = file.read(32)
    if start.startswith(b"c2sp.org/tlog-proof"):
        if key is None:
            raise UnreadableError("to verify a receipt, give the key with --key")
        return verify_receipt(options.file.read_text("utf-8")[: MAX_LINE * 2], key, outside)
    if start.startswith(b"SQLite format 3\0"):
        return verify(from_database(options.file), outside, key)
    return verify(from_lines(_lines(options.file)), outside, key)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a program; the exit code is the verdict."""
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("file", type=Path)
    words.add_argument("--key", type=Path)
    words.add_argument("--checkpoint", type=Path, action="append", default=[])
    options = words.parse_args(arguments)
    try:
        report = _verdict(options)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        sys.stderr.write(f"Cannot verify {options.file}: {error}\n")
        return Verdict.USAGE
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return report.code


if __name__ == "__main__":
    sys.exit(main())
