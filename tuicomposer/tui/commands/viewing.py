"""What is shown: panel, colours, palette, help."""

from __future__ import annotations

from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.preferences import Preferences
from tuicomposer.tui.roll_text import around
from tuicomposer.tui.view import Instrument, after


class Viewing:
    """What changes the picture and not the song."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "view.panel": self._panel,
            "view.realness": self._realness,
            "view.colours": self._colours,
            "view.instrument": self._instrument,
            "view.roll": self._roll,
            "view.meters": self._meters,
            "view.theme": self._theme,
            "view.repaint": self._desk.repaint,
            "view.palette": self._desk.open_palette,
        }

    def _panel(self) -> None:
        view = self._desk.view
        view.show_panel = not view.show_panel
        self._desk.redraw()

    def _realness(self) -> None:
        view = self._desk.view
        view.show_realness = not view.show_realness
        if view.show_realness:
            view.show_confidence = False
            self._desk.judge_soon()
            self._desk.say("Cells are tinted: the browner, the less convincing. Ctrl+R ends it.")
        self._desk.redraw()

    def _colours(self) -> None:
        view = self._desk.view
        view.colouring = after(view.colouring)
        self._desk.say(f"Notes are coloured by the {view.colouring}.")
        self._desk.redraw()

    def _instrument(self) -> None:
        view = self._desk.view
        view.instrument = after(view.instrument)
        view.show_panel = view.show_panel or view.instrument is not Instrument.NONE
        self._desk.redraw()

    def _roll(self) -> None:
        song, view = self._desk.document.song, self._desk.view
        self._desk.ask(screens.Roll(song, view.marked or around(song, view.cursor)), lambda _: None)

    def _theme(self) -> None:
        self._preferences.remember("theme", self._desk.next_theme())

    def _meters(self) -> None:
        view = self._desk.view
        view.show_meters = not view.show_meters
        self._desk.say("Levels are shown while playing." if view.show_meters else "No levels are shown.")
        self._desk.redraw()
