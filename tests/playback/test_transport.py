"""The transport as a pure state machine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playsongs import song_of

from tests.strategies import songs
from tuicomposer.playback.events import Kind
from tuicomposer.playback.schedule import timed_events
from tuicomposer.playback.timeline import Timeline
from tuicomposer.playback.transport import (
    Jump,
    LoopRange,
    Piece,
    Transport,
    _recounted,
    finish,
    moved_to,
    play,
    stop,
    stopped,
    with_jump,
    with_loop,
    with_song,
)
from tuicomposer.score.song import Song
from tuicomposer.score.swing import STRAIGHT, Swing
from tuicomposer.score.tempo_map import steady

SONG = song_of("C4 D4 E4 F4")
"""1920 ticks, two seconds."""
tempos = st.floats(20, 400, allow_nan=False)


@st.composite
def transports(draw: st.DrawFn) -> Transport:
    """Playing transports of any course."""
    end = draw(st.integers(1, 3000))
    edges = draw(st.none() | st.lists(st.integers(0, 3000), min_size=2, max_size=2, unique=True).map(sorted))
    loop = None if edges is None else LoopRange(*edges)
    resting = Transport(steady(draw(tempos), end), loop)
    return play(resting, draw(st.floats(0, 1e5)), draw(st.none() | st.integers(-5, 3500)))


def test_stopped_stands_at_the_start() -> None:
    transport = stopped(SONG)
    assert not transport.playing
    assert transport.tick_at(1e9) == 0


def test_play_moves_with_the_tempo_and_stop_holds() -> None:
    transport = play(stopped(SONG), 10.0, 480)
    assert [transport.tick_at(10.0 + seconds) for seconds in (-1, 0, 0.5, 1.0)] == [480, 480, 960, 1440]
    halted = stop(transport, 10.5)
    assert (halted.playing, halted.tick_at(99.0)) == (False, 960)


def test_the_end_of_the_song() -> None:
    transport = play(stopped(SONG), 0.0)
    assert not transport.ended(1.999)
    assert transport.ended(2.0)
    assert finish(transport) == replace(stopped(SONG), clock=transport.clock)


def test_a_loop_wraps() -> None:
    transport = play(replace(stopped(SONG), loop=LoopRange(480, 960)), 0.0)
    assert transport.position == 480
    assert [transport.tick_at(seconds) for seconds in (0.0, 0.25, 0.5, 0.75, 100.0)] == [
        480,
        720,
        480,
        720,
        480,
    ]
    assert not transport.ended(1e6)


def test_play_from_before_the_loop_runs_into_it_and_from_behind_runs_on() -> None:
    looped = replace(stopped(SONG), loop=LoopRange(480, 960))
    assert list(play(looped, 0.0, 0).pieces(0, 1440)) == [
        Piece(0, 960, 0, True, None),
        Piece(480, 960, 960, True, 960),
    ]
    behind = play(looped, 0.0, 960)
    assert behind.length == 960
    assert list(behind.pieces(0, 5000)) == [
        Piece(960, 1920, 0, True, None),
        Piece(1920, 1920, 960, False, 1920),
    ]


def test_arriving_at_the_loop_by_itself_is_no_jump() -> None:
    looped = play(replace(stopped(SONG), loop=LoopRange(480, 960)), 0.0, 0)
    pieces = [*looped.pieces(0, 480), *looped.pieces(480, 960)]
    assert pieces == [Piece(0, 480, 0, True, None), Piece(480, 960, 480, False, None)]


def test_a_loop_outside_the_song_is_ignored_or_cut_to_it() -> None:
    assert replace(stopped(SONG), loop=LoopRange(5000, 6000)).active_loop is None
    assert replace(stopped(SONG), loop=LoopRange(960, 6000)).active_loop == LoopRange(960, 1920)


@given(transports(), st.integers(0, 10_000))
def test_time_and_elapsed_ticks_agree(transport: Transport, elapsed: int) -> None:
    assert transport.elapsed_at(transport.time_of(elapsed)) == elapsed


@given(transports(), st.lists(st.integers(0, 9000), min_size=3, max_size=3).map(sorted))
def test_pieces_add_up(transport: Transport, ticks: list[int]) -> None:
    def course(start: int, end: int) -> list[tuple[int, int | None]]:
        pieces = list(transport.pieces(start, end))
        return [
            (tick, piece.left if tick == piece.start else None)
            for piece in pieces
            for tick in range(piece.start, max(piece.end, piece.start + 1))
        ]

    a, b, c = ticks
    assert course(a, c) == course(a, b) + course(b, c)
    ticks = [tick for tick, _ in course(0, c)]
    assert ticks == [transport.tick_of(elapsed) for elapsed in range(len(ticks))]
    assert len(ticks) == (
        c if transport.length is None else min(c, transport.length + (transport.length > 0))
    )


@given(transports(), st.floats(0, 20), tempos)
def test_a_change_of_tempo_takes_over_at_the_last_whole_tick(
    transport: Transport, seconds: float, tempo: float
) -> None:
    now = transport.anchor + seconds
    elapsed = transport.elapsed_at(now)
    changed = with_song(transport, now, replace(song_of(" ".join(["C4"] * 8)), tempo=tempo))
    assert changed.clock.tempo_at(0) == tempo
    assert changed.position == transport.tick_of(elapsed)
    assert changed.anchor == transport.time_of(elapsed)


@given(transports(), st.floats(0, 20))
def test_the_same_loop_again_changes_nothing(transport: Transport, seconds: float) -> None:
    now = transport.anchor + seconds
    again = with_loop(transport, now, transport.loop)
    elapsed = max(0, transport.elapsed_at(now))
    assert again.tick_at(now) == transport.tick_at(now)
    assert [again.tick_of(n) for n in range(50)] == [transport.tick_of(elapsed + n) for n in range(50)]


def test_a_shorter_song_ends_playing() -> None:
    transport = with_song(play(stopped(SONG), 0.0), 1.5, song_of("C4 D4"))
    assert transport.ended(1.5)


def test_moved_to_stays_inside() -> None:
    assert moved_to(stopped(SONG), 99_999).position == 1920
    assert moved_to(stopped(SONG), -3).position == 0


@settings(max_examples=30)
@given(songs(max_lanes=3, max_sections=2, max_rows=6), transports(), st.integers(0, 9000))
def test_whatever_is_played_is_balanced(song: Song, transport: Transport, ticks: int) -> None:
    course = with_song(replace(transport, playing=False), 0.0, song)
    course = play(course, 0.0, transport.position)
    held: set[tuple[int, int]] = set()
    times = []
    for at, event in timed_events(Timeline(song), course, 0, ticks):
        key = (event.channel, event.number)
        times.append(at)
        assert (key in held) == (event.kind is Kind.NOTE_OFF)
        (held.add if event.kind is Kind.NOTE_ON else held.discard)(key)
    assert times == sorted(times)
    if course.length is not None and ticks > course.length:
        assert not held


@pytest.mark.parametrize("tick", [0, 100, 480, 700])
def test_playing_from_the_middle_of_a_note_lets_it_be_heard(tick: int) -> None:
    song = song_of("C4 . = .")
    events = list(timed_events(Timeline(song), play(stopped(song), 5.0, tick), 0, 5000))
    assert [(event.kind, event.number) for _, event in events] == [(Kind.NOTE_ON, 60), (Kind.NOTE_OFF, 60)]
    assert events[0].at == 5.0
    assert events[1].at == pytest.approx(5.0 + (960 - tick) / 960)


# Jumps ----------------------------------------------------------------------------------


@st.composite
def courses(draw: st.DrawFn) -> tuple[Transport, float]:
    """A playing transport with a jump that waits, and a moment at which to look at it."""
    transport = draw(transports())
    now = transport.anchor + draw(st.floats(0, 5))
    edges = draw(st.none() | st.lists(st.integers(0, 3000), min_size=2, max_size=2, unique=True).map(sorted))
    loop = None if edges is None else LoopRange(*edges)
    queued = with_jump(transport, now, draw(st.integers(0, 3500)), draw(st.integers(0, 3500)), loop)
    return queued, now


def test_a_jump_happens_at_its_tick_and_plays_on_from_there() -> None:
    queued = with_jump(play(stopped(SONG), 0.0), 0.25, 480, 1440)
    assert [queued.tick_at(seconds) for seconds in (0.25, 0.4999, 0.5, 0.75)] == [240, 479, 1440, 1680]
    assert queued.ended(1.0)
    assert list(queued.pieces(1, 5000)) == [
        Piece(241, 480, 1, False, None),
        Piece(1440, 1920, 240, True, 480),
        Piece(1920, 1920, 720, False, 1920),
    ]


def test_a_jump_out_of_a_loop_waits_for_its_tick_to_come_round() -> None:
    looped = play(replace(stopped(SONG), loop=LoopRange(0, 960)), 0.0)
    now = 0.75
    assert with_jump(looped, now, 480, 960, LoopRange(960, 1920)).jump == Jump(
        240 + 480, 960, LoopRange(960, 1920)
    )
    assert with_jump(looped, now, 960, 960).jump == Jump(240, 960, None)
    assert with_jump(looped, now, 1800, 960).jump == Jump(240, 960, None)


def test_going_on_where_one_is_is_no_jump_for_the_notes() -> None:
    queued = with_jump(play(stopped(SONG), 0.0), 0.0, 480, 480, LoopRange(480, 960))
    assert [piece.enters for piece in queued.pieces(0, 960)] == [True, False]
    assert queued.loop_at(479) is None
    assert queued.loop_at(480) == LoopRange(480, 960)


def test_a_jump_is_forgotten_with_a_new_loop_and_when_playing_ends() -> None:
    queued = with_jump(play(stopped(SONG), 0.0), 0.1, 480, 1440)
    assert with_loop(queued, 0.2, None).jump is None
    assert stop(queued, 0.2).jump is None
    assert stop(queued, 0.61).position == pytest.approx(1440 + 105, abs=1)
    assert with_jump(stopped(SONG), 0.0, 480, 1440).jump is None


@given(courses(), st.integers(0, 10_000))
def test_time_and_elapsed_ticks_agree_across_a_jump(course: tuple[Transport, float], elapsed: int) -> None:
    transport, _ = course
    assert transport.elapsed_at(transport.time_of(elapsed)) == elapsed
    assert transport.time_of(elapsed) < transport.time_of(elapsed + 1)


@given(courses(), st.lists(st.integers(0, 9000), min_size=3, max_size=3).map(sorted))
def test_pieces_add_up_across_a_jump(course: tuple[Transport, float], ticks: list[int]) -> None:
    transport, _ = course
    a, b, c = ticks

    def played(start: int, end: int) -> list[int]:
        return [tick for piece in transport.pieces(start, end) for tick in range(piece.start, piece.end)]

    assert played(a, c) == played(a, b) + played(b, c)
    whole = played(0, c)
    assert whole == [transport.tick_of(elapsed) for elapsed in range(len(whole))]
    assert len(whole) == (c if transport.length is None else min(c, transport.length))


@given(courses(), st.floats(0, 30))
def test_looking_at_a_jump_does_not_change_its_course(
    course: tuple[Transport, float], seconds: float
) -> None:
    transport, now = course
    later = now + seconds
    again = with_song_of(transport, later)
    elapsed = transport.elapsed_at(later)
    assert [again.tick_of(n) for n in range(60)] == [transport.tick_of(elapsed + n) for n in range(60)]
    assert again.loop_at(0) == transport.loop_at(elapsed)


def with_song_of(transport: Transport, now: float) -> Transport:
    """The same course, counted anew."""
    return _recounted(transport, now)


@given(courses())
def test_a_jump_lies_ahead_and_no_later_than_the_end_of_the_loop_or_song(
    course: tuple[Transport, float],
) -> None:
    transport, _ = course
    if transport.jump is None:
        assert transport.length == 0
        return
    assert transport.jump.elapsed >= 1
    plain = replace(transport, jump=None)
    loop = plain.active_loop
    latest = plain.length if loop is None else loop.end - plain.position + loop.end - loop.start
    assert latest is not None
    assert transport.jump.elapsed <= latest


@settings(max_examples=40)
@given(
    songs(max_lanes=3, max_sections=2, max_rows=6),
    transports(),
    st.lists(st.integers(0, 3500), min_size=3, max_size=3),
)
def test_whatever_is_played_across_a_jump_is_balanced(song: Song, drawn: Transport, ticks: list[int]) -> None:
    at, to, last = ticks
    course = play(with_song(replace(drawn, playing=False), 0.0, song), 0.0, drawn.position)
    course = with_jump(course, 0.0, at, to, drawn.loop)
    held: set[tuple[int, int]] = set()
    for _, event in timed_events(Timeline(song), course, 0, last):
        if event.kind is Kind.CONTROL:
            continue  # a lane is cut off
        key = (event.channel, event.number)
        assert (key in held) == (event.kind is Kind.NOTE_OFF)
        (held.add if event.kind is Kind.NOTE_ON else held.discard)(key)
    if course.length is not None and last > course.length:
        assert not held


def test_swing_and_a_sections_own_tempo_are_heard() -> None:
    song = song_of("C4 D4")
    eighths = replace(
        song.sections[0], length=4, rows_per_beat=2, columns=(song_of("C4 D4 E4 F4").sections[0].columns[0],)
    )
    slow = replace(eighths, name="B", tempo=60.0, swing=STRAIGHT)
    song = replace(song, sections=(eighths, slow), order=(0, 1), swing=Swing(66))
    events = timed_events(Timeline(song), play(stopped(song), 0.0), 0, song.ticks + 1)
    onsets = [round(at, 3) for at, event in events if event.kind is Kind.NOTE_ON]
    assert onsets == [0.0, 0.33, 0.5, 0.83, 1.0, 1.5, 2.0, 2.5]
    assert song.seconds == 3.0
