"""What rooms, machines and files do to a recording."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Real = NDArray[np.floating]
_FILE_SHARE: Final = 0.3


def worn(samples: F32, rate: int, rng: np.random.Generator, *, hard: bool) -> F32:
    """The samples after a chain of effects.

    Args:
        samples: Mono.
        rate: Samples a second.
        rng: Source of choices.
        hard: All of them and strongly; else some, gently.
    """
    share = 0.75 if hard else 0.3
    samples = (samples / max(1e-6, float(np.abs(samples).max())) * 0.8).astype(np.float32)
    if rng.random() < share + 0.15:
        samples = _tilted(samples, rate, rng)
    if rng.random() < share:
        samples = _in_a_room(samples, rate, rng)
    if rng.random() < share - 0.1:
        drive = float(rng.uniform(1.2, 6.0 if hard else 2.5))
        driven = np.clip(samples * drive, -0.8, 0.8) if rng.random() < 0.5 else np.tanh(samples * drive)
        samples = driven.astype(np.float32)
    if rng.random() < share:
        samples = samples + _noise(len(samples), rng) * _level(samples) * 10 ** (
            -float(rng.uniform(12 if hard else 25, 45)) / 20
        )
    if rng.random() < (0.6 if hard else _FILE_SHARE):
        samples = _through_mp3(samples, rate, float(rng.uniform(0.3, 0.9)))
    return samples


def _level(samples: Real) -> float:
    return float(np.sqrt(np.mean(samples**2)) + 1e-9)


def _tilted(samples: F32, rate: int, rng: np.random.Generator) -> F32:
    """A few broad bells, and the ends cut off, by one multiplication of the spectrum."""
    size = 1 << (len(samples) - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / rate) + 1.0
    gain = np.zeros(len(hertz))
    for _ in range(4):
        centre, width = float(np.exp(rng.uniform(np.log(60), np.log(8000)))), float(rng.uniform(0.5, 2.0))
        gain += rng.normal(0, 4.5) * np.exp(-((np.log2(hertz / centre) / width) ** 2))
    if rng.random() < 0.35:
        gain -= 24 * np.maximum(0, np.log2(hertz / rng.uniform(2500, 9000)))
    if rng.random() < 0.25:
        gain -= 18 * np.maximum(0, np.log2(rng.uniform(60, 180) / hertz))
    shaped = np.fft.irfft(np.fft.rfft(samples, size) * 10 ** (gain / 20), size)[: len(samples)]
    result: F32 = shaped.astype(np.float32)
    return result


def _in_a_room(samples: F32, rate: int, rng: np.random.Generator) -> F32:
    """Exponentially decaying noise as the room's answer (Moorer 1979), darker as it fades."""
    decay = float(rng.uniform(0.15, 1.4))
    length = int(rate * decay)
    time = np.arange(length) / rate
    answer = rng.normal(0, 1, length) * np.exp(-6.9 * time / decay)
    kernel = np.hanning(int(rng.integers(3, 14)))
    answer = np.convolve(answer, kernel / kernel.sum(), "same")
    answer /= np.sqrt((answer**2).sum())
    size = 1 << (len(samples) + length - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(answer, size), size)[: len(samples)]
    mixed = samples + float(rng.uniform(0.1, 0.7)) * wet * _level(samples) / _level(wet)
    result: F32 = mixed.astype(np.float32)
    return result


def _noise(count: int, rng: np.random.Generator) -> F32:
    white = rng.normal(0, 1, count).astype(np.float32)
    if rng.random() < 0.5:
        return white
    size = 1 << (count - 1).bit_length()
    spectrum = np.fft.rfft(white, size) / np.sqrt(np.arange(size // 2 + 1) + 1.0)
    pink = np.fft.irfft(spectrum, size)[:count].astype(np.float32)
    return (pink / _level(pink)).astype(np.float32)


def _through_mp3(samples: F32, rate: int, squeezed: float) -> F32:
    """As a lossy file gives it back, shifted by no more than the coder's delay, which is taken off."""
    buffer = io.BytesIO()
    peak = max(1.0, float(np.abs(samples).max()))
    soundfile.write(buffer, samples / peak, rate, format="MP3", compression_level=squeezed)
    buffer.seek(0)
    back, _ = soundfile.read(buffer, dtype="float32")
    fitted = np.pad(back, (0, max(0, len(samples) - len(back))))[: len(samples)]
    result: F32 = (fitted * peak).astype(np.float32)
    return result
