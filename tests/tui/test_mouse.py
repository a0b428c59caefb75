"""The mouse: every word that names an action does it, and lists open where they are clicked twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import Hands, composing
from rich.cells import cell_len
from tui_fakes import ode

from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.song import Place, new_song
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.lane_fields import FIELDS
from tuicomposer.tui.picture import GUTTER
from tuicomposer.tui.screens.block_menu import BlockMenu
from tuicomposer.tui.screens.form import FormScreen
from tuicomposer.tui.screens.generate import GenerateDialog
from tuicomposer.tui.screens.help import Help
from tuicomposer.tui.screens.lanes import LaneScreen
from tuicomposer.tui.screens.prompt import Prompt
from tuicomposer.tui.view import Instrument
from tuicomposer.tui.widgets.grid import Grid
from tuicomposer.tui.widgets.sheet import Sheet


async def click(hands: Hands, line: str, word: str) -> None:
    """Click into the middle of a word of a line around the grid."""
    before, found, _ = hands.line(line).partition(word)
    assert found, f"{word} is not in {hands.line(line)}"
    await hands.pilot.click(f"#{line}", offset=(cell_len(before) + cell_len(word) // 2, 0))
    await hands.settle()


async def click_above(hands: Hands, word: str) -> None:
    """Click on a word above a lane."""
    await hands.pilot.click(Grid, offset=(hands.composer.grid.render_line(1).text.index(word), 1))
    await hands.settle()


async def click_cell(hands: Hands, name: str, column: int, row: int) -> None:
    """Click on a cell of a sheet."""
    sheet = hands.app.screen.query_one(f"#{name}", Sheet)
    x = sum(one.width for one in sheet.headings[:column]) + 1
    await hands.pilot.click(sheet, offset=(x, row + 1))
    await hands.settle()


def asks(hands: Hands, title: str) -> bool:
    """Whether a prompt with this title is open."""
    screen = hands.app.screen
    return isinstance(screen, Prompt) and str(screen.query_one("#box").border_title).startswith(title)


@pytest.mark.parametrize(
    ("word", "opens"),
    [("help", Help), ("F1", Help), ("generate", GenerateDialog), ("^G", GenerateDialog)],
)
async def test_a_hint_does_what_its_key_does(word: str, opens: type) -> None:
    async with composing(size=(120, 30)) as hands:
        await click(hands, "entry", word)
        assert isinstance(hands.app.screen, opens)
        await hands.press("escape", "z")
        assert hands.cell(1, 0) is not None
        assert hands.cursor.row == 1


async def test_play_is_a_word_that_is_clicked_and_what_plays_one_that_stops_it() -> None:
    async with composing(size=(120, 30)) as hands:
        await click(hands, "entry", "play")
        assert hands.world.player.heard[-1] == ("play", 0)
        await hands.until(lambda: "▶" in hands.line("title"))
        await click(hands, "title", "▶")
        assert hands.world.player.heard[-1] == ("stop",)


async def test_an_open_cell_is_written_and_left_by_its_hints() -> None:
    async with composing(size=(120, 30)) as hands:
        await hands.press("left", *"Am")
        await click(hands, "entry", "next bar")
        assert hands.cell(0, 0) is not None
        assert hands.cursor.row == 16
        await hands.press("G")
        await click(hands, "entry", "leaves it")
        assert hands.composer.view.editor is None
        await hands.press("F")
        await click(hands, "entry", "next beat")
        assert hands.cursor.row == 20


@pytest.mark.parametrize(
    ("word", "title"), [("Evening", "Title"), ("96", "Tempo"), ("4/4", "Metre"), ("C major", "Key")]
)
async def test_the_head_line_asks_for_what_is_clicked(word: str, title: str) -> None:
    async with composing(size=(120, 30)) as hands:
        await click(hands, "title", word)
        assert asks(hands, title)


async def test_a_click_on_what_belongs_to_the_section_changes_the_section() -> None:
    async with composing(size=(120, 30)) as hands:
        await hands.run("form.duplicate")
        await hands.run("form.tempo")
        await hands.press(*"72", "enter")
        await click(hands, "title", "72")
        assert asks(hands, "Tempo of section A2")
        await hands.press("escape")
        await click(hands, "title", "(2/2)")
        assert isinstance(hands.app.screen, FormScreen)


async def test_a_word_above_a_lane_switches_exactly_that_off() -> None:
    async with composing(size=(120, 30)) as hands:
        await hands.press("right", "f9", "f10", "ctrl+l", "left")
        await click_above(hands, "mute")
        lane = hands.song.lanes[2]
        assert (lane.muted, lane.solo, lane.locked) == (False, True, True)
        await hands.press("shift+down")
        await click_above(hands, "lock")
        lane = hands.song.lanes[2]
        assert (lane.muted, lane.solo, lane.locked) == (False, True, False)
        assert hands.song.sections[0].locks == ()
        assert hands.cursor == Place(0, 1, 1)
        assert hands.composer.view.marked is not None


async def click_key(hands: Hands, line: int, column: int) -> None:
    """Click on a key of the keyboard that is drawn in the panel."""
    await hands.pilot.click("#panel", offset=(column, line))
    await hands.settle()


async def test_the_keys_of_the_drawn_keyboard_write_as_those_of_the_piano_do() -> None:
    async with composing(new_song(), size=(120, 30)) as hands:
        hands.composer.view.instrument = Instrument.KEYBOARD
        hands.composer.redraw()
        await hands.until(lambda: "C D E" in str(hands.composer.query_one("#panel").render()))
        lines = str(hands.composer.query_one("#panel").render()).split("\n")
        await click_key(hands, 1, lines[1].index("E"))
        assert hands.cell(1, 0) == Note(64)
        assert ("audition", 1, 64) in hands.world.player.heard
        assert hands.cursor.row == 1
        await click_key(hands, 0, lines[0].index("#"))
        assert hands.cell(1, 1) == Note(61)
        await hands.press("exclamation_mark")
        await click_key(hands, 1, lines[1].index("G"))
        assert hands.cell(1, 2) is None
        assert ("audition", 1, 67) in hands.world.player.heard
        await hands.press("exclamation_mark", "left")
        await click_key(hands, 1, lines[1].index("C"))
        assert hands.world.player.heard[-1] == ("audition", 0, 60)
        assert hands.cell(0, 2) is None


async def test_a_click_on_the_cell_of_the_cursor_opens_it() -> None:
    async with composing() as hands:
        view = hands.composer.view
        for expected in (False, True, False):
            await hands.pilot.click(Grid, offset=(30, 5))
            await hands.settle()
            assert (view.editor is not None) is expected
        assert hands.song == ode()
        await hands.pilot.mouse_down(Grid, offset=(30, 5))
        await hands.pilot.hover(Grid, offset=(30, 7))
        await hands.pilot.mouse_up(Grid, offset=(30, 7))
        await hands.settle()
        assert view.editor is None


async def test_the_right_button_opens_the_block_menu_at_the_cell() -> None:
    async with composing(size=(100, 30)) as hands:
        await hands.pilot.click(Grid, offset=(30, 5), button=3)
        await hands.settle()
        assert isinstance(hands.app.screen, BlockMenu)
        assert hands.cursor.row == 3
        await hands.press("2")
        marked = hands.composer.view.marked
        assert marked is not None
        assert (marked.first_row, marked.last_row) == (0, 15)
        await hands.pilot.click(Grid, offset=(30, 9), button=3)
        await hands.settle()
        assert hands.composer.view.marked == marked
        await click_menu(hands, "Unmark")
        assert hands.composer.view.marked is None


async def click_menu(hands: Hands, title: str) -> None:
    """Click on a line of the block menu."""
    menu = hands.app.screen.query_one("#menu")
    lines = [menu.render_line(y).text for y in range(menu.size.height)]
    row = next(y for y, line in enumerate(lines) if title in line)
    await hands.pilot.click(menu, offset=(lines[row].index(title) + 1, row))
    await hands.settle()


async def test_the_right_button_above_a_lane_opens_the_lanes() -> None:
    async with composing(size=(100, 30)) as hands:
        await hands.pilot.click(Grid, offset=(GUTTER + 1, 0), button=3)
        await hands.settle()
        assert isinstance(hands.app.screen, LaneScreen)
        assert hands.cursor.lane == 0


async def test_a_second_click_on_a_cell_of_the_form_opens_it() -> None:
    async with composing(size=(100, 30)) as hands:
        await hands.press("alt+w", "d")
        sheet = hands.app.screen.query_one("#sections", Sheet)
        await click_cell(hands, "sections", 5, 0)
        assert sheet.typing is None
        assert hands.cursor.section == 0
        await click_cell(hands, "sections", 5, 0)
        assert sheet.typing == ""
        await hands.press(*"88", "enter")
        assert hands.song.sections[0].tempo == 88
        order = hands.app.screen.query_one("#order", Sheet)
        await click_cell(hands, "order", 2, 0)
        assert order.has_focus
        assert order.typing is None
        await click_cell(hands, "order", 2, 0)
        assert order.typing == "1"


async def test_lanes_are_opened_and_switched_by_clicks() -> None:
    async with composing(size=(100, 30)) as hands:
        await hands.press("alt+d")
        sheet = hands.app.screen.query_one("#lanes", Sheet)
        await click_cell(hands, "lanes", 3, 2)
        assert (hands.cursor.lane, sheet.typing) == (2, None)
        await click_cell(hands, "lanes", 3, 2)
        assert sheet.typing == str(hands.song.lanes[2].volume)
        await hands.press("escape")
        for word, is_on in _SWITCHES.items():
            head = sheet.render_line(0).text
            await hands.pilot.click(sheet, offset=(head.index(word.capitalize()) + 1, 4))
            await hands.settle()
            assert is_on(hands), word
            assert word in sheet.render_line(4).text
        assert hands.cursor.lane == 3
        assert len(sheet.headings) == len(FIELDS) + 1


_SWITCHES: dict[str, Callable[[Hands], bool]] = {
    "lock": lambda hands: hands.song.lanes[3].locked,
    "mute": lambda hands: hands.song.lanes[3].muted,
    "solo": lambda hands: hands.song.lanes[3].solo,
}


async def test_a_completion_of_a_chord_is_chosen_by_a_click_and_tab_goes_on_from_it() -> None:
    async with composing(size=(120, 30)) as hands:
        await hands.press("home", "left", "pagedown", *"Am")
        listed = hands.line("entry").partition("Tab ")[2].split("  ")
        third, fourth = listed[2], listed[3]
        await click(hands, "entry", f" {third} ")
        assert hands.composer.view.editor is not None
        assert hands.composer.view.editor.text == third
        assert ("audition", 0) in {told[:2] for told in hands.world.player.heard}
        await click(hands, "entry", "Tab")
        assert hands.composer.view.editor.text == fourth
        await click(hands, "entry", "writes it")
        cell = hands.cell(0, 16)
        assert isinstance(cell, ChordCell)
        assert cell.chord == parse_chord(fourth)


async def test_a_click_on_a_completion_that_is_gone_does_nothing() -> None:
    async with composing() as hands:
        before = hands.song
        hands.composer.action_complete(0)
        await hands.press("home", "left", *"Am")
        hands.composer.action_complete(999)
        assert hands.composer.view.editor is not None
        assert hands.composer.view.editor.text == "Am"
        assert hands.song == before


async def click_hint(hands: Hands, words: str) -> None:
    """Click on words of the screen that stand for a key, wherever they are drawn."""
    width, height = hands.app.size
    lines = [
        "".join(segment.text for segment in strip)
        for strip in hands.app.screen._compositor.render_strips()[:height]
    ]
    row = next(y for y, line in enumerate(lines) if words in line)
    assert len(lines[row]) == width
    await hands.pilot.click(offset=(lines[row].index(words) + 1, row))
    await hands.settle()


async def test_hints_of_the_form_strike_their_keys() -> None:
    async with composing(size=(110, 34)) as hands:
        await hands.press("alt+w")
        await click_hint(hands, "D duplicates")
        assert len(hands.song.sections) == 2
        await click_hint(hands, "Ctrl+Z undoes")
        assert len(hands.song.sections) == 1
        await click_hint(hands, "Tab to the order")
        assert hands.app.screen.query_one("#order", Sheet).has_focus
        await click_hint(hands, "A inserts before")
        assert hands.app.screen.query_one("#order", Sheet).typing == ""
        await click_hint(hands, "Esc closes")
        assert hands.app.screen.query_one("#order", Sheet).typing is None
        await click_hint(hands, "Esc closes")
        assert hands.app.screen is hands.composer


async def test_hints_of_the_lanes_and_of_dialogs_strike_their_keys() -> None:
    async with composing(size=(110, 34)) as hands:
        await hands.press("alt+d")
        assert not hands.song.lanes[hands.cursor.lane].muted
        await click_hint(hands, "M mutes")
        assert hands.song.lanes[hands.cursor.lane].muted
        await click_hint(hands, "Esc closes")
        await hands.press("f1")
        await click_hint(hands, "Esc leaves")
        assert hands.app.screen is hands.composer


def test_hints_are_words_and_keys() -> None:
    line = "Enter or a digit edits · + - step · a letter does it · ↑↓ PgUp PgDn"
    hints = key_hints(line)
    assert hints.plain == line
    struck = {hints.plain[span.start : span.end]: str(span.style.meta["@click"]) for span in hints.spans}
    assert struck == {
        "Enter or a digit edits": "app.simulate_key('enter')",
        "+": "app.simulate_key('plus')",
        "- step": "app.simulate_key('minus')",
    }
