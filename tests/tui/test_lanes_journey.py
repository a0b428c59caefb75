"""The lanes screen and locked cells; reads like the manual."""

from __future__ import annotations

from typing import Any

import pytest
from driving import Hands, composing
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.errors import EntryError
from tuicomposer.score.lane import Role
from tuicomposer.score.lock import Lock
from tuicomposer.score.song import new_song
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.lane_fields import found_programs, pan_text, parse_pan, parse_program


def names(hands: Hands) -> list[str]:
    return [lane.name for lane in hands.song.lanes]


async def test_lanes_are_added_moved_named_and_removed() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("alt+d", "a")
        assert names(hands) == ["Chords", "Melody", "Lane 6", "Alto", "Tenor", "Bass"]
        await hands.press("enter", *["backspace"] * 6, *"Oboe", "enter", "greater_than_sign")
        assert names(hands) == ["Chords", "Melody", "Alto", "Oboe", "Tenor", "Bass"]
        assert hands.cursor.lane == 3
        await hands.press("right", "plus")
        assert hands.song.lanes[3].role is Role.CHORDS
        await hands.press("x")
        assert names(hands) == ["Chords", "Melody", "Alto", "Tenor", "Bass"]
        while hands.composer.document.undo_label:
            await hands.press("ctrl+z")
        assert hands.song == ode()


async def test_the_letters_of_the_hints_work_with_shift_too() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("alt+d", "L")
        assert hands.song.lanes[1].locked
        await hands.press("A", "enter", "X", "enter")
        assert names(hands) == ["Chords", "Melody", "Lane 6X", "Alto", "Tenor", "Bass"]
        await hands.press("X")
        assert names(hands) == ["Chords", "Melody", "Alto", "Tenor", "Bass"]


async def test_levels_are_changed_while_the_music_plays() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("alt+d", "right", "right", "right", "enter", *["backspace"] * 3, *"64", "enter")
        await hands.press("plus", "right", "minus", "m", "s", "l", "space")
        lane = hands.song.lanes[1]
        assert (lane.volume, lane.pan, lane.muted, lane.solo, lane.locked) == (68, 60, True, True, True)
        assert hands.world.player.song is hands.song
        assert hands.world.player.heard[-1] == ("play", 0)
        await hands.press("left", "enter", *"9", "enter")
        assert "no volume" in str(hands.app.screen.query_one("#said").render())


async def test_nothing_changes_under_a_cell_that_is_open() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("alt+d", "a", "enter", "ctrl+z", "delete", "shift+up", "f9")
        assert "A cell is open" in str(hands.app.screen.query_one("#said").render())
        assert names(hands) == ["Chords", "Melody", "Lane 6", "Alto", "Tenor", "Bass"]
        await hands.press("ctrl+u", *"Oboe", "enter")
        assert names(hands) == ["Chords", "Melody", "Oboe", "Alto", "Tenor", "Bass"]
        await hands.press("ctrl+u", "ctrl+u")
        assert names(hands) == ["Chords", "Melody", "Alto", "Tenor", "Bass"]


async def test_an_instrument_is_found_by_typing_and_heard_before_it_is_taken() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("alt+d", "i", *"org", "down", "f4")
        assert hands.world.player.heard[-1] == ("audition", 1, 60)
        assert hands.song.lanes[1].program == 73
        await hands.press("enter")
        assert hands.song.lanes[1].program == 17
        await hands.press("i", *"kazoo", "enter", "escape", "escape")
        assert hands.song.lanes[1].program == 17


async def test_a_song_without_lanes_gets_one() -> None:
    async with composing(new_song(lanes=())) as hands:
        await hands.press("alt+d", "enter", "m", "a", "escape", "z")
        assert names(hands) == ["Lane 1"]


async def test_locked_cells_are_seen_and_nothing_writes_them() -> None:
    async with composing() as hands:
        await hands.press("shift+down", "shift+down", "ctrl+l")
        assert hands.song.sections[0].locks == (Lock(1, 0, 3),)
        assert any("┃E-4" in line for line in hands.rows)
        await hands.press("escape", "home", "z")
        assert hands.cell(1, 0) == ode().sections[0].cell(1, 0)
        assert any("locked" in one for one in hands.told)
        await hands.press("ctrl+a", "ctrl+a", "delete")
        assert hands.cell(1, 0) == ode().sections[0].cell(1, 0)
        assert hands.cell(1, 8) is None
        await hands.press("ctrl+z", "ctrl+z")
        assert hands.song == ode()


async def test_a_bar_is_locked_without_a_block() -> None:
    async with composing() as hands:
        await hands.run("lane.lock_cells")
        assert hands.song.sections[0].locks == (Lock(1, 0, 16),)
        await hands.run("lane.lock_cells")
        assert hands.song == ode()


@pytest.mark.parametrize("pan", range(0, 128, 9))
def test_what_is_written_of_a_pan_is_read(pan: int) -> None:
    assert parse_pan(pan_text(pan)) == pan


def test_sounds_are_found_by_parts_of_their_names() -> None:
    assert parse_program("church organ") == 19
    assert parse_program("kalim") == 108
    assert parse_program("128") == 127
    assert len(found_programs("str ens")) == 2
    for bad in ("", "kazoo", "organ", "129"):
        with pytest.raises(EntryError):
            parse_program(bad)
    with pytest.raises(EntryError):
        parse_pan("R64")


def test_picture_of_the_lanes(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        hands = Hands(pilot, pilot.app, FakeWorld())
        await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
        await pilot.press("alt+d", "m", "down", "s", "right", "right")
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)
