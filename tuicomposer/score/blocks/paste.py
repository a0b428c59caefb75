"""Copies of blocks, and the ways to write them into a song."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tuicomposer.score.blocks.block import Block, column_of, lane_by_lane
from tuicomposer.score.blocks.lanes import check_kind
from tuicomposer.score.blocks.rows import below
from tuicomposer.score.cells import Cell, Column
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place, Song


@dataclass(frozen=True, slots=True)
class Clip:
    """Copied cells."""

    columns: tuple[Column, ...]
    """One column a lane, all of one length."""
    row_ticks: int
    """Length of a row where they were copied."""

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.columns[0])


def copied(song: Song, block: Block) -> Clip:
    """The cells of a block."""
    columns = tuple(column_of(song, block, lane) for lane in block.lanes)
    return Clip(columns, song.sections[block.section].row_ticks)


def target(song: Song, at: Place, clip: Clip) -> Block:
    """What a clip covers with its first cell at a place; what sticks out of the section is left away."""
    lane = min(at.lane + len(clip.columns), len(song.lanes)) - 1
    row = min(at.row + clip.rows, song.sections[at.section].length) - 1
    return Block(at.section, at.lane, lane, at.row, row)


def pasted(song: Song, at: Place, clip: Clip) -> SetCells:
    """The edit that writes a clip over what is there, its empty cells too.

    Raises:
        EditError: Chords would meet a lane of notes or notes a chord lane, or all lanes are locked.
    """
    return flooded(song, target(song, at, clip), clip)


def mixed(song: Song, at: Place, clip: Clip) -> SetCells:
    """The edit that writes a clip into the empty cells only.

    Raises:
        EditError: As for :func:`pasted`.
    """
    block = target(song, at, clip)

    def filled(column: Column, lane: int) -> Column:
        new = _cells(song, block, clip, lane)
        return tuple(old if old is not None else cell for old, cell in zip(column, new, strict=True))

    return lane_by_lane(song, block, filled, around_locks=True)


def inserted(song: Song, at: Place, clip: Clip) -> SetCells:
    """The edit that writes a clip and moves what was there down, to the end of the section.

    Raises:
        EditError: As for :func:`pasted`.
    """
    block = target(song, at, clip)

    def pushed(column: Column, lane: int) -> Column:
        return (*_cells(song, block, clip, lane), *column)[: len(column)]

    return lane_by_lane(song, below(song, block), pushed)


def flooded(song: Song, block: Block, clip: Clip) -> SetCells:
    """The edit that writes a clip again and again from the start of a block to its last row.

    Lanes of the block that the clip does not have stay as they are.

    Raises:
        EditError: As for :func:`pasted`.
    """
    block = replace(block, last_lane=min(block.last_lane, block.first_lane + len(clip.columns) - 1))
    return lane_by_lane(song, block, lambda _, lane: _cells(song, block, clip, lane), around_locks=True)


def _cells(song: Song, block: Block, clip: Clip, lane: int) -> Column:
    """The cells of a clip for one lane of a block, repeated to its length."""
    column = clip.columns[lane - block.first_lane]
    check_kind(song, lane, column)
    ticks = song.sections[block.section].row_ticks
    return tuple(_fitted(column[row % len(column)], clip.row_ticks, ticks) for row in range(len(block.rows)))


def _fitted(cell: Cell | None, old_ticks: int, new_ticks: int) -> Cell | None:
    """A cell whose offset is the same share of another length of row."""
    return cell and replace(cell, offset=int(cell.offset * new_ticks / old_ticks))
