"""Where a tune breathes: its notes grouped into phrases.

After the Grouper of Temperley, The Cognition of Basic Musical Structures (2001), chapter 3: a phrase ends
where there is a gap, has a usual number of notes, and begins at the same place of the bar as the one before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Protocol

USUAL_NOTES: Final = 9
LONGEST: Final = 24
"""Notes of a phrase at most."""
_ODD_LENGTH: Final = 1.4
"""What a phrase of half or twice the usual number of notes costs, in mean distances between onsets."""
_ODD_PLACE: Final = 3.0
"""What it costs to begin elsewhere in the bar than the phrase before; half a bar away costs half."""


class Sounding(Protocol):
    """A note with its first tick and the tick after its last."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def phrase_starts(notes: Sequence[Sounding], bar_ticks: int) -> tuple[int, ...]:
    """Indices of the notes with which phrases begin; the first note is the first of them.

    Args:
        notes: The tune, one note at a time, in order.
        bar_ticks: Length of a bar.
    """
    if not notes:
        return ()
    gaps, best, came = _gaps(notes), [0.0], [0]
    for stop in range(1, len(notes) + 1):
        options = (
            (best[start] + _worth(notes, gaps, start, stop, bar_ticks), start)
            for start in range(max(0, stop - LONGEST), stop)
        )
        worth, start = max(options)
        best.append(worth)
        came.append(start)
    starts, at = [], len(notes)
    while at:
        at = came[at]
        starts.append(at)
    return tuple(reversed(starts))


def _gaps(notes: Sequence[Sounding]) -> list[float]:
    """Of each note: time since the onset before and since its release, in mean distances of onsets."""
    whole = notes[-1].start - notes[0].start
    mean = whole / (len(notes) - 1) if whole else 1.0
    later = (
        (note.start - before.start + max(0, note.start - before.end)) / mean
        for before, note in pairwise(notes)
    )
    return [0.0, *later]


def _worth(notes: Sequence[Sounding], gaps: list[float], start: int, stop: int, bar_ticks: int) -> float:
    """What it is worth to have a phrase of the notes from ``start`` up to ``stop``."""
    length = _ODD_LENGTH * abs(math.log2((stop - start) / USUAL_NOTES))
    if stop == len(notes):
        return -length
    moved = (notes[stop].start - notes[start].start) % bar_ticks
    place = _ODD_PLACE * (0.5 if 2 * moved == bar_ticks else 1.0) if moved else 0.0
    return gaps[stop] - length - place
