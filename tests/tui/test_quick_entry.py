"""Few keys for what comes often: Space again, a dot, the step by its digit, hearing a note or a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Hands, composing
from tui_fakes import FakeWorld

from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import parse_key
from tuicomposer.score.song import new_song
from tuicomposer.tui.keymap_files import named_keymap
from tuicomposer.tui.terminal_keys import Terminal, why_not

CHORDS, MELODY = 0, 1
NOWHERE = Path("nowhere")


def notes(hands: Hands, section: int = 0) -> dict[int, int]:
    column = hands.song.sections[section].columns[MELODY]
    return {row: cell.pitch for row, cell in enumerate(column) if isinstance(cell, Note)}


def chords(hands: Hands) -> dict[int, str]:
    column = hands.song.sections[0].columns[CHORDS]
    return {row: cell.chord.symbol for row, cell in enumerate(column) if isinstance(cell, ChordCell)}


def preset(name: str) -> FakeWorld:
    return FakeWorld(keymap=named_keymap(name, NOWHERE))


# Space ----------------------------------------------------------------------------------


async def test_space_repeats_the_last_note_also_while_the_song_plays() -> None:
    async with composing(new_song()) as hands:
        await hands.press("c", "l")
        await hands.until(lambda: hands.composer.view.playhead.playing)
        await hands.press("space")
        assert notes(hands) == {0: 64, 1: 64}
        assert hands.composer.view.playhead.playing
        await hands.press("l", "ctrl+z")
        assert notes(hands) == {0: 64}


async def test_in_a_chord_lane_space_and_the_bar_line_go_on_from_any_cell() -> None:
    async with composing(new_song(bars=2)) as hands:
        await hands.press("left", *"c", "space", "space", "space", *"g7", "vertical_line", *"am", "space")
        assert chords(hands) == {0: "C", 12: "G7", 16: "Am"}
        assert hands.cursor.row == 20
        await hands.press("vertical_line")
        assert hands.cursor.row == 20, "the song ends here"
        await hands.press("home", "vertical_line", "comma")
        assert chords(hands)[16] == "Am"
        assert not any(heard[0] == "play" for heard in hands.world.player.heard)


async def test_a_mark_grows_while_space_goes_from_beat_to_beat() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", "quotation_mark", "space", "space")
        marked = hands.composer.view.marked
        assert marked is not None
        assert (marked.first_row, marked.last_row) == (0, 8)


@pytest.mark.parametrize(("name", "plays"), [("plain", "l"), ("impulse", "l"), ("renoise", "space")])
async def test_every_keymap_has_a_plain_key_to_play_and_one_to_repeat(name: str, plays: str) -> None:
    async with composing(new_song(), world=preset(name)) as hands:
        await hands.press("c", "comma" if name == "renoise" else "space")
        assert notes(hands) == {0: 64, 1: 64}
        await hands.press(plays)
        assert hands.world.player.heard[-1] == ("play", 2 * 120)
        await hands.press("left", plays)
        assert hands.world.player.heard[-1] == ("stop",)


async def test_the_keys_line_says_what_space_does_here() -> None:
    async with composing(new_song(), size=(140, 30)) as hands:
        assert "L play  Space repeat" in hands.line("entry")
        await hands.press("left")
        assert "L play  Space next beat" in hands.line("entry")


async def test_caps_lock_changes_nothing() -> None:
    async with composing(new_song()) as hands:
        await hands.press("C", "K", "2", "space", "L")
        assert notes(hands) == {0: 64, 1: 64}
        assert hands.world.player.heard[-1] == ("play", 3 * 120)


# The dot --------------------------------------------------------------------------------


async def test_a_dot_lengthens_the_note_and_shortens_the_next_step() -> None:
    async with composing(new_song()) as hands:
        await hands.press("k", "4", "c", "full_stop")
        assert hands.cursor.row == 6
        assert "dotted, next step 2" in hands.line("entry")
        await hands.press("x", "z", "x")
        assert notes(hands) == {0: 64, 6: 62, 8: 60, 12: 62}
        assert hands.cursor.row == 16
        assert "dotted" not in hands.line("entry")


async def test_a_dot_is_taken_back_by_itself_and_by_moving() -> None:
    async with composing(new_song()) as hands:
        song_before = hands.song
        await hands.press("k", "4", "c", "full_stop", "full_stop")
        assert hands.cursor.row == 4
        assert "No longer dotted" in hands.line("cell")
        await hands.press("full_stop", "x", "ctrl+z", "ctrl+z")
        assert hands.song == song_before
        await hands.press("home", "c", "full_stop", "down", "x", "x")
        assert notes(hands) == {0: 64, 7: 62, 11: 62}


async def test_a_rest_a_repeated_note_and_a_chord_are_dotted_too() -> None:
    async with composing(new_song()) as hands:
        await hands.press("k", "2", "c", "space", "full_stop", "grave_accent", "full_stop", "x")
        assert notes(hands) == {0: 64, 2: 64, 7: 62}
        assert hands.cell(MELODY, 5) == Off()
        await hands.press("home", "left", *"am", "enter", "full_stop", *"f", "enter", *"g", "enter")
        assert chords(hands) == {0: "Am", 3: "F", 4: "G"}


async def test_what_cannot_be_dotted_is_said_and_nothing_moves() -> None:
    async with composing(new_song()) as hands:
        await hands.press("full_stop")
        assert "write it first" in hands.line("cell")
        await hands.press("z", "full_stop")
        assert "A step of 1 row has no half" in hands.line("cell")
        await hands.press("k", "3", "z", "full_stop")
        assert "A step of 3 rows has no half" in hands.line("cell")
        await hands.press("plus", "z", "ctrl+z", "full_stop")
        assert "write it first" in hands.line("cell")
        assert hands.cursor.row == 4, "undoing goes back to where it was written"


async def test_a_dot_goes_on_into_the_next_section_and_stops_at_the_end_of_the_song() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.run("form.duplicate")
        await hands.press("alt+up", "k", "8", "z", "x", "full_stop", "c")
        assert (notes(hands), notes(hands, 1)) == ({0: 60, 8: 62}, {4: 64})
        assert hands.cursor[::2] == (1, 8)
        await hands.press("x", "full_stop")
        assert "end of the last section" in hands.line("cell")
        assert hands.composer.view.dot is None


async def test_a_section_that_is_gone_takes_what_could_be_dotted_along() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.run("form.duplicate")
        await hands.press("k", "4", "z")
        await hands.run("form.remove")
        await hands.press("full_stop")
        assert hands.composer.view.dot is None


# The step -------------------------------------------------------------------------------


async def test_the_step_is_set_by_a_digit_and_other_keys_do_what_they_do() -> None:
    async with composing(new_song()) as hands:
        await hands.press("k", "4")
        assert "step 4" in hands.line("entry")
        await hands.press("k", "0", "c")
        assert (hands.cursor.row, hands.composer.view.step) == (0, 0)
        await hands.press("k", "x")
        assert notes(hands) == {0: 62}, "a key that is no digit writes as always"
        await hands.press("9")
        assert hands.composer.view.step == 0
        assert notes(hands) == {0: 85}


@pytest.mark.parametrize("name", ["plain", "impulse", "renoise"])
async def test_alt_and_a_digit_set_the_step_where_a_terminal_sends_them(name: str) -> None:
    async with composing(new_song(), world=preset(name)) as hands:
        await hands.press("alt+4")
        assert hands.composer.view.step == 4
        await hands.press("c", "alt+0", "x")
        assert notes(hands) == {0: 64, 4: 62}
        assert hands.cursor.row == 4


# Hearing --------------------------------------------------------------------------------


async def test_the_note_under_the_cursor_is_heard_and_nothing_moves() -> None:
    async with composing() as hands:
        heard = hands.world.player.heard
        await hands.press("4")
        assert heard[-1] == ("audition", MELODY, 64)
        await hands.press("down", "4")
        assert heard[-1] == ("audition", MELODY, 64), "it sounds on"
        assert hands.cursor.row == 1
        await hands.press("left")
        await hands.run("play.note")
        assert heard[-1] == ("audition", CHORDS, parse_chord("C"))
        await hands.press("right", "right", "4")
        assert "Nothing sounds here" in hands.line("cell")
        assert not hands.composer.document.undo_label


async def test_a_row_is_heard_and_the_cursor_goes_on_by_one() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("k", "4", "8", "8")
        assert [one for one in hands.world.player.heard if one[0] == "row"] == [("row", 0), ("row", 120)]
        assert hands.cursor.row == 2
        await hands.press("end", "8")
        assert hands.world.player.heard[-1] == ("row", 15 * 120)
        assert "the last row" in hands.line("cell")
        assert not hands.composer.document.undo_label


async def test_schism_plays_by_4_and_8_and_masks_by_a_comma() -> None:
    async with composing(world=preset("impulse")) as hands:
        heard = hands.world.player.heard
        await hands.press("4", "8")
        assert heard[-2:] == [("audition", MELODY, 64), ("row", 0)]
        await hands.press("comma")
        assert "mask notes" in hands.line("entry")
        await hands.press("comma", "comma", "k", "4", "c", "vertical_line", "x")
        assert {row: pitch for row, pitch in notes(hands).items() if row in (1, 7)} == {1: 64, 7: 62}


async def test_renoise_plays_rows_by_enter_and_still_opens_chords_by_it() -> None:
    async with composing(new_song(key=parse_key("C")), world=preset("renoise")) as hands:
        await hands.press("enter", "enter")
        assert hands.world.player.heard[-1] == ("row", 120)
        assert hands.cursor.row == 2
        await hands.press("l", *"C4", "enter")
        assert notes(hands) == {2: 60}
        await hands.press("left", "home", "enter", *"Am", "enter")
        assert chords(hands) == {0: "Am"}


@pytest.mark.parametrize("name", ["plain", "impulse", "renoise"])
def test_the_favourites_have_a_key_that_even_the_linux_console_sends(name: str) -> None:
    keymap = named_keymap(name, NOWHERE)
    sent = {action for key, action in keymap.actions.items() if not why_not(key, Terminal(False, "linux"))}
    assert {"play.toggle", "play.note", "play.row", "write.repeat", "write.dot", "write.step"} <= sent
