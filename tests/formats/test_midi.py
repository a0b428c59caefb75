"""Standard MIDI Files: notes keep their times, and any bytes give a song or a sentence."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.errors import SongFileError
from tuicomposer.formats.midi import read_midi, write_midi
from tuicomposer.formats.midi_markers import MAX_MARKERS, Marker, named_stretches
from tuicomposer.score.cells import MAX_LYRIC, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.spans import ChordSpan, NoteSpan, song_spans
from tuicomposer.score.swing import Swing

Message = mido.Message | mido.MetaMessage


@given(songs(own=False))
def test_every_note_and_chord_comes_back(song: Song) -> None:
    back = read_midi(write_midi(song))
    assert _sounds(back.song) == _sounds(song)
    assert back.song.ticks == song.ticks
    assert back.warnings == ()


@given(songs(own=False))
def test_sections_and_lanes_come_back(song: Song) -> None:
    back = read_midi(write_midi(song)).song
    assert back.lanes == song.lanes
    assert _frames(back) == _frames(song)
    assert back.tempo == pytest.approx(song.tempo, abs=0.01)


@given(songs(own=False))
def test_another_reader_hears_the_same_notes(song: Song) -> None:
    file = mido.MidiFile(file=io.BytesIO(write_midi(song)))
    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (1, 480, len(song.lanes) + 1)
    assert all(sum(message.time for message in track) == song.ticks for track in file.tracks)
    written = [
        (index, message.note)
        for index, track in enumerate(file.tracks[1:])
        for message in track
        if message.type == "note_on" and song.lanes[index].role is not Role.CHORDS
    ]
    assert written == [(span.lane, span.pitch) for span in _by_lane(song) if isinstance(span, NoteSpan)]


def test_the_first_track_tells_tempo_key_metres_and_who_wrote_what() -> None:
    song = _small()
    track = mido.MidiFile(file=io.BytesIO(write_midi(song))).tracks[0]
    meters = [(m.numerator, m.denominator) for m in track if m.type == "time_signature"]
    assert meters == [(1, 4), (3, 4)]
    assert [m.key for m in track if m.type == "key_signature"] == ["Ebm"]
    assert [mido.tempo2bpm(m.tempo) for m in track if m.type == "set_tempo"] == [80]
    texts = [m.text for m in track if m.type == "text" and m.text.startswith("provenance")]
    assert texts == [
        'provenance: "Chords" in "A" bars 1: by hand',
        'provenance: "Tune" in "A" bars 0-1: by hand',
        'provenance: "Tune" in "A" bars 2: chorale seed 7',
    ]


def test_a_lane_is_a_track_with_its_sound_off_the_drum_channel() -> None:
    lanes = tuple(Lane(f"Lane {index}", Role.OTHER, index, 90, 30) for index in range(20))
    file = mido.MidiFile(file=io.BytesIO(write_midi(new_song(bars=1, lanes=lanes))))
    used = {message.channel for track in file.tracks for message in track if not message.is_meta}
    assert 9 not in used
    settings = [m for m in file.tracks[4] if not m.is_meta]
    assert [(m.type, m.dict().get("program", m.dict().get("value"))) for m in settings] == [
        ("program_change", 3),
        ("control_change", 90),
        ("control_change", 30),
    ]


def test_a_file_of_another_program() -> None:
    data = _file(
        [mido.MetaMessage("track_name", name="Song"), mido.MetaMessage("set_tempo", tempo=750_000)],
        [mido.MetaMessage("time_signature", numerator=6, denominator=8)],
        [mido.MetaMessage("track_name", name="Low"), *_notes((0, 960, 40), (960, 480, 43))],
        [mido.MetaMessage("track_name", name="Vocals"), *_notes((0, 480, 55), (480, 240, 57))],
        [mido.MetaMessage("track_name", name="Piano"), *_notes((0, 480, 60), (0, 480, 64), (0, 960, 67))],
        division=960,
    )
    song, warnings, _ = read_midi(data)
    assert [(lane.name, lane.role) for lane in song.lanes] == [
        ("Chords", Role.CHORDS),
        ("Low", Role.BASS),
        ("Vocals", Role.MELODY),
        ("Piano 1", Role.OTHER),
        ("Piano 2", Role.OTHER),
        ("Piano 3", Role.OTHER),
    ]
    assert (song.title, song.tempo, str(song.sections[0].meter)) == ("Song", 80.0, "6/8")
    assert _notes_of(song, "Piano 1") == [(0, 480, 67)]
    assert _notes_of(song, "Low") == [(0, 480, 40), (480, 720, 43)]
    assert warnings == ()


def test_a_line_that_is_played_legato_stays_one_lane() -> None:
    tune = [(480 * index, 480 + 58, pitch) for index, pitch in enumerate((72, 74, 76, 74, 72, 71, 72, 74))]
    bass = [(480 * index, 430, 36) for index in range(8)]
    pad = [(1920 * index, 1900, pitch) for index in range(2) for pitch in (60, 64, 67)]
    song, warnings, _ = read_midi(
        _file(
            [mido.MetaMessage("track_name", name="Track 1"), *_notes(*pad)],
            [mido.Message("program_change", program=33), *_notes(*bass)],
            [mido.MetaMessage("track_name", name="Track 3"), *_notes(*tune)],
        )
    )
    melody = [lane.name for lane in song.lanes if lane.role is Role.MELODY]
    assert melody == ["Track 3"]
    assert _notes_of(song, "Track 3")[:2] == [(0, 480, 72), (480, 960, 74)]
    assert warnings[0] == "7 notes of single lines sound into the next; they end where it begins."


def test_a_broken_chord_and_a_counter_voice_in_a_legato_line_keep_their_lengths() -> None:
    line = [(240 * at, 260, 72 + at % 5) for at in range(40)]
    rolled = [(9600 + 20 * at, 1820, pitch) for at, pitch in enumerate((48, 55, 64, 72))]
    counter = [(11520, 900, 60), (11640, 840, 76)]
    song = read_midi(_file(_notes(*line, *rolled, *counter))).song
    sounds = sorted(
        (note.start, note.end, note.pitch) for note in song_spans(song) if isinstance(note, NoteSpan)
    )
    assert sounds[:39] == [(start, start + 240, pitch) for start, _, pitch in line[:39]]
    assert [sound for sound in sounds if sound[0] >= 9600] == [
        (start, start + length, pitch) for start, length, pitch in (*rolled, *counter)
    ]


def test_a_legato_line_that_strikes_a_note_again_keeps_its_lengths_and_stays_one_lane() -> None:
    pitches = (72, 74, 74, 76, 76, 76, 74, 72, 72, 71)
    song = read_midi(_file(_notes(*[(240 * at, 240 + 58, pitch) for at, pitch in enumerate(pitches)]))).song
    assert len(song.lanes) == 2
    wanted = [(240 * at, 240 * at + 240, pitch) for at, pitch in enumerate(pitches[:-1])]
    assert _notes_of(song, song.lanes[1].name) == [*wanted, (2160, 2160 + 298, 71)]


def test_short_notes_of_the_pitch_of_one_that_sounds_on_stay_short() -> None:
    shorts = [(480, 120, 60), (960, 120, 60), (1440, 120, 60)]
    song = read_midi(_file(_notes((0, 1920, 60), *shorts))).song
    wanted = [(0, 480, 60), *((start, start + length, pitch) for start, length, pitch in shorts)]
    assert _notes_of(song, song.lanes[1].name) == wanted


def test_in_a_legato_line_an_end_long_after_the_key_was_struck_again_is_of_the_later_note() -> None:
    line = [(240 * at, 300, 72 + at % 3) for at in range(12)]
    song = read_midi(_file(_notes(*line, (2880, 960, 80), (3120, 230, 80), (3960, 240, 72)))).song
    sounds = sorted(
        (note.start, note.end, note.pitch) for note in song_spans(song) if isinstance(note, NoteSpan)
    )
    assert sounds[-3:] == [(2880, 3120, 80), (3120, 3350, 80), (3960, 4200, 72)]


def test_one_end_for_a_key_that_was_struck_twice_ends_the_second() -> None:
    on, off = (mido.Message(kind, note=60, time=240) for kind in ("note_on", "note_off"))
    song = read_midi(_file([on, on, off, on, off])).song
    assert _notes_of(song, song.lanes[1].name) == [(240, 480, 60), (480, 720, 60), (960, 1200, 60)]


def test_voices_that_overlap_long_are_not_cut() -> None:
    song = read_midi(_file(_notes((0, 960, 60), (480, 960, 64), (960, 960, 67)))).song
    ends = {(note.start, note.end) for note in song_spans(song) if isinstance(note, NoteSpan)}
    assert ends == {(0, 960), (480, 1440), (960, 1920)}


def test_times_off_the_grid_are_kept_to_the_tick() -> None:
    wanted = [(7, 470, 60), (490, 955, 62), (961, 1433, 64), (1450, 1900, 65)]
    data = _file(_notes(*[(start, end - start, pitch) for start, end, pitch in wanted]))
    song = read_midi(data).song
    assert _notes_of(song, song.lanes[1].name) == wanted
    assert _notes_of(read_midi(write_midi(song)).song, song.lanes[1].name) == wanted


@pytest.mark.parametrize(("step", "rows"), [(120, 4), (240, 4), (160, 6), (80, 6), (60, 8), (40, 12)])
def test_the_grid_is_the_one_that_shows_the_rhythm(step: int, rows: int) -> None:
    song = read_midi(_file(_notes(*[(step * index, step, 60) for index in range(12)]))).song
    assert song.sections[0].rows_per_beat == rows


@given(
    st.lists(
        st.tuples(st.integers(0, 4000), st.integers(1, 900), st.integers(0, 127)), min_size=1, max_size=30
    )
)
def test_no_onset_is_lost(notes: list[tuple[int, int, int]]) -> None:
    song = read_midi(_file(_notes(*notes))).song
    onsets = sorted({(span.pitch, span.start) for span in song_spans(song) if isinstance(span, NoteSpan)})
    assert onsets == sorted({(pitch, start) for start, _, pitch in notes})


def test_a_line_with_an_early_note_stays_one_lane() -> None:
    line = [(0, 100, 60), (112, 100, 62), (240, 100, 64), (360, 100, 65), (480, 100, 67)]
    song = read_midi(_file(_notes(*line))).song
    assert len(song.lanes) == 2
    assert [start for start, _, _ in _notes_of(song, song.lanes[1].name)] == [0, 112, 240, 360, 480]
    column = song.sections[0].columns[1]
    assert [cell.offset for cell in column if isinstance(cell, Note)] == [0, -8, 0, 0, 0]


def test_a_grace_note_leaves_its_row_to_the_note_that_it_leads_to() -> None:
    song = read_midi(_file(_notes((0, 100, 60), (210, 30, 61), (240, 100, 62), (360, 100, 64)))).song
    assert len(song.lanes) == 2
    cells = [cell for cell in song.sections[0].columns[1][:4] if isinstance(cell, Note)]
    assert [(cell.pitch, cell.offset) for cell in cells] == [(60, 0), (61, 90), (62, 0), (64, 0)]


def test_hung_repeated_and_empty_notes() -> None:
    song = read_midi(
        _file(
            [
                mido.Message("note_on", note=60, velocity=90),
                mido.Message("note_on", note=60, velocity=91, time=480),
                mido.Message("note_off", note=60, time=0),
                mido.Message("note_on", note=60, velocity=0, time=480),
                mido.Message("note_off", note=99, time=0),
                mido.Message("note_on", note=72, velocity=92, time=0),
                mido.Message("note_off", note=72, time=0),
                mido.Message("note_on", note=62, velocity=93, time=480),
                mido.MetaMessage("end_of_track", time=480),
            ]
        )
    ).song
    spans = [(span.start, span.end, span.pitch) for span in song_spans(song) if isinstance(span, NoteSpan)]
    assert spans == [(0, 480, 60), (480, 960, 60), (960, 1080, 72), (1440, 1920, 62)]


def test_drums_come_in_muted_and_tempo_changes_are_told() -> None:
    data = _file(
        [
            mido.MetaMessage("set_tempo", tempo=500_000),
            mido.MetaMessage("set_tempo", tempo=400_000, time=480),
        ],
        [mido.Message("note_on", channel=9, note=36), mido.Message("note_off", channel=9, note=36, time=120)],
        _notes((0, 480, 60)),
    )
    song, warnings, _ = read_midi(data)
    drums = next(lane for lane in song.lanes if lane.name == "Drums")
    assert drums.muted
    assert drums.role is Role.OTHER
    assert song.tempo == 120
    assert len(warnings) == 2


def test_a_change_of_metre_begins_a_section() -> None:
    data = _file(
        [
            mido.MetaMessage("time_signature", numerator=3, denominator=4),
            mido.MetaMessage("time_signature", numerator=4, denominator=4, time=2 * 1440),
        ],
        _notes((0, 480, 60), (2880, 480, 62)),
    )
    song = read_midi(data).song
    assert [(str(part.meter), part.length) for part in song.sections] == [("3/4", 24), ("4/4", 16)]


def test_a_long_file_is_split_between_bars() -> None:
    song, warnings, _ = read_midi(
        _file(_notes(*[(480 * index, 480, 60 + index % 12) for index in range(3000)]))
    )
    assert [part.length for part in song.sections] == [4096, 4096, 3808]
    assert warnings == ()


def test_chord_symbols_of_another_program_make_a_chord_lane() -> None:
    texts = [
        mido.MetaMessage("marker", text=text, time=960 * bool(index))
        for index, text in enumerate(["Am7", "D", "G"])
    ]
    song = read_midi(_file(texts, _notes((0, 2880, 60)))).song
    assert [str(span.chord) for span in song_spans(song) if isinstance(span, ChordSpan)] == ["Am7", "D", "G"]
    letters = [mido.MetaMessage("marker", text=text) for text in "AB"]
    assert not any(
        isinstance(s, ChordSpan) for s in song_spans(read_midi(_file(letters, _notes((0, 9, 60)))).song)
    )


def _markers(*found: tuple[int, str]) -> list[Message]:
    """A track of markers at ticks."""
    before = [0, *(tick for tick, _ in found)]
    return [
        mido.MetaMessage("marker", text=text, time=tick - start)
        for start, (tick, text) in zip(before, found, strict=False)
    ]


def _bars(*pitches: int) -> list[Message]:
    """A semibreve in each bar of 4/4."""
    return _notes(*[(1920 * index, 1920, pitch) for index, pitch in enumerate(pitches)])


STATED = mido.MetaMessage("time_signature", numerator=4, denominator=4)


def test_markers_name_sections_from_the_nearest_bar_line() -> None:
    marks = _markers(
        (1900, " Verse\n1 "), (1930, "Crowded"), (5750, "Chorus \x1b[31m"), (9000, "After the end")
    )
    song = read_midi(_file([STATED, *marks], _bars(60, 62, 64, 65))).song
    assert [(part.name, part.bars) for part in song.sections] == [
        ("1", 1),
        ("Verse 1", 2),
        ("Chorus \x1b[31m", 1),
    ]
    assert _notes_of(song, song.lanes[1].name)[1:3] == [(1920, 3840, 62), (3840, 5760, 64)]


def test_a_part_that_returns_is_one_section_and_another_of_its_name_has_a_number() -> None:
    marks = _markers(*[(1920 * bar, "Chorus" if bar % 2 else "Verse") for bar in range(5)])
    song = read_midi(_file([STATED, *marks], _bars(60, 62, 60, 64, 60))).song
    assert [part.name for part in song.sections] == ["Verse", "Chorus", "Chorus 2"]
    assert song.order == (0, 1, 0, 2, 0)


def test_a_marker_near_a_change_of_metre_names_what_begins_there() -> None:
    three = mido.MetaMessage("time_signature", numerator=3, denominator=4, time=3840)
    song = read_midi(_file([STATED, three], _markers((3800, "Waltz")), _bars(60, 62, 64))).song
    assert [(part.name, str(part.meter)) for part in song.sections] == [("1", "4/4"), ("Waltz", "3/4")]


def test_a_marker_before_a_very_short_stretch_names_one_section() -> None:
    short = mido.MetaMessage("time_signature", numerator=3, denominator=4, time=1920)
    after = mido.MetaMessage("time_signature", numerator=4, denominator=4, time=240)
    data = _file([STATED, short, after], _markers((900, "A"), (1000, "B")), _bars(60, 62, 64))
    names = [part.name for part in read_midi(data).song.sections]
    assert sorted(set(names)) == sorted(names)
    assert names.count("B") == 1


def test_a_marker_at_the_first_bar_line_names_the_pickup_too() -> None:
    found = named_stretches([Marker(4, "Verse"), Marker(20, "Chorus")], 16, 4, 36)
    assert found == [("Verse", 0, 20), ("Chorus", 20, 36)]


def test_a_note_played_over_the_edge_of_a_section_is_not_struck_twice() -> None:
    played = _notes((0, 1930, 60), (1930, 1895, 62), (3825, 1900, 64))
    song, warnings, _ = read_midi(_file([STATED, *_markers((1920, "B"), (3840, "C"))], played))
    assert _notes_of(song, song.lanes[1].name) == [(0, 1920, 60), (1930, 3825, 62), (3840, 5725, 64)]
    assert warnings == ("Notes that sound a little over the edge of a section keep to their own: 1.",)


def test_too_many_markers_are_told() -> None:
    marks = _markers(*[(index, "x") for index in range(MAX_MARKERS + 1)])
    song, warnings, _ = read_midi(_file([STATED], marks, _bars(60, 62)))
    assert [part.name for part in song.sections] == ["1"]
    assert any(f"{MAX_MARKERS + 1} markers" in warning for warning in warnings)


def _words(*found: tuple[int, str]) -> list[Message]:
    before = [0, *(tick for tick, _ in found)]
    return [
        mido.MetaMessage("lyrics", text=text, time=tick - start)
        for start, (tick, text) in zip(before, found, strict=False)
    ]


def _sung(song: Song) -> list[tuple[int, str]]:
    return [(s.pitch, s.lyric) for s in song_spans(song) if isinstance(s, NoteSpan) and s.lyric]


def test_syllables_of_a_track_of_their_own_go_to_the_melody() -> None:
    words = _words((0, "Glo-"), (1915, "ri-"), (3000, "lost"), (3840, "a\x1b[31m "))
    song, warnings, _ = read_midi(_file([STATED, *words], _bars(72, 74, 76), _bars(40, 41, 43)))
    assert _sung(song) == [(72, "Glo-"), (74, "ri-"), (76, "a\x1b[31m ")]
    assert warnings == ("Lyrics: 1 syllable found no note; they are left out.",)


def test_a_whole_line_in_one_syllable_is_cut_and_that_is_told() -> None:
    song, warnings, _ = read_midi(_file([STATED, *_words((0, "la " * 40))], _bars(72, 74)))
    assert _sung(song) == [(72, ("la " * 40)[:MAX_LYRIC])]
    assert warnings == (f"Syllables of more than {MAX_LYRIC} characters are cut: 1.",)
    assert _sung(read_midi(write_midi(song)).song) == _sung(song)


def test_syllables_go_to_the_notes_of_their_own_track() -> None:
    track = mido.merge_tracks([mido.MidiTrack(_bars(60, 62)), mido.MidiTrack(_words((1920, "low")))])
    song = read_midi(_file([STATED], _bars(72, 74), track)).song
    assert _sung(song) == [(62, "low")]


def test_chord_symbols_among_the_lyrics_are_not_sung() -> None:
    song, warnings, _ = read_midi(_file([STATED], _words((0, "Am7"), (1920, "D")), _bars(60, 62)))
    assert _sung(song) == []
    assert warnings == ()


@pytest.mark.parametrize("kind", [0, 2])
def test_other_types(kind: int) -> None:
    tracks = [_notes((0, 480, 60))] if kind == 0 else [_notes((0, 480, 60)), _notes((0, 480, 62))]
    song = read_midi(_file(*tracks, kind=kind)).song
    spans = [(span.start, span.end) for span in song_spans(song) if isinstance(span, NoteSpan)]
    assert spans == [(0, 480), (480, 960)][: len(tracks)]


def test_running_status_unknown_events_and_smpte_time() -> None:
    events = bytes.fromhex("00903c40 303c00 30ff600101 003e40 303e00 00ff2f00")
    header = b"MThd\0\0\0\6\0\0\0\1"
    track = b"MTrk" + len(events).to_bytes(4, "big") + events
    song = read_midi(header + b"\x00\x60" + track).song
    assert [(s.start, s.end) for s in song_spans(song) if isinstance(s, NoteSpan)] == [(0, 240), (480, 720)]
    seconds = read_midi(header + bytes([256 - 25, 40]) + track).song
    assert [s.start for s in song_spans(seconds) if isinstance(s, NoteSpan)] == [0, 92]


def test_a_bad_event_does_not_cost_the_file() -> None:
    bad_key = bytes.fromhex("00ff59027f7f 00ff5800 00ff510100 00ff5405ff00000000")
    notes = bytes.fromhex("00903c40 60803c00 00ff2f00")
    events = bad_key + notes
    data = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk" + len(events).to_bytes(4, "big") + events
    assert _notes_of(read_midi(data).song, "Acoustic Grand Piano") == [(0, 480, 60)]
    song, warnings, _ = read_midi(data[:-6])
    assert _notes_of(song, "Acoustic Grand Piano")
    assert "damaged" in warnings[0]


@given(st.binary(max_size=120))
def test_any_bytes_give_a_song_or_a_sentence(data: bytes) -> None:
    header = b"MThd\0\0\0\6\0\1\0\1\0\x60"
    for hostile in (data, header + data, header + b"MTrk" + len(data).to_bytes(4, "big") + data):
        _read(hostile)


@given(songs(max_lanes=2, max_sections=2, max_rows=4), st.data())
def test_a_damaged_file_gives_a_song_or_a_sentence(song: Song, data: st.DataObject) -> None:
    whole = bytearray(write_midi(song))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _read(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MThd",
        b"RIFF",
        b"MThd\0\0\0\6\0\1\0\0\0\x60",
        b"MThd\0\0\0\6\0\1\0\0\0\0",
        b"MThd\0\0\0\6\0\7\0\0\0\x60",
        b"MThd\xff\xff\xff\xff\0\1\0\1\0\x60",
        b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\xff\xff\xff\xff" + b"\xff" * 10_000,
        b"MThd\0\0\0\6\0\1\0\1\0\1MTrk\0\0\0\x10\0\x90<@\xff\xff\xff\x7f\x80<\0",
    ],
)
def test_what_is_no_music_is_refused(data: bytes) -> None:
    with pytest.raises(SongFileError) as caught:
        read_midi(data)
    assert caught.value.hint


def test_notes_without_a_lane_are_counted() -> None:
    song, warnings, _ = read_midi(_file(_notes(*[(0, 480, pitch) for pitch in range(100)])))
    assert len(song.lanes) == 64
    assert sum(isinstance(span, NoteSpan) for span in song_spans(song)) == 63
    assert warnings == ("A song has at most 64 lanes; 37 notes found no place.",)


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuicomposer.formats.smf.MAX_EVENTS", 3)
    with pytest.raises(SongFileError, match="more than"):
        read_midi(_file(_notes((0, 9, 60), (9, 9, 60))))


@pytest.mark.parametrize(
    ("tonic", "mode", "name"), [("D#", "major", "Eb"), ("Gb", "minor", "F#m"), ("F", "major", "F")]
)
def test_keys_without_a_signature_are_respelled(tonic: str, mode: str, name: str) -> None:
    song = Song(key=Key(tonic, mode), sections=(Section("A", 1, ()),))
    track = mido.MidiFile(file=io.BytesIO(write_midi(song))).tracks[0]
    assert next(m.key for m in track if m.type == "key_signature") == name


def _small() -> Song:
    chords = (None, None, ChordCell(parse_chord("Ebm")), None, None, None, None, None, None)
    tune = (None, Note(70), Note(75), None, Off(), None, None, None, Note(63, 80, 5, "chorale seed 7"))
    section = Section("A", 9, (chords, tune), 2, Meter(3, 4), pickup=2)
    lanes = (Lane("Chords", Role.CHORDS), Lane("Tune", Role.MELODY))
    return Song("Small", 80.0, Key("Eb", "minor"), lanes, (section,))


def test_a_typed_song_comes_back_whole() -> None:
    song = song_from_text("C4:2 E4 G4:1/2 A4:1/2 r C5:4", "C | Am7/G F | N.C.", key=Key("C"))
    assert read_midi(write_midi(song)).song == song


def _by_lane(song: Song) -> list[NoteSpan | ChordSpan]:
    return sorted(song_spans(song), key=lambda span: (span.lane, span.start))


def _sounds(song: Song) -> list[tuple[object, ...]]:
    return [
        (span.lane, span.start, span.end, span.pitch, span.velocity, span.lyric.strip())
        if isinstance(span, NoteSpan)
        else (span.lane, span.start, span.end, span.chord)
        for span in _by_lane(song)
    ]


def _frames(song: Song) -> list[tuple[object, ...]]:
    played = [song.sections[index] for index in song.order]
    return [(s.name, s.length, s.rows_per_beat, s.meter, s.pickup) for s in played]


def _notes_of(song: Song, name: str) -> list[tuple[int, int, int]]:
    lane = [lane.name for lane in song.lanes].index(name)
    return [
        (span.start, span.end, span.pitch)
        for span in song_spans(song)
        if isinstance(span, NoteSpan) and span.lane == lane
    ]


def _notes(*notes: tuple[int, int, int]) -> list[Message]:
    """Messages of notes given as start, length and pitch, in any order."""
    timed = [(start, 1, pitch) for start, _, pitch in notes] + [(s + length, 0, p) for s, length, p in notes]
    messages, now = [], 0
    for tick, on, pitch in sorted(timed):
        messages.append(mido.Message("note_on", note=pitch, velocity=90 * on, time=tick - now))
        now = tick
    return messages


def _file(*tracks: Iterable[Message], division: int = 480, kind: int = 1) -> bytes:
    file = mido.MidiFile(type=kind, ticks_per_beat=division)
    file.tracks.extend(mido.MidiTrack(track) for track in tracks)
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def _read(data: bytes) -> None:
    with suppress(SongFileError):
        write_midi(read_midi(data).song)


# Settings of sections' own --------------------------------------------------------------


def test_tempos_and_keys_change_where_sections_begin() -> None:
    song = _two_sections()
    track = mido.MidiFile(file=io.BytesIO(write_midi(song))).tracks[0]
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type == "set_tempo":
            found.append((now, round(mido.tempo2bpm(message.tempo))))
        elif message.type == "key_signature":
            found.append((now, message.key))
    assert found == [(0, 120), (0, "C"), (1920, 60), (1920, "G"), (3840, 120), (3840, "C")]


def test_a_straight_swing_of_sixteenths_is_not_forgotten() -> None:
    song = replace(_two_sections(), swing=Swing(50, 16), order=(0,))
    assert read_midi(write_midi(song)).song.swing == Swing(50, 16)


def test_swing_is_exported_as_it_is_played() -> None:
    song = replace(_two_sections(), swing=Swing(66))
    track = mido.MidiFile(file=io.BytesIO(write_midi(song))).tracks[1]
    now, starts = 0, []
    for message in track:
        now += message.time
        if message.type == "note_on":
            starts.append(now)
    assert starts[:4] == [0, 317, 480, 797]
    assert read_midi(write_midi(song)) == (song, (), 0.0)


@given(songs())
def test_a_song_on_its_rows_comes_back_with_tempos_keys_and_swing(drawn: Song) -> None:
    song = replace(_on_rows(drawn), recording=None)
    back, warnings, _ = read_midi(write_midi(song))
    assert warnings == ()
    assert _sounds(back) == _sounds(song)
    assert [back.sections[index].swing for index in back.order] == [
        song.sections[index].swing for index in song.order
    ]
    assert [back.flow(index) for index in back.order] == [
        replace(song.flow(index), tempo=pytest.approx(song.flow(index).tempo, abs=0.01))
        for index in song.order
    ]
    assert back.seconds == pytest.approx(song.seconds, rel=1e-3)


def _two_sections() -> Song:
    tune = tuple(Note(60) if row % 2 == 0 else None for row in range(16))
    one = Section("A", 16, (tune,))
    two = replace(one, name="B", tempo=60.0, key=Key("G"))
    lanes = (Lane("Tune", Role.MELODY),)
    return Song("Two", 120.0, Key("C"), lanes, (one, two), (0, 1, 0))


def _on_rows(song: Song) -> Song:
    """The same song without offsets, locks and unknown settings."""
    sections = tuple(
        replace(
            section,
            columns=tuple(
                tuple(None if cell is None else replace(cell, offset=0) for cell in column)
                for column in section.columns
            ),
            locks=(),
            extra=(),
        )
        for section in song.sections
    )
    return replace(song, sections=sections)
