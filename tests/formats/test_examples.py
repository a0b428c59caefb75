"""The examples are songs to start from: melody and chords, and empty lanes to fill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tuicomposer.formats.files import load_song
from tuicomposer.formats.project import write_project
from tuicomposer.generator.counterpoint import faults
from tuicomposer.generator.rule_table import rules_of
from tuicomposer.generator.styles import style_of
from tuicomposer.generator.vocabulary import BASS, SOPRANO, VOICES
from tuicomposer.score.cells import Note
from tuicomposer.score.lane import Role
from tuicomposer.score.section import Section
from tuicomposer.score.spans import chord_spans, note_spans
from tuicomposer.score.ticks import TICKS_PER_BEAT

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.tuic"))
STYLED = Path(__file__).parents[2] / "examples" / "styles"


def test_there_are_four() -> None:
    names = {path.stem for path in EXAMPLES}
    assert {"chorale", "folk-6-8", "pop-loop", "jazz-ii-V-I"} <= names


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_written_back_byte_for_byte(path: Path) -> None:
    song, warnings = load_song(path)
    assert write_project(song) == path.read_bytes()
    assert warnings == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_melody_and_chords_and_room(path: Path) -> None:
    song = load_song(path).song
    assert song.key is not None
    assert song.chord_lane is not None
    assert song.melody_lane is not None
    for section in song.sections:
        assert section.bars == 8
        assert len(note_spans(section, song.melody_lane)) >= 16
        assert len(chord_spans(section, song.chord_lane)) >= 8
        for lane in (*song.lanes_with(Role.HARMONY), *song.lanes_with(Role.BASS)):
            assert section.columns[lane] == (None,) * section.length


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_most_of_an_examples_melody_is_in_its_chords(path: Path) -> None:
    song = load_song(path).song
    section = song.sections[0]
    assert song.chord_lane is not None
    assert song.melody_lane is not None
    inside = total = 0
    for note in note_spans(section, song.melody_lane):
        for chord in chord_spans(section, song.chord_lane):
            shared = min(note.end, chord.end) - max(note.start, chord.start)
            if shared > 0:
                total += shared
                inside += shared * (note.pitch % 12 in chord.chord.pitch_classes)
    assert inside / total > 0.7


@pytest.mark.parametrize("path", EXAMPLES + sorted(STYLED.glob("chorale-*.tuic")), ids=lambda path: path.stem)
def test_melody_and_chord_basses_force_no_broken_hard_rule(path: Path) -> None:
    """A bass that lasts a beat has no room to step aside before the next one: nothing there needs mending."""
    song = load_song(path).song
    section = song.sections[0]
    assert song.chord_lane is not None
    assert song.melody_lane is not None
    outer = np.full((section.length, VOICES), -1)
    for note in note_spans(section, song.melody_lane):
        outer[note.start // section.row_ticks : note.end // section.row_ticks, SOPRANO] = note.pitch
    after_short = set()
    for chord in chord_spans(section, song.chord_lane):
        low = -1 if chord.chord.is_silence else 36 + chord.chord.bass_class
        outer[chord.start // section.row_ticks : chord.end // section.row_ticks, BASS] = low
        if chord.end - chord.start <= section.rows_per_beat * section.row_ticks:
            after_short.add(chord.end // section.row_ticks)
    table = rules_of("chorale")
    broken = [fault for fault in faults(outer, table) if fault.rule in table.hard]
    assert [fault for fault in broken if fault.row in after_short] == []


def test_the_examples_show_what_their_names_say() -> None:
    songs = {path.stem: load_song(path).song for path in EXAMPLES}
    assert str(songs["folk-6-8"].sections[0].meter) == "6/8"
    assert songs["chorale"].sections[0].pickup == 4
    loop = songs["pop-loop"]
    assert len({str(s.chord) for s in chord_spans(loop.sections[0], 0)}) == 4
    assert [str(s.chord) for s in chord_spans(songs["jazz-ii-V-I"].sections[0], 0)][:3] == [
        "Dm7",
        "G7",
        "Cmaj7",
    ]


@pytest.mark.parametrize("style", ["chorale", "song", "leadsheet"])
def test_each_style_has_twelve_examples_and_two_count_in_threes(style: str) -> None:
    songs = [load_song(path).song for path in sorted(STYLED.glob(f"{style}-*.tuic"))]
    assert len(songs) == 12
    assert {style_of(song) for song in songs} == {style}
    sections = [song.sections[0] for song in songs]
    compound = [section for section in sections if section.meter.pulse_ticks != TICKS_PER_BEAT]
    triplets = [section for section in sections if section.rows_per_beat % 3 == 0]
    assert compound
    assert triplets
    assert len([section for section in sections if section in compound or section in triplets]) == 2
    for section in sections:
        starts = {section.position(row).bar for row in range(section.length) if _starts(section, row)}
        assert starts == set(range(1, section.bars + 1))


def _starts(section: Section, row: int) -> bool:
    return any(isinstance(column[row], Note) for column in section.columns)
