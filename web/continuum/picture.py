"""The picture of the continuum: the levels as the panes of a windscreen, and as a stack for phones.

Everything comes from the pack's levels, however many there are. A level's mark has a shape of its
own, so that nothing hangs on colour; the page repeats the picture in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap

from rhrt.pack.model import Level, Pack

CENTRE_X, CENTRE_Y = 480, 452
OUTER, INNER = 440, 138
GAP = 0.012
"""Half the space between two panes, as an angle."""

NAME_LETTERS, WHO_LETTERS = 17, 26
NAME_LINE, WHO_LINE = 24, 22
STACK_WIDTH = 344
STACK_NAME_LETTERS, STACK_WHO_LETTERS = 27, 35
STACK_LINE = 22
MARK = 44
"""How wide the mark of a level is drawn."""


@dataclass(frozen=True)
class Line:
    """A line of text, and where it begins or has its middle."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Pane:
    """One level: its outline, the place of its mark, its name and who responds.

    Args:
        foot: What stands over who responds, where that is away from the name.
    """

    level: Level
    outline: str
    mark_x: float
    mark_y: float
    name: list[Line]
    foot: Line
    who: list[Line]


@dataclass(frozen=True)
class Picture:
    """The panes and the size of the whole."""

    width: int
    height: int
    panes: list[Pane]
    says: str


def windscreen(pack: Pack) -> Picture:
    """Return the levels as the panes of a fan, with who responds in columns under it."""
    panes = [_pane(level, at, len(pack.levels)) for at, level in enumerate(pack.levels)]
    lowest = max(line.y for pane in panes for line in (*pane.who, *pane.name))
    return Picture(2 * CENTRE_X, round(lowest + WHO_LINE), panes, in_words(pack))


def stack(pack: Pack) -> Picture:
    """Return the levels under each other, as a telephone has room for them."""
    panes, top = [], 2
    for level in pack.levels:
        pane, height = _storey(level, top)
        panes.append(pane)
        top += height + 8
    return Picture(STACK_WIDTH, top, panes, in_words(pack))


def in_words(pack: Pack) -> str:
    """Return all that the picture shows, as one text."""
    said = (f"Level {one.number}: {one.name}. Who responds: {one.who}" for one in pack.levels)
    return " ".join(text if text.endswith(".") else f"{text}." for text in said)


def _pane(level: Level, at: int, count: int) -> Pane:
    wide = pi / count
    begins, ends = pi - wide * at - GAP, pi - wide * (at + 1) + GAP
    middle = (begins + ends) / 2
    x, y = _on_circle((OUTER + INNER) / 2, middle)
    lines = wrap(level.name, NAME_LETTERS)
    top = y - (MARK + NAME_LINE * len(lines)) / 2
    column = 2 * CENTRE_X / count
    return Pane(
        level,
        _ring(begins, ends),
        x - MARK / 2,
        top - MARK / 4,
        [Line(x, top + MARK + NAME_LINE * (n + 0.8), text) for n, text in enumerate(lines)],
        Line(column * at + column / 2, CENTRE_Y + 54, f"Level {level.number}: who responds"),
        [
            Line(column * at + column / 2, CENTRE_Y + 78 + WHO_LINE * n, text)
            for n, text in enumerate(wrap(level.who, WHO_LETTERS))
        ],
    )


def _ring(begins: float, ends: float) -> str:
    """Return the outline of a part of a ring, from one angle to a smaller one."""
    (a, b), (c, d) = _on_circle(OUTER, begins), _on_circle(OUTER, ends)
    (e, f), (g, h) = _on_circle(INNER, ends), _on_circle(INNER, begins)
    return (
        f"M{a:.1f} {b:.1f}A{OUTER} {OUTER} 0 0 1 {c:.1f} {d:.1f}"
        f"L{e:.1f} {f:.1f}A{INNER} {INNER} 0 0 0 {g:.1f} {h:.1f}z"
    )


def _on_circle(radius: float, angle: float) -> tuple[float, float]:
    return CENTRE_X + radius * cos(angle), CENTRE_Y - radius * sin(angle)


def _storey(level: Level, top: float) -> tuple[Pane, int]:
    """Return a level as a band that begins at a height, and how high the band is."""
    left = MARK + 28
    names = wrap(level.name, STACK_NAME_LETTERS)
    who = wrap(level.who, STACK_WHO_LETTERS)
    height = STACK_LINE * (len(names) + len(who)) + 26
    first = top + 26
    below = first + STACK_LINE * len(names) + 2
    pane = Pane(
        level,
        f"M1 {top}h{STACK_WIDTH - 2}v{height}H1z",
        14,
        top + 12,
        [Line(left, first + STACK_LINE * n, text) for n, text in enumerate(names)],
        Line(left, first, ""),
        [Line(left, below + STACK_LINE * n, text) for n, text in enumerate(who)],
    )
    return pane, height
