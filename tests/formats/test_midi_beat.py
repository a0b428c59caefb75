"""Takes without a click: the beat is found, and every note keeps its time."""

from __future__ import annotations

import io
import random

import mido
import pytest

from tuicomposer.formats.midi import Imported, read_midi
from tuicomposer.formats.midi_beat import Beat, first_bar_line, lies_on_grid, steady_beat
from tuicomposer.score.spans import NoteSpan, song_spans
from tuicomposer.score.ticks import seconds

STEPS = (0, 2, 3, 4, 6, 8, 10, 11, 12, 14)
"""Eighths of two bars of a rhythm."""


def take(tempo: float, lead: float = 0.0, jitter: float = 0.006, bars: int = 12) -> list[tuple[float, int]]:
    """Onsets in seconds and pitches of somebody who plays without a click."""
    rng = random.Random(1)
    found = []
    for pair in range(bars // 2):
        for step in STEPS:
            onset = lead + (pair * 16 + step) * 30.0 / tempo + rng.gauss(0, jitter)
            found.append((max(0.0, onset), 36 if step % 8 == 0 else 64 + step))
    return found


def file(notes: list[tuple[float, int]], *messages: mido.MetaMessage) -> bytes:
    """A file that states no tempo but what the messages say."""
    out, track, now = mido.MidiFile(ticks_per_beat=960), mido.MidiTrack(messages), 0
    events = sorted(
        event
        for onset, pitch in notes
        for event in ((round(onset * 1920), 1, pitch), (round(onset * 1920) + 200, 0, pitch))
    )
    for tick, on, pitch in events:
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, note=pitch, velocity=80 * on, time=tick - now))
        now = tick
    out.tracks.append(track)
    buffer = io.BytesIO()
    out.save(file=buffer)
    return buffer.getvalue()


def onsets(imported: Imported) -> list[float]:
    spans = [span for span in song_spans(imported.song) if isinstance(span, NoteSpan)]
    return sorted(seconds(span.start, imported.song.tempo) for span in spans)


@pytest.mark.parametrize("tempo", [76.0, 83.0, 97.0, 112.0, 138.0])
def test_a_steady_beat_is_found(tempo: float) -> None:
    beat = steady_beat([onset for onset, _ in take(tempo, lead=0.4)])
    assert beat is not None
    assert beat.tempo == pytest.approx(tempo, rel=0.01)
    late = (0.4 - beat.phase) / (60.0 / tempo)
    assert abs(late - round(late)) < 0.1


@pytest.mark.parametrize("lead", [0.0, 0.31])
def test_a_take_keeps_its_times_and_gets_rows(lead: float) -> None:
    notes = take(97.0, lead)
    imported = read_midi(file(notes))
    assert imported.song.tempo == pytest.approx(97.0, rel=0.01)
    assert any("found in the playing" in warning for warning in imported.warnings)
    for heard, played in zip(onsets(imported), sorted(onset for onset, _ in notes), strict=True):
        assert imported.start_s + heard == pytest.approx(played, abs=0.003)
    section = imported.song.sections[0]
    low = [span for span in song_spans(imported.song) if isinstance(span, NoteSpan) and span.pitch == 36]
    assert {section.position(span.row).row for span in low} == {0}


@pytest.mark.parametrize(
    "message", [mido.MetaMessage("set_tempo", tempo=400_000), mido.MetaMessage("time_signature")]
)
def test_what_a_file_states_is_believed(message: mido.MetaMessage) -> None:
    imported = read_midi(file(take(97.0), message))
    assert imported.song.tempo in (120.0, 150.0)


def test_music_on_the_stated_grid_is_left_alone() -> None:
    notes = [(onset, pitch) for onset, pitch in take(120.0, jitter=0.0)]
    assert lies_on_grid([onset for onset, _ in notes], 0.5)
    assert read_midi(file(notes)).song.tempo == 120.0


def test_a_few_notes_and_noise_have_no_beat() -> None:
    rng = random.Random(2)
    assert steady_beat([0.0, 0.5, 1.0]) is None
    assert steady_beat([rng.uniform(0, 60) for _ in range(300)]) is None


def test_bars_begin_where_most_notes_do() -> None:
    notes = [(0.1 + beat * 0.5, 40 if beat % 4 == 2 else 70) for beat in range(16)]
    assert first_bar_line(notes, Beat(120.0, 0.1), 4) == 2
