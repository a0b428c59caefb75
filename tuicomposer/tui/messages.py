"""The one message that threads post to the screen."""

from __future__ import annotations

from textual.message import Message


class Told(Message):
    """A value that a thread tells the screen; see :mod:`tuicomposer.tui.background` for the values."""

    def __init__(self, what: object) -> None:
        super().__init__()
        self.what = what
