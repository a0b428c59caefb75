"""The tempo map: when each tick of a song's order is played."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from tuicomposer.score.flow import Flow
from tuicomposer.score.song import Song


class Stretch(NamedTuple):
    """A stretch of ticks with one flow."""

    start: int
    """Tick of the song at which it starts."""
    seconds: float
    """Seconds from the song's start to its start."""
    played: float
    """Ticks from the song's start at which its start is played."""
    flow: Flow


class TempoMap:
    """Times of ticks and ticks of times. Ticks before the song and after it go on in the same flow.

    Args:
        parts: Length in ticks and flow of each stretch, in order; at least one.
    """

    def __init__(self, parts: Iterable[tuple[int, Flow]]) -> None:
        self.stretches: list[Stretch] = []
        tick, seconds, played = 0, 0.0, 0.0
        for length, flow in parts:
            self.stretches.append(Stretch(tick, seconds, played, flow))
            tick, seconds, played = (
                tick + length,
                seconds + flow.seconds(length),
                played + flow.played(length),
            )
        self.ticks = tick
        """Length of all stretches together."""
        self._starts = [stretch.start for stretch in self.stretches]
        self._times = [stretch.seconds for stretch in self.stretches]

    def seconds_at(self, tick: int) -> float:
        """Seconds from the song's start to a tick."""
        stretch = self._stretch(tick)
        return stretch.seconds + stretch.flow.seconds(tick - stretch.start)

    def played_at(self, tick: int) -> int:
        """The tick at which a tick is played: later than it is written where the music swings."""
        stretch = self._stretch(tick)
        return round(stretch.played + stretch.flow.played(tick - stretch.start))

    def tick_at(self, seconds: float) -> int:
        """The last tick that has come after so many seconds, give or take one for rounding."""
        stretch = self.stretches[max(0, bisect_right(self._times, seconds) - 1)]
        return stretch.start + stretch.flow.tick_at(seconds - stretch.seconds)

    def tempo_at(self, tick: int) -> float:
        """Quarter notes a minute at a tick."""
        return self._stretch(tick).flow.tempo

    def _stretch(self, tick: int) -> Stretch:
        return self.stretches[max(0, bisect_right(self._starts, tick) - 1)]


def tempo_map(song: Song) -> TempoMap:
    """The tempo map of a song's order."""
    return TempoMap(song.flows())


def steady(tempo: float, ticks: int) -> TempoMap:
    """The tempo map of one stretch without swing."""
    return TempoMap([(ticks, Flow(tempo))])
