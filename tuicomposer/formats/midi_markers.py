"""The markers of a file by another program: names of sections, each from the bar line that lies nearest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

MAX_MARKERS: Final = 200
"""More than these are no song form."""
MAX_NAME: Final = 60


class Marker(NamedTuple):
    """A name and where it was set."""

    tick: int
    name: str


class NamedStretch(NamedTuple):
    """Rows under one name."""

    name: str
    """Empty where no marker stands before."""
    first_row: int
    stop_row: int


def named_stretches(markers: Sequence[Marker], bar: int, before: int, rows: int) -> list[NamedStretch]:
    """Rows of one metre, cut at the bar lines nearest to the markers; of two at one bar the first counts.

    Args:
        markers: Markers with ticks counted in rows from the first of these rows.
        bar: Rows of a bar.
        before: Rows before the first bar line; a marker at that line names them too.
        rows: How many rows there are.
    """
    names: dict[int, str] = {0: ""}
    for row, name in sorted(markers, key=lambda marker: marker.tick):
        bars = max(0, (2 * (row - before) + bar) // (2 * bar))
        begins = before + bars * bar if bars else 0
        if begins < rows and not names.get(begins):
            names[begins] = name
    stops = [*sorted(names)[1:], rows]
    return [NamedStretch(names[first], first, stop) for first, stop in zip(sorted(names), stops, strict=True)]


def plain_name(text: str) -> str:
    """A marker's text as a name: one line, without blanks around it, not too long."""
    return " ".join(text.split())[:MAX_NAME].strip()
