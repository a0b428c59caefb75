"""The block menu: every operation on blocks behind one letter."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tuicomposer.score.blocks.mask import Mask
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.block_menu import ACTION_OF_LETTER, MENU
from tuicomposer.tui.clicks import append, does_on_screen, key_hints
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.screens.dialog import Dialog
from tuicomposer.tui.themes import PALETTES

_COLUMNS = (("Mark", "Copies"), ("Pitch", "Velocity", "Around"), ("Time", "Rows, bars, lanes"))
"""Groups that stand under each other."""


def menu_picture(palette: Palette, mask: Mask) -> Table:
    """Letters and titles, group by group, in columns."""
    table = Table.grid(padding=(0, 1))
    for _ in _COLUMNS:
        table.add_column(no_wrap=True)
    table.add_row(*(_column(palette, groups, mask) for groups in _COLUMNS))
    return table


def _column(palette: Palette, groups: tuple[str, ...], mask: Mask) -> Text:
    text = Text()
    for group in groups:
        text.append("\n" if text else "").append(f"{group}\n", f"bold {palette.bright}")
        for letter, action in MENU[group].items():
            title = f"Mask: {mask.name.lower()}" if action == "block.mask" else BY_ID[action].title
            does = does_on_screen(f"choose('{action}')")
            append(text, f" {letter} ", f"bold {palette.accent}", does)
            append(text, f"{title}\n", palette.text, does)
    return text


class BlockMenu(Dialog[str]):
    """Answers with the action of the letter that is pressed or clicked.

    Args:
        mask: What operations change now.
    """

    DEFAULT_CSS = """
    BlockMenu > #box { width: 84; padding: 0 1; }
    BlockMenu #menu { height: auto; }
    """

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask
        self._there = False
        self._early: tuple[str | None] | None = None

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = "Block"
            box.border_subtitle = key_hints("a letter does it · Esc leaves")
            menu = Static(menu_picture(PALETTES[self.app.theme], self._mask), id="menu")
            menu.auto_links = False  # or Textual would underline every line of it
            yield menu

    def on_mount(self) -> None:
        """The arrows scroll where the terminal is low."""
        self.query_one("#box").focus()
        self._there = True
        if self._early is not None:
            self.dismiss(*self._early)

    def on_key(self, event: events.Key) -> None:
        """A letter answers; the menu's own key leaves."""
        if event.character in ACTION_OF_LETTER:
            event.stop()
            self.dismiss(ACTION_OF_LETTER[event.character])
        elif event.key == "backslash":
            event.stop()
            self.dismiss(None)

    def action_choose(self, action: str) -> None:
        """A line was clicked."""
        self.dismiss(action)

    def take_early(self, character: str | None) -> None:
        """A key that came in one burst with the menu's own, before the menu was there to hear it."""
        self._early = self._early or (ACTION_OF_LETTER.get(character or ""),)
        if self._there:
            self.dismiss(*self._early)
