"""The drum kit: one zone a key, after General MIDI's percussion map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from families import Wave, normalized
from sf2 import SAMPLE_RATE, Generator, Zone, timecents

_SEED: Final = 7
_HAT_CLASS: Final = 1


def _times(seconds: float) -> Wave:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _noise(seconds: float, brightness: float) -> Wave:
    """White noise, or brighter: the difference of neighbouring samples counts ``brightness``."""
    white = np.random.default_rng(_SEED).standard_normal(len(_times(seconds)) + 1)
    return white[1:] - brightness * white[:-1]


def _skin(start: float, end: float, seconds: float) -> Wave:
    """A tone that falls from one frequency to another and dies away."""
    times = _times(seconds)
    hertz = end + (start - end) * np.exp(-times * 30)
    return np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE) * np.exp(-times * 4 / seconds)


def _hiss(seconds: float, brightness: float = 0.95) -> Wave:
    return _noise(seconds, brightness) * np.exp(-_times(seconds) * 5 / seconds)


def _snare() -> Wave:
    return normalized(_skin(260, 180, 0.22)) * 0.6 + normalized(_hiss(0.22, 0.4))


def _metal(seconds: float) -> Wave:
    """Square waves at ratios without a common measure, as in a cymbal machine."""
    times = _times(seconds)
    tones = sum(np.sign(np.sin(2 * np.pi * hertz * times)) for hertz in (2050, 3027, 3691, 5243, 6153))
    return (tones + _noise(seconds, 0.9)) * np.exp(-times * 5 / seconds)


_SOUNDS: Final[tuple[tuple[int, int, Callable[[], Wave], float], ...]] = (
    (27, 36, lambda: _skin(150, 48, 0.3), 1.0),
    (37, 37, lambda: _hiss(0.05, 0.7), 0.7),
    (38, 38, _snare, 0.8),
    (39, 39, lambda: _hiss(0.16, 0.6), 0.7),
    (40, 40, _snare, 0.8),
    (41, 41, lambda: _skin(120, 75, 0.4), 0.9),
    (42, 42, lambda: _metal(0.07), 0.4),
    (43, 43, lambda: _skin(140, 90, 0.4), 0.9),
    (44, 44, lambda: _metal(0.09), 0.35),
    (45, 45, lambda: _skin(170, 110, 0.35), 0.9),
    (46, 46, lambda: _metal(0.4), 0.4),
    (47, 48, lambda: _skin(210, 140, 0.35), 0.9),
    (49, 49, lambda: _hiss(0.7, 0.8), 0.6),
    (50, 50, lambda: _skin(260, 180, 0.3), 0.9),
    (51, 59, lambda: _metal(0.6), 0.3),
    (60, 68, lambda: _skin(420, 330, 0.2), 0.8),
    (69, 87, lambda: _hiss(0.06, 0.9), 0.6),
)
"""Lowest and highest key, sound, loudness."""


def drum_kit() -> Iterator[Zone]:
    """The zones of the kit; the hi-hats cut each other off."""
    for low, high, sound, loudness in _SOUNDS:
        wave = normalized(sound(), 0.8 * loudness)
        fade = np.minimum(1, np.arange(len(wave), 0, -1) / 64)
        generators = {Generator.RELEASE: timecents(0.5), Generator.REVERB_SEND: 60}
        if low in (42, 44, 46):
            generators[Generator.EXCLUSIVE_CLASS] = _HAT_CLASS
        yield Zone(wave * fade, low, low, high, None, 0, generators)
