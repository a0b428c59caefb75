"""Two harmonisations of one soprano, and the distances of textures."""

from dataclasses import replace

import numpy as np
import pytest
from diversity import same_soprano
from styles import away, total_variation

from tuicomposer.training.harmony_measures import HarmonyMeasures
from tuicomposer.training.pieces import Piece


def chorale(bars: int = 6, pickup: int = 0) -> Piece:
    steps = 16 * bars + pickup
    pitch = np.tile(np.array([72, 67, 64, 48], np.int16), (steps, 1))
    pitch[:, 0] += np.arange(steps, dtype=np.int16) // 16
    return Piece("a", "bach", "train", 16, 4, pickup, pitch, np.ones((steps, 4), bool))


def test_the_same_music_does_not_differ() -> None:
    assert same_soprano(chorale(), chorale()) == [0.0, 0.0, 0.0]


def test_a_third_of_the_cells_differs_with_another_bass() -> None:
    other = chorale()
    other.pitch[:, 3] -= 12
    assert same_soprano(chorale(), other) == pytest.approx([1 / 3] * 3)


def test_another_key_and_another_metre_are_not_compared() -> None:
    assert same_soprano(chorale(), replace(chorale(), pitch=chorale().pitch + 20)) == []
    assert same_soprano(chorale(), replace(chorale(), bar_steps=12)) == []


def test_total_variation_goes_from_the_same_to_nothing_shared() -> None:
    pitches = np.array([60, 60, 64])
    assert total_variation(pitches, np.tile(pitches, 2)) == 0.0
    assert total_variation(pitches, np.array([61])) == pytest.approx(1.0)
    assert total_variation(np.array([60, 61]), np.array([60])) == 0.5


def test_distances_have_no_sign() -> None:
    one, other = HarmonyMeasures(1, 2, 3, 0.5, 0, 1), HarmonyMeasures(2, 1, 3, 1.0, 0, 1)
    assert away([one], [other]).tolist() == [[1, 1, 0, 0.5, 0, 0]]
