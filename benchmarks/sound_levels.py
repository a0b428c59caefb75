"""Levels, silence and brightness of sound, as pure functions of samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
"""(frames,) from -1 to 1."""

QUIET_DBFS = -60.0
"""Level below which a tenth of a second counts as silent."""
STEP_SECONDS = 0.1
_FLOOR = 1e-7


def dbfs(amplitude: float) -> float:
    """Decibels of an amplitude against full scale, which is 1."""
    return float(20 * np.log10(max(amplitude, _FLOOR)))


def rms(samples: Samples) -> float:
    """Root of the mean square, 0 to 1; 0 of nothing."""
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def quiet_steps(samples: Samples, rate: int) -> NDArray[np.bool_]:
    """Whether each whole step of :data:`STEP_SECONDS` is silent."""
    step = round(STEP_SECONDS * rate)
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    level = 20 * np.log10(np.maximum(np.sqrt(np.mean(np.square(whole), axis=1)), _FLOOR))
    return np.asarray(level < QUIET_DBFS)


def longest_run(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run that is true."""
    longest = run = 0
    for flag in flags.tolist():
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def spectral_centroid(samples: Samples, rate: int, size: int = 4096) -> float:
    """Mean frequency in Hz, weighted by magnitude, over windowed frames (Peeters 2004, section 6.1.1)."""
    frames = samples[: len(samples) // size * size].reshape(-1, size) * np.hanning(size)
    magnitude = np.abs(np.fft.rfft(frames, axis=1)).sum(axis=0)
    return float(magnitude @ np.fft.rfftfreq(size, 1 / rate) / max(magnitude.sum(), _FLOOR))


def drop_before(samples: Samples, rate: int, end: float, beat: float) -> float:
    """Decibels by which the last half beat before an end is softer than the beat before it.

    Args:
        samples: The sound.
        rate: Frames a second.
        end: Seconds from the start to the end of the phrase.
        beat: Seconds of a beat.
    """
    before, last, stop = (max(0, round((end - back * beat) * rate)) for back in (1.5, 0.5, 0.0))
    return dbfs(rms(samples[before:last])) - dbfs(rms(samples[last:stop]))
