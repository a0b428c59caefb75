"""Draws rows of the section that is shown: which marks and colours each cell has."""

from __future__ import annotations

from itertools import accumulate

from rich.segment import Segment

from tuicomposer.score.cells import Cell
from tuicomposer.score.origin import confidence_of
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song
from tuicomposer.tui import picture
from tuicomposer.tui.hues import coloured
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import GUTTER, Marks, style
from tuicomposer.tui.view import Colouring, View

_PLAIN, _HELD = Marks(), Marks(held=True)


class Rows:
    """The rows of the section of the cursor, for a grid that places and crops them.

    Args:
        song: The song.
        view: What the person looks at.
        palette: The colours.
    """

    def __init__(self, song: Song, view: View, palette: Palette) -> None:
        self._song = song
        self._view = view
        self._palette = palette
        self._held: dict[int, tuple[bool, ...]] = {}
        self.widths: tuple[int, ...] = ()
        """Columns of each lane."""

    def show_palette(self, palette: Palette) -> None:
        """Draw with other colours from now on."""
        self._palette = palette

    def measure(self, song: Song, width: int) -> None:
        """Forget what was computed; give each lane its share of a width."""
        self._song = song
        self.widths = picture.lane_widths(song.lanes, width)
        self._held.clear()

    def changed(self, song: Song, lane: int) -> range:
        """Take in a song with other cells in a lane; the rows where something else is held now."""
        before = self._held.pop(lane, None)
        self._song = song
        after = self._held_in(lane)
        if before is None or len(before) != len(after):
            return range(len(after))
        different = [row for row, (was, now) in enumerate(zip(before, after, strict=True)) if was != now]
        return range(different[0], different[-1] + 1) if different else range(0)

    def line(self, row: int, left: int, width: int) -> list[Segment]:
        """A row from a column of the lanes on: its number and the cells that can be seen.

        Args:
            row: The row; it exists.
            left: First column of the lanes that can be seen.
            width: Columns to fill, the row's number included.
        """
        section, palette = self._section, self._palette
        beat = picture.beat_of(section, row)
        head = self._view.playhead
        sounding = head.playing and (head.section, head.row) == (self._view.cursor.section, row)
        ground = palette.playhead if sounding else picture.row_ground(palette, beat)
        segments = [picture.row_label(palette, beat, ground, here=row == self._view.cursor.row)]
        room = width - GUTTER
        edge = 0
        for lane, stop in enumerate(accumulate(self.widths)):
            if stop > left and edge < left + room:
                segments += self._cropped(self._cell(section, lane, row, ground), edge - left, room)
            edge = stop
        rest = room - max(0, min(room, edge - left))
        return [*segments, Segment(" " * rest, style(bgcolor=ground))] if rest else segments

    @staticmethod
    def _cropped(cell: tuple[Segment, ...], at: int, room: int) -> tuple[Segment, ...] | list[Segment]:
        width = sum(segment.cell_length for segment in cell)
        if at >= 0 and at + width <= room:
            return cell
        _, seen, *_ = Segment.divide(cell, [max(0, -at), min(width, room - at), width])
        return list(seen)

    @property
    def _section(self) -> Section:
        return self._song.sections[self._view.cursor.section]

    def _cell(self, section: Section, lane: int, row: int, ground: str) -> tuple[Segment, ...]:
        view, song = self._view, self._song
        place = Place(view.cursor.section, lane, row)
        cell = section.columns[lane][row]
        ghost = view.ghost
        ghostly = ghost is not None and place in ghost.cells
        if ghost is not None and ghostly:
            cell = ghost.cells[place]
        marks = self._marks(place, cell, ghostly=ghostly)
        lane_of = song.lanes[lane]
        hue = self._palette.dim if lane_of.muted else self._palette.roles[lane_of.role]
        if view.colouring is not Colouring.ROLE and not lane_of.muted:
            hue, sign = coloured(song, view, self._palette, place, cell) or (hue, "")
            marks = marks._replace(sign=sign) if sign else marks
        return picture.cell_segments(
            self._palette,
            hue,
            cell,
            marks,
            ground=ground,
            width=self.widths[lane],
            flats=view.flats_in(song),
        )

    def _marks(self, place: Place, cell: Cell | None, *, ghostly: bool) -> Marks:
        view = self._view
        held = cell is None and self._held_in(place.lane)[place.row]
        locked = bool(self._section.locks) and self._section.is_locked(place.lane, place.row)
        marked, query = view.marked, view.query
        tinted = view.show_realness or view.show_confidence
        special = ghostly or marked or query or tinted or view.editor or locked
        if place != view.cursor and not special:
            return _HELD if held else _PLAIN
        editor = view.editor if view.editor is not None and view.editor.place == place else None
        return Marks(
            cursor=place == view.cursor,
            in_block=marked is not None and place in marked,
            found=query is not None and query.matches(cell),
            ghost=ghostly,
            held=held,
            locked=locked,
            realness=self._sureness(cell) if view.show_confidence else self._realness(place, cell),
            editing=None if editor is None else editor.text,
            refused=editor is not None and bool(editor.problem),
        )

    def _held_in(self, lane: int) -> tuple[bool, ...]:
        if lane not in self._held:
            ghost = self._view.ghost
            section = self._section
            shown = section if ghost is None else ghost.over(section, self._view.cursor.section)
            self._held[lane] = picture.held_rows(shown, lane)
        return self._held[lane]

    @staticmethod
    def _sureness(cell: Cell | None) -> float | None:
        """How surely a cell was heard, drawn as its realness would be."""
        return None if cell is None else confidence_of(cell.origin)

    def _realness(self, place: Place, cell: Cell | None) -> float | None:
        view = self._view
        if not view.show_realness or cell is None:
            return None
        if view.ghost is not None and place in view.ghost.cells:
            return view.ghost.realness.get(place)
        return view.realness.get(place)
