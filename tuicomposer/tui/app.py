"""The application: theme, palette, the composer's screen, and leaving it safely."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.command import Provider
from textual.screen import Screen
from textual.theme import Theme

from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.painting.frugal import FrugalUpdate, pieces_of
from tuicomposer.tui.painting.shown import Shown
from tuicomposer.tui.palette import NIGHT
from tuicomposer.tui.ports import Ports
from tuicomposer.tui.screens.composer import Composer


def _actions() -> type[Provider]:
    # The palette is imported when it is first opened, because the first frame does not need it.
    provider: type[Provider] = import_module("tuicomposer.tui.palette_commands").ActionProvider
    return provider


def _theme() -> Theme:
    return Theme(
        name="night",
        primary=NIGHT.accent,
        secondary=NIGHT.roles[Role.MELODY],
        accent=NIGHT.accent,
        foreground=NIGHT.text,
        background=NIGHT.ground,
        surface=NIGHT.raised,
        panel=NIGHT.bar,
        success=NIGHT.good,
        warning=NIGHT.warn,
        error=NIGHT.bad,
        dark=True,
        variables={
            "scrollbar": NIGHT.rule,
            "scrollbar-hover": NIGHT.faint,
            "scrollbar-active": NIGHT.accent,
            "scrollbar-background": NIGHT.raised,
            "scrollbar-background-hover": NIGHT.raised,
            "scrollbar-background-active": NIGHT.raised,
            "scrollbar-corner-color": NIGHT.raised,
            "button-focus-text-style": "bold",
        },
    )


class ComposerApp(App[None]):
    """The composer in a terminal.

    Args:
        ports: The doors to the rest of the program.
        song: What is worked on at first.
        path: Its file; ``None`` where it has none.
        pace: How long to wait before asking; tests wait less.
    """

    TITLE = "tuicomposer"
    COMMANDS: ClassVar = {_actions}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, ports: Ports, song: Song, path: Path | None = None, pace: Pace | None = None) -> None:
        super().__init__()
        # Before the style sheets are read, or they would be read twice.
        self.register_theme(_theme())
        self.theme = "night"
        self.composer = Composer(ports, song, path, pace or Pace())
        self._shown = Shown()

    def get_default_screen(self) -> Composer:
        """The composer."""
        return self.composer

    def on_mount(self) -> None:
        """Trust nothing that was on the terminal while the program was suspended."""
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())

    def on_resize(self) -> None:
        """Trust nothing of what a terminal does with its lines when its size changes."""
        self.repaint()

    def repaint(self) -> None:
        """Send every cell anew, because something else may have written on the terminal."""
        self._shown = Shown()
        self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's one door to the terminal: let through only what the terminal does not show."""
        pieces = pieces_of(renderable)
        if pieces is not None and not self.is_headless:
            if (self._shown.width, self._shown.height) != self.size:
                self._shown = Shown(*self.size)
            update = FrugalUpdate(pieces, self._shown, self.console)
            super()._display(screen, update if update.sends else None)
        else:
            super()._display(screen, renderable)

    async def action_quit(self) -> None:
        """Close what is open and leave, after asking about unsaved changes."""
        while self.screen is not self.composer:
            self.pop_screen()
        self.composer.commands.run("song.quit")
