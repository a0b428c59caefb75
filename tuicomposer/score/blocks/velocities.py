"""Operations on velocity: louder and softer, to scale, straight from the first to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuicomposer.errors import EditError
from tuicomposer.score.blocks.block import Block, cell_by_cell, lane_by_lane
from tuicomposer.score.cells import Cell, Column, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Song

MAX_PERCENT = 1000


def with_velocity(song: Song, block: Block, change: int) -> SetCells:
    """The edit that makes the notes of a block softer or louder, within 1 to 127.

    Raises:
        EditError: All lanes are locked.
    """
    return _each_note(song, block, lambda velocity: velocity + change)


def scaled(song: Song, block: Block, percent: int) -> SetCells:
    """The edit that multiplies the velocities of a block by a percentage, within 1 to 127.

    Raises:
        EditError: The percentage is not 1 to 1000, or all lanes are locked.
    """
    if not 1 <= percent <= MAX_PERCENT:
        raise EditError(f"{percent} % is out of range.", f"Use 1 to {MAX_PERCENT} %; 100 % changes nothing.")
    return _each_note(song, block, lambda velocity: (velocity * percent + 50) // 100)


def _each_note(song: Song, block: Block, change: Callable[[int], int]) -> SetCells:
    def changed(cell: Cell) -> Cell:
        if not isinstance(cell, Note):
            return cell
        return replace(cell, velocity=max(1, min(127, change(cell.velocity))))

    return cell_by_cell(song, block, changed)


def interpolated(song: Song, block: Block) -> SetCells:
    """The edit that leads the velocities of each lane straight from its first note to its last.

    Raises:
        EditError: All lanes are locked.
    """

    def straight(column: Column, _: int) -> Column:
        rows = [row for row, cell in enumerate(column) if isinstance(cell, Note)]
        first, last = (column[rows[0]], column[rows[-1]]) if rows else (None, None)
        if not (isinstance(first, Note) and isinstance(last, Note)):
            return column
        span = max(1, rows[-1] - rows[0])
        rise = last.velocity - first.velocity
        return tuple(
            replace(cell, velocity=first.velocity + (2 * rise * (row - rows[0]) + span) // (2 * span))
            if isinstance(cell, Note)
            else cell
            for row, cell in enumerate(column)
        )

    return lane_by_lane(song, block, straight, around_locks=True)


def backwards(song: Song, block: Block) -> SetCells:
    """The edit that gives the velocities of each lane to its notes in the opposite order.

    Raises:
        EditError: All lanes are locked.
    """

    def turned(column: Column, _: int) -> Column:
        values = [cell.velocity for cell in column if isinstance(cell, Note)]
        return tuple(
            replace(cell, velocity=values.pop()) if isinstance(cell, Note) else cell for cell in column
        )

    return lane_by_lane(song, block, turned)
