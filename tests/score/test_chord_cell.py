"""What is typed into a cell of the chord lane. Reads like a manual."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import chords, keys
from tuicomposer.errors import EntryError
from tuicomposer.score.cells import Cell, ChordCell
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.chord_cell import chord_before, read_chord, read_chord_cell
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.key import Key
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import Place, Song, new_song


def song_with(*, meter: Meter | None = None, **rows: str) -> Song:
    """Four bars in C major with chords at rows such as ``r16="F"``."""
    song = new_song(bars=4, meter=meter, key=Key("C"))
    cells = tuple((Place(0, 0, int(row[1:])), ChordCell(parse_chord(text))) for row, text in rows.items())
    return apply(song, SetCells(cells)).song


def typed(song: Song, row: int, text: str) -> dict[int, str]:
    """Symbols by row, ``·`` for a row that is emptied."""
    cells = read_chord_cell(song, Place(0, 0, row), text).cells
    return {row: shown for row, cell in sorted(cells.items()) if (shown := symbol(cell)) != "·"}


def symbol(cell: Cell | None) -> str:
    return cell.chord.symbol if isinstance(cell, ChordCell) else "·"


def test_one_chord_goes_into_its_cell() -> None:
    written = read_chord_cell(song_with(), Place(0, 0, 5), "dm7")
    assert written.cells == {5: ChordCell(parse_chord("Dm7"))}
    assert written.end == 5


@pytest.mark.parametrize(
    ("row", "text", "result"),
    [
        (0, "dm,g7", {0: "Dm", 8: "G7"}),
        (16, "c, am ,f,g", {16: "C", 20: "Am", 24: "F", 28: "G"}),
        (8, "dm,g7", {8: "Dm", 12: "G7"}),
        (0, "dm,,g7,c", {0: "Dm", 8: "G7", 12: "C"}),
        (0, ",,g7", {}),
        (0, "dm,g7:2", {0: "Dm", 4: "G7"}),
        (0, "c,am,f,g:16", {0: "C", 16: "Am", 32: "F", 48: "G"}),
        (0, "c:2,dm:1,g7:1", {0: "C", 8: "Dm", 12: "G7"}),
        (4, "c:1/2,dm:1.5", {4: "C", 6: "Dm"}),
        (0, "c:6", {0: "C"}),
        (0, "ii7,V7", {0: "Dm7", 8: "G7"}),
        (0, "2-,57", {0: "Dm", 8: "G7"}),
        (0, "_7,b7", {0: "Bb", 8: "B7"}),
        (0, "♭7,♭6m,#4dim,1/♭7", {0: "Bb", 4: "Abm", 8: "F#dim", 12: "C/Bb"}),
        (0, "dm,/f,%,nc", {0: "Dm", 4: "Dm/F", 8: "Dm/F", 12: "N.C."}),
    ],
)
def test_several_chords_share_the_bar_or_the_beats_that_are_given(
    row: int, text: str, result: dict[int, str]
) -> None:
    if not result:
        with pytest.raises(EntryError, match="3 chords do not share 16 rows evenly"):
            typed(song_with(), row, text)
    else:
        assert typed(song_with(), row, text) == result


def test_what_lay_between_the_chords_goes() -> None:
    written = read_chord_cell(song_with(r4="F"), Place(0, 0, 0), "dm,g7")
    assert written.cells[4] is None
    assert written.end == 16


def test_a_slash_alone_puts_another_bass_under_the_chord_before() -> None:
    assert typed(song_with(r0="Dm7"), 4, "/f") == {4: "Dm7/F"}
    with pytest.raises(EntryError, match="needs a chord before it"):
        typed(song_with(), 4, "/f")


def test_percent_repeats_the_bar_at_its_start_and_the_chord_elsewhere() -> None:
    song = song_with(r0="C", r8="Am")
    assert typed(song, 16, "%") == {16: "C", 24: "Am"}
    assert typed(song, 12, "%") == {12: "Am"}
    assert typed(song_with(r0="C"), 32, "%") == {32: "C"}
    with pytest.raises(EntryError, match="no chord"):
        typed(song_with(), 16, "%")


def test_degrees_need_a_key() -> None:
    song = replace(song_with(), key=None)
    with pytest.raises(EntryError, match="“V7” is a degree, but the song states no key"):
        typed(song, 0, "V7")


@pytest.mark.parametrize(("text", "meant"), [("b3", "_3"), ("b6m", "_6m"), ("b7m", "_7m")])
def test_a_b_before_a_degree_is_never_taken_for_a_flat(text: str, meant: str) -> None:
    for key in (Key("C"), None):
        with pytest.raises(EntryError, match=f"lowered degree of the key is written {meant},"):
            read_chord(text, key, None)
    assert read_chord("b7", Key("C"), None).symbol == "B7"
    with pytest.raises(EntryError, match="“_7” is a degree, but the song states no key"):
        read_chord("♭7", None, None)


def test_the_chord_before_may_lie_in_the_section_that_sounds_before() -> None:
    song = song_with(r0="G7")
    song = replace(song, sections=(*song.sections, replace(song.sections[0], name="B")), order=(0, 1))
    song = apply(song, SetCells(((Place(1, 0, 0), None),))).song
    assert chord_before(song, Place(1, 0, 0)) == parse_chord("G7")
    assert chord_before(song, Place(0, 0, 0)) is None


def test_beats_that_end_between_rows_or_after_the_section_are_refused() -> None:
    for text in ("c,f:1/3", "c,f:99", "c:x", "c,f:0", "c:1/3,f:1", "c:9,f:8", "c:1,f:"):
        with pytest.raises(EntryError):
            typed(song_with(), 0, text)


@pytest.mark.parametrize("text", ["c:2,f", "c:2,,f:1", "c:2,f,g:1"])
def test_some_lengths_are_not_enough(text: str) -> None:
    with pytest.raises(EntryError, match="Some chords have a length and some have none"):
        typed(song_with(), 0, text)


def test_lengths_say_where_writing_goes_on() -> None:
    written = read_chord_cell(song_with(r12="F", r20="G"), Place(0, 0, 0), "c:2,dm:2.5")
    assert written.end == 18
    assert [row for row, cell in written.cells.items() if cell is None] == [
        row for row in range(18) if row not in (0, 8)
    ]


def test_three_four_has_three_places() -> None:
    assert typed(song_with(meter=Meter(3, 4)), 12, "c,f,g") == {12: "C", 16: "F", 20: "G"}


pieces = st.text("abcdefgABGHJSDNmM#b_♭/79-+ sus(iIvV1234567%,.:", max_size=14)


@given(st.text(max_size=14) | pieces, st.integers(0, 63))
@example("B" * 999, 0)
@example("%", 16)
def test_any_text_is_read_or_refused_and_fits_the_song(text: str, row: int) -> None:
    song = song_with(r0="C", r24="N.C.")
    try:
        written = read_chord_cell(song, Place(0, 0, row), text)
    except EntryError:
        return
    cells = tuple((Place(0, 0, row), cell) for row, cell in written.cells.items())
    assert apply(song, SetCells(cells)).song
    assert row <= written.end <= 64
    for chord in written.chords:
        assert parse_chord(chord.symbol) == chord


@given(pieces, st.none() | keys, st.none() | chords)
def test_an_accepted_chord_is_read_back_from_its_symbol(
    text: str, key: Key | None, before: Chord | None
) -> None:
    try:
        chord = read_chord(text, key, before)
    except EntryError:
        return
    assert read_chord(chord.symbol, key, before) == chord
