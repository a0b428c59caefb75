"""Where the seconds of a recording fall in a song whose beats follow the playing.

The song begins with the beat in which the first note or chord sounds. Where that is no bar line, its
first rows are a pickup. The beats that were heard go on at their pace before the first and after the
last of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from tuicomposer.formats.midi_grid import best_rows_per_beat
from tuicomposer.jobs.hearing import HeardSound
from tuicomposer.score.meter import Meter
from tuicomposer.score.recording import BeatMap
from tuicomposer.score.tempo import MAX_TEMPO, MIN_TEMPO
from tuicomposer.score.ticks import TICKS_PER_BEAT

_EARLY: Final = 1 / 24
"""Beats before a beat within which what begins belongs to it: half a row of the finest grid."""
_SHORTEST: Final = 0.1
"""Seconds of the shortest beat that is believed."""
_HALF: Final = TICKS_PER_BEAT // 2
_ON_BEAT: Final = TICKS_PER_BEAT // 8
"""Ticks from a beat within which a note is on it."""
_FEW: Final = 0.03
"""Share of notes between beats that says nothing."""
_DIGITS: Final = 4
"""Tenths of a millisecond are enough."""


class Placing:
    """The beats of a song that is to be made from what was heard.

    Args:
        heard: What was heard; at least one note or chord.
        first: Seconds at which the first of it begins.
        last: Seconds at which the last of it ends.
    """

    def __init__(self, heard: HeardSound, first: float, last: float) -> None:
        beats = _believed(heard.beats)
        if len(beats) < 2:
            period = 60.0 / tempo_of(heard) * heard.quarters_per_beat
            beats = (first, first + period)
        heard_map = BeatMap(beats)
        start = math.floor(heard_map.beat_at(first) + _EARLY)
        stop = max(start + 1, math.ceil(heard_map.beat_at(last)), len(beats) - 1)
        self.meter = heard.meter
        each = heard.quarters_per_beat
        quarters = math.ceil((stop - start) * each)
        self.beats = tuple(
            round(heard_map.seconds_at(start + quarter / each), _DIGITS) for quarter in range(quarters + 1)
        )
        """Seconds of each quarter note of the song, from its first on."""
        beats_per_bar = self.meter.bar_ticks // self.meter.pulse_ticks
        self.pickup = (heard.downbeat - start) % beats_per_bar * self.meter.pulse_ticks
        """Ticks before the first bar line."""
        self._map = BeatMap(self.beats)

    def tick(self, seconds: float) -> int:
        """The tick of the song that is nearest to a moment; 0 before the song."""
        return max(0, round(self._map.beat_at(seconds) * TICKS_PER_BEAT))


class Snap:
    """Ticks on rows; what is late by more than a quarter of a row keeps its distance.

    Args:
        row: Ticks of a row.
    """

    def __init__(self, row: int) -> None:
        self.row = row

    def start(self, tick: int) -> int:
        """Where what begins at a tick is written: at most half a row away."""
        nearest = self.nearest(tick)
        return tick if self.row < 4 * (tick - nearest) else nearest

    def nearest(self, tick: int, unit: int | None = None) -> int:
        """The nearest row or multiple of a unit; of two, the later one."""
        unit = unit or self.row
        return (tick + unit // 2) // unit * unit

    def row_of(self, tick: int) -> int:
        """The row that a tick lies in."""
        return tick // self.row


def rows_per_beat(onsets: Sequence[int], meter: Meter) -> int:
    """Rows to the beat on which notes lie that do not begin on beats; four where there are hardly any.

    Notes on beats lie on any grid, and as what is heard is never quite on time, on the coarsest best of all.

    Args:
        onsets: Ticks at which notes begin.
        meter: The metre, whose bars the rows must divide.
    """
    between = [tick for tick in onsets if abs((tick + _HALF) % TICKS_PER_BEAT - _HALF) > _ON_BEAT]
    rows = best_rows_per_beat(between if len(between) > _FEW * len(onsets) else (), (meter,))
    # A dotted quarter must be whole rows, or neither a pickup nor the second beat would begin on one.
    return rows if meter.pulse_ticks * rows % TICKS_PER_BEAT == 0 else 2 * rows


def tempo_of(heard: HeardSound) -> float:
    """Quarter notes a minute as they were heard, within what a song can have."""
    tempo = heard.tempo_bpm * heard.quarters_per_beat if math.isfinite(heard.tempo_bpm) else 100.0
    return round(min(max(tempo, MIN_TEMPO), MAX_TEMPO), 2)


def _believed(beats: Iterable[float]) -> Sequence[float]:
    """The beats that follow each other at a distance that can be."""
    kept: list[float] = []
    for beat in beats:
        if math.isfinite(beat) and (not kept or beat - kept[-1] >= _SHORTEST):
            kept.append(beat)
    return tuple(kept)
