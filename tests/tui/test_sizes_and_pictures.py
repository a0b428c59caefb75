"""The picture at several sizes, and what is drawn when little changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driving import Hands, composing
from textual.widgets._toast import Toast, ToastRack
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.errors import EntryError
from tuicomposer.score.edits import ReplaceSections, apply
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import MAX_LANES, Song, new_song
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.picture import held_rows, lane_widths


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_line_fills_the_screen_exactly(size: tuple[int, int]) -> None:
    async with composing(size=size) as hands:
        grid = hands.composer.grid
        assert {grid.render_line(y).cell_length for y in range(grid.size.height)} == {grid.size.width}
        assert hands.line("panel")
        assert hands.line("banner") == ""


@pytest.mark.parametrize("size", [(50, 15), (59, 24), (20, 6), (3, 2)])
async def test_a_small_terminal_is_told_and_still_works(size: tuple[int, int]) -> None:
    async with composing(new_song(), size=size) as hands:
        assert f"{size[0]}×{size[1]}" in hands.line("banner")
        await hands.press("z", "left", *"Am", "enter", "ctrl+g", "escape", "f1", "escape")
        assert hands.cell(1, 0) is not None
        assert hands.cell(0, 1) is not None


async def test_a_resize_gives_more_and_takes_it_back() -> None:
    async with composing(size=(100, 30)) as hands:
        await hands.resize(60, 20)
        assert hands.line("panel") == ""
        await hands.resize(120, 40)
        assert hands.line("panel")


async def test_eighty_columns_show_five_lanes_and_the_panel() -> None:
    async with composing(size=(80, 24)) as hands:
        assert hands.rows[0].split() == ["Chords", "Melody", "Alto", "Tenor", "Bass"]


async def test_a_refusal_leaves_the_lines_below_the_grid_free() -> None:
    app = ComposerApp(FakeWorld().ports, new_song(), None, AT_ONCE)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.composer.refuse(EntryError("Nothing can be written here.", "Free the cells first."))
        await pilot.pause(0.1)
        toast = app.screen.get_child_by_type(ToastRack).query_one(Toast)
        assert 0 < toast.region.bottom <= app.composer.query_one("#cell").region.y


async def test_typing_a_note_draws_a_few_cells_and_not_the_page() -> None:
    async with composing(size=(120, 40)) as hands:
        drawn = _drawn(hands)
        await hands.press("z")
        assert 0 < len(set(drawn)) <= 8


async def test_a_moving_playhead_draws_two_rows() -> None:
    async with composing(size=(120, 40)) as hands:
        await hands.press("f5")
        await hands.until(lambda: hands.composer.view.playhead.playing)
        drawn = _drawn(hands)
        hands.world.player.playhead = hands.world.player.playhead._replace(row=5)
        await hands.until(lambda: hands.composer.view.playhead.row == 5)
        await hands.settle()
        assert set(drawn) <= {2, 7}


def _drawn(hands: Hands) -> list[int]:
    """The lines of the grid that are drawn from now on."""
    grid, lines = hands.composer.grid, []
    draw = grid.render_line

    def counted(y: int) -> Any:
        lines.append(y)
        return draw(y)

    grid.render_line = counted  # type: ignore[method-assign]
    return lines


def odd_songs() -> list[Song]:
    waltz = new_song(meter=Meter(6, 8), bars=3)
    section = waltz.sections[0]
    short = ReplaceSections((type(section)("B", 1, ((None,),) * 5),), (0, 0))
    many = new_song(lanes=tuple(new_song().lanes[1] for _ in range(MAX_LANES)))
    return [new_song(lanes=()), waltz, apply(waltz, short).song, many, new_song(rows_per_beat=1)]


@pytest.mark.parametrize("song", odd_songs())
async def test_odd_songs_can_be_shown_and_typed_into(song: Song) -> None:
    async with composing(song, size=(80, 24)) as hands:
        await hands.press(
            "z", "tab", "pagedown", "end", "alt+down", "shift+up", "ctrl+a", "delete", "f5", "ctrl+g"
        )
        await hands.press("escape", "right", "right", "home", "ctrl+z")
        assert len(hands.rows) == hands.composer.grid.size.height


async def test_the_cursor_is_always_on_the_page() -> None:
    async with composing(size=(80, 24)) as hands:
        grid = hands.composer.grid
        for key in ("end", "home", *["pagedown"] * 9, *["up"] * 20):
            await hands.press(key)
            assert grid.is_visible(hands.cursor.row), key


def test_a_note_is_held_until_the_next_cell() -> None:
    held = held_rows(ode().sections[0], 1)
    assert held[:10] == (False, True, True, True, True, True, True, True, False, True)


def test_lanes_share_the_width() -> None:
    lanes = new_song().lanes
    assert lane_widths(lanes, 45) == (10, 8, 8, 8, 8)
    assert lane_widths(lanes, 500) == (16, 14, 14, 14, 14)
    assert lane_widths((), 80) == ()


# Pictures -------------------------------------------------------------------------------


async def _ready(pilot: Any) -> None:
    hands = Hands(pilot, pilot.app, FakeWorld())
    await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
    await pilot.pause()


def test_picture_of_the_composer_at_80_columns(snap_compare: Any) -> None:
    app = ComposerApp(FakeWorld().ports, ode(), Path("walk.tuic"), AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=_ready)


def test_picture_of_a_candidate(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        await _ready(pilot)
        await pilot.press("ctrl+g", "enter")
        hands = Hands(pilot, pilot.app, FakeWorld())
        await hands.until(lambda: pilot.app.composer.view.ghost is not None)
        await pilot.press("ctrl+r")
        await hands.until(lambda: pilot.app.composer.view.judged is not None)
        await pilot.press("down")
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), Path("walk.tuic"), AT_ONCE)
    assert snap_compare(app, terminal_size=(100, 32), run_before=run)


def test_picture_of_the_generate_dialog(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        await _ready(pilot)
        await pilot.press("ctrl+g")
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)


def test_picture_of_help(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        await _ready(pilot)
        await pilot.press("f1")
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)
