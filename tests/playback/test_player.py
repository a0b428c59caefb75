"""The player on a recording synthesizer and a clock that is moved by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from playsongs import song_of, with_column, with_lane

from tuicomposer.errors import SoundError
from tuicomposer.playback.audition import HELD_SECONDS, TAP_SECONDS
from tuicomposer.playback.clock import ManualClock
from tuicomposer.playback.events import AUDITION_CHANNEL, VOLUME, Kind, SoundEvent, TimedEvent
from tuicomposer.playback.performance import LEAD, LOOK_AHEAD
from tuicomposer.playback.player import Player, Playhead, SoundStatus
from tuicomposer.playback.synth import NullSynth, RecordingSynth, Synth
from tuicomposer.playback.transport import LoopRange, When
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.song import Song

SONG = song_of("C4 D4 E4 F4", "G3 . . .")
"""Two seconds; a row lasts half a second."""


class Stage:
    """A player, its recording synth and its clock."""

    def __init__(self, song: Song = SONG) -> None:
        self.clock = ManualClock()
        self.synth = RecordingSynth(self.clock)
        self.reports: list[SoundStatus] = []
        self.player = Player(song, lambda: self.synth, self.reports.append, self.clock)

    def go(self, seconds: float, step: float = 0.05) -> None:
        """Let time pass as the player's thread would."""
        self.player.pump()
        while seconds > 1e-9:
            self.clock.advance(min(step, seconds))
            seconds -= step
            self.player.pump()

    def notes(self, *, lane: int = 0) -> list[tuple[float, str]]:
        """Note events of a lane that were carried out, in milliseconds after the lead."""
        signs = {Kind.NOTE_ON: "+", Kind.NOTE_OFF: "-"}
        return [
            (round((at - LEAD) * 1000), f"{signs[event.kind]}{event.number}")
            for at, event in self.synth.played
            if event.kind in signs and event.channel == lane
        ]

    def sounding(self) -> set[tuple[int, int]]:
        """Channels and pitches that sound now."""
        held: set[tuple[int, int]] = set()
        for _, event in self.synth.played:
            if event.kind is Kind.NOTE_ON:
                assert (event.channel, event.number) not in held
                held.add((event.channel, event.number))
            elif event.kind is Kind.NOTE_OFF:
                held.discard((event.channel, event.number))
        return held


def test_a_whole_song_comes_out_as_written() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(2.5)
    assert stage.synth.played[:6] == tuple(
        TimedEvent(0.0, event)
        for event in (
            SoundEvent(0, Kind.PROGRAM, 0, 0),
            SoundEvent(0, Kind.CONTROL, 0, 7, 100),
            SoundEvent(0, Kind.CONTROL, 0, 10, 64),
            SoundEvent(0, Kind.PROGRAM, 1, 1),
            SoundEvent(0, Kind.CONTROL, 1, 7, 100),
            SoundEvent(0, Kind.CONTROL, 1, 10, 64),
        )
    )
    assert stage.notes() == [
        (0, "+60"),
        (500, "-60"),
        (500, "+62"),
        (1000, "-62"),
        (1000, "+64"),
        (1500, "-64"),
        (1500, "+65"),
        (2000, "-65"),
    ]
    assert stage.notes(lane=1) == [(0, "+55"), (2000, "-55")]
    assert stage.player.playhead._replace(at=0.0) == Playhead(False, 0, 0, 0, 0)
    assert not stage.synth.silenced


@pytest.mark.parametrize("step", [0.01, 0.3, 0.9])
def test_how_often_it_is_pumped_changes_nothing(step: float) -> None:
    stage, reference = Stage(), Stage()
    for each, pace in ((stage, step), (reference, 0.05)):
        each.player.play()
        each.go(2.5, pace)
    assert stage.notes() == reference.notes()


def test_the_playhead_moves_row_by_row() -> None:
    stage = Stage()
    stage.player.play(480)
    rows = []
    for _ in range(4):
        stage.go(0.5)
        rows.append((stage.player.playhead.row, stage.player.playhead.playing))
    assert rows == [(1, True), (2, True), (3, True), (0, False)]


def test_look_ahead_is_scheduled_before_its_time() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.0)
    assert max(event.at for event in stage.synth.waiting) == pytest.approx(LEAD + 0.5)
    assert LOOK_AHEAD == 1.0


def test_stop_is_silent_at_once_and_stays_silent() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.7)
    stage.player.stop()
    stage.player.pump()
    assert stage.synth.silenced == [pytest.approx(0.7)]
    assert stage.synth.waiting == ()
    heard = stage.synth.played
    stage.go(2.0)
    assert stage.synth.played == heard
    assert stage.player.playhead.playing is False
    assert stage.player.playhead.row == 1


def test_play_again_after_stop_begins_cleanly() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.7)
    stage.player.stop()
    stage.player.play(960)
    stage.go(0.1)
    assert stage.notes()[-1] == (700, "+64")
    assert stage.notes(lane=1)[-1] == (700, "+55"), "a note that is held there is heard from its middle"


def test_play_while_playing_ends_what_sounds() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.2)
    stage.player.play(1440)
    stage.go(0.1)
    assert stage.sounding() == {(0, 65), (1, 55)}


def test_a_loop_repeats_and_ends_what_sounds_at_its_border() -> None:
    stage = Stage()
    stage.player.loop(LoopRange(480, 960))
    stage.player.play()
    stage.go(1.2)
    assert stage.notes() == [
        (0, "+62"),
        (500, "-62"),
        (500, "+62"),
        (1000, "-62"),
        (1000, "+62"),
    ]
    assert stage.notes(lane=1) == [(0, "+55"), (500, "-55"), (500, "+55"), (1000, "-55"), (1000, "+55")]
    stage.player.loop(None)
    stage.go(0.5)
    assert stage.notes()[-2:] == [(1500, "-62"), (1500, "+64")]
    assert stage.player.playhead.row == 2


def test_a_loop_set_while_playing_holds_from_now_on() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.6)
    stage.player.loop(LoopRange(0, 960))
    stage.go(1.0)
    assert [text for _, text in stage.notes() if text[0] == "+"] == ["+60", "+62", "+60", "+62"]


def test_an_edit_is_heard_although_it_lies_in_the_look_ahead() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.4)
    stage.player.set_song(with_column(SONG, 0, "C4 A4 . F4"))
    stage.go(2.0)
    assert stage.notes() == [
        (0, "+60"),
        (500, "-60"),
        (500, "+69"),
        (1500, "-69"),
        (1500, "+65"),
        (2000, "-65"),
    ]


def test_a_note_taken_away_ends_at_once_and_a_kept_one_goes_on() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.25 + LEAD)
    stage.player.set_song(with_column(SONG, 0, ". . E4 F4"))
    stage.go(0.1)
    assert stage.notes() == [(0, "+60"), (250, "-60")]
    assert stage.sounding() == {(1, 55)}
    stage.go(2.0)
    assert stage.notes(lane=1) == [(0, "+55"), (2000, "-55")]


def test_mute_is_heard_at_once() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.25 + LEAD)
    stage.player.set_song(with_lane(SONG, 1, muted=True))
    stage.go(0.05)
    assert stage.notes(lane=1) == [(0, "+55"), (250, "-55")]


def test_a_new_volume_is_heard_at_once() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.3)
    stage.player.set_song(with_lane(SONG, 1, volume=11))
    stage.player.pump()
    assert TimedEvent(stage.clock.now(), SoundEvent(0, Kind.CONTROL, 1, VOLUME, 11)) in stage.synth.played


def test_a_new_tempo_goes_on_from_where_it_is() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.75 + LEAD)
    stage.player.set_song(replace(SONG, tempo=60.0))
    stage.go(1.0)
    assert stage.notes() == [(0, "+60"), (500, "-60"), (500, "+62"), (1250, "-62"), (1250, "+64")]


def test_many_edits_between_two_pumps_are_taken_as_one() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(0.1)
    for pitch in ("A4", "B4", "C5"):
        stage.player.set_song(with_column(SONG, 0, f"C4 {pitch} . ."))
    stage.go(0.6)
    assert stage.notes()[-1] == (500, "+72")


def test_edits_every_few_moments_lose_and_double_nothing() -> None:
    stage = Stage()
    stage.player.play()
    for number in range(230):
        stage.player.set_song(with_lane(SONG, 0, name=f"edit {number}"))
        stage.go(0.01, 0.01)
    reference = Stage()
    reference.player.play()
    reference.go(2.3)
    assert stage.notes() == reference.notes()
    assert stage.notes(lane=1) == reference.notes(lane=1)


def test_an_edit_on_the_last_tick_of_a_loop_or_song_leaves_no_note_hanging() -> None:
    for loop in (LoopRange(0, 480), None):
        stage = Stage()
        stage.player.loop(loop)
        stage.player.play(0 if loop else 1440)
        stage.go(LEAD + 0.4996, 0.01)
        stage.player.set_song(with_lane(SONG, 0, name="edited"))
        stage.go(0.2)
        assert stage.sounding() == ({(0, 60), (1, 55)} if loop else set())


def test_a_shorter_song_ends() -> None:
    stage = Stage()
    stage.player.play()
    stage.go(1.2)
    stage.player.set_song(song_of("C4 D4", "G3 ."))
    stage.go(0.1)
    assert not stage.player.playhead.playing
    assert stage.sounding() == set()


def test_seek_moves_a_standing_and_a_running_playhead() -> None:
    stage = Stage()
    stage.player.seek(1000)
    stage.player.pump()
    assert stage.player.playhead == Playhead(False, 0, 2, 1000, 0)
    stage.player.play()
    stage.go(0.2)
    stage.player.seek(1440)
    stage.go(0.1)
    assert stage.player.playhead.row == 3
    assert stage.sounding() == {(0, 65), (1, 55)}


def test_held_up_for_long_it_goes_on_in_time_without_a_burst() -> None:
    stage = Stage(song_of("C4 D4 E4 F4 G4 A4 B4 C5"))
    stage.player.play()
    stage.go(0.2)
    stage.clock.advance(2.4)
    stage.go(0.2)
    assert stage.player.playhead.row == 5
    assert stage.sounding() == {(0, 69)}
    assert "+67" not in [text for _, text in stage.notes()]


def test_an_audition_lasts_its_time_on_the_lanes_own_sound() -> None:
    stage = Stage()
    stage.player.audition(1, 67, 0.4)
    stage.go(0.35)
    assert stage.sounding() == {(AUDITION_CHANNEL, 67)}
    assert SoundEvent(0, Kind.PROGRAM, AUDITION_CHANNEL, 1) in [event for _, event in stage.synth.played]
    stage.go(0.1)
    assert stage.sounding() == set()


def test_the_next_audition_ends_the_one_before_and_an_edit_does_not() -> None:
    stage = Stage()
    stage.player.audition(0, 60)
    stage.go(0.3)
    stage.player.audition(0, 60)
    stage.player.set_song(with_column(SONG, 0, "C4 . . ."))
    stage.go(0.3)
    assert stage.sounding() == {(AUDITION_CHANNEL, 60)}
    stage.player.audition(0, parse_chord("Am"))
    stage.go(0.1)
    assert {pitch % 12 for _, pitch in stage.sounding()} == {9, 0, 4}


def test_a_row_is_heard_for_a_moment_as_its_lanes_play_it() -> None:
    song = song_of("C4 D4 . E4", "C3 . E3 .")
    stage = Stage(song)
    step = song.sections[0].row_ticks
    heard = []
    for row in range(4):
        stage.player.row(row * step)
        stage.go(0.1)
        heard.append(sorted(stage.sounding()))
    assert heard == [[(0, 60), (1, 48)], [(0, 62)], [(1, 52)], [(0, 64)]]
    assert not stage.player.playhead.playing
    stage.go(0.5)
    assert stage.sounding() == set()
    stage.player.row(10**9)
    stage.go(0.1)
    assert stage.sounding() == set()
    stage.player.set_song(with_lane(song, 0, muted=True))
    stage.player.row(0)
    stage.go(0.1)
    assert stage.sounding() == {(1, 48)}


def test_stop_ends_an_audition_and_a_lane_that_is_gone_is_no_error() -> None:
    stage = Stage()
    stage.player.audition(0, 60)
    stage.player.audition(7, 60)
    stage.go(0.1)
    stage.player.stop()
    stage.player.pump()
    assert len(stage.synth.silenced) == 1


def held(*pitches: int) -> set[tuple[int, int]]:
    return {(AUDITION_CHANNEL, pitch) for pitch in pitches}


def test_a_held_note_sounds_until_it_is_let_go_beside_the_others_that_are_held() -> None:
    stage = Stage()
    stage.player.hold(0, 60)
    stage.go(5)
    stage.player.hold(0, 64)
    stage.player.set_song(with_column(SONG, 0, "C4 . . ."))
    stage.go(5)
    assert stage.sounding() == held(60, 64)
    stage.player.let_go((60,))
    stage.go(0.1)
    assert stage.sounding() == held(64)
    stage.player.let_go((64, 64, 71))
    stage.go(0.1)
    assert stage.sounding() == set()


def test_a_tap_is_heard_and_not_a_click() -> None:
    stage = Stage()
    stage.player.hold(0, 60)
    stage.go(0.02)
    stage.player.let_go((60,))
    stage.go(TAP_SECONDS - 0.05)
    assert stage.sounding() == held(60)
    stage.go(0.06)
    assert stage.sounding() == set()


def test_what_is_tried_out_beside_held_notes_ends_by_itself() -> None:
    stage = Stage()
    stage.player.audition(0, 72)
    stage.player.hold(0, 60)
    stage.go(0.1)
    assert stage.sounding() == held(60)
    stage.player.audition(0, 67)
    stage.go(0.1)
    assert stage.sounding() == held(60, 67)
    stage.go(0.4)
    assert stage.sounding() == held(60)
    stage.player.audition(0, 60)
    stage.player.hold(0, 60)
    stage.player.hold(0, 60)
    stage.go(1)
    assert stage.sounding() == held(60)


def test_a_note_whose_release_never_comes_ends_at_last() -> None:
    stage = Stage()
    stage.player.hold(0, 60)
    stage.go(HELD_SECONDS - 1, step=0.5)
    assert stage.sounding() == held(60)
    stage.go(1.5, step=0.5)
    assert stage.sounding() == set()


def test_stop_silences_held_notes_and_a_release_after_it_is_no_error() -> None:
    stage = Stage()
    stage.player.hold(0, 60)
    stage.player.hold(7, 62)
    stage.go(0.1)
    assert stage.sounding() == held(60)
    stage.player.stop()
    stage.player.let_go((60,))
    stage.go(HELD_SECONDS + 1, step=0.5)
    assert len(stage.synth.silenced) == 1
    assert [event.kind for _, event in stage.synth.played if event.number == 60] == [Kind.NOTE_ON]


def raising(error: Exception) -> Callable[[], Synth]:
    def opener() -> Synth:
        raise error

    return opener


def test_without_sound_it_plays_silently_and_says_why() -> None:
    clock, reports = ManualClock(), []
    error = SoundError("There is no audio device.", "You can still render to a file.")
    player = Player(SONG, raising(error), reports.append, clock)
    assert player.sound is None
    player.play()
    player.pump()
    clock.advance(0.6)
    player.pump()
    assert reports == [SoundStatus("", error)] == [player.sound]
    assert player.playhead[:3] == (True, 0, 1)


def test_a_synth_that_breaks_while_playing_leaves_a_silent_player() -> None:
    class Broken(NullSynth):
        def schedule(self, events: object) -> None:
            raise SoundError("FluidSynth takes no more notes.")

    clock, reports = ManualClock(), []
    player = Player(SONG, lambda: Broken(clock), reports.append, clock)
    player.play()
    player.pump()
    assert not player.playhead.playing
    assert [status.error is None for status in reports] == [True, False]
    player.play()
    player.pump()
    assert player.playhead.playing


def test_on_its_own_thread_commands_are_answered_and_the_device_is_given_back() -> None:
    opened, silenced = threading.Event(), threading.Event()

    class Watched(RecordingSynth):
        def silence(self) -> None:
            silenced.set()

    clock = ManualClock()
    synth = Watched(clock)
    threads: list[str] = []

    def opener() -> Synth:
        threads.append(threading.current_thread().name)
        return synth

    player = Player(SONG, opener, lambda _: opened.set(), clock)
    player.start()
    assert opened.wait(5)
    player.play()
    player.stop()
    assert silenced.wait(5)
    player.close()
    assert synth.closed
    assert threads == ["player"]


def test_a_defect_on_the_thread_becomes_a_sentence() -> None:
    told = threading.Event()
    reports: list[SoundStatus] = []

    def report(status: SoundStatus) -> None:
        reports.append(status)
        told.set()

    player = Player(SONG, raising(ZeroDivisionError("a defect")), report)
    player.start()
    assert told.wait(5)
    player.close()
    assert reports[0].error is not None
    assert "broke off" in reports[0].error.what


def test_closing_without_a_thread_gives_the_device_back() -> None:
    stage = Stage()
    stage.player.pump()
    stage.player.close()
    assert stage.synth.closed


# What comes next ------------------------------------------------------------------------


def two_sections() -> Song:
    """Two bars of C4 and D4 as one section, one bar of E5 as another; bars of two seconds."""
    song = song_of("C4 . . . D4 . . .")
    b = replace(song.sections[0], name="B", length=4, columns=(song_of("E5 . . .").sections[0].columns[0],))
    return replace(song, sections=(song.sections[0], b), order=(0, 1, 0))


def test_a_passage_is_queued_to_the_end_of_the_bar_and_nothing_hangs() -> None:
    stage = Stage(two_sections())
    stage.player.play(0)
    stage.go(0.5)
    stage.player.queue(1)
    stage.go(0.2)
    assert stage.player.playhead.queued == 1
    stage.go(4.0)
    assert stage.notes() == [(0, "+60"), (2000, "-60"), (2000, "+76"), (4000, "-76"), (4000, "+60")]
    assert stage.player.playhead.queued is None
    assert stage.player.playhead.passage == 2


def test_a_passage_is_queued_to_the_end_of_the_section_and_taken_back() -> None:
    stage = Stage(two_sections())
    stage.player.play(0)
    stage.go(0.5)
    stage.player.queue(2, When.SECTION)
    stage.go(1.0)
    stage.player.queue(None)
    stage.go(3.0)
    assert stage.player.playhead.passage == 1


def test_where_a_loop_is_played_the_queued_passage_is_looped() -> None:
    stage = Stage(two_sections())
    stage.player.loop(LoopRange(0, 3840))
    stage.player.play(0)
    stage.go(0.5)
    stage.player.queue(1, When.SECTION)
    stage.go(8.0)
    assert stage.player.playhead.passage == 1
    assert stage.player.playhead.loop == LoopRange(3840, 5760)


def test_a_loop_behind_the_playhead_begins_with_the_next_bar() -> None:
    stage = Stage(two_sections())
    stage.player.play(1920)
    stage.go(1.0)
    stage.player.loop(LoopRange(0, 960))
    stage.go(1.5)
    assert stage.player.playhead.loop == LoopRange(0, 960)
    assert stage.player.playhead.tick < 960
