"""A dialog that finds, and replaces if asked."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from tuicomposer.errors import ComposerError
from tuicomposer.score.search import parse_query
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog, problem, words
from tuicomposer.tui.widgets.field import Field
from tuicomposer.tui.wish import Scope, Wish


class Find(Dialog[Wish]):
    """Asks what is to be found, and what is to stand there instead.

    Args:
        wish: What was looked for before.
        has_block: Whether a block is marked, in which alone can be looked.
    """

    DEFAULT_CSS = """
    Find Horizontal.field { height: 1; margin-bottom: 1; }
    Find Label { width: 14; color: $text-muted; }
    Find Input, Find Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    Find Input:focus { background: $primary 30%; }
    Find Button { min-width: 10; }
    """

    def __init__(self, wish: Wish, *, has_block: bool) -> None:
        super().__init__()
        self._wish = wish
        self._scopes = (*((Scope.BLOCK,) if has_block else ()), Scope.SECTION, Scope.SONG)

    def compose(self) -> ComposeResult:
        """The box."""
        text = "" if self._wish.query is None else self._wish.query.text
        with Vertical(id="box") as box:
            box.border_title = "Find and replace"
            box.border_subtitle = key_hints("Enter finds · Tab goes on · Esc leaves")
            yield words("A pitch such as F#4, a note of any octave such as F#, or a chord such as Am7.")
            yield words("")
            with Horizontal(classes="field"):
                yield Label("Find")
                yield Field(text, id="what")
            with Horizontal(classes="field"):
                yield Label("Replace by")
                yield Field("", id="by", placeholder="empty: find only")
            yield problem()
            with Horizontal(classes="buttons"):
                for scope in self._scopes:
                    yield Button(f"In the {scope}", id=scope.value, compact=True)

    def on_input_submitted(self) -> None:
        """Enter looks in the block or the section."""
        self._answer(self._scopes[0])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Look there."""
        self._answer(Scope(event.button.id or Scope.SECTION.value))

    def _answer(self, scope: Scope) -> None:
        what, by = self.query_one("#what", Input).value, self.query_one("#by", Input).value
        try:
            wish = Wish(parse_query(what), parse_query(by) if by.strip() else None, scope)
        except ComposerError as error:
            self.refuse(error)
        else:
            self.dismiss(wish)
