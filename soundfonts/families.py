"""The instrument families: sums of partials, noise, and envelopes.

A steady tone is made of partials whose frequencies are rounded to a whole number of periods in
the loop, so that it repeats without a seam.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sf2 import SAMPLE_RATE, Generator, Zone, timecents

Wave = NDArray[np.float64]
Amplitudes = Callable[[NDArray[np.float64], float], NDArray[np.float64]]
"""Amplitude of each partial, from its number and its frequency in hertz divided by that number."""

_SEED: Final = 20_240
_NYQUIST: Final = SAMPLE_RATE / 2 * 0.92
_PEAK: Final = 0.97


def frequency(pitch: int) -> float:
    """Hertz of a MIDI number in equal temperament, A4 = 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def normalized(wave: Wave, peak: float = _PEAK) -> Wave:
    """The same wave with a given highest absolute sample."""
    scaled: Wave = wave * (peak / np.abs(wave).max())
    return scaled


def _partials(pitch: int, most: int) -> NDArray[np.float64]:
    return np.arange(1, max(2, min(most, int(_NYQUIST / frequency(pitch))) + 1), dtype=np.float64)


def _zones(roots: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Root, lowest and highest key, the borders half-way between the roots."""
    borders = [0, *((a + b) // 2 + 1 for a, b in itertools.pairwise(roots)), 128]
    for root, low, stop in zip(roots, borders, borders[1:], strict=False):
        yield root, low, stop - 1


def steady(
    roots: tuple[int, ...],
    amplitudes: Amplitudes,
    *,
    seconds: float,
    attack: float,
    release: float,
    voices: int = 1,
    spread: float = 0.0,
    breath: float = 0.0,
) -> Iterator[Zone]:
    """A sustained tone, all of it loop.

    Args:
        roots: MIDI numbers at which it is synthesized.
        amplitudes: Strength of the partials.
        seconds: Approximate length of the loop.
        attack: Seconds in which the tone swells.
        release: Seconds in which it dies away.
        voices: Players in unison.
        spread: Relative detuning of the outermost players.
        breath: Amplitude of the noise around the partials.
    """
    rng = np.random.default_rng(_SEED)
    for root, low, high in _zones(roots):
        periods = max(1, round(seconds * frequency(root)))
        frames = round(periods * SAMPLE_RATE / frequency(root))
        wave = _loop(root, periods, frames, amplitudes=amplitudes, voices=voices, spread=spread, rng=rng)
        wave = normalized(normalized(wave) + breath * _loop_noise(frames, frequency(root), rng))
        cents = round(1200 * np.log2(frequency(root) * frames / (periods * SAMPLE_RATE)))
        envelope = {
            Generator.REVERB_SEND: 150,
            Generator.ATTACK: timecents(attack),
            Generator.RELEASE: timecents(release),
        }
        # A loop needs a few frames before and after it for interpolation.
        yield Zone(np.concatenate([wave, wave[:16]]), root, low, high, (8, frames + 8), cents, envelope)


def _loop(
    root: int,
    periods: int,
    frames: int,
    *,
    amplitudes: Amplitudes,
    voices: int,
    spread: float,
    rng: np.random.Generator,
) -> Wave:
    turns = np.arange(frames) / frames
    wave = np.zeros(frames)
    for detune in np.linspace(-spread, spread, voices):
        numbers = _partials(root, 40)
        for number, amplitude in zip(numbers, amplitudes(numbers, frequency(root)), strict=True):
            cycles = round(periods * number * (1 + detune))
            wave += amplitude * np.sin(2 * np.pi * (cycles * turns + rng.random()))
    return wave


def _loop_noise(frames: int, center: float, rng: np.random.Generator) -> Wave:
    """Noise around a frequency that repeats after ``frames``."""
    bins = np.fft.rfftfreq(frames, 1 / SAMPLE_RATE)
    shape = np.exp(-((np.log2(np.maximum(bins, 1) / (1.5 * center))) ** 2))
    spectrum = shape * np.exp(2j * np.pi * rng.random(len(bins)))
    return normalized(np.fft.irfft(spectrum, frames), 1.0)


def struck(
    roots: tuple[int, ...],
    ratios: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    amplitudes: Amplitudes,
    *,
    seconds: float,
    ring: float,
    damping: float,
    release: float,
) -> Iterator[Zone]:
    """A struck or plucked tone: partials that die away, high ones first, then a loop of what is left.

    Args:
        roots: MIDI numbers at which it is synthesized.
        ratios: Frequency of the partials relative to the first, from their numbers.
        amplitudes: Strength of the partials at the beginning.
        seconds: Length of the sample before its loop.
        ring: Seconds in which the fundamental of C4 dies away to a third.
        damping: How much faster each further partial dies away.
        release: Seconds in which it ends when the key is let go.
    """
    for root, low, high in _zones(roots):
        numbers = _partials(root, 24)
        hertz = frequency(root) * ratios(numbers)
        strong = np.where(hertz < _NYQUIST, amplitudes(numbers, frequency(root)), 0.0)
        decay = (1 + damping * (numbers - 1)) / (ring * (261.6 / frequency(root)) ** 0.5)
        period = SAMPLE_RATE / frequency(root)
        times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
        wave = np.zeros(len(times))
        for f, a, d in zip(hertz, strong, decay, strict=True):
            wave += a * np.sin(2 * np.pi * f * times) * np.exp(-d * times)
        wave *= np.minimum(1, times / 0.002)
        yield _with_loop(
            normalized(wave), root, (low, high), period=period, decay=float(decay[0]), release=release
        )


def _with_loop(
    wave: Wave, root: int, keys: tuple[int, int], *, period: float, decay: float, release: float
) -> Zone:
    """The wave as it is, then whole periods of what is left of its fundamental, over and over."""
    periods = 1
    while abs(periods * period - round(periods * period)) > 0.04 and (periods + 1) * period < len(wave) / 3:
        periods += 1
    frames = round(periods * period)
    turn = 2j * np.pi * periods / frames
    left = 2 * np.mean(wave[-frames:] * np.exp(-turn * np.arange(-frames, 0)))
    loop = np.real(left * np.exp(turn * np.arange(frames + 16)))
    fade = np.linspace(0, 1, min(len(wave) // 3, 4096))
    bridge = np.real(left * np.exp(turn * np.arange(-len(fade), 0)))
    wave = np.concatenate([wave[: -len(fade)], wave[-len(fade) :] * (1 - fade) + bridge * fade, loop])
    start = len(wave) - len(loop)
    generators = {
        Generator.REVERB_SEND: 120,
        Generator.HOLD: timecents(max(0.01, start / SAMPLE_RATE)),
        Generator.DECAY: timecents(11.5 / decay),
        Generator.SUSTAIN: 1000,
        Generator.RELEASE: timecents(release),
    }
    return Zone(wave, root, *keys, (start, start + frames), 0, generators)


def _harmonic(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return numbers


def _stiff(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """A stiff string: upper partials are a little sharp."""
    ratios: NDArray[np.float64] = numbers * np.sqrt((1 + 4e-4 * numbers**2) / (1 + 4e-4))
    return ratios


def _bar(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """A free bar as in a xylophone, tuned: 1, 4, 9.2, then out of the way."""
    return np.where(numbers == 1, 1.0, np.where(numbers == 2, 3.98, np.where(numbers == 3, 9.2, 99.0)))


def _drumhead(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """A kettledrum's preferred modes, 1 : 1.5 : 2 : 2.44 : 2.9."""
    modes = np.array([1.0, 1.5, 1.98, 2.44, 2.9])
    return np.where(numbers <= 5, modes[np.minimum(numbers.astype(int), 5) - 1], 99.0)


def _rolloff(power: float, *, even: float = 1.0) -> Amplitudes:
    """Partials that fall by a power of their number; even ones scaled."""

    def amplitudes(numbers: NDArray[np.float64], base: float) -> NDArray[np.float64]:
        del base
        return np.where(numbers % 2 == 0, even, 1.0) / numbers**power

    return amplitudes


def _formants(peaks: tuple[float, ...], width: float, tilt: float) -> Amplitudes:
    """Partials that are strong near some frequencies, as in voices and horns."""

    def amplitudes(numbers: NDArray[np.float64], base: float) -> NDArray[np.float64]:
        hertz = numbers * base
        bumps = sum(np.exp(-((np.log2(hertz / peak) / width) ** 2)) for peak in peaks)
        strengths: NDArray[np.float64] = (0.12 + bumps) / numbers**tilt
        return strengths

    return amplitudes


def _plucked(position: float, power: float) -> Amplitudes:
    """A string plucked at a share of its length: partials with a node there are missing."""

    def amplitudes(numbers: NDArray[np.float64], base: float) -> NDArray[np.float64]:
        del base
        strengths: NDArray[np.float64] = np.abs(np.sin(np.pi * numbers * position)) / numbers**power
        return strengths

    return amplitudes


def _drawbars(numbers: NDArray[np.float64], base: float) -> NDArray[np.float64]:
    del base
    pipes = {1: 1.0, 2: 0.7, 3: 0.35, 4: 0.4, 6: 0.15, 8: 0.2}
    return np.array([pipes.get(int(number), 0.0) for number in numbers])


def _flute_tone(numbers: NDArray[np.float64], base: float) -> NDArray[np.float64]:
    del base
    return np.array([1.0, 0.32, 0.14, 0.05, 0.02])[np.minimum(numbers.astype(int), 5) - 1] * (numbers <= 5)


def _noise() -> Iterator[Zone]:
    rng = np.random.default_rng(_SEED)
    wave = normalized(_loop_noise(SAMPLE_RATE // 2, 800.0, rng), 0.4)
    times = {Generator.ATTACK: timecents(0.3), Generator.RELEASE: timecents(0.8)}
    yield Zone(np.concatenate([wave, wave[:16]]), 60, 0, 127, (8, len(wave) + 8), 0, times)


FAMILIES: Final[dict[str, Callable[[], Iterator[Zone]]]] = {
    "piano": lambda: struck(
        (33, 45, 57, 69, 81, 93), _stiff, _rolloff(1.25), seconds=0.9, ring=0.9, damping=0.35, release=0.25
    ),
    "mallet": lambda: struck((60, 84), _bar, _rolloff(1.2), seconds=0.5, ring=0.4, damping=2.0, release=0.5),
    "organ": lambda: steady((36, 60, 84), _drawbars, seconds=0.25, attack=0.01, release=0.08),
    "guitar": lambda: struck(
        (40, 52, 64, 76), _harmonic, _plucked(0.18, 1.2), seconds=0.8, ring=0.55, damping=0.5, release=0.15
    ),
    "bass": lambda: struck(
        (28, 40, 52), _harmonic, _plucked(0.25, 1.4), seconds=0.7, ring=0.45, damping=0.7, release=0.1
    ),
    "timpani": lambda: struck(
        (41,), _drumhead, _rolloff(0.8), seconds=0.8, ring=0.3, damping=0.5, release=0.6
    ),
    "strings": lambda: steady(
        (43, 55, 67, 79),
        _formants((500.0, 1100.0, 2600.0), 0.7, 0.75),
        seconds=0.9,
        attack=0.09,
        release=0.25,
        voices=3,
        spread=0.004,
    ),
    "choir": lambda: steady(
        (48, 60, 72),
        _formants((650.0, 1080.0, 2650.0), 0.3, 0.8),
        seconds=0.9,
        attack=0.12,
        release=0.3,
        voices=3,
        spread=0.005,
        breath=0.02,
    ),
    "brass": lambda: steady(
        (46, 58, 70), _formants((900.0, 1700.0), 0.9, 0.7), seconds=0.3, attack=0.04, release=0.1
    ),
    "reed": lambda: steady(
        (46, 58, 70, 82), _rolloff(0.9, even=0.25), seconds=0.3, attack=0.03, release=0.1, breath=0.01
    ),
    "flute": lambda: steady((60, 72, 84), _flute_tone, seconds=0.4, attack=0.05, release=0.12, breath=0.02),
    "lead": lambda: steady((48, 60, 72, 84), _rolloff(1.0), seconds=0.2, attack=0.006, release=0.08),
    "pad": lambda: steady(
        (48, 60, 72), _rolloff(1.5), seconds=0.9, attack=0.3, release=0.6, voices=3, spread=0.005
    ),
    "noise": _noise,
}
"""Maker of each family's zones."""
