"""The help screen: every action of the registry with its keys."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tuicomposer.tui.actions import ACTIONS, Group
from tuicomposer.tui.block_menu import all_keys
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.screens.dialog import Dialog
from tuicomposer.tui.themes import PALETTES

_TITLE_WIDTH = 25
_INTRO = (
    "Type a melody and chords, press Ctrl+G, and hear music that contains exactly what you typed. "
    "Letters write notes; in the chord lane they write chords.\n"
)


def help_text(palette: Palette) -> Text:
    """All actions, group by group."""
    text = Text(_INTRO, palette.text)
    for group in Group:
        text.append(f"\n{group.value}\n", f"bold {palette.bright}")
        for action in ACTIONS:
            if action.group is group:
                text.append(f"  {action.title:<{_TITLE_WIDTH}}", palette.text)
                text.append(f"{all_keys(action) or 'Ctrl+P'}\n", f"bold {palette.accent}")
                text.append(f"    {action.sentence}\n", palette.dim)
    return text


class Help(Dialog[None]):
    """Shows the registry; any of its own keys leaves it."""

    DEFAULT_CSS = """
    Help > #box { width: 84; height: 100%; max-height: 44; }
    Help #text { height: auto; }
    """
    BINDINGS = [("f1,q,question_mark", "leave", "Leave")]  # noqa: RUF012 - Textual's class attribute

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = "Help"
            box.border_subtitle = "↑↓ PgUp PgDn · Esc leaves"
            yield Static(help_text(PALETTES[self.app.theme]), id="text")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#box").focus()
