"""Faults of part-writing, counted on sounding pitches."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.vocabulary import VOICES

I64 = NDArray[np.int64]


class Parallel(NamedTuple):
    """Two voices that move in parallel fifths, octaves or unisons."""

    row: int
    """Row of the second interval."""
    upper: int
    lower: int
    interval: int
    """0 for octaves and unisons, 7 for fifths."""


def parallels(heard: I64) -> list[Parallel]:
    """Parallel fifths and octaves of sounding pitches.

    Both voices move from one row to the next, and the interval modulo an octave is a perfect
    fifth or an octave before and after (the prohibition of species counterpoint, J. J. Fux).

    Args:
        heard: (rows, 4) sounding MIDI pitches, -1 for rests.
    """
    before, after = heard[:-1], heard[1:]
    moved = (before != after) & (before >= 0) & (after >= 0)
    found = []
    for upper in range(VOICES):
        for lower in range(upper + 1, VOICES):
            first = (before[:, upper] - before[:, lower]) % 12
            second = (after[:, upper] - after[:, lower]) % 12
            same = moved[:, upper] & moved[:, lower] & (first == second) & np.isin(second, (0, 7))
            found += [Parallel(int(row) + 1, upper, lower, int(second[row])) for row in np.flatnonzero(same)]
    return found


def voice_pair_moves(heard: I64) -> int:
    """How often two voices move together: what parallels are counted against."""
    moved = (heard[:-1] != heard[1:]) & (heard[:-1] >= 0) & (heard[1:] >= 0)
    together = moved.sum(axis=1)
    return int((together * (together - 1) // 2).sum())
