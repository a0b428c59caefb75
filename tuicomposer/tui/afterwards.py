"""What can wait until the cell that a key changed is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Call = Callable[[], None]


class Afterwards:
    """Calls that are made after the next frame, each once, however often it was asked for.

    Args:
        after_frame: Makes a call once what is drawn now is out.
    """

    def __init__(self, after_frame: Callable[[Call], object]) -> None:
        self._after_frame = after_frame
        self._due: dict[str, Call] = {}
        self._asked = self._busy = False

    @property
    def waiting(self) -> bool:
        """Whether a call is due."""
        return bool(self._due)

    def ask(self, name: str, call: Call) -> None:
        """Make a call after the next frame, in place of an earlier one of that name."""
        self._due[name] = call
        self._ask_for_frame()

    @contextmanager
    def last(self) -> Iterator[None]:
        """What is done here comes first: to ask for a frame takes time, too, before the frame is out."""
        busy, self._busy = self._busy, True
        try:
            yield
        finally:
            self._busy = busy
            self._ask_for_frame()

    def _ask_for_frame(self) -> None:
        if self._due and not self._asked and not self._busy:
            self._asked = True
            self._after_frame(self.run)

    def run(self) -> None:
        """Make the calls that are due."""
        self._asked = False
        due, self._due = self._due, {}
        for call in due.values():
            call()
