"""Lanes: the columns of the grid, one voice each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tuicomposer.errors import EditError
from tuicomposer.score.text import visible


class Role(StrEnum):
    """What a lane is for; the generator reads it, the mixer does not."""

    CHORDS = "chords"
    MELODY = "melody"
    HARMONY = "harmony"
    BASS = "bass"
    COMP = "comp"
    """Comping: chords struck or broken by a pattern."""
    DRUMS = "drums"
    """The General MIDI drum kit: pitches are its keys."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lane:
    """One voice: monophonic, except that a chord lane sounds whole chords."""

    name: str
    role: Role = Role.OTHER
    program: int = 0
    """General MIDI program, 0 (grand piano) to 127."""
    volume: int = 100
    """MIDI volume, 0 to 127."""
    pan: int = 64
    """MIDI pan, 0 (left) to 127 (right)."""
    muted: bool = False
    solo: bool = False
    locked: bool = False
    """The generator never writes a locked lane."""

    def __post_init__(self) -> None:
        numbers = (self.program, self.volume, self.pan)
        if not all(0 <= number <= 127 for number in numbers):
            raise EditError(
                f"Lane “{visible(self.name)}” has program, volume and pan {numbers}.",
                "Each of them goes from 0 to 127.",
            )
