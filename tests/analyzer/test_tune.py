"""The melody in a texture without lanes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.melody import divided_lanes
from tuicomposer.analyzer.tune import FEATURES, TuneNetwork, tune_features
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.lane import Lane
from tuicomposer.score.song import Song, new_song

NOTES = st.lists(
    st.tuples(st.integers(0, 8000), st.integers(1, 3000), st.integers(0, 127), st.integers(1, 127)),
    min_size=1,
    max_size=20,
).map(lambda drawn: np.array(sorted((start, start + length, p, v) for start, length, p, v in drawn)))


def top_voice() -> TuneNetwork:
    """Weights that take a note for melody if nothing higher sounds at its onset."""
    first = np.zeros((1, FEATURES))
    first[0, 0] = 1.0
    return TuneNetwork(
        {
            "tune.0.weight": first,
            "tune.0.bias": np.zeros(1),
            "tune.2.weight": np.ones((1, 1)),
            "tune.2.bias": -0.5 * np.ones(1),
        }
    )


@given(NOTES)
def test_features_are_finite_and_one_note_is_chosen_at_a_time(notes: np.ndarray) -> None:
    features = tune_features(notes)
    assert features.shape == (len(notes), FEATURES)
    assert np.isfinite(features).all()
    found = top_voice().tune(notes)
    assert all(0.0 <= sure <= 1.0 for _, sure in found)
    chosen = [index for index, _ in found]
    assert chosen == sorted(chosen)
    assert (np.diff(notes[chosen, 0]) > 40).all() or len(chosen) < 2


def test_a_tune_over_held_chords_is_found() -> None:
    chords = [(bar * 1920, bar * 1920 + 1920, pitch, 60) for bar in range(2) for pitch in (48, 52, 55)]
    tune = [(beat * 480, beat * 480 + 480, 72 + beat % 3, 80) for beat in range(8)]
    notes = np.array(sorted(chords + tune))
    assert [tuple(notes[index]) for index, _ in top_voice().tune(notes)] == tune


def test_a_cancelled_token_stops_it() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        tune_features(np.array([(0, 480, 60, 80)]), token)


def test_weights_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        TuneNetwork({})


def lanes(*names: str) -> Song:
    return new_song(bars=1, lanes=[Lane(name) for name in names])


def test_lanes_of_one_divided_track_belong_together() -> None:
    song = lanes("Piano 1", "Piano 2", "Bass 1", "Piano")
    assert divided_lanes(song, 0) == {0, 1}
    assert divided_lanes(song, 2) == {2}
    assert divided_lanes(song, 3) == {3}
