"""What is heard in a recording, as frozen values, and who hears it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.score.chord import Chord
from tuicomposer.score.meter import Meter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_BEATS = 10
"""Beats in a bar that can be written in compound metres, too."""
Samples: TypeAlias = "NDArray[np.float32]"
"""Mono samples in order of time, of shape (samples,)."""


class HeardNote(NamedTuple):
    """A note that was heard."""

    start_s: float
    """Seconds from the first sample."""
    end_s: float
    """After ``start_s``."""
    pitch: int
    """MIDI number."""
    velocity: int
    """MIDI velocity, 1 to 127."""
    confidence: float
    """0 to 1."""


class HeardChord(NamedTuple):
    """A chord that was heard; ``N.C.`` where there is none."""

    start_s: float
    end_s: float
    chord: Chord
    confidence: float


@dataclass(frozen=True, slots=True)
class HeardSound:
    """What was heard in a recording; times in seconds from the first sample."""

    seconds: float
    """Length of the recording."""
    tuning_cents: float
    """How much higher than A4 = 440 Hz the music is tuned."""
    tempo_bpm: float
    """Beats a minute, the median; a beat is a dotted quarter note in compound metres, else a quarter note."""
    beats: tuple[float, ...]
    """Seconds of every beat, following the playing."""
    downbeat: int
    """Index of the first beat that begins a bar."""
    beats_per_bar: int
    keys: tuple[KeyGuess, ...]
    """Most likely first."""
    chords: tuple[HeardChord, ...]
    """Each begins where the one before ends."""
    melody: tuple[HeardNote, ...]
    notes: tuple[HeardNote, ...]
    """All notes, the melody's included."""
    compound: bool = False
    """Whether each beat is divided in three, as in 6/8."""

    @property
    def meter(self) -> Meter:
        """The metre throughout; 4/4 where there is none that could be written."""
        beats = self.beats_per_bar if 1 <= self.beats_per_bar <= _MOST_BEATS else 4
        return Meter(3 * beats, 8) if self.compound else Meter(beats, 4)

    @property
    def quarters_per_beat(self) -> float:
        """Quarter notes in a beat."""
        return 1.5 if self.compound else 1.0


class SoundListener(Protocol):
    """Hears notes, chords, key and beat in samples. Called from one thread at a time."""

    @property
    def sample_rate(self) -> int:
        """Samples a second that it wants."""
        ...

    def listen(
        self, blocks: Iterable[Samples], token: CancelToken, progress: Callable[[float], None]
    ) -> HeardSound:
        """What is heard.

        Args:
            blocks: Mono samples at :attr:`sample_rate`, of any block lengths; asked for one at a time.
            token: Asked often.
            progress: Told which share of the work that follows the last block is done, 0 to 1; whoever
                gives the blocks knows the rest.

        Raises:
            Cancelled: The token was cancelled.
        """
        ...
