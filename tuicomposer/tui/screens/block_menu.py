"""The menus: every operation on blocks behind one letter, and everything else behind two."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tuicomposer.score.blocks.mask import Mask
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.block_menu import BLOCK_MENU, Menu
from tuicomposer.tui.clicks import append, does_on_screen, key_hints
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.screens.dialog import Dialog
from tuicomposer.tui.themes import PALETTES


def menu_picture(palette: Palette, mask: Mask, menu: Menu = BLOCK_MENU) -> Table:
    """Letters and titles, group by group, in columns."""
    table = Table.grid(padding=(0, 1))
    for _ in menu.columns:
        table.add_column(no_wrap=True)
    table.add_row(
        *(_column(palette, {name: menu.groups[name] for name in names}, mask) for names in menu.columns)
    )
    return table


def _column(palette: Palette, groups: dict[str, dict[str, str]], mask: Mask) -> Text:
    text = Text()
    for name, group in groups.items():
        text.append("\n" if text else "").append(f"{name}\n", f"bold {palette.bright}")
        for letter, action in group.items():
            title = f"Mask: {mask.name.lower()}" if action == "block.mask" else BY_ID[action].title
            does = does_on_screen(f"choose('{action}')")
            append(text, f" {letter} ", f"bold {palette.accent}", does)
            append(text, f"{title}\n", palette.text, does)
    return text


class BlockMenu(Dialog[str]):
    """Answers with the action of the letter that is pressed or clicked.

    Args:
        mask: What operations change now.
        menu: What it offers.
    """

    DEFAULT_CSS = """
    BlockMenu > #box { width: 84; padding: 0 1; }
    BlockMenu #menu { height: auto; }
    """

    def __init__(self, mask: Mask, menu: Menu = BLOCK_MENU) -> None:
        super().__init__()
        self._mask = mask
        self._menu = menu
        self._there = False
        self._early: list[str | None] = []

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = self._menu.title
            box.border_subtitle = key_hints("a letter does it · Esc leaves")
            menu = Static(menu_picture(PALETTES[self.app.theme], self._mask, self._menu), id="menu")
            menu.auto_links = False  # or Textual would underline every line of it
            yield menu

    def on_mount(self) -> None:
        """The arrows scroll where the terminal is low."""
        self.query_one("#box").focus()
        self._there = True
        if self._early:
            self._answer_early()

    def on_key(self, event: events.Key) -> None:
        """A letter answers; the menu's own key leaves."""
        if event.character in self._menu.letters:
            event.stop()
            self.dismiss(self._menu.letters[event.character])
        elif event.key == "backslash":
            event.stop()
            self.dismiss(None)

    def action_choose(self, action: str) -> None:
        """A line was clicked."""
        self.dismiss(action)

    def take_early(self, character: str | None) -> None:
        """A key that came in one burst with the menu's own, before the menu was there to hear it."""
        self._early.append(character)
        if self._there and len(self._early) == 1:
            self._answer_early()

    @property
    def beyond(self) -> list[str | None]:
        """The keys of the burst that came after the one that answered."""
        return self._early[1:]

    def _answer_early(self) -> None:
        self.dismiss(self._menu.letters.get(self._early[0] or ""))
