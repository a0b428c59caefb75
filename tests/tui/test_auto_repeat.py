"""A held key is one stroke, however often it is repeated; what is played lands on the nearest row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.score.quantise import nearest_row
from tuicomposer.score.song import Song, new_song
from tuicomposer.tui.auto_repeat import Arrival, AutoRepeat

STROKE, REPEAT, SECOND = Arrival.STROKE, Arrival.REPEAT, Arrival.SECOND_REPEAT


def arrivals(*strokes: tuple[str, float]) -> list[Arrival]:
    held = AutoRepeat()
    return [held.arrived(key, at) for key, at in strokes]


def test_a_held_key_is_one_stroke() -> None:
    times = (0.0, 0.5, 0.53, 0.56, 0.6)
    assert arrivals(*(("z", at) for at in times)) == [STROKE, STROKE, SECOND, REPEAT, REPEAT]


def test_a_key_that_is_struck_again_is_two_strokes() -> None:
    assert arrivals(("z", 0.0), ("z", 0.1), ("z", 0.2), ("x", 0.21), ("z", 0.22)) == [STROKE] * 5


def test_strokes_that_arrive_together_over_a_slow_line_lose_none_but_the_later_one() -> None:
    assert arrivals(("z", 0.0), ("z", 0.01)) == [STROKE, REPEAT]


@pytest.mark.parametrize(
    ("tick", "row"), [(0, 0), (59, 0), (60, 1), (120, 1), (179, 1), (181, 2), (-500, 0), (99999, 31)]
)
def test_the_nearest_row(tick: int, row: int) -> None:
    assert nearest_row(new_song(bars=2), tick) == (0, row)


def test_what_is_played_just_before_the_end_of_a_loop_belongs_to_its_start() -> None:
    song = new_song(bars=2)
    assert nearest_row(song, 1919, (0, 1920)) == (0, 0)
    assert nearest_row(song, 1919) == (0, 16)


@given(songs(), st.integers(-100, 100_000))
def test_any_tick_has_a_row(song: Song, tick: int) -> None:
    section, row = nearest_row(song, tick)
    assert section in song.order
    assert 0 <= row < song.sections[section].length
