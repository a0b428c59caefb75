"""Of a long song the analyzer hears the bars around the cursor; of any other, all of it."""

from __future__ import annotations

from dataclasses import replace

from driving import composing
from tui_fakes import ode

from tuicomposer.score.cells import ChordCell
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.song import Place, Song, new_song
from tuicomposer.tui.earshot import MOST_CELLS, heard, part_at

FAR = 3840


def long_song() -> Song:
    """250 bars, a chord at their beginning and one at bar 241; each is heard where it is."""
    chords = [(Place(0, 0, 0), "C"), (Place(0, 0, FAR), "Bb7")]
    cells = tuple((place, ChordCell(parse_chord(symbol))) for place, symbol in chords)
    return apply(new_song(bars=250), SetCells(cells)).song


def test_an_ordinary_song_is_heard_whole() -> None:
    assert part_at(ode(), Place(0, 0, 5)) is None
    assert heard(ode(), None) == ode()


def test_a_part_has_the_place_in_it_and_begins_with_a_bar() -> None:
    song = long_song()
    for row in (0, 5, 700, 1639, FAR, 3999):
        part = part_at(song, Place(0, 1, row))
        assert part is not None
        assert part.start <= row < part.stop
        assert song.sections[0].position(part.start).row == 0
        assert (part.stop - part.start) * len(song.lanes) <= MOST_CELLS + 16 * len(song.lanes)
        assert heard(song, part).sections[0].columns[0] == song.sections[0].columns[0][part.start : part.stop]


async def test_chords_of_a_long_song_are_found_where_the_cursor_goes() -> None:
    async with composing(long_song()) as hands:
        assert "1.1  C " in hands.line("panel")
        assert "Bb7" not in hands.line("panel")
        await hands.press("end")
        await hands.until(lambda: "241.1  Bb7" in hands.line("panel"))
        assert " C " not in hands.line("panel").partition("Chords")[2]


async def test_a_section_that_never_sounds_has_no_chords() -> None:
    song = long_song()
    silent = replace(song, sections=(*song.sections, ode().sections[0]))
    async with composing(silent) as hands:
        hands.composer.move(Place(1, 0, 0))
        await hands.until(lambda: "none found yet" in hands.line("panel"))
