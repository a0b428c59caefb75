"""Keys that arrive in one read, as over a slow line: what is over takes no more of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Hands, composing
from test_pictures_of_screens import WAYS
from textual.events import Key
from tui_fakes import FakeWorld, ode

from tuicomposer.score.cells import Note
from tuicomposer.score.song import new_song
from tuicomposer.tui.keeping import Backup
from tuicomposer.tui.screens.command_palette import CommandPalette
from tuicomposer.tui.settings_file import SettingsFile

LETTERS = {"x": "x", "a": "a", "c": "c", "o": "o", "1": "1", "backslash": "\\"}


async def burst(hands: Hands, *keys: str) -> None:
    """Keys that the terminal hands over at once."""
    for key in keys:
        event = Key(key, LETTERS.get(key))
        event.set_sender(hands.app)
        hands.app.post_message(event)
    await hands.settle()
    await hands.settle()


BURSTS = (
    ("enter",) * 3,
    ("escape",) * 3,
    ("f1", "escape", "escape", "escape"),
    ("c", "c"),
    ("1", "1"),
    ("o", "o"),
    ("backslash", "backslash"),
)


@pytest.mark.parametrize("name", WAYS)
async def test_no_burst_ends_the_program(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world = FakeWorld(settings_file=SettingsFile(tmp_path / "settings.toml"))
    world.keeper.versions = {Backup(Path(f"walk.tuic~{n}"), f"2026-01-02 03:0{n}"): ode() for n in (1, 2)}
    way = WAYS[name]
    async with composing(world=world) as hands:
        for keys in BURSTS:
            hands.composer.open_song(ode(), Path("walk.tuic"))
            await hands.press(*way.keys)
            if way.action:
                await hands.run(way.action)
            await hands.until(lambda: type(hands.app.screen).__name__ == name)
            await burst(hands, *keys)
            while hands.app.screen is not hands.composer:
                hands.app.pop_screen()
                await hands.settle()


async def test_an_answer_in_a_burst_counts_once() -> None:
    async with composing() as hands:
        await hands.press("ctrl+t", "ctrl+u", "9", "0")
        await burst(hands, "enter", "enter")
        assert hands.song.tempo == 90
        assert hands.app.screen is hands.composer
        await hands.press("ctrl+p", *"jam")
        await hands.until(lambda: bool(hands.app.screen.query_one("CommandList").option_count))
        await burst(hands, "enter", "enter", "enter")
        await hands.until(lambda: hands.app.screen is hands.composer)
        assert hands.composer.view.entry.jam


async def test_what_comes_after_a_sheet_is_left_changes_nothing_in_it() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("alt+w", "a")
        await burst(hands, "escape", "x", "down", "x")
        assert hands.app.screen is hands.composer
        assert len(hands.song.sections) == 2


async def test_the_letter_of_the_block_menu_counts_once() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("z", "home", "backslash")
        await burst(hands, "o", "o")
        assert hands.app.screen is hands.composer
        assert hands.cell(1, 0) == Note(48)


async def test_the_palette_opens_once() -> None:
    async with composing() as hands:
        await burst(hands, "ctrl+p", "ctrl+p")
        assert sum(isinstance(one, CommandPalette) for one in hands.app.screen_stack) == 1
