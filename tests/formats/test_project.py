"""The project text: what is written is read back, and any bytes get a song or a sentence."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.errors import EntryError, SongFileError
from tuicomposer.formats import limits
from tuicomposer.formats.project import read_project, write_project
from tuicomposer.formats.project_cells import cell_text, parse_cell
from tuicomposer.formats.quoting import bare_or_quoted, quoted, unquoted, words
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.lock import Lock
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.swing import Swing

SMALL = """tuicomposer 1
title: Air
order: 1 1
lane: "Chords" chords 0
lane: "Tune" melody flute
origin: 1 "rules seed 1"
section: "A" meter 3/4 rows-per-beat 2
| Am7 | C-4 96 |
|  .  | ===    |
"""


@given(songs())
def test_what_is_written_is_read_back(song: Song) -> None:
    assert read_project(write_project(song)) == song


@given(songs())
def test_writing_twice_gives_the_same_bytes(song: Song) -> None:
    data = write_project(song)
    assert write_project(read_project(data)) == data


@given(songs())
def test_no_control_character_reaches_the_file(song: Song) -> None:
    text = write_project(song).decode("utf-8")
    assert all(char == "\n" or ord(char) >= 32 for char in text)
    assert "\x7f" not in text


@given(st.binary(max_size=200))
def test_any_bytes_give_a_song_or_a_sentence(data: bytes) -> None:
    for hostile in (data, b"tuicomposer 1\n" + data, b'tuicomposer 1\nsection: "A"\n' + data):
        _read(hostile)


@given(songs(max_lanes=2, max_sections=2, max_rows=4), st.data())
def test_a_damaged_file_gives_a_song_or_a_sentence(song: Song, data: st.DataObject) -> None:
    whole = write_project(song)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 40)))
    _read(whole[:start] + data.draw(st.binary(max_size=8)) + whole[stop:])


def test_a_file_as_a_person_writes_it() -> None:
    song = read_project(SMALL.encode())
    assert (song.title, song.tempo, song.key, song.order) == ("Air", 100.0, None, (0, 0))
    assert [lane.program for lane in song.lanes] == [0, 73]
    section = song.sections[0]
    assert (section.length, str(section.meter), section.rows_per_beat) == (2, "3/4", 2)
    assert section.columns == ((ChordCell(Chord("A", "m7")), None), (Note(60, 96), Off()))


def test_space_comments_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    loose = SMALL.replace("| C-4 96 |", "|C4|\n\n   # a comment\n").replace("===", "=").replace("  .  ", "")
    loose = "\ufeff" + loose.replace("\n", "\r\n   ")
    assert read_project(loose.encode()) == read_project(SMALL.encode())


def test_rows_missing_at_the_end_are_empty() -> None:
    section = read_project(SMALL.replace("rows-per-beat 2", "rows-per-beat 2 length 6").encode()).sections[0]
    assert section.length == 6
    assert section.columns[1][2:] == (None,) * 4


def test_marks_of_offset_and_origin() -> None:
    song = read_project(SMALL.replace("C-4 96", "Db4 1 +7 ~1").encode())
    assert song.sections[0].cell(1, 0) == Note(61, 1, 7, "rules seed 1")


def test_unknown_fields_survive() -> None:
    song = read_project(SMALL.replace("order:", "groove: 58 %\nmood:  \norder:").encode())
    assert song.extra == (("groove", "58 %"), ("mood", ""))
    assert read_project(write_project(song)).extra == song.extra


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("tuicomposer 1", "tuicomposer 2", 1, "version 2"),
        ("tuicomposer 1", "MThd", 1, "not a song of tuicomposer"),
        ("title: Air", "title Air", 2, "neither a field nor a row"),
        ("title: Air", 'title: "Air', 2, "neither|double quotes"),
        ("order: 1 1", "order: 1 x", 3, "whole number"),
        ("order: 1 1", "tempo: fast", 3, "not a tempo"),
        ("order: 1 1", "key: H", 3, "not a key"),
        ("chords 0", "chords 999", 4, "program"),
        ("flute", "kazoo", 5, "General MIDI"),
        ("3/4", "3/5", 7, "not a metre"),
        ("rows-per-beat 2", "rows-per-beat 5", 7, "rows a beat"),
        ("rows-per-beat 2", "rows-per-beat", 7, "setting"),
        ("Am7", "Hm7", 8, "not a chord symbol"),
        ("C-4 96", "C-4 96 |", 8, "3 cells"),
        ("C-4 96", "C-4 999", 8, "velocity"),
        ("C-4 96", "C-4 96 +240", 8, "240 ticks"),
        ("C-4 96", "C-4 96 ~2", 8, "origin"),
        ("===", "\x1b[2J", 9, "not a pitch"),
        ("===", "x" * 5000, 9, "5000 characters"),
        ("| Am7", "swing: 1\n| Am7", 8, "after a section"),
    ],
)
def test_an_error_names_its_line(old: str, new: str, line: int, sentence: str) -> None:
    with pytest.raises(SongFileError) as caught:
        read_project(SMALL.replace(old, new, 1).encode())
    assert caught.value.what.startswith(f"Line {line}: ")
    assert re.search(sentence, caught.value.what)
    assert caught.value.what.isprintable()
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"tuicomposer 1",
        b"tuicomposer 1\ntempo: nan\nsection: a\n|",
        b"tuicomposer 1\norder: 2\nsection: a\n|",
        b"tuicomposer 1\n" + b"lane: a\n" * 65,
        b"tuicomposer 1\n| . |",
        b"tuicomposer 1\nsection: a length 2\n|\n|\n|",
    ],
)
def test_what_is_no_song_is_refused(data: bytes) -> None:
    with pytest.raises(SongFileError):
        read_project(data)


def test_a_small_file_cannot_demand_a_large_song() -> None:
    lanes = "lane: a\n" * 64
    section = 'section: "A" length 4096\n|' + ".|" * 64 + "\n"
    with pytest.raises(SongFileError, match="too large"):
        read_project(("tuicomposer 1\n" + lanes + section * 999).encode())
    with pytest.raises(SongFileError, match="too large"):
        read_project(b"tuicomposer 1\n" + b"section: a\n|\n" * 1001)


def test_a_file_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuicomposer.formats.project_read.MAX_BYTES", 100)
    with pytest.raises(SongFileError, match="too large"):
        read_project(SMALL.encode())


def test_what_cannot_be_read_back_is_not_written() -> None:
    song = new_song(bars=1)
    with pytest.raises(SongFileError, match="too large"):
        write_project(Song(lanes=song.lanes, sections=song.sections * (limits.MAX_SECTIONS + 1)))


@given(st.text())
def test_quoting_is_taken_back(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert unquoted(bare_or_quoted(text)) == text
    assert words(f"a {quoted(text)} b") == ("a", quoted(text), "b")


def _read(data: bytes) -> None:
    with suppress(SongFileError):
        read_project(write_project(read_project(data)))


def test_a_section_of_its_own_and_locks_as_a_person_writes_them() -> None:
    text = SMALL.replace("order:", "swing: 62\norder:").replace(
        "rows-per-beat 2", 'rows-per-beat 2 tempo 92 key "F# minor" swing 58/16 groove "loose one"'
    )
    song = read_project(text.replace("C-4 96", "C-4 96 !").replace("  .  ", " .!").encode())
    section = song.sections[0]
    assert (song.swing, section.tempo, section.key, section.swing) == (
        Swing(62),
        92.0,
        Key("F#", "minor"),
        Swing(58, 16),
    )
    assert section.extra == (("groove", "loose one"),)
    assert section.locks == (Lock(0, 1, 2), Lock(1, 0, 1))
    assert song.flow(0).swing == Swing(58, 16)
    assert song.key_at(0) == Key("F#", "minor")


def test_a_file_without_the_newer_settings_is_written_without_them() -> None:
    text = write_project(read_project(SMALL.encode())).decode()
    assert not any(word in text for word in ("swing", "!", "tempo 1"))


def test_a_syllable_stands_in_quotes_behind_the_velocity() -> None:
    cell = Note(60, 90, lyric='la | "b" !')
    text = cell_text(cell, {})
    assert text == 'C-4 90 "la\\u0020\\u007c\\u0020\\"b\\"\\u0020!"'
    assert parse_cell(text, {}, 120, chords=False) == cell
    odd = Note(60, lyric="a\xa0b\u2003\u3000\u2028|\x85\t世")
    assert parse_cell(cell_text(odd, {}), {}, 120, chords=False) == odd
    with pytest.raises(EntryError, match="not a text in double quotes"):
        parse_cell('C-4 90 "la', {}, 120, chords=False)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(' \xa0\u2003|"\\!~+'), max_size=20))
def test_any_syllable_is_read_back(lyric: str) -> None:
    cell = Note(60, 90, 7, "rules", lyric)
    assert parse_cell(cell_text(cell, {"rules": 1}), {1: "rules"}, 120, chords=False) == cell
