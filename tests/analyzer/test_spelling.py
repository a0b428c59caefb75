"""Recognised chords are spelled as musicians do in the key."""

from __future__ import annotations

import pytest

from tuicomposer.analyzer.vocabulary import SILENCE, chord_in, class_of
from tuicomposer.score.chord import NO_CHORD, parse_chord
from tuicomposer.score.key import Key


@pytest.mark.parametrize(
    ("key", "written", "spelled"),
    [
        (Key("C"), "A#", "Bb"), (Key("C"), "D#maj7", "Ebmaj7"), (Key("C"), "C#dim7", "C#dim7"),
        (Key("C"), "F#m7b5", "F#m7b5"), (Key("C"), "C/A#", "C/Bb"), (Key("G"), "D/F#", "D/F#"),
        (Key("E"), "C#m", "C#m"), (Key("F"), "A#", "Bb"), (Key("A", "minor"), "A#", "Bb"),
        (Key("A", "minor"), "E/G#", "E/G#"), (Key("D"), "A#", "Bb"), (None, "A#", "A#"),
        (Key("G"), "B/Eb", "B/D#"), (Key("C"), "Caug/Ab", "Caug/G#"), (Key("Eb"), "Db", "Db"),
        (Key("D", "minor"), "Dbdim7/A#", "C#dim7/Bb"), (Key("Bb"), "Dbdim7", "C#dim7"),
        (Key("Eb"), "Eb7/C#", "Eb7/Db"), (Key("C"), "Am/F#", "Am/F#"),
    ],
)  # fmt: skip
def test_lowered_degrees_have_flats(key: Key | None, written: str, spelled: str) -> None:
    chord = parse_chord(written)
    assert chord_in(key, class_of(chord), chord.bass_class).symbol == spelled


def test_silence_stays_silence() -> None:
    assert chord_in(Key("C"), SILENCE) == NO_CHORD
