"""Sections on another grid, of another length or pickup: what fits stays, what is lost is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Cell, Column, Note, row_and_offset
from tuicomposer.score.lock import rows_inserted, rows_removed
from tuicomposer.score.section import Section
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import ticks_per_row


class Refit(NamedTuple):
    """A changed section and what it costs."""

    section: Section
    lost: int
    """Cells that found no place."""


def on_grid(section: Section, rows_per_beat: int) -> Refit:
    """A section with another number of rows to the beat; every cell keeps its time.

    What falls between two rows keeps its distance as an offset. Where several cells of a lane fall
    into one row, the first note or chord stays, or else the first cell.

    Raises:
        EditError: The number is not permitted, bars, pickup or end would fall between rows, or cells
            of a row that is locked would be lost.
    """
    frame = replace(section, rows_per_beat=rows_per_beat, columns=(), length=1, pickup=0, locks=())
    old, new = section.row_ticks, ticks_per_row(rows_per_beat)
    if section.ticks % new or section.pickup * old % new:
        part = "end" if section.ticks % new else "pickup"
        raise EditError(
            f"The {part} of section “{visible(section.name)}” would fall between two rows.",
            "Let it fall on a beat first.",
        )
    length = section.ticks // new
    lost = 0
    columns: list[Column] = []
    for column in section.columns:
        placed: list[Cell | None] = [None] * length
        for row, cell in enumerate(column):
            if cell is None:
                continue
            at, offset = row_and_offset(row * old, cell.offset, new)
            moved = replace(cell, offset=offset)
            if placed[at] is not None:
                lost += 1
                _check_locks(section, range(row, row + 1))
            placed[at] = _stronger(placed[at], moved)
        columns.append(tuple(placed))
    # A lock covers every row that it touches.
    locks = tuple(
        lock._replace(start=lock.start * old // new, stop=-(-lock.stop * old // new))
        for lock in section.locks
    )
    pickup = section.pickup * old // new
    return Refit(replace(frame, length=length, columns=tuple(columns), pickup=pickup, locks=locks), lost)


def of_bars(section: Section, bars: int) -> Refit:
    """A section with another number of full bars; the pickup stays.

    Raises:
        EditError: The section would be too long or empty.
    """
    return of_rows(section, section.pickup + bars * section.rows_per_bar)


def of_rows(section: Section, length: int) -> Refit:
    """A section with another number of rows, taken from or added to its end.

    Raises:
        EditError: The section would be too long or empty.
    """
    _check_locks(section, range(max(0, length), section.length))
    lost = _cells(section, slice(max(0, length), None))
    more = (None,) * (length - section.length)
    columns = tuple((*column[: max(0, length)], *more) for column in section.columns)
    return Refit(replace(section, length=length, columns=columns), lost)


def with_pickup(section: Section, pickup: int) -> Refit:
    """A section with another number of rows before its first full bar; the bars stay as they are.

    Raises:
        EditError: The pickup is as long as a bar, or the section too long or too short.
    """
    change = pickup - section.pickup
    lanes = range(len(section.columns))
    if change >= 0:
        columns = tuple(((None,) * change + column) for column in section.columns)
        locks = rows_inserted(section.locks, 0, change, lanes)
        lost = 0
    else:
        _check_locks(section, range(-change))
        lost = _cells(section, slice(None, -change))
        columns = tuple(column[-change:] for column in section.columns)
        locks = rows_removed(section.locks, 0, -change, lanes)
    length = section.length + change
    return Refit(replace(section, pickup=pickup, length=length, columns=columns, locks=locks), lost)


def _check_locks(section: Section, rows: range) -> None:
    """Refuse to lose rows in which cells are locked."""
    if any(lock.start < rows.stop and rows.start < lock.stop for lock in section.locks):
        raise EditError("Locked cells would be lost.", "Unlock them first.")


def _cells(section: Section, rows: slice) -> int:
    return sum(cell is not None for column in section.columns for cell in column[rows])


def _stronger(one: Cell | None, two: Cell) -> Cell:
    """Which of two cells keeps a row: what sounds before what ends, else the first."""
    if one is None:
        return two
    return two if not _sounds(one) and _sounds(two) else one


def _sounds(cell: Cell) -> bool:
    return isinstance(cell, Note) or hasattr(cell, "chord")
