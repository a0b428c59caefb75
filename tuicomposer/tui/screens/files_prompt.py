"""A dialog for the paths of several files, taken one after the other."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static

from tuicomposer.errors import SongFileError
from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import problem, words
from tuicomposer.tui.screens.path_prompt import PathPrompt

_NAMED = 5
"""Files that are named; of more, the number is told."""


class FilesPrompt(PathPrompt):
    """Asks for paths of files that are there; answers with the last one, and keeps all in ``chosen``.

    Args:
        title: What the files are for.
        label: What may be written.
        value: What stands there at first.
        suffixes: Accepted suffixes, with their dots.
        done: What the button says that ends it.
    """

    DEFAULT_CSS = """
    FilesPrompt OptionList, FilesPrompt OptionList:focus {
        height: auto; max-height: 8; border: none; background: $surface; padding: 0;
    }
    """

    def __init__(self, title: str, label: str, value: str, suffixes: tuple[str, ...], done: str) -> None:
        super().__init__(title, label, value, suffixes, must_exist=True)
        self._done = done
        self.chosen: tuple[Path, ...] = ()
        """The files, in the order in which they were taken; each once."""

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = self._title
            yield words(self._label)
            yield Input(self._value, id="value")
            yield problem()
            yield OptionList(id="files")
            yield Static("", id="chosen", classes="strong")
            with Horizontal(classes="buttons"):
                yield Button(self._done, id="done", variant="primary", compact=True)
                yield Button("Leave", id="leave", compact=True)
            yield words(key_hints("Enter takes a file, on a folder it goes on · ↓ chooses one · Esc leaves"))

    def on_mount(self) -> None:
        """Say that nothing is taken yet."""
        self._show_chosen()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a file from the list, and stay there for the next one."""
        event.prevent_default()  # Textual would call the base's handler, too.
        self._take(event.option.id or "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the file of the line; where the line names none any more, those taken are all."""
        event.prevent_default()
        text = event.value
        if self.chosen and (not text.strip() or text.endswith("/")):
            self._end()
        else:
            self._take(text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """End it, or leave."""
        if event.button.id == "done":
            self._end()
        else:
            self.dismiss(None)

    def _take(self, text: str) -> None:
        try:
            path = self._checked(text)
        except SongFileError as error:
            self.refuse(error)
            return
        self.chosen = tuple(dict.fromkeys((*self.chosen, path)))
        self.query_one("#value", Input).value = f"{path.parent}/"
        self.query_one(".problem", Static).update(Content(""))
        self._show_chosen()

    def _end(self) -> None:
        if self.chosen:
            self.dismiss(str(self.chosen[-1]))
        else:
            self.refuse(SongFileError("No file is taken yet.", "Choose one from the list, then Enter."))

    def _show_chosen(self) -> None:
        names = ", ".join(visible(path.name) for path in self.chosen[-_NAMED:])
        more = "… " if len(self.chosen) > _NAMED else ""
        text = f"{len(self.chosen)} taken: {more}{names}" if self.chosen else "None taken yet."
        self.query_one("#chosen", Static).update(Content(text))
