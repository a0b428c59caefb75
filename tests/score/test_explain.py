"""What a cell means in its harmony."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import chords, songs
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.explain import cell_explanation
from tuicomposer.score.key import Key
from tuicomposer.score.note_function import NoteFunction, Surroundings, note_function, spelled_tones
from tuicomposer.score.pitch import parse_pitch, pitch_class_of
from tuicomposer.score.song import Place, Song


@pytest.mark.parametrize(
    ("symbol", "tones"),
    [
        ("C", "C E G"), ("F#dim7", "F# A C Eb"), ("Bbm7", "Bb Db F Ab"), ("Caug", "C E G#"),
        ("G7b9", "G Ab B D F"), ("E7#9", "E F## G# B D"), ("Dsus4", "D G A"), ("C6/9", "C D E G A"),
        ("Bm7b5", "B D F A"), ("G7#11", "G B C# D F"), ("C13", "C D E G A Bb"), ("C7b13", "C E G Ab Bb"),
        ("N.C.", ""),
    ],
)  # fmt: skip
def test_chord_tones_are_spelled_from_the_root(symbol: str, tones: str) -> None:
    assert set(spelled_tones(parse_chord(symbol))) == set(tones.split())


@given(chords)
def test_spelled_tones_are_the_tones(chord: Chord) -> None:
    steps = [] if chord.is_silence else [(chord.root_class + step) % 12 for step in chord.quality.intervals]
    spelled = spelled_tones(chord)
    assert len(spelled) == len(steps)
    plain = [(name, tone) for name, tone in zip(spelled, steps, strict=True) if len(name) <= 3]
    assert all(pitch_class_of(name) == tone for name, tone in plain)


@pytest.mark.parametrize(
    ("pitch", "symbol", "function"),
    [
        ("C4", "C", "root"), ("E4", "C", "third"), ("G4", "C", "fifth"), ("Bb4", "C7", "seventh"),
        ("A4", "C6", "sixth"), ("D4", "Cadd9", "ninth"), ("D#4", "C7#9", "ninth"), ("D4", "Csus2", "second"),
        ("F4", "Csus4", "fourth"), ("F4", "C11", "eleventh"), ("A4", "C13", "thirteenth"),
        ("Gb4", "Cdim", "fifth"), ("G#4", "Caug", "fifth"), ("A4", "Cdim7", "seventh"),
        ("F3", "C/F", "slash bass"),
        ("F#4", "C7#11", "eleventh"), ("Ab4", "C7b13", "thirteenth"),
    ],
)  # fmt: skip
def test_chord_tones_have_their_names(pitch: str, symbol: str, function: str) -> None:
    assert note_function(parse_pitch(pitch), parse_chord(symbol), Surroundings()) == function


@pytest.mark.parametrize(
    ("before", "pitch", "after", "function"),
    [
        ("C4", "D4", "E4", NoteFunction.PASSING), ("E4", "D4", "C4", NoteFunction.PASSING),
        ("E4", "F4", "E4", NoteFunction.NEIGHBOUR), ("G4", "F#4", "G4", NoteFunction.NEIGHBOUR),
        ("C4", "F4", "E4", NoteFunction.APPOGGIATURA), ("E4", "F4", "C4", NoteFunction.ESCAPE),
        ("C4", "F#4", "C4", NoteFunction.COLOUR), ("C4", "A4", "C4", NoteFunction.COLOUR),
        ("G4", "C#4", "G4", NoteFunction.CLASH), ("C5", "F4", "C5", NoteFunction.CLASH),
        ("C4", "D4", "C#4", NoteFunction.COLOUR),
    ],
)  # fmt: skip
def test_other_tones_are_told_apart_by_how_they_move(
    before: str, pitch: str, after: str, function: NoteFunction
) -> None:
    around = Surroundings(parse_pitch(before), parse_pitch(after))
    assert note_function(parse_pitch(pitch), parse_chord("C"), around) is function


def test_a_suspension_needs_preparation_and_a_fall() -> None:
    chord = parse_chord("C")
    assert note_function(65, chord, Surroundings(65, 64, held=True)) is NoteFunction.SUSPENSION
    assert note_function(65, chord, Surroundings(65, 72, held=True)) is NoteFunction.CLASH
    assert note_function(65, chord, Surroundings(60, 64)) is NoteFunction.APPOGGIATURA


def test_an_anticipation_belongs_to_the_next_chord() -> None:
    over, then = parse_chord("C"), parse_chord("F")
    assert note_function(65, over, Surroundings(60, 65, next_chord=then)) is NoteFunction.ANTICIPATION
    assert note_function(65, over, Surroundings(60, 65, next_chord=over)) is NoteFunction.CLASH


def test_nothing_is_said_under_silence() -> None:
    assert note_function(60, parse_chord("N.C."), Surroundings()) is None


def explained(melody: str, chord_line: str, row: int, *, lane: int = 1, key: Key | None = None) -> str:
    song = song_from_text(melody, chord_line, key=key)
    return cell_explanation(song, Place(0, lane, row))


def test_sentences_for_a_status_line() -> None:
    assert explained("E4 F4 G4", "C", 0) == "E4 is the third of C."
    assert explained("E4 F4 G4", "C", 4) == "F4 is a passing note over C, between E4 and G4."
    assert explained("E4 F4 G4", "C", 1) == "E4, held, is the third of C."
    assert explained("F4:5 E4:3", "F | C", 16) == "F4, held, is a suspension over C, which falls to E4."
    assert explained("E4:4 Eb4", "C | N.C.", 16, key=Key("Bb")) == "Eb4, under N.C."
    assert explained("C4", "Am7/G", 0, lane=0, key=Key("C")) == "Am7/G, vi42 in C major: A C E G over G."
    assert explained("C4", "Am", 3, lane=0) == "Still Am: A C E."
    assert explained("C4", "N.C.", 0, lane=0) == "N.C.: no chord sounds."
    assert explained("C4", "C", 4) == "The sound of this lane ends here."
    assert explained("C4", "C", 5) == ""
    assert explained("C4", "", 0) == "C4, with no chord."
    assert explained("C4", "", 3) == "C4 still sounds, with no chord."


@given(songs(), st.data())
def test_every_cell_can_be_explained(song: Song, data: st.DataObject) -> None:
    if not song.lanes:
        return
    section = data.draw(st.integers(0, len(song.sections) - 1))
    lane = data.draw(st.integers(0, len(song.lanes) - 1))
    row = data.draw(st.integers(0, song.sections[section].length - 1))
    sentence = cell_explanation(song, Place(section, lane, row))
    assert sentence == "" or sentence.endswith(".")
    if song.sections[section].columns[lane][row] is not None:
        assert sentence


@pytest.mark.parametrize(
    ("melody", "says"),
    [
        ("Bb4 C#5 G5", "is a clash with Bbmaj7/D, and no step resolves it."),
        ("D5 C#5 F5", "is an escape note over Bbmaj7/D: step in, leap out."),
        ("C5 B4 Bb4", "is a passing note over Bbmaj7/D, between C5 and A#4."),
        ("D5 C#5 D5", "is a neighbour note of D5 over Bbmaj7/D."),
        ("D5 F#5 F5", "is an appoggiatura over Bbmaj7/D, resolved to F5."),
        ("C5 E5", "is a colour tone over Bbmaj7/D, its raised eleventh."),
    ],
)
def test_a_note_is_explained_within_eighty_columns(melody: str, says: str) -> None:
    sentence = explained(melody, "Bbmaj7/D", 5)
    assert sentence.endswith(says)
    assert len(f" 12.3+2 Melody · {sentence}".rstrip(".")) < 80
