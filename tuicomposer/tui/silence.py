"""The player while there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tuicomposer.score.chord import Chord
from tuicomposer.score.song import Song

if TYPE_CHECKING:
    from tuicomposer.playback.take import Take
    from tuicomposer.playback.transport import LoopRange, When


class Resting(NamedTuple):
    """A playhead that does not move."""

    playing: bool = False
    section: int = 0
    row: int = 0
    passage: int = 0
    tick: int = 0
    ahead: float = 0.0
    loop: tuple[int, int] | None = None
    queued: int | None = None
    at: float = 0.0


class Silence:
    """A player that never sounds and never plays."""

    playhead = Resting()

    def set_song(self, song: Song) -> None:
        """Nothing is played."""

    def play(self, tick: int | None = None, count_in: int = 0) -> None:
        """Nothing is played."""

    def metronome(self, *, on: bool) -> None:
        """Nothing is struck."""

    def take(self, take: Take | None) -> None:
        """Nothing is played."""

    def stop(self) -> None:
        """Nothing sounds."""

    def loop(self, loop: LoopRange | None) -> None:
        """Nothing is repeated."""

    def queue(self, passage: int | None, when: When) -> None:
        """Nothing comes next."""

    def audition(self, lane: int, sound: int | Chord) -> None:
        """Nothing sounds."""

    def hold(self, lane: int, pitch: int) -> None:
        """Nothing sounds."""

    def let_go(self, pitches: Sequence[int]) -> None:
        """Nothing is held."""

    def row(self, tick: int) -> None:
        """Nothing sounds."""

    def close(self) -> None:
        """Nothing is open."""
