"""The help screen: what matters here first, then every action of the registry with its keys."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.action import Action
from tuicomposer.tui.actions import ACTIONS, BY_ID, Group
from tuicomposer.tui.block_menu import all_keys
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.help_topics import Topic
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.keys import in_layout, piano_keys
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.screens.dialog import Dialog
from tuicomposer.tui.themes import PALETTES

_TITLE_WIDTH = 25


def help_text(
    palette: Palette, keymap: Keymap = PLAIN, topic: Topic | None = None, layout: Layout = QWERTY
) -> Text:
    """What matters here, then all actions, group by group."""
    text = Text()
    if topic is not None:
        text.append(f"{topic.title}\n", f"bold {palette.bright}")
        text.append(f"{topic.sentence}\n", palette.text)
        for name in topic.actions:
            _title(text, palette, BY_ID[name], _keys(BY_ID[name], keymap, layout))
        text.append("\nEverything, group by group:\n", palette.dim)
    for group in Group:
        text.append(f"\n{group.value}\n", f"bold {palette.bright}")
        for action in (one for one in ACTIONS if one.group is group):
            _title(text, palette, action, _keys(action, keymap, layout))
            text.append(f"    {in_layout(action.sentence, layout)}\n", palette.dim)
    return text


def _keys(action: Action, keymap: Keymap, layout: Layout) -> str:
    if action.id == "write.note":
        return piano_keys(layout)
    return all_keys(action, keymap, layout) or "Ctrl+P"


def _title(text: Text, palette: Palette, action: Action, keys: str) -> None:
    text.append(f"  {action.title:<{_TITLE_WIDTH}}", palette.text)
    text.append(f"{keys}\n", f"bold {palette.accent}")


class Help(Dialog[None]):
    """Shows what matters here and the registry; any of its own keys leaves it.

    Args:
        keymap: The keys in force.
        topic: What matters where help was asked for.
        layout: Where the piano lies.
    """

    DEFAULT_CSS = """
    Help > #box { width: 84; height: 100%; max-height: 44; }
    Help #text { height: auto; }
    """
    BINDINGS = [("f1,q,question_mark", "leave", "Leave")]  # noqa: RUF012 - Textual's class attribute

    def __init__(self, keymap: Keymap = PLAIN, topic: Topic | None = None, layout: Layout = QWERTY) -> None:
        super().__init__()
        self._piano = layout
        self._keys = keymap
        self._topic = topic

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = "Help"
            box.border_subtitle = key_hints("↑↓ PgUp PgDn · Esc leaves · Ctrl+P finds any action")
            text = help_text(PALETTES[self.app.theme], self._keys, self._topic, self._piano)
            yield Static(text, id="text")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#box").focus()
