"""Pasted text is one thing; text from outside never reaches the terminal raw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import composing
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from tuicomposer.errors import EntryError
from tuicomposer.score.cells import BY_HAND, Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.chord_cell import read_chord_cell
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Place, new_song
from tuicomposer.tui.cell_text import read_cell, read_paste, text_of


async def test_a_pasted_melody_is_one_step() -> None:
    async with composing(new_song()) as hands:
        hands.composer.grid.post_message(Paste("C4:2 E4 G4 | r:1/2"))
        await hands.until(lambda: hands.composer.document.modified)
        assert [hands.cell(1, row) for row in (0, 8, 12, 16)] == [Note(60), Note(64), Note(67), Off()]
        await hands.press("ctrl+z")
        assert hands.song == new_song()


async def test_pasted_chords_go_to_the_chord_lane() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left")
        hands.composer.grid.post_message(Paste("C | Am F"))
        await hands.until(lambda: hands.composer.document.modified)
        assert hands.cell(0, 24) == ChordCell(parse_chord("F"))


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("dm,g7", {0: "Dm", 8: "G7"}),
        ("Dm7 | G7 | cj | V7", {0: "Dm7", 16: "G7", 32: "Cmaj7", 48: "G7"}),
        ("% | /F", {0: "C", 16: "C/F"}),
        ("dm,,g7,c | % | ii V", {0: "Dm", 8: "G7", 12: "C", 16: "Dm", 24: "G7", 28: "C", 32: "Dm", 40: "G"}),
        ("| C | N.C. |", {0: "C", 16: "N.C."}),
        ("| C:2 Dm:1 G7:1 | Am |", {0: "C", 8: "Dm", 12: "G7", 16: "Am"}),
        ("c:2,dm:1,g7:1|am", {0: "C", 8: "Dm", 12: "G7", 16: "Am"}),
        ("dm g7:2 | %", {0: "Dm", 4: "G7", 16: "Dm", 20: "G7"}),
        ("| C:8 | F |", {0: "C", 32: "F"}),
        ("c,am:8", {0: "C", 16: "Am"}),
        ("| C |\n| _7 #4dim |", {0: "C", 16: "Bb", 24: "F#dim"}),
    ],
)
def test_pasted_chords_are_read_as_typed_ones(text: str, symbols: dict[int, str]) -> None:
    song = new_song(key=Key("C"))
    before = SetCells(((Place(0, 0, 0), ChordCell(parse_chord("C"))),))
    edit = read_paste(apply(song, before).song, Place(0, 0, 16), text, 96)
    cells = {place.row - 16: cell for place, cell in edit.cells if cell is not None}
    assert cells == {row: ChordCell(parse_chord(symbol)) for row, symbol in symbols.items()}


@pytest.mark.parametrize(
    "text", ["dm,g7", "c:2,dm:1,g7:1", "c,f:2", "dm,,g7,c", "%", "c:6", "♭7", "b3", "c:2,f"]
)
@pytest.mark.parametrize("row", [0, 16, 20])
def test_pasting_a_cells_text_is_typing_it(text: str, row: int) -> None:
    song = new_song(key=Key("C"))
    song = apply(song, SetCells(((Place(0, 0, 0), ChordCell(parse_chord("C"))),))).song
    place = Place(0, 0, row)

    def typed() -> dict[int, Cell | None]:
        return read_chord_cell(song, place, text).cells

    def pasted() -> dict[int, Cell | None]:
        return {at.row: cell for at, cell in read_paste(song, place, text, 96).cells}

    assert outcome(pasted) == outcome(typed)


def outcome(read: Callable[[], dict[int, Cell | None]]) -> object:
    """What a text means, or why it was refused."""
    try:
        return read()
    except EntryError as refused:
        return str(refused)


@pytest.mark.parametrize(("text", "why"), [("C:3 F:2 | G", "bar 1 last 5 beats"), ("C:1 F | G", "some have")])
def test_pasted_lengths_that_fit_no_bar_are_refused(text: str, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        read_paste(new_song(), Place(0, 0, 0), text, 96)


async def test_pasted_commands_are_text_and_are_refused() -> None:
    """A paste that looks like a hundred key presses changes nothing."""
    async with composing() as hands:
        before = hands.song
        hands.composer.grid.post_message(Paste("zzzz\x1b[3~\x11\x13" * 25))
        await hands.until(lambda: bool(hands.told))
        assert hands.song == before
        assert not hands.composer.document.undo_label
        assert "\x1b" not in hands.told[0]


async def test_a_paste_into_an_open_cell_stays_in_the_cell() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", "enter")
        hands.composer.grid.post_message(Paste("F#m7b5\n"))
        await hands.until(
            lambda: hands.composer.view.editor is not None and hands.composer.view.editor.text != ""
        )
        await hands.press("enter")
        assert hands.cell(0, 0) == ChordCell(parse_chord("F#m7b5"))


@pytest.mark.parametrize("text", ["", "C4:9999", "C4 ?", "x" * 30_000, "C4:1/7 D4"])
def test_a_paste_that_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(EntryError):
        read_paste(new_song(), Place(0, 1, 0), text, 96)


NASTY = "\x1b[31m[bold]red[/bold]\x07\n\u202e漢字"


async def test_control_characters_and_markup_are_shown_and_not_obeyed() -> None:
    song = new_song(title=NASTY, lanes=(Lane(NASTY, Role.MELODY), Lane("[/]", Role.CHORDS)))
    async with composing(song, size=(80, 24)) as hands:
        await hands.press("ctrl+g")
        await hands.press("escape", "f9", "ctrl+z")
        shown = hands.line("title") + "".join(hands.rows) + hands.line("cell") + hands.app.export_screenshot()
        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert "[bold]red[/bold]" in hands.line("title")
        widths = {
            hands.composer.grid.render_line(y).cell_length for y in range(hands.composer.grid.size.height)
        }
        assert widths == {hands.composer.grid.size.width}


async def test_a_generated_origin_is_shown_safely() -> None:
    song = new_song()
    async with composing(song) as hands:
        hands.composer.grid.post_message(Paste("C4"))
        await hands.until(lambda: hands.composer.document.modified)
        assert "by" not in hands.line("cell")


CELLS = st.one_of(
    st.integers(0, 127).map(Note),
    st.sampled_from(["C", "Am7", "F#dim", "C/E", "N.C.", "Bbmaj7"]).map(
        lambda text: ChordCell(parse_chord(text))
    ),
    st.just(Off()),
    st.none(),
)


@given(CELLS)
def test_the_text_of_a_cell_reads_back_as_the_cell(cell: Cell | None) -> None:
    role = Role.CHORDS if isinstance(cell, ChordCell) else Role.MELODY
    read = read_cell(text_of(cell), role, 96)
    assert read == cell
    assert read is None or read.origin == BY_HAND
