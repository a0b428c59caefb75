"""Chord classes from a piano-roll of voices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.chord_labels import label_rows, segment_profiles
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.chord_classes import LABEL_QUALITIES, LABEL_SUFFIXES, NO_CHORD_LABEL, chord_of
from tuicomposer.score.voicing import voicing

rolls = st.integers(1, 4).flatmap(
    lambda voices: st.lists(
        st.lists(st.integers(-1, 127), min_size=voices, max_size=voices), min_size=1, max_size=20
    )
)


@given(rolls, st.integers(1, 5))
def test_profiles_count_what_sounds_and_find_the_first_bass(roll: list[list[int]], steps: int) -> None:
    weights, bass = segment_profiles(np.array(roll), steps)
    for segment in range(-(-len(roll) // steps)):
        block = roll[segment * steps : (segment + 1) * steps]
        sounding = [pitch for row in block for pitch in row if pitch >= 0]
        counts = [sum(pitch % 12 == tone for pitch in sounding) / steps for tone in range(12)]
        assert weights[segment] == pytest.approx(counts)
        first = next((row for row in block if max(row) >= 0), None)
        assert bass[segment] == (-1 if first is None else min(p for p in first if p >= 0) % 12)


@pytest.mark.parametrize("suffix", LABEL_SUFFIXES)
@pytest.mark.parametrize("root", ["C", "F#", "Bb"])
def test_a_sounding_chord_is_recognised(root: str, suffix: str) -> None:
    pitches = voicing(parse_chord(root + suffix))
    labels = label_rows(np.tile(pitches, (8, 1)), 2, 4)
    assert {chord_of(int(label)).suffix for label in labels} == {suffix}
    assert chord_of(int(labels[0])).root_class == parse_chord(root).root_class


def test_a_passing_note_does_not_change_the_chord() -> None:
    c_major = [48, 64, 67, 72]
    passing = [48, 64, 67, 74]
    labels = label_rows(np.array([c_major, c_major, c_major, passing] * 2), 1, 4)
    assert {chord_of(int(label)).symbol for label in labels} == {"C"}


def test_silence_is_no_chord() -> None:
    assert set(label_rows(np.full((8, 4), -1), 2, 4)) == {NO_CHORD_LABEL}
    assert len(label_rows(np.zeros((0, 4), int), 2, 4)) == 0


@given(st.integers(0, 11))
def test_labels_move_with_the_music(semitones: int) -> None:
    roll = np.array([[48, 64, 67, 72]] * 4 + [[43, 62, 65, 71]] * 4 + [[45, 60, 64, 69]] * 4)
    before, after = label_rows(roll, 2, 4), label_rows(roll + semitones, 2, 4)
    moved = [(label + semitones * LABEL_QUALITIES) % NO_CHORD_LABEL for label in before]
    assert list(after) == moved
