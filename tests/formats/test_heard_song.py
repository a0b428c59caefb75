"""From what was heard to a song: every note comes back through the beats within half a row."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.heard_report import heard_json
from tuicomposer.errors import SongFileError
from tuicomposer.formats.heard.song import heard_song
from tuicomposer.formats.project import read_project, write_project
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.score.chord import NO_CHORD, parse_chord
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import confidence_of, is_given
from tuicomposer.score.recording import BeatMap
from tuicomposer.score.song import Song
from tuicomposer.score.spans import chord_spans, note_spans
from tuicomposer.score.tempo_map import tempo_map
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row


def heard_of(
    melody: list[HeardNote] = [],  # noqa: B006 - never changed
    others: list[HeardNote] = [],  # noqa: B006
    chords: list[HeardChord] = [],  # noqa: B006
    *,
    beats: tuple[float, ...] = tuple(0.25 + 0.5 * beat for beat in range(16)),
    bars: tuple[int, int] = (0, 4),
) -> HeardSound:
    return HeardSound(
        8.0,
        0.0,
        120.0,
        beats,
        *bars,
        (KeyGuess(Key("G"), 0.9),),
        tuple(chords),
        tuple(melody),
        (*melody, *others),
    )


def note(start: float, end: float, pitch: int, sure: float = 0.9, velocity: int = 90) -> HeardNote:
    return HeardNote(start, end, pitch, velocity, sure)


def spans(song: Song, lane: int) -> list[tuple[int, int, int]]:
    return [
        (span.start, span.end, span.pitch)
        for passage in song.passages()
        for span in note_spans(song.sections[passage.section], lane, passage.start)
    ]


def test_a_take_in_time_lands_on_its_rows() -> None:
    melody = [note(0.25, 0.74, 67), note(0.76, 1.0, 69), note(1.01, 1.26, 71), note(1.25, 2.2, 72)]
    bass = [note(0.26, 1.24, 43), note(1.25, 2.24, 48)]
    middle = [note(0.25, 1.2, 59), note(0.25, 1.2, 62), note(1.25, 2.2, 60), note(1.25, 2.2, 64)]
    chords = [
        HeardChord(0.0, 0.2, NO_CHORD, 0.9),
        HeardChord(0.2, 1.3, parse_chord("G"), 0.8),
        HeardChord(1.3, 2.25, parse_chord("C/E"), 0.6),
        HeardChord(2.25, 8.0, NO_CHORD, 0.9),
    ]
    song, warnings = heard_song(heard_of(melody, [*bass, *middle], chords), "take.wav", "take")
    assert warnings == ()
    assert [lane.name for lane in song.lanes] == ["Chords", "Melody", "Line 1", "Line 2", "Bass"]
    assert [lane.role for lane in song.lanes][1] is Role.MELODY
    assert (song.tempo, song.key, song.sections[0].rows_per_beat) == (120.0, Key("G"), 4)
    assert spans(song, 1) == [(0, 480, 67), (480, 720, 69), (720, 960, 71), (960, 1920, 72)]
    assert spans(song, 2) == [(0, 960, 62), (960, 1920, 64)]
    assert spans(song, 4) == [(0, 960, 43), (960, 1920, 48)]
    found = [(span.start, span.chord.symbol) for span in chord_spans(song.sections[0], 0)]
    assert found[:2] == [(0, "G"), (960, "C/E")]
    assert confidence_of(song.sections[0].columns[1][0].origin) == 0.9
    assert confidence_of(song.sections[0].columns[0][8].origin) == 0.6
    assert all(is_given(cell) for column in song.sections[0].columns for cell in column if cell is not None)


def test_the_beats_follow_the_playing() -> None:
    beats = tuple(accumulate([0.5, 0.55, 0.6, 0.5, 0.45, 0.5], initial=1.0))
    melody = [note(beat, beat + 0.4, 60 + at) for at, beat in enumerate(beats)]
    song = heard_song(heard_of(melody, beats=beats), "take.wav", "take").song
    assert [start for start, _, _ in spans(song, 1)] == [480 * at for at in range(7)]
    clock = tempo_map(song)
    for at, beat in enumerate(beats):
        assert clock.seconds_at(480 * at) == pytest.approx(beat - 1.0, abs=1e-3)
    assert song.recording is not None
    assert song.recording.beats[:7] == pytest.approx(beats, abs=1e-4)


def test_what_begins_before_the_bar_line_is_a_pickup() -> None:
    # The second beat that was heard is the first of a bar; a note sounds one beat before the first.
    melody = [note(0.26, 0.7, 62), note(0.75, 1.2, 64), note(1.25, 1.7, 67)]
    song = heard_song(
        heard_of(melody, beats=tuple(0.75 + 0.5 * beat for beat in range(8)), bars=(1, 3)),
        "take.wav",
        "take",
    ).song
    section = song.sections[0]
    assert str(section.meter) == "3/4"
    assert section.pickup == 2 * section.rows_per_beat
    assert [start for start, _, _ in spans(song, 1)] == [0, 480, 960]


def test_triplets_get_rows_for_triplets() -> None:
    third = 0.5 / 3
    melody = [note(0.25 + at * third, 0.25 + (at + 1) * third, 60 + at) for at in range(12)]
    song = heard_song(heard_of(melody), "take.wav", "take").song
    assert song.sections[0].rows_per_beat in (3, 6)
    assert [start for start, _, _ in spans(song, 1)] == [160 * at for at in range(12)]


@pytest.mark.parametrize("parts", [1, 2, 4, 3])
def test_notes_a_little_off_their_time_get_the_rows_they_are_meant_for(parts: int) -> None:
    late = (0.011, -0.009, 0.004, -0.013, 0.007)
    length = 0.5 / parts
    starts = [0.25 + at * length + late[at % 5] for at in range(12 * parts)]
    song = heard_song(heard_of([note(at, at + 0.1, 60) for at in starts]), "take.wav", "take").song
    rows = song.sections[0].rows_per_beat
    assert rows == (3 if parts == 3 else 4)
    row = song.sections[0].row_ticks
    assert [start // row for start, _, _ in spans(song, 1)] == [
        at * rows // parts for at in range(12 * parts)
    ]


def test_nothing_heard_is_a_sentence() -> None:
    with pytest.raises(SongFileError, match="No note and no chord"):
        heard_song(heard_of(), "take.wav", "take")


def test_without_a_beat_the_tempo_makes_the_bars() -> None:
    song, warnings = heard_song(heard_of([note(3.0, 3.5, 60), note(4.0, 4.5, 62)], beats=()), "a.wav", "a")
    assert [start for start, _, _ in spans(song, 1)] == [0, 960]
    assert "guess" in warnings[0]


def test_an_hour_is_several_sections() -> None:
    beats = tuple(0.5 * beat for beat in range(7200))
    melody = [note(0.5 * beat, 0.5 * beat + 0.4, 60 + beat % 12) for beat in range(0, 7200, 2)]
    song = heard_song(heard_of(melody, beats=beats), "long.wav", "long").song
    assert len(song.order) > 5
    assert len(spans(song, 1)) == len(melody)


sures = st.floats(0, 1)
pieces = st.lists(
    st.tuples(st.floats(0, 20), st.floats(0.02, 4), st.integers(21, 108), sures), min_size=1, max_size=40
).map(lambda drawn: [note(start, start + length, pitch, sure) for start, length, pitch, sure in drawn])


def is_among(one: HeardNote, melody: list[HeardNote]) -> bool:
    """Whether a note is one of the melody's, which begins at nearly the same time."""
    return any(note.pitch == one.pitch and abs(note.start_s - one.start_s) <= 0.05 for note in melody)


@given(
    pieces,
    pieces,
    st.lists(st.floats(0.2, 1.2), min_size=2, max_size=40),
    st.floats(0, 3),
    st.tuples(st.integers(0, 7), st.integers(2, 7)),
)
def test_every_note_comes_back_within_half_a_row(
    melody: list[HeardNote],
    others: list[HeardNote],
    paces: list[float],
    begin: float,
    bars: tuple[int, int],
) -> None:
    beats = tuple(accumulate(paces, initial=begin))
    heard = heard_of(melody, others, beats=beats, bars=bars)
    song = heard_song(heard, "take.wav", "take").song
    recording = song.recording
    assert recording is not None
    clock = BeatMap(recording.beats)
    row = song.sections[0].row_ticks
    found = [span for lane in range(1, len(song.lanes)) for span in spans(song, lane)]
    for one in (*melody, *(other for other in others if not is_among(other, melody))):
        at = clock.beat_at(one.start_s) * TICKS_PER_BEAT
        nearest = min((abs(start - at) for start, _, pitch in found if pitch == one.pitch), default=1e9)
        assert nearest <= row / 2 + 1.5
    assert read_project(write_project(song)) == song


def test_dotted_beats_become_compound_bars() -> None:
    beats = tuple(0.5 + 0.6 * beat for beat in range(9))
    eighths = [note(1.1 + 0.2 * at, 1.3 + 0.2 * at, 60 + at) for at in range(12)]
    heard = replace(heard_of(eighths, beats=beats, bars=(0, 2)), tempo_bpm=100.0, compound=True)
    song = heard_song(heard, "take.wav", "take").song
    section = song.sections[0]
    assert (str(section.meter), song.tempo) == ("6/8", 150.0)
    assert section.pickup * ticks_per_row(section.rows_per_beat) == 720
    assert [start for start, _, _ in spans(song, 1)] == [240 * at for at in range(12)]
    assert song.recording is not None
    assert song.recording.beats[:4] == (1.1, 1.5, 1.9, 2.3)


def test_compound_beats_are_told_in_quarters() -> None:
    heard = replace(heard_of([note(0.75, 1.0, 60)], bars=(0, 2)), compound=True)
    told = heard_json(heard)
    assert (told["meter"], told["tempo_bpm"]) == ("6/8", 180.0)
    assert told["melody"][0]["start_beat"] == 1.5
