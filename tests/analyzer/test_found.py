"""What the analyzer found is written as one edit, which takes nothing away and can be taken back."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.found import found_edit
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, ChordGuess, KeyGuess
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import apply
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.lock import Lock
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, note_spans, song_spans
from tuicomposer.wiring.analyzing import open_analyzer

HIGH, LOW = (72, 74, 76, 77, 79), (60, 55, 57, 53, 55)


def texture() -> Song:
    """Two lanes that cross: the tune is in the first, in its third and fourth note in the second."""
    one = [None] * 20
    two = [None] * 20
    for at, (high, low) in enumerate(zip(HIGH, LOW, strict=True)):
        tune, other = (two, one) if at in (2, 3) else (one, two)
        tune[4 * at], other[4 * at] = Note(high, 80, -5 * (at == 1)), Note(low, 60)
    section = Section("A", 20, (tuple(one), tuple(two)), 4)
    return Song("T", 120.0, None, (Lane("Piano 1", Role.MELODY, 4), Lane("Piano 2")), (section,))


def analyzed(song: Song, melody: tuple[NoteSpan, ...]) -> Analyzed:
    chord = ChordGuess(ChordSpan(0, 4, 480, 960, parse_chord("F")), "IV", 0.83)
    return Analyzed(AnalyzeRequest(song, 0), (KeyGuess(Key("C"), 0.9),), (chord,), melody, tuple(notes(song)))


def notes(song: Song) -> list[NoteSpan]:
    return [span for span in song_spans(song) if isinstance(span, NoteSpan)]


def sounds(song: Song) -> list[tuple[int, int, int]]:
    return sorted((note.start, note.pitch, note.velocity) for note in notes(song))


def test_a_melody_in_several_lanes_gets_a_lane_of_its_own() -> None:
    song = texture()
    edit = found_edit(song, analyzed(song, tuple(note for note in notes(song) if note.pitch in HIGH)))
    applied = apply(song, edit)
    lanes = [(lane.name, lane.role) for lane in applied.song.lanes]
    assert lanes == [
        ("Chords", Role.CHORDS),
        ("Melody", Role.MELODY),
        ("Piano 1", Role.OTHER),
        ("Piano 2", Role.OTHER),
    ]
    assert applied.song.lanes[1].program == 4
    section = applied.song.sections[0]
    assert [span.pitch for span in note_spans(section, 1)] == list(HIGH)
    assert sounds(applied.song) == sounds(song)
    # What was under a note that went away does not sound on.
    assert section.columns[3][16] == Note(55, 60)
    assert isinstance(section.columns[2][16], Off)
    assert applied.song.key == Key("C")
    chord = section.columns[0][4]
    assert isinstance(chord, ChordCell)
    assert chord.origin == "analyzer 83%"
    assert apply(applied.song, applied.inverse).song == song


def test_a_lane_that_is_the_melody_gets_the_role_and_is_left_alone() -> None:
    song = replace(texture(), lanes=(Lane("One", Role.MELODY), Lane("Two")))
    tune = tuple(note for note in notes(song) if note.lane == 1)
    after = apply(song, found_edit(song, analyzed(song, tune))).song
    assert [(lane.name, lane.role) for lane in after.lanes[1:]] == [("One", Role.OTHER), ("Two", Role.MELODY)]
    assert after.sections[0].columns[1:] == song.sections[0].columns


def test_what_is_there_already_stays() -> None:
    song = texture()
    once = apply(song, found_edit(song, analyzed(song, ()))).song
    assert found_edit(once, analyzed(once, ())).edits == ()


def test_the_analyzer_itself_reads_a_song_without_notes() -> None:
    empty = replace(texture(), sections=(Section("A", 4, ((None,) * 4, (None,) * 4), 4),))
    found = open_analyzer().analyze(AnalyzeRequest(empty, 0), CancelToken())
    assert found_edit(empty, found).edits == ()


def test_a_melody_with_locked_cells_stays_where_it_is() -> None:
    song = texture()
    tune = tuple(note for note in notes(song) if note.pitch in HIGH)
    locked = replace(song, sections=(replace(song.sections[0], locks=(Lock(1, 8, 9),)),))
    assert len(apply(song, found_edit(song, analyzed(song, tune))).song.lanes) == 4
    after = apply(locked, found_edit(locked, analyzed(locked, tune))).song
    assert sounds(after) == sounds(locked)
    assert len(after.lanes) == 3
