"""The metronome strikes felt beats, counts in, and is in nothing that is written."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playsongs import song_of
from test_player import Stage

from tests.strategies import songs
from tuicomposer.playback.events import METRONOME_CHANNEL, Kind, SoundEvent, lane_channel
from tuicomposer.playback.metronome import CLICK_TICKS, HIGH_CLICK, Clicks
from tuicomposer.playback.performance import LEAD
from tuicomposer.playback.timeline import Timeline
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song

SONG = song_of("C4 . . . . . . .")
"""Eight quarter notes, four seconds."""


def struck(song: Song) -> list[tuple[int, bool]]:
    """Tick and accent of each click."""
    events = Clicks(song).between(0, song.ticks)
    return [(event.tick, event.number == HIGH_CLICK) for event in events if event.kind is Kind.NOTE_ON]


@pytest.mark.parametrize(
    ("meter", "rows", "pickup", "clicks"),
    [
        ("4/4", 8, 0, [(beat * 480, beat in (0, 4)) for beat in range(8)]),
        ("3/4", 7, 1, [(beat * 480, beat in (1, 4)) for beat in range(7)]),
        ("6/8", 6, 0, [(0, True), (720, False), (1440, True), (2160, False)]),
    ],
)
def test_bars_begin_with_an_accent(
    meter: str, rows: int, pickup: int, clicks: list[tuple[int, bool]]
) -> None:
    over, under = meter.split("/")
    section = Section("A", rows, (), 1, Meter(int(over), int(under)), pickup)
    assert struck(Song(sections=(section,))) == clicks


@given(songs(), st.lists(st.integers(0, 4000), max_size=4))
def test_windows_of_clicks_add_up(song: Song, cuts: list[int]) -> None:
    clicks = Clicks(song)
    edges = sorted({0, song.ticks + CLICK_TICKS, *(min(cut, song.ticks) for cut in cuts)})
    windows = [clicks.between(one, other) for one, other in pairwise(edges)]
    together = [event for window in windows for event in window]
    assert sorted(together) == list(clicks.between(0, song.ticks + CLICK_TICKS))
    ons = [event for event in together if event.kind is Kind.NOTE_ON]
    assert len(together) == 2 * len(ons)


def clicks_of(stage: Stage) -> list[int]:
    """When clicks were struck, in milliseconds after the lead."""
    return [
        round((at - LEAD) * 1000)
        for at, event in stage.synth.played
        if event.channel == METRONOME_CHANNEL and event.kind is Kind.NOTE_ON
    ]


def test_the_metronome_strikes_while_the_song_plays_and_can_be_turned_off() -> None:
    stage = Stage(SONG)
    stage.player.metronome(on=True)
    stage.player.play(0)
    stage.go(1.2)
    stage.player.metronome(on=False)
    stage.go(1)
    assert clicks_of(stage) == [0, 500, 1000]
    assert stage.notes() == [(0, "+60")]


def test_counting_in_comes_before_the_first_note_even_when_the_song_changes_meanwhile() -> None:
    stage = Stage(SONG)
    stage.player.play(0, count_in=1)
    stage.go(1.1)
    head = stage.player.playhead
    assert head.playing
    assert head.tick == 0
    assert head.ahead == pytest.approx(0.93)
    assert head.at == stage.clock.now()
    stage.player.set_song(replace(SONG, title="changed"))
    stage.go(1.5)
    assert clicks_of(stage) == [0, 500, 1000, 1500]
    assert stage.notes() == [(2000, "+60")]


def test_stopping_while_counting_in_is_silent_at_once() -> None:
    stage = Stage(SONG)
    stage.player.play(0, count_in=2)
    stage.go(0.6)
    stage.player.stop()
    stage.go(5)
    assert clicks_of(stage) == [0, 500]
    assert stage.notes() == []
    stage.player.play(0)
    stage.go(0.2)
    assert stage.notes() == [(stage.notes()[0][0], "+60")]


def test_the_timeline_that_is_rendered_has_no_clicks() -> None:
    events: tuple[SoundEvent, ...] = Timeline(SONG).between(0, SONG.ticks + 1)
    assert all(event.channel != METRONOME_CHANNEL for event in events)


def test_no_lane_has_the_channel_of_the_metronome() -> None:
    assert METRONOME_CHANNEL not in {
        lane_channel(lane, drums=drums) for lane in range(64) for drums in (True, False)
    }
