"""A picture of every dialog and sheet, as a person at 80x24 sees it; the other schemes are tested beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from driving import Hands
from textual.widgets import Input
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.tui import screens
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.keeping import Backup
from tuicomposer.tui.settings_file import SettingsFile
from tuicomposer.tui.taste import Taste


class Way(NamedTuple):
    """How a person gets to a screen."""

    keys: tuple[str, ...] = ()
    action: str = ""
    """What the palette does after the keys; empty where the keys are enough."""


WAYS = {
    "BlockMenu": Way(("backslash",)),
    "Clips": Way(("ctrl+c", "down", "shift+down", "ctrl+c", "alt+h")),
    "Confirm": Way(("z", "ctrl+n")),
    "FilesPrompt": Way(("backslash", "comma", "Y", "n", *"mine", "enter")),
    "Find": Way(("alt+e", "F", "tab", "G")),
    "FormScreen": Way(("alt+w",)),
    "GenerateDialog": Way(("ctrl+g",)),
    "Help": Way(("f1",)),
    "HistoryList": Way(("z", "x", "ctrl+z", "alt+t")),
    "Instruments": Way(("alt+d", "down", "i", *"flu")),
    "LaneScreen": Way(("alt+d",)),
    "NewSong": Way(("ctrl+n",)),
    "PathPrompt": Way(("ctrl+e",)),
    "ProfileList": Way(action="generate.profiles"),
    "Prompt": Way(("ctrl+t",)),
    "Roll": Way(("shift+f4",)),
    "SettingsList": Way(action="view.settings"),
    "Tour": Way(action="view.tour"),
    "Versions": Way(action="song.versions"),
    "CommandPalette": Way(("ctrl+p", *"tempo")),
}


def test_every_screen_has_its_picture() -> None:
    assert set(screens.__all__) <= set(WAYS)


async def at_rest(hands: Hands) -> None:
    """Wait until the screen is drawn the same way five times in a row."""
    same, before = 0, ""
    while same < 5:
        await hands.settle()
        drawn = hands.app.export_screenshot()
        same, before = (same + 1 if drawn == before else 0), drawn


@pytest.mark.parametrize("name", WAYS)
def test_picture_of_a_screen(
    snap_compare: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    world = FakeWorld(settings_file=SettingsFile(Path("settings.toml")))
    world.keeper.versions = {Backup(Path(f"walk.tuic~{n}"), f"2026-01-02 03:0{n}"): ode() for n in (1, 2)}
    taste = Taste(theme="night", meters=False)
    app = ComposerApp(world.ports, ode(), Path("walk.tuic"), AT_ONCE, taste)

    async def opened(pilot: Any) -> None:
        hands = Hands(pilot, app, world)
        await hands.until(lambda: app.composer.view.analyzed is not None)
        way = WAYS[name]
        await hands.press(*way.keys)
        if way.action:
            await hands.run(way.action)
        await hands.until(lambda: type(app.screen).__name__ == name)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        await app.workers.wait_for_complete()  # the palette's list comes from a worker
        await pilot.wait_for_scheduled_animations()
        await at_rest(hands)

    assert snap_compare(app, terminal_size=(80, 24), run_before=opened)
