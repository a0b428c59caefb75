"""The undo list: every step by name, and the versions before."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuicomposer.score.edits import Edit, SetCells
from tuicomposer.score.history import Step, Steps
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.keeping import Backup, ChosenVersion
from tuicomposer.tui.picture import beat_of
from tuicomposer.tui.screens.dialog import Dialog, words

_CSS = """%(name)s OptionList, %(name)s OptionList:focus {
    height: auto; max-height: 20; border: none; background: $surface; padding: 0;
}"""


def history_lines(steps: Steps, song: Song) -> list[tuple[int, str]]:
    """How many steps lead there, negative ones back, and its name; the newest first."""
    ahead = len(steps.undone)
    lines = [(ahead - index, f"  ↷ {_name(step, song)}") for index, step in enumerate(steps.undone)]
    for index, step in enumerate(reversed(steps.done)):
        lines.append((-index, f"{'  ' if index else '▶ '}  {_name(step, song)}"))
    lines.append((-len(steps.done), f"{'  ' if steps.done else '▶ '}  the beginning"))
    return lines


def _name(step: Step, song: Song) -> str:
    return visible(step.label) + _where(step.edit, song)


def _where(edit: Edit, song: Song) -> str:
    """The first place that a step wrote, as the song is now; empty for what is not about cells."""
    place = min((place for place, _ in edit.cells), default=None) if isinstance(edit, SetCells) else None
    if place is None or place.section >= len(song.sections) or place.lane >= len(song.lanes):
        return ""
    section = song.sections[place.section]
    if place.row >= section.length:
        return ""
    bar, inside, _ = beat_of(section, place.row)
    beat = 1 + inside * section.row_ticks // section.meter.pulse_ticks
    named = f"{visible(section.name)} " if len(song.sections) > 1 else ""
    return f"   {visible(song.lanes[place.lane].name)} {named}{bar}.{beat}"


class HistoryList(Dialog[int]):
    """Shows all steps; answers with how many to make again, or, negative, to take back."""

    DEFAULT_CSS = _CSS % {"name": "HistoryList"}

    def __init__(self, steps: Steps, song: Song) -> None:
        super().__init__()
        self._lines = history_lines(steps, song)

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Undo list"
            box.border_subtitle = key_hints("Enter goes there · Esc leaves")
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


class Versions(Dialog[ChosenVersion]):
    """Shows the versions before the saved one; answers with the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("o,O", "open_apart", "Open as a copy", show=False)]

    DEFAULT_CSS = _CSS % {"name": "Versions"}

    def __init__(self, backups: tuple[Backup, ...]) -> None:
        super().__init__()
        self._backups = backups

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Earlier versions"
            box.border_subtitle = key_hints(
                "Enter goes back to it · O opens it as a copy · Esc leaves"
            ).markup
            yield words(
                "Going back is one step that Ctrl+Z takes back; a copy is a song without a file."
                " Nothing is written until you save."
            )
            names = (f"{backup.when}   {visible(backup.file.name)}" for backup in self._backups)
            yield OptionList(*(Option(Content(name)) for name in names))

    def on_mount(self) -> None:
        """The arrows choose."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(ChosenVersion(self._backups[event.option_index], apart=False))

    def action_open_apart(self) -> None:
        """Answer that the version is to be a song of its own."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.dismiss(ChosenVersion(self._backups[chosen], apart=True))
