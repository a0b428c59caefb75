"""One tiny song in every format, byte for byte: a change of a format must be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuicomposer.formats.files import load_song
from tuicomposer.formats.midi import write_midi
from tuicomposer.formats.musicxml import write_musicxml
from tuicomposer.formats.project import write_project
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song

GOLDEN = Path(__file__).parents[1] / "golden"
CHORDS = (None, ChordCell(parse_chord("Gm7/D")), None, None, ChordCell(parse_chord("N.C.")))
TUNE = (Note(62, 80), Note(67), None, Off(offset=60), Note(70, 127, 7, "chorale seed 7"))
SONG = Song(
    "Grüße",
    88.5,
    Key("Bb"),
    (Lane("Chords", Role.CHORDS, 0, 56), Lane("Tune", Role.MELODY, 73, locked=True)),
    (Section("A", 5, (CHORDS, TUNE), 2, Meter(2, 4), pickup=1),),
    (0, 0),
    (("groove", "58 %"),),
)


def test_the_project_text() -> None:
    assert write_project(SONG) == (GOLDEN / "tiny.tuic").read_bytes()
    assert load_song(GOLDEN / "tiny.tuic").song == SONG


def test_the_midi_file() -> None:
    assert write_midi(SONG) == (GOLDEN / "tiny.mid").read_bytes()
    assert load_song(GOLDEN / "tiny.mid").song.sections[0].columns[0] == CHORDS


def test_the_notation() -> None:
    """music21 names its version in the file, so that line is not compared."""
    pytest.importorskip("music21")
    assert _without_version(write_musicxml(SONG)) == _without_version((GOLDEN / "tiny.musicxml").read_bytes())


def _without_version(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines() if b"<software>" not in line]
