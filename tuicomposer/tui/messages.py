"""What threads post to the screen, and the screen to the application."""

from __future__ import annotations

from textual.message import Message


class Told(Message):
    """A value that a thread tells the screen; see :mod:`tuicomposer.tui.background` for the values."""

    def __init__(self, what: object) -> None:
        super().__init__()
        self.what = what


class ThemeWanted(Message):
    """A colour scheme to use from now on; the same again draws the screen again.

    Without a name it is the one that suits the terminal.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
