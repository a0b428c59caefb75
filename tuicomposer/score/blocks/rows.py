"""Rows and bars: put in and taken out, in the lanes of a block or in all lanes."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.errors import EditError
from tuicomposer.score import lock
from tuicomposer.score.blocks.block import Block, column_of, lane_by_lane, locked, unlocked_lanes
from tuicomposer.score.cells import Column
from tuicomposer.score.edits import ReplaceSections, SetCells
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song


def pushed_down(song: Song, block: Block) -> SetCells:
    """The edit that puts empty rows in place of a block; its lanes move down, to the end of the section.

    What falls off there is counted by :func:`fallen`.

    Raises:
        EditError: All lanes are locked.
    """
    empty: Column = (None,) * len(block.rows)
    return lane_by_lane(song, below(song, block), lambda column, _: (*empty, *column)[: len(column)])


def pulled_up(song: Song, block: Block) -> SetCells:
    """The edit that takes the rows of a block out of its lanes; what is below moves up.

    Raises:
        EditError: All lanes are locked.
    """
    rows = len(block.rows)
    return lane_by_lane(
        song, below(song, block), lambda column, _: (*column[rows:], *((None,) * min(rows, len(column))))
    )


def below(song: Song, block: Block) -> Block:
    """A block and all below it in its lanes."""
    return replace(block, last_row=song.sections[block.section].length - 1)


def fallen(song: Song, block: Block) -> int:
    """How many filled cells fall off the end of the section when a block is pushed down."""
    lanes = unlocked_lanes(song, block)
    rows = min(len(block.rows), song.sections[block.section].length - block.first_row)
    return sum(
        cell is not None for lane in lanes for cell in column_of(song, below(song, block), lane)[-rows:]
    )


def fallen_remark(count: int) -> str:
    """How many cells fell off the end of the section, in a sentence; empty for none."""
    return f"{count} cell{'s' * (count != 1)} fell off the end." if count else ""


def bars_of(section: Section, block: Block) -> range:
    """The rows of the bars that a block touches."""
    first, last = section.position(block.first_row).bar, section.position(block.last_row).bar
    return range(section.bar_start(first), min(section.bar_start(last + 1), section.length))


def rows_inserted(song: Song, index: int, row: int, count: int) -> ReplaceSections:
    """The edit that puts empty rows before a row, in all lanes; the section grows, locked cells move along.

    Raises:
        EditError: A locked lane would move, or the section would be too long.
    """
    section = song.sections[index]
    _check_locked(song, section, row)
    empty: Column = (None,) * count
    columns = tuple((*column[:row], *empty, *column[row:]) for column in section.columns)
    locks = lock.rows_inserted(section.locks, row, count, range(len(song.lanes)))
    return _with(song, index, replace(section, length=section.length + count, columns=columns, locks=locks))


def rows_removed(song: Song, index: int, rows: range) -> ReplaceSections:
    """The edit that takes rows out of all lanes; the section shrinks. A pickup goes if all of it is taken.

    Raises:
        EditError: A locked lane would change, a row is locked, or nothing would be left.
    """
    section = song.sections[index]
    _check_locked(song, section, rows.start)
    if any(each.start < rows.stop and rows.start < each.stop for each in section.locks):
        raise EditError("Some of these rows are locked.", "Unlock them first.")
    length = section.length - len(rows)
    if length < 1:
        raise EditError("A section keeps at least one row.", "Remove fewer rows, or clear them.")
    columns = tuple((*column[: rows.start], *column[rows.stop :]) for column in section.columns)
    pickup = 0 if rows.start == 0 and rows.stop >= section.pickup else section.pickup
    locks = lock.rows_removed(section.locks, rows.start, len(rows), range(len(song.lanes)))
    changed = replace(section, length=length, columns=columns, pickup=pickup, locks=locks)
    return _with(song, index, changed)


def bars_inserted(song: Song, block: Block) -> ReplaceSections:
    """The edit that puts as many empty bars as a block touches before the first of them, in all lanes.

    Before a pickup there can be no bar, so that they come behind it.

    Raises:
        EditError: As for :func:`rows_inserted`.
    """
    section = song.sections[block.section]
    first, last = section.position(block.first_row).bar, section.position(block.last_row).bar
    row = min(section.bar_start(max(first, 1)), section.length)
    return rows_inserted(song, block.section, row, (last - first + 1) * section.rows_per_bar)


def bars_removed(song: Song, block: Block) -> ReplaceSections:
    """The edit that takes the bars that a block touches out of all lanes.

    Raises:
        EditError: As for :func:`rows_removed`.
    """
    return rows_removed(song, block.section, bars_of(song.sections[block.section], block))


def _check_locked(song: Song, section: Section, row: int) -> None:
    lanes = tuple(
        index
        for index, lane in enumerate(song.lanes)
        if lane.locked and any(cell is not None for cell in section.columns[index][row:])
    )
    if lanes:
        raise locked(song, lanes)


def _with(song: Song, index: int, section: Section) -> ReplaceSections:
    return ReplaceSections((*song.sections[:index], section, *song.sections[index + 1 :]), song.order)
