"""When each tick is played: tempos and swing of sections, in both directions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs, swings, tempos
from tuicomposer.errors import EditError, EntryError
from tuicomposer.score.flow import Flow
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.swing import STRAIGHT, Swing, parse_swing
from tuicomposer.score.tempo import parse_tempo
from tuicomposer.score.tempo_map import tempo_map

flows = st.builds(Flow, tempos, swings, st.integers(0, 2000), st.sampled_from([120, 240, 480, 720, 960]))


@given(flows, st.integers(-2000, 20_000))
def test_a_flow_goes_both_ways(flow: Flow, tick: int) -> None:
    assert flow.tick_at(flow.seconds(tick) + 1e-9) in (tick, tick - 1)
    assert flow.seconds(tick) < flow.seconds(tick + 1)
    assert flow.played(0) == 0


@given(flows, st.integers(0, 40))
def test_swing_moves_nothing_that_lies_on_a_felt_beat(flow: Flow, beat: int) -> None:
    tick = flow.anchor + beat * flow.pulse_ticks
    first = flow.played(flow.anchor)
    assert flow.played(tick) - first == pytest.approx(tick - flow.anchor)


def test_the_second_eighth_comes_late_and_the_beat_stays() -> None:
    flow = Flow(60.0, Swing(66))
    assert [flow.seconds(tick) for tick in (0, 240, 480, 720)] == [
        0,
        pytest.approx(0.66),
        1,
        pytest.approx(1.66),
    ]
    sixteenths = Flow(60.0, Swing(60, 16))
    assert sixteenths.played(120) == pytest.approx(144)


def test_a_pickup_of_an_eighth_swings_into_its_beat() -> None:
    assert Flow(60.0, Swing(66), anchor=240).seconds(240) == pytest.approx(0.34)


def test_pairs_that_do_not_fill_a_felt_beat_stay_straight() -> None:
    assert not Flow(60.0, Swing(66), 0, Meter(6, 8).pulse_ticks).swings
    assert Flow(60.0, Swing(66, 16), 0, Meter(6, 8).pulse_ticks).swings
    assert Flow(60.0, Swing(66), 0, Meter(2, 2).pulse_ticks).swings


@given(songs(max_lanes=0))
def test_the_map_grows_and_ends_with_the_song(song: Song) -> None:
    clock = tempo_map(song)
    times = [clock.seconds_at(tick) for tick in range(-5, clock.ticks + 5, 7)]
    assert times == sorted(set(times))
    assert clock.ticks == song.ticks
    assert clock.seconds_at(clock.ticks) == pytest.approx(song.seconds)
    assert clock.seconds_at(0) == 0


@given(songs(max_lanes=0), st.data())
def test_the_tick_of_a_time_is_the_one_whose_time_it_is(song: Song, data: st.DataObject) -> None:
    clock = tempo_map(song)
    tick = data.draw(st.integers(0, clock.ticks))
    assert clock.tick_at(clock.seconds_at(tick) + 1e-7) in (tick, tick - 1)


def test_each_section_has_its_tempo_or_the_songs() -> None:
    song = new_song(bars=1, tempo=120.0)
    slow = replace(song.sections[0], tempo=60.0)
    song = replace(song, sections=(song.sections[0], slow), order=(0, 1, 0))
    clock = tempo_map(song)
    assert song.seconds == 2 + 4 + 2
    assert [clock.tempo_at(tick) for tick in (0, 1919, 1920, 3840)] == [120, 120, 60, 120]
    assert clock.seconds_at(1920 + 480) == pytest.approx(3.0)


def test_a_tempo_out_of_range_is_refused() -> None:
    with pytest.raises(EditError, match="out of range"):
        replace(new_song().sections[0], tempo=19.0)
    with pytest.raises(EntryError, match="not a tempo"):
        parse_tempo("nan")


@pytest.mark.parametrize(
    ("text", "swing"),
    [("62", Swing(62)), (" 67 % ", Swing(67)), ("58/16", Swing(58, 16)), ("straight", STRAIGHT)],
)
def test_swing_is_read(text: str, swing: Swing) -> None:
    assert parse_swing(text) == swing


@given(swings)
def test_what_is_written_of_a_swing_is_read(swing: Swing) -> None:
    assert parse_swing(str(swing)) == swing


@pytest.mark.parametrize("text", ["", "49", "76", "62/32", "a lot", "62/", "٦٢"])
def test_what_is_no_swing_is_refused(text: str) -> None:
    with pytest.raises(EntryError) as caught:
        parse_swing(text)
    assert caught.value.hint
