"""Where the rows of a canvas stand in beat, bar and piece, as the network sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.vocabulary import DISTANCES, PHASES, PULSES, RESOLUTIONS
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row

I64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """The time grid of a piece or section."""

    rows: int
    rows_per_beat: int
    bar_ticks: int
    pulse_ticks: int
    pickup: int
    """Rows before the first full bar."""


def clock_features(grid: Grid) -> I64:
    """(rows, 5) features: phase, metric level, felt beat of the bar, beats to the end, rows a beat."""
    row_ticks = ticks_per_row(grid.rows_per_beat)
    rows = np.arange(grid.rows)
    in_bar = (rows - grid.pickup) * row_ticks % grid.bar_ticks
    in_pulse = in_bar % grid.pulse_ticks
    phase = in_bar % TICKS_PER_BEAT * PHASES // TICKS_PER_BEAT
    level = np.where(in_bar % (TICKS_PER_BEAT // 2) == 0, 1, 0)
    level = np.where(in_pulse == 0, 2, level)
    level = np.where(in_bar == 0, 3, level)
    pulse = np.minimum(in_bar // grid.pulse_ticks, PULSES - 1)
    to_end = np.minimum((grid.rows - 1 - rows) * row_ticks // TICKS_PER_BEAT, DISTANCES - 1)
    resolution = np.full(grid.rows, RESOLUTIONS.index(grid.rows_per_beat))
    return np.stack([phase, level, pulse, to_end, resolution], axis=1).astype(np.int64)
