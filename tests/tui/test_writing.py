"""Writing: piano keys, octave, step, note off, clear, velocity, undo. Reads like a manual."""

from __future__ import annotations

from driving import composing
from textual.events import Key

from tuicomposer.score.cells import Note, Off
from tuicomposer.score.song import Place, new_song

MELODY = 1


async def test_the_z_row_is_an_octave_and_each_note_is_heard() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "c", "b", "q")
        assert [hands.cell(MELODY, row) for row in range(4)] == [Note(60), Note(64), Note(67), Note(72)]
        assert [told for told in hands.world.player.heard if told[0] == "audition"] == [
            ("audition", MELODY, 60),
            ("audition", MELODY, 64),
            ("audition", MELODY, 67),
            ("audition", MELODY, 72),
        ]
        assert hands.rows[2].split()[:3] == ["1.1", "·", "C-4"]


async def test_a_burst_of_keys_keeps_its_order() -> None:
    """Typing and commands arrive faster than they are drawn, as over a slow line."""
    async with composing(new_song()) as hands:
        for key in ("z", "down", "x", "up", "up", "delete", "c"):
            hands.composer.grid.post_message(_key(key))
        await hands.until(lambda: hands.cell(MELODY, 2) is not None)
        assert [hands.cell(MELODY, row) for row in range(4)] == [Note(60), None, Note(64), None]


def _key(key: str) -> Key:
    return Key(key, key if len(key) == 1 else None)


async def test_octave_and_step_change_with_plain_keys() -> None:
    async with composing(new_song()) as hands:
        await hands.press("less_than_sign", "plus", "plus", "plus", "z")
        assert hands.cell(MELODY, 0) == Note(48)
        assert hands.cursor.row == 4
        await hands.press("right_square_bracket", "minus", "minus", "minus", "minus", "z")
        assert hands.cell(MELODY, 4) == Note(60)
        assert hands.cursor.row == 4
        assert "octave 4  step 0" in hands.line("entry")


async def test_note_off_clear_and_backspace() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "1", "x", "up", "delete")
        assert [hands.cell(MELODY, row) for row in range(3)] == [Note(60), Off(), None]
        await hands.press("up", "up", "backspace")
        assert hands.cell(MELODY, 0) is None


async def test_velocity_of_the_note_under_the_cursor_else_of_the_next_notes() -> None:
    async with composing(new_song()) as hands:
        await hands.press("semicolon", "z", "up", "semicolon")
        assert hands.cell(MELODY, 0) == Note(60, velocity=80)
        assert "vel 88" in hands.line("entry")
        assert "velocity 80" in hands.line("cell")


async def test_everything_can_be_undone_and_done_again() -> None:
    async with composing(new_song()) as hands:
        empty = hands.song
        await hands.press("z", "x", "c", "up", "ctrl+up", "insert", "f9", "delete")
        written = hands.song
        steps = 0
        while hands.song != empty:
            await hands.press("ctrl+z")
            steps += 1
        assert steps == 6  # the deleted cell was empty already
        await hands.press("ctrl+z")
        assert "nothing to undo" in hands.line("cell")
        for _ in range(steps):
            await hands.press("ctrl+y")
        assert hands.song == written


async def test_undo_brings_the_cursor_to_what_changed() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "end", "ctrl+z")
        assert hands.cursor == Place(0, MELODY, 0)


async def test_a_cell_can_be_written_by_name() -> None:
    async with composing(new_song()) as hands:
        await hands.press("enter", *"F#5", "enter")
        assert hands.cell(MELODY, 0) == Note(78)
        await hands.press("up", "enter", "backspace", "backspace", "backspace", "enter")
        assert hands.cell(MELODY, 0) is None


async def test_rows_move_down_and_up() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "x", "home", "insert")
        assert [hands.cell(MELODY, row) for row in range(3)] == [None, Note(60), Note(62)]
        await hands.press("shift+delete")
        assert [hands.cell(MELODY, row) for row in range(3)] == [Note(60), Note(62), None]


async def test_a_note_above_the_midi_range_is_refused_in_words() -> None:
    async with composing(new_song()) as hands:
        await hands.press(*["greater_than_sign"] * 9, "p")
        assert hands.cell(MELODY, 0) is None
        assert "highest MIDI pitch" in hands.line("cell")


async def test_a_click_moves_the_cursor() -> None:
    async with composing(new_song()) as hands:
        await hands.pilot.click(hands.composer.grid, offset=(40, 6))
        assert (hands.cursor.lane, hands.cursor.row) == (2, 4)
        await hands.pilot.click("#panel")
        await hands.press("z")
        assert hands.cell(2, 4) == Note(60)
