"""Sound events: what a synthesizer is told, and when."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

from tuicomposer.score.channels import DRUM_CHANNEL, MELODIC_CHANNELS

CHANNELS: Final = 80
"""Channels that a synthesizer needs: five ports of 16, for 64 lanes and the audition."""
AUDITION_CHANNEL: Final = CHANNELS - 1
"""Where single notes are tried out, so that they never cut a note of the song."""
TAKE_CHANNEL: Final = CHANNELS - 2
"""Where a recording sounds beside the song."""
METRONOME_CHANNEL: Final = 16 + DRUM_CHANNEL
"""Where the metronome strikes: no lane uses it, lanes with drums neither."""

VOLUME: Final = 7
PAN: Final = 10
ALL_SOUND_OFF: Final = 120
"""The controller that ends all notes of a channel without their release."""


class Kind(IntEnum):
    """What an event does, in the order in which events of one moment are carried out."""

    NOTE_OFF = 0
    PROGRAM = 1
    CONTROL = 2
    NOTE_ON = 3


class SoundEvent(NamedTuple):
    """One instruction to a synthesizer; sorts by time, then by kind."""

    tick: int
    kind: Kind
    channel: int
    number: int
    """Pitch, program or controller."""
    value: int = 0
    """Velocity or controller value."""


class TimedEvent(NamedTuple):
    """A sound event with the synth time, in seconds, at which it is due."""

    at: float
    event: SoundEvent


def lane_channel(lane: int, *, drums: bool = False) -> int:
    """Channel of a lane: one each, never a drum channel, except that lanes with drums share that.

    The first 15 lanes use the 16 channels of plain MIDI. Further lanes go on to the next port of
    16 instead of sharing, so that each keeps a program, volume and pan of its own.
    """
    if drums:
        return DRUM_CHANNEL
    port, index = divmod(lane, len(MELODIC_CHANNELS))
    return port * 16 + MELODIC_CHANNELS[index]
