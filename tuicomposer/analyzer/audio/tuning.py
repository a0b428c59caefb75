"""How far a recording is tuned from A4 = 440 Hz."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.spectrum import SAMPLE_RATE

_WINDOW: Final = 16_384
_STEP: Final = 8_192
_LOW, _HIGH = 110.0, 2_500.0
_PEAKS: Final = 12
"""Loudest peaks of a frame that have a say."""
_LEAST: Final = 30
"""Peaks without which nothing is said of the tuning."""


def tuning_cents(samples: NDArray[np.float32]) -> float:
    """Cents above (below: negative) equal temperament on 440 Hz, -50 to 50; 0 where nothing is pitched.

    Spectral peaks are placed between the bins by a parabola through their logarithms (Smith and
    Serra 1987), and their distances from the nearest semitone averaged on a circle, louder ones
    counting more.

    Args:
        samples: (samples,) mono at SAMPLE_RATE; half a minute is plenty.
    """
    if len(samples) < _WINDOW:
        samples = np.pad(samples, (0, _WINDOW - len(samples)))
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_STEP]
    window = np.hanning(_WINDOW).astype(np.float32)
    total, count = 0.0 + 0.0j, 0
    for frame in frames:
        size = np.abs(np.fft.rfft(frame * window))
        angles, weight = _peaks(size)
        total += complex((weight * np.exp(2j * np.pi * angles)).sum())
        count += len(angles)
    if count < _LEAST or abs(total) == 0:
        return 0.0
    return float(np.angle(total) / (2 * np.pi) * 100)


def _peaks(size: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances of the loudest peaks from the nearest semitone, in semitones, and their weights."""
    low, high = int(_LOW * _WINDOW / SAMPLE_RATE), int(_HIGH * _WINDOW / SAMPLE_RATE)
    middle = size[low:high]
    at = low + np.flatnonzero((middle > size[low - 1 : high - 1]) & (middle >= size[low + 1 : high + 1]))
    at = at[size[at] > 1e-3 * max(float(middle.max()), 1e-4)]
    at = at[np.argsort(-size[at])[:_PEAKS]]
    if not len(at):
        return np.zeros(0), np.zeros(0)
    left, mid, right = (np.log(size[at + step] + 1e-12) for step in (-1, 0, 1))
    offset = 0.5 * (left - right) / np.minimum(left - 2 * mid + right, -1e-9)
    pitch = 12 * np.log2((at + np.clip(offset, -0.5, 0.5)) * SAMPLE_RATE / _WINDOW / 440)
    return pitch - np.rint(pitch), np.sqrt(size[at]).astype(np.float64)
