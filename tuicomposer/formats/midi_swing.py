"""Swing taken out again: from the times at which a file of this program plays to the written rows."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tuicomposer.formats.midi_grid import MarkedSection
from tuicomposer.score.flow import Flow
from tuicomposer.score.swing import Swing


class _Stretch(NamedTuple):
    """A section as it was written and as it is played."""

    written: int
    """Tick at which it starts."""
    played: float
    flow: Flow
    row_ticks: int


class Straightening:
    """Played ticks to written ones.

    What was written on a row comes back on its row; what was written between rows, within a tick.

    Args:
        marks: The sections, at the ticks at which they are played; the first at 0.
        swing: The song's swing.
        tempo: Any tempo.
    """

    def __init__(self, marks: Sequence[MarkedSection], swing: Swing, tempo: float) -> None:
        self._starts = [mark.tick for mark in marks]
        self._stretches: list[_Stretch] = []
        written, played = 0, 0.0
        for mark, stop in zip(marks, [*self._starts[1:], None], strict=True):
            frame = mark.frame
            anchor = frame.pickup * frame.row_ticks
            flow = Flow(tempo, frame.swing or swing, anchor, frame.meter.pulse_ticks)
            self._stretches.append(_Stretch(written, played, flow, frame.row_ticks))
            if stop is not None:
                length = round(flow.written(stop - played) / frame.row_ticks) * frame.row_ticks
                written, played = written + length, played + flow.played(length)

    def written(self, tick: int) -> int:
        """The written tick of a played one."""
        stretch = self._stretches[max(0, bisect_right(self._starts, tick) - 1)]
        guess = stretch.flow.written(tick - stretch.played)
        near = range(math.floor(guess) - 2, math.ceil(guess) + 3)
        fitting = [at for at in near if round(stretch.played + stretch.flow.played(at)) == tick]
        best = min(fitting or near, key=lambda at: (at % stretch.row_ticks != 0, abs(at - guess)))
        return stretch.written + best
