"""Ticks to seconds as people play: a tempo that drifts from beat to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuicomposer.score.ticks import TICKS_PER_BEAT

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Tempo:
    """A map of ticks to seconds, a straight line between its knots."""

    ticks: F64
    seconds: F64

    def at(self, ticks: F64) -> F64:
        """Seconds of ticks."""
        result: F64 = np.interp(ticks, self.ticks, self.seconds)
        return result


def drawn_tempo(length: int, tempo: float, lead: float, rng: np.random.Generator) -> Tempo:
    """A tempo for some ticks: steady as a machine, or alive.

    Args:
        length: Ticks.
        tempo: Quarter notes a minute.
        lead: Seconds before the first tick.
        rng: Source of choices.
    """
    beats = -(-length // TICKS_PER_BEAT) + 2
    drift = float(rng.choice([0.0, 0.0, 0.004, 0.012, 0.025]))
    steps = rng.normal(0, drift, beats)
    walk = np.cumsum(steps) - 0.1 * np.cumsum(np.cumsum(steps)) / max(1, beats)
    rate = np.exp(np.clip(walk, -0.25, 0.25))
    if drift and rng.random() < 0.3:
        rate[-4:] *= np.linspace(1.0, 1.5, 4)[: len(rate[-4:])]
    seconds = lead + np.concatenate([[0.0], np.cumsum(60 / tempo * rate)])
    return Tempo(np.arange(float(beats + 1)) * TICKS_PER_BEAT, seconds.astype(np.float64))
