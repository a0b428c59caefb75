"""A screen that draws a key at once and leaves what can wait until that is out."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from tuicomposer.tui.painting.compositor import LeanCompositor
from tuicomposer.tui.timers import PunctualTimers
from tuicomposer.tui.widgets.grid import Grid

Call = Callable[[], None]


class QuickScreen(PunctualTimers, Screen[None]):
    """Draws the lines that changed, when a person presses a key, and keeps clocks by name."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()
        self.clocks: dict[str, Timer] = {}
        """What waits, by name."""
        self._painted = 0.0

    def paint_at_once(self, grid: Grid, between: float) -> None:
        """Draw what a key changed in the grid now, not when the clock of the frames comes round.

        Args:
            grid: The grid.
            between: Seconds from one such drawing to the next; a burst of keys is left to the clock.
        """
        now = time.monotonic()
        resizing = self.outer_size != self.app.size
        if self.is_current and self.is_attached and not resizing and now - self._painted >= between:
            self._painted = now
            self._dirty_widgets.add(grid)
            grid.painted()
            self._on_timer_update()

    def after_frame(self, call: Call, seconds: float) -> None:
        """Call when what is drawn now is out.

        Args:
            call: The call.
            seconds: How long the thread that writes has the interpreter to itself meanwhile.
        """
        if seconds:
            self.set_timer(seconds, call)
        else:
            self.call_after_refresh(call)

    def later(self, name: str, seconds: float, call: Call) -> None:
        """Call after some seconds, in place of what waits under this name."""
        if name in self.clocks:
            self.clocks[name].stop()
        self.clocks[name] = self.set_timer(seconds, call)
