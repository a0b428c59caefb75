"""Whether a sound device still takes samples."""

from __future__ import annotations

from typing import Final

from tuicomposer.playback.clock import Clock
from tuicomposer.playback.synth import Synth

PATIENCE: Final = 2.0
"""Seconds without a new sample after which a device is taken to be gone."""


class Pulse:
    """Compares the time of a synthesizer with a clock: on a device that is gone it stands still.

    Args:
        synth: The synthesizer.
        clock: Any clock that goes on.
    """

    def __init__(self, synth: Synth, clock: Clock) -> None:
        self._synth, self._clock = synth, clock
        self._last, self._seen = synth.time(), clock.now()

    def stopped(self) -> bool:
        """Whether no sample was taken since it was asked last, nor for some seconds."""
        time, now = self._synth.time(), self._clock.now()
        if time != self._last:
            self._last, self._seen = time, now
        return bool(self._synth.device) and now - self._seen > PATIENCE
