"""Writing at the end of a section goes on in the next one, and never over what was written last."""

from __future__ import annotations

import pytest
from driving import Hands, composing

from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import apply
from tuicomposer.score.form import added
from tuicomposer.score.song import Place, Song, new_song

CHORDS, MELODY = 0, 1


def two_sections() -> Song:
    song = new_song(bars=1)
    return apply(song, added(song, 0, 0)).song


def written(hands: Hands, lane: int = MELODY) -> list[tuple[int, int, Cell]]:
    return [
        (index, row, cell)
        for index, section in enumerate(hands.song.sections)
        for row, cell in enumerate(section.columns[lane])
        if cell is not None
    ]


async def test_notes_go_on_in_the_next_section() -> None:
    async with composing(two_sections()) as hands:
        hands.composer.view.step = 4
        hands.composer.move(Place(0, MELODY, 12))
        await hands.press("z")
        assert "On in section" in hands.line("cell")
        await hands.press("c", "b")
        assert written(hands) == [(0, 12, Note(60)), (1, 0, Note(64)), (1, 4, Note(67))]


async def test_at_the_end_of_the_song_nothing_is_written_over_until_the_cursor_is_moved() -> None:
    async with composing(new_song(bars=1)) as hands:
        hands.composer.view.step = 4
        hands.composer.move(Place(0, MELODY, 12))
        for key in ("z", "c", "comma", "grave_accent", "b"):
            await hands.press(key)
            assert "Alt+W" in hands.line("cell")
        assert written(hands) == [(0, 12, Note(60))]
        await hands.press("down", "up", "c")
        assert hands.cell(MELODY, 12) == Note(64)
        await hands.press("end", "b", "d")
        assert hands.cell(MELODY, 15) == Note(67)
        await hands.press("end", "d")
        assert hands.cell(MELODY, 15) == Note(63)


async def test_a_song_that_has_grown_meanwhile_is_gone_on_with() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("end", "z", "x")
        await hands.run("song.add_bar")
        await hands.press("c", "v")
        assert written(hands) == [(0, row, Note(pitch)) for row, pitch in ((15, 60), (16, 64), (17, 65))]


async def test_what_was_written_last_can_be_taken_back_in_every_way() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("end", "z", "backspace")
        assert written(hands) == []
        await hands.press("x", "delete", "c")
        assert written(hands) == [(0, 15, Note(64))]
        await hands.press("ctrl+z", "v")
        assert written(hands) == [(0, 15, Note(65))]


async def test_with_a_step_of_none_a_note_is_replaced_as_ever() -> None:
    async with composing(new_song(bars=1)) as hands:
        hands.composer.view.step = 0
        await hands.press("end", "z", "c")
        assert written(hands) == [(0, 15, Note(64))]


@pytest.mark.parametrize("on", ["space", "vertical_line", "enter", "down", "right"])
async def test_chords_go_on_and_are_never_written_over(on: str) -> None:
    async with composing(two_sections()) as hands:
        hands.composer.view.step = 4
        hands.composer.move(Place(0, CHORDS, 12))
        await hands.press("F", on, "G", on)
        chords = [(0, 12, ChordCell(parse_chord("F"))), (1, 0, ChordCell(parse_chord("G")))]
        assert written(hands, CHORDS) == chords
        hands.composer.move(Place(1, CHORDS, 12))
        await hands.press("A", on, "B")
        assert "end of the last section" in hands.line("cell")
        assert hands.composer.view.editor is None
        assert hands.cell(CHORDS, 12, 1) == ChordCell(parse_chord("A"))
        await hands.press("enter", "m", "enter")
        assert hands.cell(CHORDS, 12, 1) == ChordCell(parse_chord("Am"))


async def test_a_bar_of_chords_at_the_end_is_the_end() -> None:
    async with composing(new_song(bars=1)) as hands:
        hands.composer.move(Place(0, CHORDS, 0))
        await hands.press(*"dm", "comma", *"g7", "enter", "C")
        assert [cell for *_, cell in written(hands, CHORDS)] == [
            ChordCell(parse_chord(symbol)) for symbol in ("Dm", "G7")
        ]


async def test_clearing_stays_in_its_section() -> None:
    async with composing(two_sections()) as hands:
        hands.composer.move(Place(1, MELODY, 0))
        await hands.press("z")
        hands.composer.move(Place(0, MELODY, 15))
        await hands.press("delete", "delete", "delete")
        assert written(hands) == [(1, 0, Note(60))]


async def test_where_the_section_is_gone_writing_goes_on_where_the_cursor_is() -> None:
    async with composing(two_sections()) as hands:
        hands.composer.move(Place(1, MELODY, 15))
        await hands.press("z")
        await hands.run("form.remove")
        await hands.press("c")
        assert [cell for *_, cell in written(hands)] == [Note(64)]
