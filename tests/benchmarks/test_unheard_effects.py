"""Effects that the training never made: a recording stays as long as it was, notes begin where they did."""

from __future__ import annotations

import numpy as np
import pytest
from hearing_set import RATE
from unheard_effects import EFFECTS, worn


def _burst() -> np.ndarray:
    out = np.zeros(RATE, np.float32)
    time = np.arange(RATE // 4) / RATE
    out[RATE // 2 : RATE // 2 + len(time)] = np.sin(2 * np.pi * 330 * time) * np.exp(-6 * time)
    return out


@pytest.mark.parametrize("name", EFFECTS)
def test_a_note_stays_where_it_begins(name: str) -> None:
    sound = EFFECTS[name](_burst(), np.random.default_rng(1))
    assert sound.shape == (RATE,)
    assert sound.dtype == np.float32
    begins = np.flatnonzero(np.abs(sound) > 0.1)[0] / RATE
    assert begins == pytest.approx(0.5, abs=0.005)


def test_two_effects_follow_the_seed() -> None:
    twice = [worn(_burst(), np.random.default_rng(7)) for _ in range(2)]
    assert np.array_equal(*twice)
    assert not np.allclose(twice[0], _burst(), atol=0.05)
