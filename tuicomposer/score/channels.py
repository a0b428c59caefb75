"""Which MIDI channel each lane sounds on."""

from __future__ import annotations

from typing import Final

DRUM_CHANNEL: Final = 9
"""General MIDI's percussion channel, counted from 0; lanes never use it."""
MELODIC_CHANNELS: Final = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)


def channels(lane_count: int) -> tuple[int, ...]:
    """Channel of each lane, counted from 0; more than 15 lanes share channels in turn."""
    return tuple(MELODIC_CHANNELS[lane % len(MELODIC_CHANNELS)] for lane in range(lane_count))
