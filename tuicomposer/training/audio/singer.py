"""A synthetic voice for tunes: harmonics under moving formants, with vibrato, glides and breath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

_VOWELS: Final = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
"""Formants in hertz of a, i, u, e, o for an adult (Peterson and Barney 1952)."""


class SungNote(NamedTuple):
    """A note in seconds."""

    start: float
    end: float
    pitch: float
    velocity: int


def sing(notes: Sequence[SungNote], seconds: float, rate: int, rng: np.random.Generator) -> F32:
    """One voice, mono.

    Args:
        notes: In order of time, one at a time.
        seconds: Length.
        rate: Samples a second.
        rng: Source of choices.
    """
    out = np.zeros(round(seconds * rate), np.float32)
    depth, speed = float(rng.uniform(0.0, 0.45)), float(rng.uniform(4.5, 6.5))
    glide, tilt = float(rng.uniform(0.02, 0.09)), float(rng.uniform(0.8, 1.6))
    before: float | None = None
    for note in notes:
        first, last = int(note.start * rate), min(len(out), int((note.end + 0.04) * rate))
        if last - first < rate // 50:
            continue
        time = np.arange(last - first) / rate
        start = note.pitch if before is None else note.pitch + float(np.clip(before - note.pitch, -3, 3))
        pitch = note.pitch + (start - note.pitch) * np.exp(-time / glide)
        pitch += rng.normal(0, 0.08) + depth * np.sin(2 * np.pi * speed * time) * np.clip(
            time / 0.4 - 0.3, 0, 1
        )
        out[first:last] += _tone(440 * 2 ** ((pitch - 69) / 12), time, tilt, rate, rng) * (
            note.velocity / 127
        )
        before = note.pitch
    return out


def _tone(
    hertz: NDArray[np.float64], time: NDArray[np.float64], tilt: float, rate: int, rng: np.random.Generator
) -> F32:
    phase = 2 * np.pi * np.cumsum(hertz) / rate
    formants = np.array(_VOWELS[int(rng.integers(len(_VOWELS)))], float)
    middle = float(hertz.mean())
    out = np.zeros(len(time))
    for number in range(1, max(2, min(24, int(0.45 * rate / middle)))):
        shape = sum(np.exp(-(((number * middle - peak) / 220) ** 2)) for peak in formants) + 0.12
        out += shape / number**tilt * np.sin(number * phase)
    noise = rng.normal(0, 0.02, len(time))
    attack = float(rng.uniform(0.02, 0.08))
    envelope = np.clip(time / attack, 0, 1) * np.clip((time[-1] - time) / 0.05, 0, 1)
    sound: F32 = ((out * 0.25 + noise) * envelope).astype(np.float32)
    return sound
