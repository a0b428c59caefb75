"""A recording beside a song: its beats set the pace, and there and back is the same."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import beats, songs
from tuicomposer.errors import EditError
from tuicomposer.score.cells import Note
from tuicomposer.score.origin import confidence_of, heard_origin, is_given
from tuicomposer.score.recording import BeatMap, Recording
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.tempo_map import tempo_map


@given(beats, st.floats(-10, 100))
def test_beats_and_seconds_are_each_other_s_inverse(drawn: tuple[float, ...], seconds: float) -> None:
    clock = BeatMap(drawn)
    assert clock.seconds_at(clock.beat_at(seconds)) == pytest.approx(seconds, abs=1e-6)
    for index, beat in enumerate(drawn):
        assert clock.seconds_at(index) == pytest.approx(beat, abs=1e-9)


def test_a_followed_recording_sets_the_pace_and_then_the_song_goes_on_by_itself() -> None:
    taken = Recording("a.wav", tuple(accumulate([0.5, 1.0, 0.25], initial=2.0)))
    song = replace(new_song(bars=2, tempo=60.0), recording=taken)
    clock = tempo_map(song)
    assert [clock.seconds_at(480 * beat) for beat in range(6)] == pytest.approx(
        [0, 0.5, 1.5, 1.75, 2.75, 3.75]
    )
    assert song.seconds == pytest.approx(1.75 + 5)
    own = replace(song, recording=replace(taken, followed=False))
    assert own.seconds == pytest.approx(8.0)


@given(songs())
def test_the_length_of_a_song_is_that_of_its_tempo_map(song: Song) -> None:
    assert tempo_map(song).seconds_at(song.ticks) == pytest.approx(song.seconds, rel=1e-9)
    assert sum(ticks for ticks, _ in song.flows()) == song.ticks


@pytest.mark.parametrize(
    "wrong", [(), (1.0,), (1.0, 1.0), (2.0, 1.0), (0.0, math.nan), (0.0, math.inf), (0.0, 1e9)]
)
def test_beats_that_are_none_are_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(EditError):
        Recording("a.wav", wrong)


def test_what_was_heard_is_kept_like_what_was_typed() -> None:
    assert confidence_of(heard_origin(0.834)) == 0.83
    assert confidence_of(heard_origin(7.0)) == 1.0
    assert confidence_of("heard 101%") is confidence_of("heard") is confidence_of("rules seed 1") is None
    assert is_given(Note(60))
    assert is_given(Note(60, origin=heard_origin(0.1)))
    assert not is_given(Note(60, origin="rules seed 1"))
    assert not is_given(None)
