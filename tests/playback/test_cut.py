"""A note cut ends a lane's sound without its release; a note-off lets it ring out."""

from __future__ import annotations

from playsongs import song_of
from test_player import Stage

from tuicomposer.playback.events import ALL_SOUND_OFF, Kind, SoundEvent
from tuicomposer.playback.timeline import Timeline
from tuicomposer.score.cells import Off
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.song import Place

PLAIN = song_of("C4 . = .", "E4 . . .")
CUT = apply(PLAIN, SetCells(((Place(0, 0, 2), Off(cut=True)),))).song


def test_a_cut_is_a_note_off_and_the_end_of_all_sound_on_the_lane() -> None:
    plain, cut = (Timeline(song).between(0, song.ticks + 1) for song in (PLAIN, CUT))
    assert set(cut) - set(plain) == {SoundEvent(960, Kind.CONTROL, 0, ALL_SOUND_OFF)}
    assert set(plain) <= set(cut)


def test_a_cut_is_played_after_the_note_off_of_its_moment() -> None:
    stage = Stage(CUT)
    stage.player.play(0)
    stage.go(1.5)
    ends = [event.kind for _, event in stage.synth.played if event.tick == 960]
    assert ends == [Kind.NOTE_OFF, Kind.CONTROL]
    assert stage.sounding() == {(1, 64)}


def test_cuts_alone_are_nothing_to_hear() -> None:
    song = apply(song_of(". ."), SetCells(((Place(0, 0, 0), Off(cut=True)),))).song
    assert not Timeline(song).has_notes
