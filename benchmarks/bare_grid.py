"""The least that a tracker grid in Textual can be: what the composer's screen is measured against.

16 lanes of 256 rows on a ScrollView drawn line by line. A letter writes a note and steps down, and
only the two cells that changed are refreshed; three quarters of the page turn when the cursor leaves
it. With ``--filled``, every other cell of the other lanes holds a note.
Nothing else is done: no song, no undo, no words, no sound. Space moves a bar down 8 rows a second,
on a still page, as a playhead does.

    python benchmarks/bare_grid.py [--filled]
"""

from __future__ import annotations

import sys
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

LANES: Final = 16
ROWS: Final = 256
WIDTH: Final = 8
GUTTER: Final = 7
_NAMES: Final = ("C-", "C#", "D-", "D#", "E-", "F-", "F#", "G-", "G#", "A-", "A#", "B-")
NOTES: Final = dict(zip("zsxdcvgbhnjm", _NAMES, strict=True))

_EMPTY: Final = Style(color="#3a465a", bgcolor="#11151c")
_NOTE: Final = Style(color="#7fe0d0", bgcolor="#11151c", bold=True)
_CURSOR: Final = Style(color="#0b0f15", bgcolor="#7cc7ff", bold=True)
_BAR: Final = Style(color="#b9c4d6", bgcolor="#1f4536")


class BareGrid(ScrollView, can_focus=True):
    """Cells, a cursor and a bar."""

    def __init__(self, *, filled: bool) -> None:
        super().__init__()
        self.cells = [
            [
                f"{_NAMES[(row * 3 + lane) % 12]}{2 + lane % 4}"
                if filled and lane and (row + lane) % 2
                else ""
                for lane in range(LANES)
            ]
            for row in range(ROWS)
        ]
        self.row = 0
        self.bar = -1

    def on_mount(self) -> None:
        """Say how large all of it is."""
        self.virtual_size = Size(GUTTER + LANES * WIDTH, ROWS)

    def render_line(self, y: int) -> Strip:
        """A row."""
        row = y + self.scroll_offset.y
        if row >= ROWS:
            return Strip.blank(self.size.width, _EMPTY)
        playing = row == self.bar
        segments = [Segment(f"{row:>5}  ", _BAR if playing else _EMPTY)]
        for lane, cell in enumerate(self.cells[row]):
            look = _NOTE if cell else _EMPTY
            if playing:
                look = _BAR
            if (row, lane) == (self.row, 0):
                look = _CURSOR
            segments.append(Segment(f" {cell or '·':<{WIDTH - 1}}", look))
        return Strip(segments).adjust_cell_length(self.size.width, _EMPTY)

    def on_key(self, event: events.Key) -> None:
        """Write a note, or start the bar."""
        if event.key == "space":
            self.bar = 0
            self.set_interval(1 / 8, self._step)
        elif event.key in NOTES:
            self.cells[self.row][0] = NOTES[event.key] + "4"
            self._refresh_cell(self.row)
            self.row = min(self.row + 1, ROWS - 1)
            self._refresh_cell(self.row)
            self._show(self.row)

    def _refresh_cell(self, row: int) -> None:
        self.refresh(Region(GUTTER, row - self.scroll_offset.y, WIDTH, 1))

    def _show(self, row: int) -> None:
        if not 0 <= row - self.scroll_offset.y < self.size.height:
            self.scroll_to(y=row - self.size.height // 4, animate=False, force=True)

    def _step(self) -> None:
        for row in (self.bar, self.bar + 1):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))
        self.bar += 1
        if not 0 <= self.bar - self.scroll_offset.y < self.size.height:
            self.scroll_to(y=self.bar, animate=False, force=True)


class BareApp(App[None]):
    """Nothing but the grid."""

    CSS: ClassVar[str] = "BareGrid { scrollbar-size: 1 1; overflow-x: hidden; background: #11151c; }"

    def compose(self) -> ComposeResult:
        """The grid."""
        yield BareGrid(filled="--filled" in sys.argv)

    def on_mount(self) -> None:
        """Type into the grid."""
        self.query_one(BareGrid).focus()


if __name__ == "__main__":
    BareApp().run()
