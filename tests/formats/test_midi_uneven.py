"""Takes of a person who plays unevenly: every note stands on the row that was meant, at its own time."""

from __future__ import annotations

import io
import random

import mido
import pytest
from hypothesis import given

from tests.strategies import songs
from tuicomposer.formats.midi import read_midi, write_midi
from tuicomposer.formats.midi_rows import lag_of
from tuicomposer.formats.musicxml import write_musicxml
from tuicomposer.formats.project import read_project, write_project
from tuicomposer.score.cells import Note, row_and_offset
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, note_spans, on_rows, song_spans

EIGHTHS = "C4 D4:1/2 E4:1/2 F4:1/4 G4:1/4 A4:1/2 G4 | E4:3/2 D4:1/2 C4:1/2 E4:1/2 D4 | "
TICK_MS = 500 / 480
"""Milliseconds of a tick at 120 beats a minute."""


def notes_of(song: Song) -> list[NoteSpan]:
    return [span for span in song_spans(song) if isinstance(span, NoteSpan)]


def take(written: Song, jitter_ms: float, lead_ms: float) -> tuple[bytes, list[int]]:
    """A file of a song as somebody plays it, a bar after its start, and the ticks of the onsets."""
    rng = random.Random(5)
    track, now = mido.MidiTrack(), 0
    track.append(mido.MetaMessage("set_tempo", tempo=500_000))
    track.append(mido.MetaMessage("time_signature", numerator=4, denominator=4))
    events, onsets = [], []
    for span in notes_of(written):
        late = 1920 + round((lead_ms + rng.uniform(-jitter_ms, jitter_ms)) / TICK_MS)
        onsets.append(span.start + late)
        events += [(span.start + late, 1, span.pitch), (span.end + late - 30, 0, span.pitch)]
    for tick, on, pitch in sorted(events):
        track.append(
            mido.Message("note_on" if on else "note_off", note=pitch, velocity=80 * on, time=tick - now)
        )
        now = tick
    file, buffer = mido.MidiFile(ticks_per_beat=480), io.BytesIO()
    file.tracks.append(track)
    file.save(file=buffer)
    return buffer.getvalue(), onsets


@pytest.mark.parametrize(("jitter", "lead"), [(0, 0), (25, 0), (25, -20), (0, -20), (10, 20)])
def test_every_note_stands_on_the_row_that_was_meant_and_keeps_its_time(jitter: float, lead: float) -> None:
    written = song_from_text(EIGHTHS * 4, "")
    data, onsets = take(written, jitter, lead)
    song = read_midi(data).song
    found = notes_of(song)
    assert song.sections[0].rows_per_beat == 4
    assert [span.row - 16 for span in found] == [span.row for span in notes_of(written)]
    assert [span.start for span in found] == onsets
    again = notes_of(read_midi(write_midi(song)).song)
    assert [(span.row, span.start, span.end, span.pitch) for span in again] == [
        (span.row, span.start, span.end, span.pitch) for span in found
    ]


@given(songs(own=False))
def test_cells_come_back_in_their_rows(song: Song) -> None:
    def rows(one: Song) -> list[tuple[int, int, int]]:
        return sorted((span.lane, span.start, span.row) for span in notes_of(one))

    assert rows(read_midi(write_midi(song)).song) == rows(song)


def early(offset: int = -20) -> Section:
    return Section("A", 4, ((Note(60), None, Note(62, 96, offset), None),), 4)


def test_an_early_note_is_a_word_of_the_project() -> None:
    song = Song("Early", 120.0, None, (Lane("Tune", Role.MELODY),), (early(),))
    text = write_project(song)
    assert b"D-4 96 -20" in text
    assert read_project(text) == song


def test_notation_has_an_early_note_on_its_row() -> None:
    lanes = (Lane("Tune", Role.MELODY),)
    uneven, even = (Song("One", 120.0, None, lanes, (early(offset),)) for offset in (-20, 0))
    assert write_musicxml(uneven) == write_musicxml(even)


def test_an_early_note_begins_before_its_row_and_ends_the_note_before() -> None:
    assert [(span.start, span.end) for span in note_spans(early(), 0)] == [(0, 220), (220, 480)]
    assert [(span.start, span.end) for span in note_spans(on_rows(early()), 0)] == [(0, 240), (240, 480)]


@pytest.mark.parametrize(
    ("row_tick", "offset", "row_ticks", "there"),
    [
        (240, 0, 120, (2, 0)),
        (240, 130, 120, (3, 10)),
        (240, -10, 120, (2, -10)),
        (60, -10, 120, (0, 50)),
        (480, -300, 120, (2, -60)),
        (0, -200, 120, (0, 0)),
    ],
)
def test_a_cell_among_rows_of_another_length(
    row_tick: int, offset: int, row_ticks: int, there: tuple[int, int]
) -> None:
    assert row_and_offset(row_tick, offset, row_ticks) == there


def test_a_constant_lag_is_told_and_scattered_onsets_have_none() -> None:
    assert lag_of([120 * at - 20 for at in range(1, 20)], 120) == pytest.approx(-20)
    assert lag_of(list(range(0, 1200, 7)), 120) == 0
    assert lag_of([], 120) == 0
