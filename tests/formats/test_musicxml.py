"""MusicXML, as music21 reads it back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.strategies import songs
from tuicomposer.formats.musicxml import write_musicxml
from tuicomposer.formats.xml_chords import kind_of
from tuicomposer.score.cells import Note
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.swing import Swing

converter = pytest.importorskip("music21.converter")


def test_notes_chords_key_metre_and_tempo_are_notated() -> None:
    song = song_from_text(
        "A4:1.25 r:1 C5:5 Bb4:3/4", "F | Bb7#11/D C", title="Waltz", meter=Meter(3, 4), key=Key("F"), tempo=90
    )
    score = converter.parseData(write_musicxml(song).decode(), format="musicxml")
    melody = score.parts[0]
    notes = [
        (float(note.offset), note.nameWithOctave, float(note.quarterLength))
        for note in melody.stripTies().flatten().getElementsByClass("Note")
    ]
    assert notes == [(0, "A4", 1.25), (2.25, "C5", 5), (7.25, "B-4", 0.75)]
    symbols = [(harmony.getOffsetInHierarchy(score), harmony.pitches) for harmony in _chords(score)]
    assert [(offset, {pitch.pitchClass for pitch in pitches}) for offset, pitches in symbols] == [
        (0, set(Chord("F").pitch_classes)),
        (3, set(Chord("Bb", "7#11", "D").pitch_classes)),
        (4.5, set(Chord("C").pitch_classes)),
    ]
    assert [part.partName for part in score.parts] == ["Melody", "Alto", "Tenor", "Bass"]
    assert melody.recurse().getElementsByClass("TimeSignature")[0].ratioString == "3/4"
    assert melody.recurse().getElementsByClass("KeySignature")[0].sharps == -1
    assert melody.recurse().getElementsByClass("MetronomeMark")[0].number == 90
    assert score.metadata.bestTitle == "Waltz"


def test_every_quality_sounds_as_it_is_called() -> None:
    line = " | ".join(f"C{quality.suffix}" for quality in QUALITIES)
    data = write_musicxml(song_from_text("", line)).decode()
    score = converter.parseData(data, format="musicxml")
    sounding = [{pitch.pitchClass for pitch in harmony.pitches} for harmony in _chords(score)]
    assert sounding == [set(Chord("C", quality.suffix).pitch_classes) for quality in QUALITIES]


@pytest.mark.parametrize("quality", QUALITIES, ids=lambda quality: quality.suffix or "major")
def test_every_quality_has_a_kind(quality: object) -> None:
    assert kind_of(getattr(quality, "suffix", "")).name


@settings(max_examples=15)
@given(songs(max_lanes=3, max_sections=2, max_rows=8))
def test_every_song_becomes_well_formed_notation_of_its_length(song: Song) -> None:
    data = write_musicxml(song)
    root = ET.fromstring(data)
    assert write_musicxml(song) == data
    parts = root.findall("part")
    assert len(parts) == max(1, sum(lane.role != "chords" for lane in song.lanes))
    for part in parts:
        divisions = int(next(part.iter("divisions")).text or "1")
        length = sum(int(d.text or "0") for note in part.iter("note") for d in note.findall("duration"))
        assert length * 480 == song.ticks * divisions


def _chords(score: object) -> list[object]:
    return list(score.recurse().getElementsByClass("ChordSymbol"))  # type: ignore[attr-defined]


def test_sections_state_their_tempo_key_and_swing() -> None:
    song = song_from_text("C4:4 C4:4", "", tempo=120.0, key=Key("C"))
    slow = replace(song.sections[0], tempo=60.0, key=Key("G"), swing=Swing(66))
    song = replace(song, sections=(song.sections[0], slow), order=(0, 1, 0))
    text = write_musicxml(song).decode().split("</part>")[0]
    assert re.findall(r"<per-minute>([\d.]+)<", text) == ["120", "60", "120"]
    assert re.findall(r"<fifths>(-?\d)<", text) == ["0", "1", "0"]
    assert re.findall(r">(Swing 66 %|Straight)<", text) == ["Swing 66 %", "Straight"]


def test_lyrics_are_written_once_under_their_note() -> None:
    notes = (Note(60, lyric="Glo-"), *(None,) * 31)
    song = Song("Hymn", lanes=(Lane("Tune", Role.MELODY),), sections=(Section("A", 32, (notes,)),))
    data = write_musicxml(song).decode()
    assert data.count("<lyric") == 1
    assert "<text>Glo</text>" in data
