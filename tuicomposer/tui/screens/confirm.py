"""A question with a few answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tuicomposer.tui.screens.dialog import Dialog, words


class Confirm(Dialog[str]):
    """Asks a question; answers with the id of the chosen answer.

    Args:
        title: What is the case.
        text: The question.
        choices: Id and words of each answer, the safest first.
        stay: Words of the answer that changes nothing.
    """

    def __init__(
        self, title: str, text: str, choices: tuple[tuple[str, str], ...], stay: str = "Stay here"
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._choices = choices
        self._stay = stay

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Static(Content(self._title), classes="strong")
            yield words(self._text)
            yield words("")
            with Horizontal(classes="buttons"):
                for name, label in self._choices:
                    yield Button(label, id=name, compact=True)
                yield Button(self._stay, id="stay", compact=True)

    def on_key(self, event: object) -> None:
        """The arrows go from answer to answer."""
        match getattr(event, "key", ""):
            case "left" | "up":
                self.focus_previous()
            case "right" | "down":
                self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(None if event.button.id == "stay" else event.button.id)
