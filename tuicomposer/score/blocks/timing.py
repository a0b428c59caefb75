"""Operations on time: reverse, double, halve, shift."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.errors import EditError
from tuicomposer.score.blocks.block import Block, lane_by_lane, named
from tuicomposer.score.cells import Cell, ChordCell, Column, Note, Off, row_and_offset
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Song


def retrograde(song: Song, block: Block) -> SetCells:
    """The edit that plays each lane of a block backwards; every note, chord and rest keeps its length.

    What sounded into the block from above becomes a rest at its end.

    Raises:
        EditError: All lanes are locked.
    """
    return lane_by_lane(song, block, lambda column, _: _backwards(column))


def _backwards(column: Column) -> Column:
    rows = len(column)
    events = [(row, cell) for row, cell in enumerate(column) if cell is not None]
    if not events:
        return column
    ends = [row for row, _ in events[1:]] + [rows]
    cells: list[Cell | None] = [None] * rows
    for (_, cell), end in zip(events, ends, strict=True):
        cells[rows - end] = cell
    first, opening = events[0]
    if first > 0 and not isinstance(opening, Off):
        cells[rows - first] = Off()
    return tuple(cells)


def doubled(song: Song, block: Block) -> SetCells:
    """The edit that spreads each lane of a block over twice as many rows.

    The rows below that it needs MUST be free of notes and chords; a note-off there moves to the new end.

    Raises:
        EditError: There is music below, the section ends too early, or all lanes are locked.
    """
    section, rows = song.sections[block.section], len(block.rows)
    ticks = section.row_ticks
    area = replace(block, last_row=min(block.first_row + 2 * rows, section.length - 1))

    def spread(column: Column, lane: int) -> Column:
        moved: list[Cell | None] = [None] * len(column)
        for row, cell in enumerate(column[:rows]):
            if cell is not None:
                target, offset = row_and_offset(2 * row * ticks, 2 * cell.offset, ticks)
                if target >= len(column):
                    raise EditError("The block would reach past the end of the section.", "Add bars first.")
                if moved[target] is not None:
                    what = f"Two cells of lane {named(song, (lane,))} would share a row."
                    raise EditError(what, "Move one of them first.")
                moved[target] = replace(cell, offset=offset)
        below = column[rows : 2 * rows]
        if any(isinstance(cell, Note | ChordCell) for cell in below):
            raise EditError(
                f"Lane {named(song, (lane,))} has music in the {rows} rows below the block.",
                "Clear or move it first.",
            )
        if len(column) > 2 * rows:
            offs = [cell for cell in below if cell is not None]
            moved[2 * rows] = column[2 * rows] or (offs[0] if offs else None)
        return tuple(moved)

    return lane_by_lane(song, area, spread)


def halved(song: Song, block: Block) -> SetCells:
    """The edit that squeezes each lane of a block into half as many rows.

    What would stand between two rows gets an offset. A note-off ends the last note of a lane where
    the block ended in half; the rows that become free stay empty.

    Raises:
        EditError: Two cells would fall into one row, or all lanes are locked.
    """
    ticks = song.sections[block.section].row_ticks
    half = (len(block.rows) + 1) // 2

    def squeezed(column: Column, lane: int) -> Column:
        moved: list[Cell | None] = [None] * len(column)
        last: Cell | None = None
        for row, cell in enumerate(column):
            if cell is None:
                continue
            target, offset = row_and_offset(row * ticks // 2, int(cell.offset / 2), ticks)
            if moved[target] is not None:
                raise EditError(
                    f"Two cells of lane {named(song, (lane,))} would fall into one row.",
                    "Clear one of them, or use a section with more rows a beat.",
                )
            moved[target] = last = replace(cell, offset=offset)
        if isinstance(last, Note) and half < len(column):
            moved[half] = Off()
        return tuple(moved)

    return lane_by_lane(song, block, squeezed)


def shifted(song: Song, block: Block, rows: int) -> SetCells:
    """The edit that moves a block down (1) or up (-1) by a row; the row in its way goes to its other side.

    Raises:
        EditError: The section ends there, or all lanes are locked.
    """
    last = song.sections[block.section].length - 1
    if (rows > 0 and block.last_row == last) or (rows < 0 and block.first_row == 0):
        end = "end" if rows > 0 else "start"
        raise EditError(f"The block is at the {end} of the section.", "It cannot move any further.")
    if rows > 0:
        area = replace(block, last_row=block.last_row + 1)
        return lane_by_lane(song, area, lambda column, _: (column[-1], *column[:-1]))
    area = replace(block, first_row=block.first_row - 1)
    return lane_by_lane(song, area, lambda column, _: (*column[1:], column[0]))
