"""The composer and its dialogs, one screen a module.

Dialogs are imported when the first one is opened, because the first frame does not need them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tuicomposer.tui.screens.block_menu import BlockMenu
    from tuicomposer.tui.screens.clips import Clips
    from tuicomposer.tui.screens.command_palette import CommandPalette
    from tuicomposer.tui.screens.confirm import Confirm
    from tuicomposer.tui.screens.files_prompt import FilesPrompt
    from tuicomposer.tui.screens.find import Find
    from tuicomposer.tui.screens.form import FormScreen
    from tuicomposer.tui.screens.generate import GenerateDialog
    from tuicomposer.tui.screens.help import Help
    from tuicomposer.tui.screens.history import HistoryList, Versions
    from tuicomposer.tui.screens.instruments import Instruments
    from tuicomposer.tui.screens.lanes import LaneScreen
    from tuicomposer.tui.screens.new_song import NewSong
    from tuicomposer.tui.screens.path_prompt import PathPrompt
    from tuicomposer.tui.screens.profiles import ProfileList
    from tuicomposer.tui.screens.prompt import Prompt
    from tuicomposer.tui.screens.roll import Roll
    from tuicomposer.tui.screens.settings import SettingsList
    from tuicomposer.tui.screens.tour import Tour

__all__ = [
    "BlockMenu",
    "Clips",
    "CommandPalette",
    "Confirm",
    "FilesPrompt",
    "Find",
    "FormScreen",
    "GenerateDialog",
    "Help",
    "HistoryList",
    "Instruments",
    "LaneScreen",
    "NewSong",
    "PathPrompt",
    "ProfileList",
    "Prompt",
    "Roll",
    "SettingsList",
    "Tour",
    "Versions",
]

_MODULES = {
    "BlockMenu": "block_menu",
    "Clips": "clips",
    "CommandPalette": "command_palette",
    "Confirm": "confirm",
    "FilesPrompt": "files_prompt",
    "Find": "find",
    "FormScreen": "form",
    "GenerateDialog": "generate",
    "Help": "help",
    "HistoryList": "history",
    "Instruments": "instruments",
    "LaneScreen": "lanes",
    "NewSong": "new_song",
    "PathPrompt": "path_prompt",
    "ProfileList": "profiles",
    "Prompt": "prompt",
    "Roll": "roll",
    "SettingsList": "settings",
    "Tour": "tour",
    "Versions": "history",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
