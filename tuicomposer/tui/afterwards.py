"""What can wait until the cell that a key changed is on the screen."""

from __future__ import annotations

from collections.abc import Callable

Call = Callable[[], None]


class Afterwards:
    """Calls that are made after the next frame, each once, however often it was asked for.

    Args:
        after_frame: Makes a call once what is drawn now is out.
    """

    def __init__(self, after_frame: Callable[[Call], object]) -> None:
        self._after_frame = after_frame
        self._due: dict[str, Call] = {}

    @property
    def waiting(self) -> bool:
        """Whether a call is due."""
        return bool(self._due)

    def ask(self, name: str, call: Call) -> None:
        """Make a call after the next frame, in place of an earlier one of that name."""
        if not self._due:
            self._after_frame(self.run)
        self._due[name] = call

    def run(self) -> None:
        """Make the calls that are due."""
        due, self._due = self._due, {}
        for call in due.values():
            call()
