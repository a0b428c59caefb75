"""Blocks: marking, copying, changing, finding. Reads like a manual."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from driving import Hands, composing
from textual.events import Key
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.score.blocks.block import Block
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.key import parse_key
from tuicomposer.score.song import DEFAULT_LANES, Place, new_song
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.block_menu import BLOCK_MENU, MORE_MENU, Menu
from tuicomposer.tui.screens.block_menu import BlockMenu
from tuicomposer.tui.screens.clips import Clips
from tuicomposer.tui.screens.find import Find

CHORDS, MELODY, ALTO = 0, 1, 2
MENU = "backslash"
MARK = "quotation_mark"


def pitches(hands: Hands, lane: int = MELODY, rows: int = 128) -> list[int]:
    column = hands.song.sections[0].columns[lane][:rows]
    return [cell.pitch for cell in column if isinstance(cell, Note)]


async def typed(hands: Hands, *keys: str) -> None:
    """Keys in one burst, faster than they are drawn."""
    for key in keys:
        hands.composer.grid.post_message(Key(key, key if len(key) == 1 else None))
    await hands.settle()


async def test_blocks_are_marked_copied_cut_and_pasted() -> None:
    async with composing(new_song()) as hands:
        await typed(hands, "z", "x", "home", "shift+down", "ctrl+c", "pagedown", "ctrl+v")
        assert [hands.cell(MELODY, row) for row in (16, 17)] == [Note(60), Note(62)]
        await typed(hands, "home", "shift+down", "ctrl+x")
        assert hands.cell(MELODY, 0) is None
        await typed(hands, "ctrl+z")
        assert hands.cell(MELODY, 1) == Note(62)


async def test_a_plain_key_marks_and_the_block_stays_while_the_cursor_goes_elsewhere() -> None:
    async with composing(new_song()) as hands:
        view = hands.composer.view
        await typed(hands, "z", "x", "home", MARK, "down")
        assert "marking" in hands.line("entry")
        await typed(hands, MARK, "pagedown", "right", "down")
        assert view.marked == Block(0, MELODY, MELODY, 0, 1)
        assert "2 rows" not in hands.line("cell")
        await typed(hands, "alt+c", "alt+o")
        assert pitches(hands, ALTO) == [60, 62]
        await hands.press("escape")
        assert view.marked is None
        await typed(hands, "shift+down", "up")
        assert view.marked is None


async def test_a_block_widens_from_beat_to_bar_to_lane_to_section() -> None:
    async with composing(new_song(bars=2)) as hands:
        view = hands.composer.view
        await typed(hands, "pagedown", "down", "ctrl+a")
        assert view.marked == Block(0, MELODY, MELODY, 16, 19)
        await typed(hands, "ctrl+a")
        assert view.marked == Block(0, MELODY, MELODY, 16, 31)
        await typed(hands, "ctrl+a")
        assert view.marked == Block(0, MELODY, MELODY, 0, 31)
        await typed(hands, "ctrl+a", "ctrl+a")
        assert view.marked == Block(0, 0, 4, 0, 31)


async def test_the_cursor_stays_on_its_cell_while_the_block_around_it_widens() -> None:
    async with composing(new_song(bars=2)) as hands:
        await typed(hands, "pagedown", "down", "down")
        cell = hands.cursor
        for letter in "1234":
            await typed(hands, "backslash", letter)
            assert hands.cursor == cell
        marked = hands.composer.view.marked
        assert marked == Block(0, 0, 4, 0, 31)
        await typed(hands, "home", "up")
        assert hands.composer.view.marked is None


async def test_the_ways_to_paste() -> None:
    async with composing(new_song()) as hands:
        await typed(hands, "z", "x", "home", "shift+down", "ctrl+c", "home", "down", "alt+m")
        assert pitches(hands) == [60, 62, 62]
        await typed(hands, "ctrl+z", "home", "down", "alt+p")
        assert pitches(hands) == [60, 60, 62, 62]
        await typed(hands, "ctrl+z", "home", "shift+down", "shift+down", "shift+down", "alt+r")
        assert pitches(hands) == [60, 62, 60, 62]
        await typed(hands, "home", "alt+r")
        assert pitches(hands) == [60, 62] * 64
        await typed(hands, "alt+p")
        assert "2 cells fell off the end" in hands.line("cell")


@pytest.mark.parametrize("paste", ["ctrl+v", "alt+m", "alt+p", "alt+r"])
async def test_the_most_that_is_said_of_any_paste_fits_eighty_columns(paste: str) -> None:
    lanes = [replace(lane, locked=lane.name == "Tenor") for lane in DEFAULT_LANES]
    async with composing(new_song(lanes=lanes), size=(80, 24)) as hands:
        await typed(hands, *("z",) * 12, "home", *("shift+right",) * 3, *("shift+down",) * 11, "ctrl+c")
        await typed(hands, "end", *("up",) * 10, "left", "ctrl+v", paste)
        said = hands.line("cell").strip()
        assert said.startswith("Pasted")
        assert "not fit" in said
        assert said.endswith(("stayed.", "stayed: locked."))
        assert len(said) < 80


async def test_what_was_copied_before_is_chosen_from_a_list() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "x", "home", "ctrl+c", "down", "ctrl+c", "alt+h")
        assert isinstance(hands.app.screen, Clips)
        await hands.press("2")
        await typed(hands, "end", "ctrl+v")
        assert hands.cell(MELODY, 127) == Note(60)
        assert len(hands.composer.view.clips) == 2


async def test_a_copy_can_be_pasted_into_another_song() -> None:
    async with composing(new_song()) as hands:
        await typed(hands, "z", "home", "ctrl+c")
        hands.composer.open_song(new_song(rows_per_beat=6), None)
        await typed(hands, "ctrl+v")
        assert hands.cell(MELODY, 0) == Note(60)


async def test_every_operation_is_two_plain_keys_away() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("z", "c", "b", "home", MENU)
        assert isinstance(hands.app.screen, BlockMenu)
        await hands.press("3", MENU, "O")
        assert pitches(hands) == [72, 76, 79]
        await hands.press(MENU, "t")
        assert pitches(hands) == [72, 68, 65]
        await hands.press("ctrl+z", "ctrl+z", MENU, "r")
        assert pitches(hands) == [67, 64, 60]
        await hands.press(MENU, "b")
        assert hands.song.sections[0].length == 32
        assert "32 rows" in hands.line("cell")
        await hands.press(MENU, MENU)
        assert hands.app.screen is hands.composer


async def test_everything_else_is_behind_the_comma_of_the_menu() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press(MENU, "comma")
        assert isinstance(hands.app.screen, BlockMenu)
        await hands.press("greater_than_sign")
        assert [lane.name for lane in hands.song.lanes][1:3] == ["Alto", "Melody"]
        assert hands.composer.document.undo_label == "Move a lane"
        await hands.press(MENU, "comma", MENU)
        assert hands.app.screen is hands.composer
        await typed(hands, MENU, ",", "D")
        await hands.until(lambda: len(hands.song.sections) == 2)
        assert hands.app.screen is hands.composer


async def test_the_menu_and_its_letter_may_come_in_one_burst() -> None:
    async with composing(new_song(bars=1)) as hands:
        await typed(hands, "z", "home", MENU, "O", "b")
        await hands.until(lambda: pitches(hands) == [72])
        assert hands.app.screen is hands.composer
        assert "Octave higher." in hands.line("cell")
        await typed(hands, MENU, "escape")
        await hands.until(lambda: hands.app.screen is hands.composer)
        await typed(hands, "down", "x")
        assert pitches(hands) == [72, 62]


async def test_the_scale_comes_from_the_key_and_without_one_it_says_so() -> None:
    async with composing() as hands:
        await hands.press("home", MENU, "S")
        assert hands.cell(MELODY, 0) == Note(65)
    async with composing(new_song()) as hands:
        await hands.press("z", "home", MENU, "S")
        assert hands.cell(MELODY, 0) == Note(60)
        assert "no key" in hands.told[-1]


async def test_a_shifted_block_takes_its_mark_along() -> None:
    async with composing(new_song()) as hands:
        await typed(hands, "z", "x", "home", "shift+down", "alt+j", "alt+j")
        assert hands.composer.view.marked == Block(0, MELODY, MELODY, 2, 3)
        assert [hands.cell(MELODY, row) for row in (2, 3)] == [Note(60), Note(62)]
        await hands.press("alt+i", "alt+i", "alt+i")
        assert "at the start" in hands.told[-1]


async def test_doubling_and_halving_resize_the_mark() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "x", "home", "shift+down", MENU, "d")
        assert hands.composer.view.marked == Block(0, MELODY, MELODY, 0, 3)
        assert hands.cell(MELODY, 2) == Note(62)
        await typed(hands, "alt+g")
        assert [hands.cell(MELODY, row) for row in range(3)] == [Note(60), Note(62), Off()]


async def test_a_locked_lane_stays_and_is_named() -> None:
    async with composing(new_song()) as hands:
        await typed(hands, "z", "right", "c", "home", "ctrl+l", "shift+left", "alt+q")
        assert (pitches(hands), pitches(hands, ALTO)) == ([61], [64])
        await hands.press(MENU, "O")
        assert "“Alto” stayed: locked." in hands.line("cell")
        await hands.press("home", "right", "alt+q")
        assert "“Alto” is locked" in hands.told[-1]


async def test_flipping_in_the_scale_stays_in_the_key_and_is_one_named_step() -> None:
    async with composing(new_song(bars=1, key=parse_key("C"))) as hands:
        await hands.press("z", "c", "b", "home", MENU, "3", MENU, "T")
        assert pitches(hands) == [60, 57, 53]
        assert hands.line("cell").strip() == "Flip in the scale."
        assert hands.composer.document.undo_label == "Flip in the scale"
        await hands.press("ctrl+z")
        assert pitches(hands) == [60, 64, 67]


async def test_the_mask_leaves_velocities_or_notes_alone() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "semicolon", "x", "home", "ctrl+c", "down", MENU, "z")
        assert "mask notes" in hands.line("entry")
        await typed(hands, "ctrl+v")
        assert hands.cell(MELODY, 1) == Note(60, 88)
        await hands.press(MENU, "z", MENU, "O", "ctrl+x")
        assert hands.cell(MELODY, 1) == Note(72)
        await hands.press(MENU, "t")
        assert "mask lets only velocity" in hands.line("cell")


async def test_velocities_are_scaled_by_a_percentage() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "home", "alt+v", *["backspace"] * 3, *"half", "enter")
        assert hands.app.screen is not hands.composer
        await hands.press(*["backspace"] * 4, *"50", "enter")
        assert hands.cell(MELODY, 0) == Note(60, 48)


async def test_a_pitch_is_found_shown_and_replaced() -> None:
    async with composing() as hands:
        await hands.press("ampersand", *"G4", "enter")
        assert hands.cell(MELODY, hands.cursor.row) == Note(67)
        assert any(">G-4" in row for row in hands.rows)
        assert "“G4”: 1 of 4 in the section" in hands.line("cell")
        await typed(hands, "right_parenthesis", "right_parenthesis")
        assert "3 of 4" in hands.line("cell")
        await typed(hands, "left_parenthesis", "left_parenthesis", "left_parenthesis")
        assert "4 of 4" in hands.line("cell")
        await hands.press("ampersand", "tab", *"Bb", "enter")
        assert "Replaced 4 of 4" in hands.line("cell")
        assert 67 not in pitches(hands)
        await typed(hands, "ctrl+z")
        assert pitches(hands).count(67) == 4


async def test_a_chord_is_found_and_nonsense_is_refused_where_it_stands() -> None:
    async with composing() as hands:
        await hands.press("ampersand", *"G7", "enter")
        assert hands.cursor.lane == CHORDS
        cell = hands.cell(*hands.cursor[1:])
        assert isinstance(cell, ChordCell)
        assert cell.chord.symbol == "G7"
        await hands.press("ampersand", *"XY", "enter")
        assert isinstance(hands.app.screen, Find)
        await hands.press("escape", "escape", "right_parenthesis")
        assert isinstance(hands.app.screen, Find)


async def test_a_block_that_is_gone_is_no_longer_marked() -> None:
    async with composing(new_song(bars=2)) as hands:
        await hands.press(
            "z", "pagedown", MARK, "down", MARK, "home", MENU, "b", MENU, "u", "end", MARK, "up", MARK
        )
        await typed(hands, "home", "ctrl+z")
        assert hands.composer.view.marked is None
        assert hands.cursor == Place(0, MELODY, 0)


# Pictures -------------------------------------------------------------------------------


def test_picture_of_a_block_with_a_match(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        hands = Hands(pilot, pilot.app, FakeWorld())
        await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
        await pilot.press("ampersand", *"D4", "enter", "home", MARK, *["down"] * 8, "right", MARK)
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)


@pytest.mark.parametrize("menu", [BLOCK_MENU, MORE_MENU], ids=["block", "more"])
async def test_no_line_of_a_menu_is_cut_on_80_columns(menu: Menu) -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press(MENU, *(("comma",) if menu is MORE_MENU else ()))
        shown = hands.app.screen.query_one("#menu")
        text = "\n".join(shown.render_line(y).text for y in range(shown.size.height))
        for action in menu.letters.values():
            assert BY_ID[action].title in text or action == "block.mask"


@pytest.mark.parametrize("keys", [(MENU,), (MENU, "comma")], ids=["block", "more"])
def test_picture_of_a_menu(snap_compare: Any, keys: tuple[str, ...]) -> None:
    async def run(pilot: Any) -> None:
        hands = Hands(pilot, pilot.app, FakeWorld())
        await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
        await pilot.press(*keys)
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)
