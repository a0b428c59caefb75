"""A dialog with one line to fill in."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tuicomposer.errors import ComposerError
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog, problem, words
from tuicomposer.tui.widgets.field import Field


class Prompt(Dialog[str]):
    """Asks for a text and accepts it when it can be read.

    Args:
        title: What is asked for.
        label: How to write it.
        value: What stands there at first.
        check: Raises ``ComposerError`` for what cannot be accepted.
    """

    def __init__(self, title: str, label: str, value: str, check: Callable[[str], object]) -> None:
        super().__init__()
        self._title = title
        self._label = label
        self._value = value
        self._check = check

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = self._title
            yield words(self._label)
            yield Field(self._value, id="value")
            yield problem()
            yield words(key_hints("Enter accepts · Esc leaves it as it was"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept the text, or say why not."""
        try:
            self._check(event.value)
        except ComposerError as error:
            self.refuse(error)
        else:
            self.dismiss(event.value)
