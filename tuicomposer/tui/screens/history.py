"""The undo list: every step by name, and the versions before."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuicomposer.score.history import Steps
from tuicomposer.score.text import visible
from tuicomposer.tui.keeping import Backup
from tuicomposer.tui.screens.dialog import Dialog, words

_CSS = """%(name)s OptionList, %(name)s OptionList:focus {
    height: auto; max-height: 20; border: none; background: $surface; padding: 0;
}"""


def history_lines(steps: Steps) -> list[tuple[int, str]]:
    """How many steps lead there, negative ones back, and its name; the newest first."""
    ahead = len(steps.undone)
    lines = [(ahead - index, f"  ↷ {visible(step.label)}") for index, step in enumerate(steps.undone)]
    for index, step in enumerate(reversed(steps.done)):
        lines.append((-index, f"{'  ' if index else '▶ '}  {visible(step.label)}"))
    lines.append((-len(steps.done), f"{'  ' if steps.done else '▶ '}  the beginning"))
    return lines


class HistoryList(Dialog[int]):
    """Shows all steps; answers with how many to make again, or, negative, to take back."""

    DEFAULT_CSS = _CSS % {"name": "HistoryList"}

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._lines = history_lines(steps)

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Undo list"
            box.border_subtitle = "Enter goes there · Esc leaves"
            yield words("The newest step is on top; ▶ is the song as it is, ↷ was taken back.")
            yield OptionList(*(Option(Content(text)) for _, text in self._lines))

    def on_mount(self) -> None:
        """Begin at the song as it is."""
        options = self.query_one(OptionList)
        options.highlighted = next(index for index, (count, _) in enumerate(self._lines) if count == 0)
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(self._lines[event.option_index][0])


class Versions(Dialog[Backup]):
    """Shows the versions before the saved one; answers with the chosen one."""

    DEFAULT_CSS = _CSS % {"name": "Versions"}

    def __init__(self, backups: tuple[Backup, ...]) -> None:
        super().__init__()
        self._backups = backups

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Earlier versions"
            box.border_subtitle = "Enter goes back to it · Esc leaves"
            yield words("Going back is one step that Ctrl+Z takes back; nothing is written until you save.")
            names = (f"{backup.when}   {visible(backup.file.name)}" for backup in self._backups)
            yield OptionList(*(Option(Content(name)) for name in names))

    def on_mount(self) -> None:
        """The arrows choose."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(self._backups[event.option_index])
