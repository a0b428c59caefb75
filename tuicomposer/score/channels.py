"""Which MIDI channel each lane sounds on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tuicomposer.score.lane import Lane, Role

DRUM_CHANNEL: Final = 9
"""General MIDI's percussion channel, counted from 0; lanes with drums share it."""
MELODIC_CHANNELS: Final = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)


def channels(lanes: Sequence[Lane]) -> tuple[int, ...]:
    """Channel of each lane, counted from 0; more than 15 lanes share channels in turn, drums one."""
    return tuple(
        DRUM_CHANNEL if lane.role is Role.DRUMS else MELODIC_CHANNELS[index % len(MELODIC_CHANNELS)]
        for index, lane in enumerate(lanes)
    )
