"""The timeline: windows add up, notes are balanced, lanes and sections are heard as they should be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from playsongs import song_of, with_column, with_lane

from tests.strategies import songs
from tuicomposer.playback.events import (
    AUDITION_CHANNEL,
    CHANNELS,
    PAN,
    VOLUME,
    Kind,
    SoundEvent,
    lane_channel,
)
from tuicomposer.playback.timeline import Spot, Timeline, audible_lanes, events_between
from tuicomposer.score.cells import Note
from tuicomposer.score.section import Section
from tuicomposer.score.song import MAX_LANES, Song, new_song

ON, OFF = Kind.NOTE_ON, Kind.NOTE_OFF
small = songs(max_lanes=3, max_sections=2, max_rows=6)


def whole(song: Song) -> tuple[SoundEvent, ...]:
    return events_between(song, 0, song.ticks + 1)


def test_golden_events() -> None:
    song = song_of("[C] . [G/B] =", "C5 . E5 =", ". C3 . .")
    assert whole(song) == (
        SoundEvent(0, ON, 0, 48, 80),
        SoundEvent(0, ON, 0, 52, 80),
        SoundEvent(0, ON, 0, 55, 80),
        SoundEvent(0, ON, 1, 72, 96),
        SoundEvent(480, ON, 2, 48, 96),
        SoundEvent(960, OFF, 0, 48),
        SoundEvent(960, OFF, 0, 52),
        SoundEvent(960, OFF, 0, 55),
        SoundEvent(960, OFF, 1, 72),
        SoundEvent(960, ON, 0, 47, 80),
        SoundEvent(960, ON, 0, 55, 80),
        SoundEvent(960, ON, 0, 59, 80),
        SoundEvent(960, ON, 0, 62, 80),
        SoundEvent(960, ON, 1, 76, 96),
        SoundEvent(1440, OFF, 0, 47),
        SoundEvent(1440, OFF, 0, 55),
        SoundEvent(1440, OFF, 0, 59),
        SoundEvent(1440, OFF, 0, 62),
        SoundEvent(1440, OFF, 1, 76),
        SoundEvent(1920, OFF, 2, 48),
    )


def test_setup_states_program_volume_and_pan_of_every_lane() -> None:
    song = with_lane(song_of("C4 .", "E4 ."), 1, program=40, volume=90, pan=20)
    assert Timeline(song).setup[3:] == (
        SoundEvent(0, Kind.PROGRAM, 1, 40),
        SoundEvent(0, Kind.CONTROL, 1, VOLUME, 90),
        SoundEvent(0, Kind.CONTROL, 1, PAN, 20),
    )


@settings(max_examples=25)
@given(small, st.lists(st.integers(-10, 20_000), min_size=3, max_size=3).map(sorted))
def test_windows_add_up(song: Song, ticks: list[int]) -> None:
    a, b, c = ticks
    timeline = Timeline(song)
    assert timeline.between(a, c) == timeline.between(a, b) + timeline.between(b, c)


def notes(events: tuple[SoundEvent, ...]) -> list[SoundEvent]:
    """Without what cuts a lane off."""
    return [event for event in events if event.kind in (ON, OFF)]


@settings(max_examples=25)
@given(small)
def test_ons_and_offs_balance_and_never_pile_up(song: Song) -> None:
    sounding: Counter[tuple[int, int]] = Counter()
    events = whole(song)
    for event in notes(events):
        key = (event.channel, event.number)
        sounding[key] += 1 if event.kind is ON else -1
        assert sounding[key] in (0, 1)
        assert 0 <= event.tick <= song.ticks
    assert not +sounding
    assert list(events) == sorted(events, key=lambda event: (event.tick, event.kind))


@settings(max_examples=25)
@given(small, st.integers(0, 20_000))
def test_chase_and_cut_are_what_sounds(song: Song, tick: int) -> None:
    timeline = Timeline(song)
    sounding = set()
    for event in notes(timeline.between(0, tick)):
        (sounding.add if event.kind is ON else sounding.discard)((event.channel, event.number))
    ended_here = {(e.channel, e.number) for e in timeline.between(tick, tick + 1) if e.kind is OFF}
    assert {(e.channel, e.number) for e in timeline.cut(tick)} == sounding
    assert {(e.channel, e.number) for e in timeline.chase(tick)} == sounding - ended_here


@settings(max_examples=25)
@given(small, st.integers(-5, 20_000))
def test_locate_finds_the_row_that_holds_the_tick(song: Song, tick: int) -> None:
    timeline = Timeline(song)
    spot = timeline.locate(tick)
    start = timeline.tick_of(spot.passage, spot.row)
    assert song.order[spot.passage] == spot.section
    assert start <= max(0, min(tick, song.ticks - 1)) < start + song.sections[spot.section].row_ticks


@settings(max_examples=25)
@given(small, small)
def test_indexes_used_again_change_nothing(song: Song, other: Song) -> None:
    assert Timeline(song, Timeline(song)).between(0, 10**6) == whole(song)
    assert Timeline(song, Timeline(other)).between(0, 10**6) == whole(song)


def test_unchanged_sections_are_not_indexed_again() -> None:
    song = song_of("C4 . . .")
    song = replace(song, sections=(*song.sections, replace(song.sections[0], name="B")), order=(0, 1))
    first = Timeline(song)
    second = Timeline(with_column(song, 0, "D4 . . ."), first)
    assert second._indexes[1] is first._indexes[1]
    assert second._indexes[0] is not first._indexes[0]


def test_unchanged_lanes_are_not_indexed_again() -> None:
    song = song_of("C4 . . .", "E3 . . .")
    first = Timeline(song)
    second = Timeline(with_column(song, 0, "D4 . . ."), first)
    assert second._indexes[0].by_lane[1] is first._indexes[0].by_lane[1]
    assert second._indexes[0].by_lane[0] is not first._indexes[0].by_lane[0]
    assert second.between(0, 10**6) == whole(second.song)


def test_order_and_different_rows_a_beat() -> None:
    fine = Section("B", 2, ((Note(62, offset=7), None),), rows_per_beat=4)
    song = song_of("C4")
    song = replace(song, sections=(*song.sections, fine), order=(1, 0, 1))
    ons = [(event.tick, event.number) for event in whole(song) if event.kind is ON]
    assert ons == [(7, 62), (240, 60), (727, 62)]
    assert Timeline(song).locate(725) == Spot(2, 1, 0)


def test_muted_and_solo_lanes() -> None:
    song = song_of("C4", "D4", "E4")
    assert audible_lanes(with_lane(song, 1, muted=True)) == (0, 2)
    assert audible_lanes(with_lane(song, 1, solo=True)) == (1,)
    both = with_lane(with_lane(song, 1, solo=True, muted=True), 2, solo=True)
    assert {event.channel for event in whole(both)} == {lane_channel(2)}


def test_every_lane_has_a_channel_of_its_own() -> None:
    channels = [lane_channel(lane) for lane in range(MAX_LANES)]
    assert channels[:15] == [*range(9), *range(10, 16)]
    assert len({*channels, AUDITION_CHANNEL}) == MAX_LANES + 1
    assert all(channel % 16 != 9 and channel < CHANNELS for channel in channels)


def test_an_empty_song_has_no_notes() -> None:
    assert not Timeline(new_song()).has_notes
    assert Timeline(song_of(". C4")).has_notes
    assert not Timeline(song_of("[N.C.] .")).has_notes


def test_a_row_is_what_is_written_in_it_early_notes_too() -> None:
    song = song_of("[C] . . .", "C5 . E5 .")
    section = song.sections[0]
    early = (Note(72), None, Note(76, 90, -20), Note(77, 90, -30))
    song = replace(song, sections=(replace(section, columns=(section.columns[0], early)),))
    timeline, row = Timeline(song), section.row_ticks
    assert [(event.channel, event.number) for event in timeline.row(0)] == [
        (0, 48),
        (0, 52),
        (0, 55),
        (1, 72),
    ]
    assert timeline.row(row) == ()
    assert timeline.row(2 * row) == (SoundEvent(2 * row, ON, 1, 76, 90),)
    # It is played early all the same, and whoever plays from its row hears it at once.
    assert SoundEvent(2 * row - 20, ON, 1, 76, 90) in whole(song)
    assert SoundEvent(2 * row, ON, 1, 76, 90) in timeline.chase(2 * row)
