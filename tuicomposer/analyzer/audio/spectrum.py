"""The front end: log-frequency spectra of a recording, in two resolutions, fifty times a second.

The fine spectrum has three bins a semitone and long windows, as a constant-Q transform has them
(Brown 1991), taken from three Fourier transforms: it tells pitches apart. The fast one has one
band a semitone and short windows: it tells when a note begins. Both are decibels below the
loudest, as bytes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SAMPLE_RATE: Final = 22_050
HOP: Final = 441
FRAME_RATE: Final = SAMPLE_RATE / HOP
"""Frames a second: 50."""
LOWEST: Final = 24
"""MIDI pitch of the lowest semitone, C1."""
PITCHES: Final = 84
"""Semitones in which notes are looked for: C1 to B7."""
BANDS: Final = 98
"""Semitones of the spectra: to the highest below half the sample rate."""
BINS_PER_SEMITONE: Final = 3
FINE: Final = BANDS * BINS_PER_SEMITONE
CHANNELS: Final = FINE + BANDS
CHORD_STRIDE: Final = 4
"""Frames of one chord step: twelve and a half steps a second."""
RANGE_DB: Final = 80.0
"""Decibels below the loudest that are told apart."""

_WINDOWS: Final = ((8192, 0.0, 330.0), (4096, 330.0, 1100.0), (2048, 1100.0, 1e9))
"""Window in samples, and the frequencies that are read from it."""
FAST_WINDOW: Final = 1024
MARGIN: Final = 8192 // 2
"""Samples on each side of a frame's middle that it sees."""
_CHUNK: Final = 256
_FLOOR: Final = 1e-13
_QUIETEST_DB: Final = -45.0
"""The loudest bin of music is not taken to be below this; so silence stays silent."""


class Spectrum(NamedTuple):
    """Powers in decibels of each frame."""

    fine: F32
    """(frames, FINE)."""
    fast: F32
    """(frames, BANDS)."""


def spectrum(samples: F32, cents: float = 0.0) -> Spectrum:
    """Spectra of mono samples; frame *i* is centred on sample ``i * HOP``.

    Args:
        samples: (samples,) at SAMPLE_RATE.
        cents: How far the music is tuned above A4 = 440 Hz; the bins follow it.
    """
    count = max(1, -(-len(samples) // HOP))
    padded = np.pad(samples.astype(np.float32, copy=False), (MARGIN, MARGIN + count * HOP - len(samples)))
    fine = np.empty((count, FINE), np.float32)
    fast = np.empty((count, BANDS), np.float32)
    bank = _banks(round(cents))
    for start in range(0, count, _CHUNK):
        stop = min(count, start + _CHUNK)
        for size, into, used, weights in bank:
            seen = np.fft.rfft(_frames(padded, size, start, stop) * _hann(size), axis=1)[:, used]
            target = fast if into is None else fine[:, into]
            target[start:stop] = (seen.real**2 + seen.imag**2) @ weights
    return Spectrum(_decibels(fine), _decibels(fast))


def levels(seen: Spectrum) -> U8:
    """Both spectra as bytes: 255 for the loudest, 0 for RANGE_DB below it or less.

    Returns:
        (frames, CHANNELS).
    """
    return np.concatenate([_bytes(seen.fine), _bytes(seen.fast)], axis=1)


def _bytes(values: F32) -> U8:
    loudest = max(float(np.quantile(values, 0.9995)), _QUIETEST_DB)
    scaled = (values - loudest + RANGE_DB) * (255 / RANGE_DB)
    result: U8 = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return result


def _decibels(power: F32) -> F32:
    result: F32 = (10 * np.log10(power + _FLOOR)).astype(np.float32)
    return result


def _frames(padded: F32, size: int, start: int, stop: int) -> F32:
    first = start * HOP + MARGIN - size // 2
    view: F32 = np.lib.stride_tricks.sliding_window_view(
        padded[first : first + (stop - start - 1) * HOP + size], size
    )
    hops: F32 = view[::HOP]
    return hops


@lru_cache(maxsize=8)
def _hann(size: int) -> F32:
    # Scaled so that a sine of amplitude 1 has power 1 in every window.
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    scaled: F32 = (window * 2 / window.sum()).astype(np.float32)
    return scaled


@lru_cache(maxsize=16)
def _banks(cents: int) -> tuple[tuple[int, slice | None, slice, F32], ...]:
    """Windows, the bins they fill (``None``: fast), the Fourier bins used, (Fourier bins, bins) weights."""
    steps = (np.arange(FINE) - BINS_PER_SEMITONE // 2) / BINS_PER_SEMITONE
    centres = _frequency(LOWEST + steps, cents)
    found: list[tuple[int, slice | None, slice, F32]] = []
    for size, low, high in _WINDOWS:
        inside = np.flatnonzero((centres >= low) & (centres < high))
        spacing = centres[inside] * (2 ** (1 / 12 / BINS_PER_SEMITONE) - 1)
        weights = _triangles(centres[inside], spacing, size)
        found.append((size, slice(int(inside[0]), int(inside[-1]) + 1), *_used(weights)))
    bands = _frequency(LOWEST + np.arange(float(BANDS)), cents)
    found.append((FAST_WINDOW, None, *_used(_triangles(bands, bands * (2 ** (1 / 12) - 1), FAST_WINDOW))))
    return tuple(found)


def _used(weights: F32) -> tuple[slice, F32]:
    rows = np.flatnonzero(weights.any(axis=1))
    kept = slice(int(rows[0]), int(rows[-1]) + 1)
    return kept, np.ascontiguousarray(weights[kept])


def _frequency(pitch: NDArray[np.float64], cents: int) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 440.0 * 2 ** ((pitch - 69 + cents / 100) / 12)
    return result


def _triangles(centres: NDArray[np.float64], spacing: NDArray[np.float64], size: int) -> F32:
    """Triangular filters; never narrower than lets one Fourier bin in."""
    width = np.maximum(spacing, SAMPLE_RATE / size)
    bins = np.arange(size // 2 + 1) * SAMPLE_RATE / size
    weights: F32 = np.maximum(0, 1 - np.abs(bins[:, None] - centres) / width).astype(np.float32)
    return weights
