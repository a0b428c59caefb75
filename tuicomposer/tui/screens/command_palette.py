"""The command palette's screen: Textual's own, which a burst of keys cannot answer twice."""

from __future__ import annotations

from textual import command
from textual.await_complete import AwaitComplete


class CommandPalette(command.CommandPalette):
    """Answers once, and only while it is the screen in front."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave; what a burst of keys brings after that changes nothing."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
