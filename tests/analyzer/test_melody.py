"""Which lane is the melody."""

from __future__ import annotations

import pytest

from tuicomposer.analyzer.melody import melody_notes
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.pitch import parse_pitch
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, song_spans


def song(*lanes: tuple[Lane, str]) -> Song:
    """One note a row; a dot is an empty cell."""
    columns: list[tuple[Cell | None, ...]] = [
        tuple(None if word == "." else Note(parse_pitch(word)) for word in text.split()) for _, text in lanes
    ]
    section = Section("A", len(columns[0]), tuple(columns), rows_per_beat=1)
    return Song(lanes=tuple(lane for lane, _ in lanes), sections=(section,))


def melody_lane(music: Song) -> int:
    notes = [span for span in song_spans(music) if isinstance(span, NoteSpan)]
    lanes = {one.note.lane for one in melody_notes(music, notes)}
    assert len(lanes) == 1
    return lanes.pop()


TUNE = "E4 F4 G4 A4 G4 F4 E4 D4"
HIGH = "C6 . . . C6 . . ."
BASS = "C3 . G2 . C3 . G2 ."
CHORD = "G4 . . . F4 . . ."


def test_the_melody_lane_is_the_melody_even_below_others() -> None:
    music = song((Lane("Descant", Role.HARMONY), HIGH), (Lane("Tune", Role.MELODY), BASS))
    assert melody_lane(music) == 1


def test_an_empty_melody_lane_is_passed_over() -> None:
    music = song(
        (Lane("Melody", Role.MELODY), ". . . . . . . ."), (Lane("Piano"), TUNE), (Lane("Piano"), BASS)
    )
    assert melody_lane(music) == 1


def test_an_import_without_names_finds_the_moving_upper_voice() -> None:
    music = song((Lane("Track 1"), BASS), (Lane("Track 2"), "C4 . . . C4 . . ."), (Lane("Track 3"), TUNE))
    assert melody_lane(music) == 2


def test_a_name_outweighs_a_few_higher_notes() -> None:
    music = song((Lane("Strings"), HIGH), (Lane("Vocals"), TUNE), (Lane("Bass"), BASS))
    assert melody_lane(music) == 1


def test_a_bass_line_is_the_melody_only_if_it_is_alone() -> None:
    assert melody_lane(song((Lane("Bass", Role.BASS), BASS))) == 0
    assert melody_lane(song((Lane("Bass", Role.BASS), TUNE), (Lane("Piano"), CHORD))) == 1


def test_silence_has_no_melody() -> None:
    assert melody_notes(song((Lane("Piano"), ". . .")), ()) == ()


def test_the_melody_is_in_order_of_time() -> None:
    music = song((Lane("Piano"), TUNE))
    notes = [span for span in song_spans(music) if isinstance(span, NoteSpan)]
    assert [one.note for one in melody_notes(music, notes[::-1])] == notes


def divided(*notes: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """The melody of notes (start, end, pitch) that an import put into two lanes in turn; no network picks."""
    lanes = tuple(Lane(f"Fiddle {number}", program=40) for number in (1, 2))
    spans = [NoteSpan(at % 2, at, start, end, pitch, 90) for at, (start, end, pitch) in enumerate(notes)]
    music = Song(lanes=lanes, sections=(Section("A", 4, ((None,) * 4,) * 2),))
    return [(one.note.start, one.note.end, one.note.pitch) for one in melody_notes(music, spans)]


def test_a_line_that_is_held_over_is_all_melody() -> None:
    line = [(60 * at, 60 * at + 118, 60 + at % 5) for at in range(16)]
    assert divided(*line) == line


def test_a_voice_that_sounds_on_under_the_next_is_not_all_melody() -> None:
    held = [(480 * (at // 2) + 240 * (at % 2), 480 * (at // 2 + 1), 60 + 12 * (at % 2)) for at in range(16)]
    assert len(divided(*held)) == 8


@pytest.mark.parametrize("broken", [0, 20])
def test_of_the_chord_that_ends_a_line_the_highest_note_is_melody(broken: int) -> None:
    line = [(240 * at, 240 * at + 240, 72 + at % 5) for at in range(79)]
    last = 79 * 240
    chord = [(last + broken * at, last + 1900 + at, pitch) for at, pitch in enumerate((48, 55, 64, 72))]
    assert divided(*line, *chord) == [*line, chord[-1]]


def test_lines_of_two_notes_at_a_time_are_not_all_melody() -> None:
    pairs = [
        (240 * (at // 2) + at % 2, 240 * (at // 2) + 200 + at % 2, 60 + 4 * (at % 2)) for at in range(40)
    ]
    assert len(divided(*pairs)) == 20


def test_an_arpeggio_that_sounds_on_at_the_end_of_a_line_is_melody() -> None:
    line = [(240 * at, 240 * at + 240, 72 + at % 5) for at in range(79)]
    last = 79 * 240
    arpeggio = [(last + 240 * at, last + 1900, pitch) for at, pitch in enumerate((72, 76, 79))]
    assert divided(*line, *arpeggio) == [*line, *arpeggio]
