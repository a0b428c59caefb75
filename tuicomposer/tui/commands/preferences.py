"""Preferences: what is chosen while composing is kept, and what is set in the settings holds at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tuicomposer.errors import ComposerError, SettingsError
from tuicomposer.settings.layouts import layout_of
from tuicomposer.tui.commands.desk import Desk
from tuicomposer.tui.keymap import PLAIN
from tuicomposer.tui.settings_file import DEFAULTS
from tuicomposer.tui.view import Follow


class Preferences:
    """What connects the composer with the settings file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._appliers: Mapping[str, Callable[[str], None]] = {
            "layout": self._layout,
            "keymap": self._keymap,
            "theme": self._desk.use_theme,
            "follow": self._follow,
        }

    def apply(self, name: str, text: str) -> bool:
        """Let a value hold that the file took; ``False`` where it holds from the next start."""
        applier = self._appliers.get(name)
        if applier is not None:
            applier(text.strip())
        return applier is not None

    def remember(self, name: str, text: str) -> None:
        """Keep for the next start what was chosen with a key or in the palette and holds already."""
        file = self._desk.ports.settings_file
        if file is None:
            return
        try:
            file.change(name, text)
        except ComposerError as error:
            hint = f"Your choice of {name} holds until you leave."
            self._desk.refuse(SettingsError(error.what, hint))

    def _layout(self, text: str) -> None:
        self._desk.view.entry.layout = layout_of(text or DEFAULTS.layout)
        self._desk.redraw_status()

    def _keymap(self, text: str) -> None:
        file = self._desk.ports.settings_file
        self._desk.view.keymap = PLAIN if file is None else file.keymap(text)
        self._desk.redraw_status()

    def _follow(self, text: str) -> None:
        self._desk.view.follow = Follow(text) if text else Follow.PAGE
