"""The measures of melody and chords, on cases computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.training.harmony_measures import harmony_measures, tonal_centroid

C, G, N = parse_chord("C"), parse_chord("G"), Chord(None)


def test_entropy_and_coverage_count_changes() -> None:
    found = harmony_measures([60] * 4, [True] * 4, [C, C, G, C])
    assert found.coverage == 2
    assert found.entropy == pytest.approx(-(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)))


def test_tones_of_the_chord_and_proper_others() -> None:
    # C inside; D outside but leaves by step; E inside; F# outside and leaps; A outside and last
    found = harmony_measures([60, 62, 64, 66, 69], [True] * 5, [C] * 5)
    assert found.chord_tones == pytest.approx((2 + 1) / 5)


def test_held_tones_count_once_for_the_ratio_and_by_row_for_consonance() -> None:
    found = harmony_measures([60, 60, 65, -1], [True, False, True, False], [C] * 4)
    assert found.chord_tones == pytest.approx(1 / 2)
    # C over C, E, G: unison, sixth, fourth, (1 + 1 + 0) / 3; F: fourth, second, seventh, (0 - 1 - 1) / 3
    assert found.consonance == pytest.approx((2 / 3 + 2 / 3 - 2 / 3) / 3)


def test_centroids_of_symmetric_sets_are_the_origin() -> None:
    assert np.allclose(tonal_centroid(np.ones(12)), 0, atol=1e-12)
    one = np.zeros(12)
    one[0] = 1
    assert np.allclose(tonal_centroid(one), [0, 1, 0, 1, 0, 0.5])


def test_distances_by_hand() -> None:
    one, fifth = np.zeros(12), np.zeros(12)
    one[0], fifth[7] = 1, 1
    # a fifth is a twelfth of the circle of fifths: 7 * 7/6 pi = 49/6 pi = pi/6 beyond eight half turns
    expected = np.linalg.norm(tonal_centroid(one) - tonal_centroid(fifth))
    chord = 2 * math.sin(math.pi / 12)
    thirds = 2 * math.sin(math.pi / 4)
    major = 0.5 * 2 * math.sin(math.pi / 3)
    assert expected == pytest.approx(math.sqrt(chord**2 + thirds**2 + major**2))


def test_a_melody_that_is_its_chord_alone_is_near_and_silence_says_nothing() -> None:
    near = harmony_measures([60, 64, 67], [True] * 3, [C] * 3).melody_distance
    far = harmony_measures([61, 66, 68], [True] * 3, [C] * 3).melody_distance
    assert near < far
    silent = harmony_measures([60, -1], [True, False], [N, N])
    assert math.isnan(silent.chord_tones)
    assert silent.coverage == 0
    assert silent.entropy == 0
