"""What the metronome counts before the music begins."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from tuicomposer.score.song import Song
from tuicomposer.score.ticks import seconds
from tuicomposer.tui.ports import Playhead

EARLY = 0.03
"""Seconds by which a beat is shown early. The player waits as long before it begins, counting or not."""


class Count(NamedTuple):
    """Where counting has come to."""

    beat: int
    """The beat of its bar that is struck, from 1."""
    bars: int
    """Bars until the music begins, this one included."""

    def __str__(self) -> str:
        """As it is shown: the beats of this bar so far, and how many bars are still counted."""
        beats = " ".join(map(str, range(1, self.beat + 1)))
        return f"count-in {beats}" if self.bars == 1 else f"count-in, {self.bars} bars: {beats}"


def counted(song: Song, head: Playhead) -> Count | None:
    """What is counted now; ``None`` where nothing is, or where the music is about to begin."""
    if not head.playing or head.ahead <= EARLY or not 0 <= head.section < len(song.sections):
        return None
    meter = song.sections[head.section].meter
    beats = meter.bar_ticks // meter.pulse_ticks
    left = ceil((head.ahead - EARLY) / seconds(meter.pulse_ticks, song.flow(head.section).tempo))
    return Count(beats - (left - 1) % beats, -(-left // beats))
