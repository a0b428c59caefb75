"""What is shown: panel, colours, palette, help."""

from __future__ import annotations

from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers


class Viewing:
    """What changes the picture and not the song."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "view.panel": self._panel,
            "view.realness": self._realness,
            "view.palette": self._desk.open_palette,
            "view.help": self._help,
        }

    def _panel(self) -> None:
        view = self._desk.view
        view.show_panel = not view.show_panel
        self._desk.redraw()

    def _realness(self) -> None:
        view = self._desk.view
        view.show_realness = not view.show_realness
        if view.show_realness:
            self._desk.judge_soon()
            self._desk.say("Cells are tinted: the browner, the less convincing. Ctrl+R ends it.")
        self._desk.redraw()

    def _help(self) -> None:
        self._desk.ask(screens.Help(), lambda _: None)
