"""A screen over the others that takes one answer, however fast the keys come."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """A modal screen that answers once, and only while it is the one in front."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Answer and leave; what a burst of keys brings after that changes nothing."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
