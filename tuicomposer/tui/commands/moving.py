"""Moving the cursor; with Shift, or while marking, a block grows with it."""

from __future__ import annotations

from tuicomposer.score.section import Section
from tuicomposer.score.song import Place
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.cursor import bar_down, bar_up, stepped


class Moving:
    """What the arrows do, alone and with Shift."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "move.up": lambda: self._by(rows=-1),
            "move.down": lambda: self._by(rows=1),
            "move.left": lambda: self._by(lanes=-1),
            "move.right": lambda: self._by(lanes=1),
            "move.bar_up": lambda: self._to_row(bar_up(self._section, self._cursor.row)),
            "move.bar_down": lambda: self._to_row(bar_down(self._section, self._cursor.row)),
            "move.first_row": lambda: self._to_row(0),
            "move.last_row": lambda: self._to_row(self._section.length - 1),
            "move.previous_section": lambda: self._to_section(-1),
            "move.next_section": lambda: self._to_section(1),
            "block.up": lambda: self._by(rows=-1, mark=True),
            "block.down": lambda: self._by(rows=1, mark=True),
            "block.left": lambda: self._by(lanes=-1, mark=True),
            "block.right": lambda: self._by(lanes=1, mark=True),
        }

    def to(self, place: Place, *, mark: bool = False) -> None:
        """Put the cursor on a place; the block ends, or is marked from where the cursor was."""
        view = self._desk.view
        selection, before = view.selection, view.marked
        if place.section != view.cursor.section:
            if selection.marking and before is not None:
                selection.place(before, stays=True)
            selection.moved()
        elif mark or selection.marking:
            selection.begin(view.cursor)
        else:
            selection.moved()
        self._desk.move(place)
        if view.marked != before:
            self._desk.redraw()

    def _by(self, *, rows: int = 0, lanes: int = 0, mark: bool = False) -> None:
        self.to(stepped(self._desk.document.song, self._cursor, rows=rows, lanes=lanes), mark=mark)

    def _to_row(self, row: int) -> None:
        self.to(self._cursor._replace(row=row))

    def _to_section(self, change: int) -> None:
        if len(self._desk.document.song.sections) == 1:
            self._desk.say("This song has one section.")
        else:
            self.to(Place(max(0, self._cursor.section + change), self._cursor.lane, 0))

    @property
    def _cursor(self) -> Place:
        return self._desk.view.cursor

    @property
    def _section(self) -> Section:
        return self._desk.document.song.sections[self._cursor.section]
