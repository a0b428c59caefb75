"""The recording that a song was heard in: its file, and when in it each beat of the song sounds."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tuicomposer.errors import EditError
from tuicomposer.score.ticks import TICKS_PER_BEAT

LONGEST: Final = 4 * 3600.0
"""Seconds within which all beats lie."""
SHORTEST_BEAT: Final = 0.02


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording beside a song.

    Raises:
        EditError: The beats are too few, or do not rise.
    """

    file: str
    """Path of the audio file; one that is not absolute is looked for beside the song's."""
    beats: tuple[float, ...]
    """Seconds in the recording at which each quarter note of the song begins, from tick 0 on; two or more."""
    followed: bool = True
    """Whether the song is played at the recording's pace, rather than at its own tempo."""

    def __post_init__(self) -> None:
        if len(self.beats) < 2 or not all(map(math.isfinite, self.beats)):
            raise EditError("A recording has fewer than two beats.", "Import the recording again.")
        if max(abs(self.beats[0]), abs(self.beats[-1])) > LONGEST or any(
            after - before < SHORTEST_BEAT for before, after in pairwise(self.beats)
        ):
            raise EditError("The beats of a recording do not follow each other.", "Import it again.")

    @property
    def ticks(self) -> int:
        """Ticks of the song that have beats."""
        return (len(self.beats) - 1) * TICKS_PER_BEAT


class BeatMap:
    """Times of beats and beats of times; before the first and after the last the pace goes on.

    Args:
        beats: Seconds of each beat, strictly rising; two or more.
    """

    def __init__(self, beats: Sequence[float]) -> None:
        self._beats = tuple(beats)

    def beat_at(self, seconds: float) -> float:
        """The beat, counted from 0 with fractions, that a moment lies at."""
        at = self._piece(bisect_right(self._beats, seconds) - 1)
        start, end = self._beats[at], self._beats[at + 1]
        return at + (seconds - start) / (end - start)

    def seconds_at(self, beat: float) -> float:
        """The moment of a beat, fractions included."""
        at = self._piece(math.floor(beat))
        start, end = self._beats[at], self._beats[at + 1]
        return start + (beat - at) * (end - start)

    def _piece(self, index: int) -> int:
        return max(0, min(index, len(self._beats) - 2))
