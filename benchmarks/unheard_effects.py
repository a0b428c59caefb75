"""What may be done to a recording that the training never did.

None of it is a room, an equaliser, clipping, noise or MP3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from hearing_set import F32, RATE


def worn(samples: F32, rng: np.random.Generator) -> F32:
    """The samples through two of these effects, drawn by chance; as long as before, and no later."""
    for effect in rng.choice(len(EFFECTS), 2, replace=False):
        samples = list(EFFECTS.values())[int(effect)](samples, rng)
    return samples


def chorus(samples: F32, rng: np.random.Generator) -> F32:
    """Two copies, late by 8 to 25 ms that come and go."""
    out = samples.astype(np.float64)
    for _ in range(2):
        swing = _swing(samples, rng.uniform(0.3, 1.2), rng)
        late = rng.uniform(0.012, 0.02) + rng.uniform(0.002, 0.005) * swing
        out += 0.6 * _at(samples, np.arange(len(samples)) - late * RATE)
    return _fitted(out)


def tremolo(samples: F32, rng: np.random.Generator) -> F32:
    """Loudness that swings four to seven times a second."""
    depth = rng.uniform(0.3, 0.7)
    return _fitted(samples * (1 - depth / 2 + depth / 2 * _swing(samples, rng.uniform(4, 7), rng)))


def echo(samples: F32, rng: np.random.Generator) -> F32:
    """Three repeats, each weaker than the one before."""
    out, late = samples.astype(np.float64), int(rng.uniform(0.18, 0.45) * RATE)
    for repeat in range(1, 4):
        if repeat * late < len(samples):
            out[repeat * late :] += 0.45**repeat * samples[: len(samples) - repeat * late]
    return _fitted(out)


def wow(samples: F32, rng: np.random.Generator) -> F32:
    """A worn tape: the speed swings by up to half a per cent."""
    hertz = rng.uniform(0.5, 2.0)
    moved = rng.uniform(0.002, 0.005) / (2 * np.pi * hertz) * _swing(samples, hertz, rng)
    return _fitted(_at(samples, np.arange(len(samples)) + moved * RATE))


def crushed(samples: F32, rng: np.random.Generator) -> F32:
    """Six to eight bits, each sample held for two or three."""
    steps, hold = 2 ** int(rng.integers(5, 8)), int(rng.integers(2, 4))
    held = np.repeat(samples[::hold], hold)[: len(samples)]
    return _fitted(np.round(held / _peak(held) * steps) / steps)


def squeezed(samples: F32, rng: np.random.Generator) -> F32:
    """A compressor that pumps: what is loud is turned down within 5 ms and up again within 150."""
    block = RATE // 200
    level = np.abs(samples[: len(samples) // block * block]).reshape(-1, block).max(axis=1) / _peak(samples)
    held, now = np.zeros(len(level)), 0.0
    for at, value in enumerate(level):
        now = held[at] = max(float(value), now * 0.97)
    gain = np.minimum(1, (float(rng.uniform(0.1, 0.3)) / np.maximum(held, 1e-3)) ** 0.75)
    return _fitted(samples * np.interp(np.arange(len(samples)) / block, np.arange(len(gain)) + 0.5, gain))


EFFECTS: Final = {
    "chorus": chorus, "tremolo": tremolo, "echo": echo, "wow": wow, "crushed": crushed, "squeezed": squeezed,
}  # fmt: skip


def _swing(samples: F32, hertz: float, rng: np.random.Generator) -> np.ndarray:
    """A sine from -1 to 1, from anywhere in its period."""
    turns: np.ndarray = np.sin(2 * np.pi * (hertz * np.arange(len(samples)) / RATE + rng.random()))
    return turns


def _at(samples: F32, places: np.ndarray) -> np.ndarray:
    return np.interp(places, np.arange(len(samples)), samples)


def _peak(samples: np.ndarray) -> float:
    return max(1e-6, float(np.abs(samples).max()))


def _fitted(samples: np.ndarray) -> F32:
    result: F32 = (samples / _peak(samples) * 0.7).astype(np.float32)
    return result
