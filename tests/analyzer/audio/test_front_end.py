"""The spectra put pitches where they belong, and the tuning is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.analyzer.audio.spectrum import (
    BANDS,
    BINS_PER_SEMITONE,
    CHANNELS,
    FINE,
    HOP,
    LOWEST,
    SAMPLE_RATE,
    levels,
    spectrum,
)
from tuicomposer.analyzer.audio.tuning import tuning_cents


def tone(pitch: float, seconds: float = 1.0, harmonics: int = 4) -> np.ndarray:
    """A steady sound with a few harmonics."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    waves = (np.sin(2 * np.pi * hertz * number * time) / number for number in range(1, harmonics + 1))
    return (0.2 * sum(waves)).astype(np.float32)


@settings(max_examples=12)
@given(st.integers(36, 96), st.sampled_from([-40, -10, 0, 25]))
def test_the_loudest_bin_of_a_sine_is_that_of_its_pitch_at_its_tuning(pitch: int, cents: int) -> None:
    seen = spectrum(tone(pitch + cents / 100, harmonics=1), cents)
    middle = len(seen.fine) // 2
    at = int(seen.fine[middle].argmax())
    assert at == (pitch - LOWEST) * BINS_PER_SEMITONE + BINS_PER_SEMITONE // 2
    assert abs(int(seen.fast[middle].argmax()) - (pitch - LOWEST)) <= (0 if pitch >= 60 else 4)


def test_every_hop_is_a_frame_and_levels_are_bytes() -> None:
    seen = levels(spectrum(tone(60)))
    assert seen.shape == (-(-SAMPLE_RATE // HOP), CHANNELS)
    assert CHANNELS == FINE + BANDS
    assert seen.dtype == np.uint8
    assert seen.max() == 255


def test_silence_stays_silent() -> None:
    assert levels(spectrum(np.zeros(SAMPLE_RATE, np.float32))).max() < 60


def test_a_louder_recording_has_the_same_levels() -> None:
    sound = tone(60) + tone(67)
    loud, soft = (levels(spectrum(sound * gain)).astype(int) for gain in (1.0, 0.25))
    # What lies deep below is the arithmetic's own noise.
    assert np.abs(loud - soft)[loud > 60].max() <= 2


@settings(max_examples=10)
@given(st.floats(-45, 45), st.integers(48, 72))
def test_the_tuning_is_told_to_a_few_cents(cents: float, root: int) -> None:
    chord = sum(tone(root + step + cents / 100, 2.0) for step in (0, 4, 7))
    assert tuning_cents(chord) == pytest.approx(cents, abs=4)


@pytest.mark.parametrize("count", [0, 1, 5000])
def test_nothing_pitched_has_no_tuning(count: int) -> None:
    assert tuning_cents(np.zeros(count, np.float32)) == 0.0
