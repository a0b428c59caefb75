"""The application: theme, palette, the composer's screen, and leaving it safely."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import ClassVar

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.command import Provider
from textual.screen import Screen

from tuicomposer.score.song import Song
from tuicomposer.tui.key_strokes import KeyReleased
from tuicomposer.tui.messages import ThemeWanted
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.painting.frugal import BEGIN, COLOUR_SYSTEMS, END, Speech, pieces_of, sent_for
from tuicomposer.tui.painting.shown import Shown
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.ports import Ports
from tuicomposer.tui.screens.composer import Composer
from tuicomposer.tui.taste import Taste
from tuicomposer.tui.terminal_input import PromptDriver
from tuicomposer.tui.themes import PALETTES, suitable, theme_of
from tuicomposer.tui.timers import PunctualTimers
from tuicomposer.tui.widgets.grid import Grid


def _actions() -> type[Provider]:
    # The palette is imported when it is first opened, because the first frame does not need it.
    provider: type[Provider] = import_module("tuicomposer.tui.palette_commands").ActionProvider
    return provider


def _is_letter(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.is_printable and not event.is_forwarded


class ComposerApp(PunctualTimers, App[None]):
    """The composer in a terminal.

    Args:
        ports: The doors to the rest of the program.
        song: What is worked on at first.
        path: Its file; ``None`` where it has none.
        pace: How long to wait before asking; tests wait less.
        taste: What the person and the terminal prefer; the night scheme by default.
    """

    TITLE = "tuicomposer"
    CSS = """
    .-theme-plain Button:focus, .-theme-plain .option-list--option-highlighted,
    .-theme-plain Input .input--cursor, .-theme-plain ToggleButton:focus { text-style: bold reverse; }
    .-theme-plain Input .input--selection { text-style: underline; }
    CommandPalette > .command-palette--help-text { color: $foreground; text-style: not bold; }
    CommandPalette SearchIcon { color: $foreground; }
    ToastRack { margin-bottom: 2; }
    """
    COMMANDS: ClassVar = {_actions}
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        ports: Ports,
        song: Song,
        path: Path | None = None,
        pace: Pace | None = None,
        taste: Taste | None = None,
    ) -> None:
        super().__init__(driver_class=PromptDriver)
        self._taste = taste = taste or Taste(theme="night", meters=False)
        self.composer = Composer(ports, song, path, pace or Pace())
        taste.apply(self.composer.view)
        self._shown = Shown()
        # Before the style sheets are read, or they would be read twice.
        for palette in PALETTES.values():
            self.register_theme(theme_of(palette))
        self.show_palette(taste.theme or self._suitable)

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return PALETTES[self.theme]

    @property
    def _suitable(self) -> str:
        return suitable(self.console.color_system, no_color=self._taste.no_color)

    def show_palette(self, name: str) -> None:
        """Use a colour scheme from now on."""
        self.theme = name
        self.composer.show_palette(PALETTES[name])
        self.repaint()

    def action_command_palette(self) -> None:
        """Open the palette, wherever one is."""
        palette = import_module("tuicomposer.tui.screens.command_palette").CommandPalette
        if not palette.is_open(self):
            self.push_screen(palette(id="--command-palette"))

    def get_default_screen(self) -> Composer:
        """The composer."""
        return self.composer

    def on_mount(self) -> None:
        """Trust nothing that was on the terminal while the program was suspended."""
        self.app_resume_signal.subscribe(self, lambda _: self._resumed())
        self.app_suspend_signal.subscribe(self, lambda _: self.composer.let_go(), immediate=True)

    def _resumed(self) -> None:
        # A process that was stopped from outside was told nothing before.
        self.composer.let_go()
        self.repaint()

    async def on_event(self, event: events.Event) -> None:
        """Hand a release on as a key is, so that they keep their order; what is typed goes to the grid.

        Textual looks for a binding with priority first, which no letter has where the grid is.
        """
        if isinstance(event, KeyReleased) and not event.is_forwarded:
            (self.focused or self.screen)._forward_event(event)
        elif _is_letter(event) and isinstance(self.focused, Grid) and self.app_focus:
            self.focused._forward_event(event)
        else:
            await super().on_event(event)

    def on_resize(self) -> None:
        """Trust nothing of what a terminal does with its lines when its size changes."""
        self.repaint()

    def on_theme_wanted(self, message: ThemeWanted) -> None:
        """Use a colour scheme from now on."""
        self.show_palette(message.name or self._suitable)

    def repaint(self) -> None:
        """Send every cell anew, because something else may have written on the terminal."""
        self._shown = Shown()
        if self.screen_stack:
            self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's one door to the terminal: let through only what the terminal does not show."""
        pieces, driver = pieces_of(renderable), self._driver
        if pieces is None or driver is None or self.is_headless or self.is_inline:
            super()._display(screen, renderable)
        # What Textual keeps back, as in a batch of changes, the terminal does not show afterwards.
        elif self._running and not self._closed and not self._batch_count:
            if (self._shown.width, self._shown.height) != self.size:
                self._shown = Shown(*self.size)
            speech = Speech(self._colours(), self._taste.repertoire)
            sends = sent_for(pieces, self._shown, speech)
            if sends:
                if self.cursor_position:
                    # Where an input method shows what is being composed.
                    sends += f"\x1b[{self.cursor_position.y + 1};{self.cursor_position.x + 1}H"
                # In one piece: each piece wakes the thread that writes, which takes the interpreter.
                driver.write(f"{BEGIN}{sends}{END}" if self._sync_available else sends)
                driver.flush()
            self.post_display_hook()

    def _colours(self) -> ColorSystem | None:
        if self.palette.plain or not self.console.color_system:
            return None
        # Who chose the sixteen may have set the terminal's own to what their eyes need.
        few = self.palette.sixteen and self.console.color_system != "windows"
        return COLOUR_SYSTEMS.get("standard" if few else self.console.color_system)

    async def action_quit(self) -> None:
        """Close what is open and leave, after asking about unsaved changes."""
        while self.screen is not self.composer:
            self.pop_screen()
        self.composer.commands.run("song.quit")
