"""On which rows the notes of a file stand that does not say so: the nearest ones.

A note keeps its time; what is left between it and its row is its offset, negative where it is early. Where
a whole file lies beside its rows, as when a player is ahead of the click, the nearest row is that of the
onset less this constant.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence
from typing import Final

from tuicomposer.formats.midi_grid import Grid
from tuicomposer.formats.midi_notes import Part, RawNote

_GATHERED: Final = 0.5
"""Mean vector on the circle of a row from which onsets have a constant distance from their rows."""


def lag_of(onsets: Sequence[int], row: int) -> float:
    """By how many ticks most onsets are late for their rows, early where negative; 0 where they scatter.

    Args:
        onsets: Ticks.
        row: Ticks of a row; the answer is at most half of it.
    """
    turn = 2j * math.pi / row
    mean = sum((cmath.exp(turn * onset) for onset in onsets), 0j) / max(1, len(onsets))
    return cmath.phase(mean) * row / (2 * math.pi) if abs(mean) >= _GATHERED else 0.0


def on_nearest_rows(part: Part, grid: Grid, lag: float) -> None:
    """Tell of every note of a part whether it is early for the next row; of two as near, it is that one.

    A note that is early for the first row of a section begins with the section.

    Args:
        part: Its notes are changed.
        grid: The rows.
        lag: By how many ticks all notes are late, as :func:`lag_of` tells.
    """
    part.notes = [_on_nearest_row(note, grid, lag) for note in part.notes]


def _on_nearest_row(note: RawNote, grid: Grid, lag: float) -> RawNote:
    stretch = grid.stretches[grid.stretch_at(note.start)]
    row = stretch.frame.row_ticks
    at, inside = divmod(note.start - stretch.start, row)
    if 2 * (inside - lag) < row:
        return note._replace(early=False)
    if at < stretch.frame.length - 1:
        return note._replace(early=True)
    if stretch.stop >= min(note.end, grid.stop):
        return note._replace(early=False)
    return note._replace(start=stretch.stop, early=False)


def with_rows_of_their_own(line: Iterable[RawNote], grid: Grid) -> list[RawNote]:
    """The notes of a single line; of two that have the same nearest row, the first goes to the one before.

    Else the line would be divided.
    """
    found: list[RawNote] = []
    for note in line:
        before = found[-1] if found else None
        if before is not None and before.early and grid.row_of(before) == grid.row_of(note):
            taken = grid.row_of(found[-2]) if len(found) > 1 else -1
            if taken < grid.row(before.start):
                found[-1] = before._replace(early=False)
        found.append(note)
    return found
