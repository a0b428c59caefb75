"""The tracker grid: draws a section line by line, redraws only what changed, reads typing."""

from __future__ import annotations

from itertools import accumulate
from typing import Protocol

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tuicomposer.score.edits import Touched
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song
from tuicomposer.tui import picture
from tuicomposer.tui.key_strokes import UNKNOWN, KeyPressed, KeyReleased, Stroke
from tuicomposer.tui.levels import levels_at
from tuicomposer.tui.palette import NIGHT, Palette
from tuicomposer.tui.picture import GUTTER, style
from tuicomposer.tui.rows import Rows
from tuicomposer.tui.view import View

HEAD = 2
"""Lines of the lane names."""
KEPT = 4
"""Share of a page, as its divisor, that can still be seen when the page is turned."""


class Hands(Protocol):
    """What keys, pastes and clicks in the grid do."""

    def press(self, key: str, character: str | None, at: float, stroke: Stroke) -> bool:
        """A key was pressed, at a time of Textual's clock; whether that meant something."""
        ...

    def release(self, code: str, at: float) -> None:
        """A key went up, at a time of Textual's clock."""
        ...

    def let_go(self) -> None:
        """No release will be told any more."""
        ...

    def paste(self, text: str) -> None:
        """Text was pasted."""
        ...

    def point(self, lane: int, row: int, *, mark: bool = False) -> None:
        """A cell was clicked, or a block drawn to it."""
        ...

    def turn(self, lane: int, action: str) -> None:
        """A word above a lane was clicked, which says that something is switched on."""
        ...

    def action_run(self, action: str) -> None:
        """A click that stands for an action."""
        ...


class Grid(ScrollView, can_focus=True):
    """Shows the section of the cursor. Never changes the song: it hands on what was typed."""

    DEFAULT_CSS = """
    Grid { scrollbar-size: 1 1; overflow-x: hidden; overflow-y: scroll; }
    """

    def __init__(self, song: Song, view: View, hands: Hands, palette: Palette = NIGHT) -> None:
        super().__init__()
        self._song = song
        self._view = view
        self._hands = hands
        self._palette = palette
        self._rows = Rows(song, view, palette)
        self._again = False
        """Whether the mouse was pressed on the cell of the cursor."""

    @property
    def _section(self) -> Section:
        return self._song.sections[self._view.cursor.section]

    def on_mount(self) -> None:
        """Take the first measure."""
        self._measure()

    def on_resize(self) -> None:
        """Lanes get wider and narrower with the terminal."""
        self._measure()
        self.show_cursor()

    def _measure(self) -> None:
        self._rows.measure(self._song, self.size.width - GUTTER)
        self.virtual_size = Size(GUTTER + sum(self._widths), self._section.length + HEAD)
        self.refresh()

    def painted(self) -> None:
        """What is to be drawn anew is being drawn: the screen need not be asked for it again."""
        self._repaint_required = False

    def show_palette(self, palette: Palette) -> None:
        """Draw with other colours from now on."""
        self._palette = palette
        self._rows.show_palette(palette)
        self.refresh()

    # What changed -----------------------------------------------------------------------

    def show_song(self, song: Song) -> None:
        """Draw another song from its cursor on."""
        self._song = song
        self._measure()
        self.scroll_to(x=0, y=0, animate=False, force=True)

    def song_changed(self, song: Song, touched: Touched) -> None:
        """Draw another state of the song: all of it, or only the touched cells and what they hold."""
        self._song = song
        if touched.structure:
            self._measure()
            return
        here = [place for place in touched.cells if place.section == self._view.cursor.section]
        changed = {lane: self._rows.changed(song, lane) for lane in {place.lane for place in here}}
        for lane, rows in changed.items():
            self._refresh_lane(lane, rows)
        for place in here:
            if place.row not in changed[place.lane]:
                self._refresh_lane(place.lane, range(place.row, place.row + 1))

    def everything_changed(self) -> None:
        """Draw all anew: another section, other colours, another candidate."""
        self._measure()

    def rows_changed(self, *rows: int) -> None:
        """Draw some rows anew."""
        self.refresh(*(Region(0, self._line(row), self.size.width, 1) for row in rows))

    def cursor_moved(self, before: Place) -> None:
        """Draw the cursor where it is and no longer where it was."""
        if before.section != self._view.cursor.section:
            self._measure()
        else:
            self.rows_changed(before.row, self._view.cursor.row)
            if before.lane != self._view.cursor.lane:
                self.refresh(Region(0, 0, self.size.width, HEAD))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll so that the cursor can be seen, a page at a time when it leaves the page by far."""
        self.show_row(self._view.cursor.row)
        left = sum(self._widths[: self._view.cursor.lane])
        right = left + self._width(self._view.cursor.lane)
        x, room = self.scroll_offset.x, self.size.width - GUTTER
        if left < x or right > x + room:
            self.scroll_to(
                x=max(0, min(left, right - room) if left >= x else left), animate=False, force=True
            )

    def show_row(self, row: int) -> None:
        """Scroll so that a row can be seen."""
        if not self.is_visible(row):
            # By most of a page: a line at a time would send the whole page for every row.
            kept = self.page // KEPT
            top = row - kept if row > self.scroll_offset.y else row - self.page + kept + 1
            self.scroll_to(y=max(0, top), animate=False, force=True)

    def flip_to(self, row: int) -> None:
        """Put a row at the top of the page, if it is not on it."""
        if not self.is_visible(row):
            self.scroll_to(y=row, animate=False, force=True)

    def centre(self, row: int) -> None:
        """Put a row in the middle of the page."""
        self.scroll_to(y=max(0, row - self.page // 2), animate=False, force=True)

    def head_changed(self) -> None:
        """Draw the lane names anew."""
        self.refresh(Region(0, 0, self.size.width, HEAD))

    def is_visible(self, row: int) -> bool:
        """Whether a row is on the page."""
        return 0 <= row - self.scroll_offset.y < self.page

    @property
    def page(self) -> int:
        """Rows that fit on the page."""
        return max(1, self.size.height - HEAD)

    def _line(self, row: int) -> int:
        line = row - self.scroll_offset.y
        return line + HEAD if line >= 0 else -1

    def _refresh_lane(self, lane: int, rows: range) -> None:
        """Draw some rows of a lane anew, as far as they are on the page."""
        left = GUTTER + sum(self._widths[:lane]) - self.scroll_offset.x
        top = max(HEAD, rows.start - self.scroll_offset.y + HEAD)
        bottom = min(self.size.height, rows.stop - self.scroll_offset.y + HEAD)
        if rows and bottom > top:
            self.refresh(Region(max(0, left), top, self._width(lane), bottom - top))

    @property
    def _widths(self) -> tuple[int, ...]:
        return self._rows.widths

    def _width(self, lane: int) -> int:
        return self._widths[lane] if lane < len(self._widths) else 0

    # Lines ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen: a head line, a row, or nothing below the last row."""
        width, left = self.size.width, self.scroll_offset.x
        row = y - HEAD + self.scroll_offset.y
        if y >= HEAD and 0 <= row < self._section.length:
            segments = self._rows.line(row, left, width)
        elif y < HEAD:
            fixed, moving = self._head(y)
            segments = [*fixed, *Strip(moving).crop(left, left + width - GUTTER)]
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, style(bgcolor=self._palette.ground))

    def _head(self, y: int) -> tuple[list[Segment], list[Segment]]:
        palette = self._palette
        plain = style(color=palette.dim, bgcolor=palette.raised)
        segments: list[Segment] = []
        head = self._view.playhead
        levels: tuple[int, ...] = ()
        if y and self._view.show_meters and head.playing:
            levels = levels_at(self._song, head.section, head.row)
        for index, (lane, width) in enumerate(zip(self._song.lanes, self._widths, strict=False)):
            if y == 0:
                name = picture.lane_head(palette, lane, width, here=index == self._view.cursor.lane)
                segments += [name, Segment(" " * (width - name.cell_length), plain)]
            else:
                segments += picture.lane_foot(palette, lane, width, levels[index] if levels else 0)
        rule = style(color=palette.rule, bgcolor=palette.raised)
        line = " " if y == 0 else "─"
        return [Segment(line * GUTTER, rule)], [*segments, Segment(line * self.size.width, rule)]

    # Hands ------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Hand on the key at once, so that typing and commands keep their order in a burst."""
        stroke = event.stroke if isinstance(event, KeyPressed) else UNKNOWN
        character = event.character if event.is_printable else None
        if self._hands.press(event.key, character, event.time, stroke):
            event.stop()
            event.prevent_default()

    def on_key_released(self, event: KeyReleased) -> None:
        """Hand on the release; it comes the way of its key, so never before it."""
        self._hands.release(event.code, event.time)

    def on_blur(self) -> None:
        """Keys go elsewhere from now on, and so do their releases."""
        self._hands.let_go()

    def on_paste(self, event: events.Paste) -> None:
        """Hand on pasted text as one thing."""
        event.stop()
        self._hands.paste(event.text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, and begin a block; with Shift, draw the block to there.

        The right button opens the block menu there, above a lane the lanes.
        """
        self._again = event.button == 1 and not event.shift and self._is_on_cursor(event)
        if event.button == 3:
            self._ask(event)
        elif event.button == 1 and not self._turned(event) and self._point(event, mark=event.shift):
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the block to where the mouse is."""
        if event.button == 1 and self.app.mouse_captured is self:
            self._again = self._again and self._place(event) == self._view.cursor
            self._point(event, mark=True)

    def on_mouse_up(self) -> None:
        """End the block."""
        self.release_mouse()

    def on_click(self) -> None:
        """A click on the cell of the cursor opens it, as Enter does."""
        if self._again:
            self._again = False
            self._hands.action_run("write.cell")

    def _is_on_cursor(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on the cell of the cursor, and nothing is open or marked that a click ends."""
        plain = self.has_focus and self._view.editor is None and self._view.marked is None
        return plain and event.y >= HEAD and self._place(event) == self._view.cursor

    def _ask(self, event: events.MouseEvent) -> None:
        place, marked = self._place(event), self._view.marked
        # In a block the menu is about the block; elsewhere about the cell.
        known = place is not None and marked is not None and place in marked
        if known or self._point(event, mark=False):
            self._hands.action_run("lane.open" if event.y < HEAD else "block.menu")

    def _turned(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on a word above a lane; then that is switched off."""
        lane = self._lane(event)
        if lane is None or event.y != HEAD - 1:
            return False
        x = event.x - GUTTER + self.scroll_offset.x - sum(self._widths[:lane])
        for flag in picture.lane_flags(self._song.lanes[lane], self._widths[lane]):
            if flag.start <= x < flag.start + len(flag.word):
                self._hands.turn(lane, flag.action)
                return True
        return False

    def _lane(self, event: events.MouseEvent) -> int | None:
        """The lane under the mouse."""
        x = event.x - GUTTER + self.scroll_offset.x
        if event.x < GUTTER:
            return None
        return next((index for index, edge in enumerate(accumulate(self._widths)) if 0 <= x < edge), None)

    def _place(self, event: events.MouseEvent) -> Place | None:
        """The cell under the mouse; of the name of a lane, the one in the row of the cursor."""
        lane, row = self._lane(event), event.y - HEAD + self.scroll_offset.y
        if lane is None or event.y < 0 or row >= self._section.length:
            return None
        row = self._view.cursor.row if event.y < HEAD else row
        return self._view.cursor._replace(lane=lane, row=row)

    def _point(self, event: events.MouseEvent, *, mark: bool) -> bool:
        place = self._place(event)
        if place is None:
            return False
        if not (mark and place == self._view.cursor):
            self._hands.point(place.lane, place.row, mark=mark)
        return True
