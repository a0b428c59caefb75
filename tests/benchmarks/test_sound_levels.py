"""Levels, silence and brightness of made-up sound."""

import numpy as np
import pytest
from sound_levels import dbfs, drop_before, longest_run, quiet_steps, rms, spectral_centroid

RATE = 8000


def tone(seconds: float, amplitude: float = 0.5, hertz: float = 1000.0) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_levels_are_against_full_scale() -> None:
    assert dbfs(1.0) == 0.0
    assert dbfs(rms(tone(1.0, 1.0))) == pytest.approx(-3.01, abs=0.01)
    assert rms(np.zeros(0)) == 0.0


def test_silence_is_counted_in_tenths_of_a_second() -> None:
    quiet = quiet_steps(np.concatenate([tone(1.0), np.zeros(RATE // 2), tone(0.5)]), RATE)
    assert len(quiet) == 20
    assert quiet.sum() == longest_run(quiet) == 5


def test_the_centroid_of_a_tone_is_its_frequency() -> None:
    assert spectral_centroid(tone(2.0), RATE) == pytest.approx(1000.0, abs=25.0)


def test_a_drop_is_measured_in_the_last_half_beat() -> None:
    sound = np.concatenate([tone(1.5), tone(0.5, 0.05)])
    assert drop_before(sound, RATE, 2.0, 1.0) == pytest.approx(20.0, abs=0.1)
