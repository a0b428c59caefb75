"""Moving the cursor and marking blocks."""

from __future__ import annotations

from tuicomposer.score.section import Section
from tuicomposer.score.song import Place
from tuicomposer.tui import block
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
            "block.all": self._mark_more,
            "block.copy": self._copy,
            "block.cut": self._cut,
            "block.paste": self._paste,
        }

    def to(self, place: Place, *, mark: bool = False) -> None:
        """Put the cursor on a place; the block ends, or is marked from where the cursor was."""
        view = self._desk.view
        before = view.anchor
        view.anchor = (view.anchor or view.cursor) if mark else None
        self._desk.move(place)
        if mark or before is not None:
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

    def _mark_more(self) -> None:
        view, section = self._desk.view, self._section
        start = section.bar_start(section.position(view.block.first_row).bar)
        stop = min(section.bar_start(section.position(view.block.last_row).bar + 1), section.length) - 1
        lane, last = view.cursor.lane, section.length - 1
        bar = block.Block(view.cursor.section, lane, lane, start, stop)
        column = block.Block(view.cursor.section, lane, lane, 0, last)
        lanes = len(self._desk.document.song.lanes) - 1
        everything = block.Block(view.cursor.section, 0, lanes, 0, last)
        wider = bar if view.block not in (bar, column) else column if view.block == bar else everything
        view.anchor = Place(wider.section, wider.first_lane, wider.first_row)
        self._desk.move(Place(wider.section, wider.last_lane, wider.last_row))
        self._desk.redraw()

    def _copy(self) -> None:
        view = self._desk.view
        view.clip = block.copied(self._desk.document.song, view.block)
        self._desk.say(f"Copied {len(view.clip)} × {len(view.clip[0])} cells.")

    def _cut(self) -> None:
        self._copy()
        self._desk.do(block.cleared(self._desk.view.block), "Cut")

    def _paste(self) -> None:
        view = self._desk.view
        if not view.clip:
            self._desk.say("Nothing is copied yet; mark a block with Shift and the arrows, then Ctrl+C.")
            return
        at = Place(view.block.section, view.block.first_lane, view.block.first_row)
        self._desk.do(block.pasted(self._desk.document.song, at, view.clip), "Paste")

    @property
    def _cursor(self) -> Place:
        return self._desk.view.cursor

    @property
    def _section(self) -> Section:
        return self._desk.document.song.sections[self._cursor.section]
