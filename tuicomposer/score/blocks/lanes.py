"""Lanes of a block change places."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.errors import EditError
from tuicomposer.score.blocks.block import Block, column_of, lane_by_lane, locked, locked_lanes, named
from tuicomposer.score.cells import ChordCell, Column, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song


def swapped(song: Song, block: Block) -> SetCells:
    """The edit that mirrors the lanes of a block: the first changes places with the last, and so inwards.

    A block of one lane changes places with the lane to its right.

    Raises:
        EditError: A lane is locked, a chord would meet a lane of notes, or there is no other lane.
    """
    if block.first_lane == block.last_lane:
        if block.last_lane + 1 == len(song.lanes):
            raise EditError("There is no lane to the right to swap with.", "Mark two lanes.")
        block = replace(block, last_lane=block.last_lane + 1)
    held = locked_lanes(song, block)
    if held:
        raise locked(song, held)
    columns = {
        lane: column_of(song, block, block.first_lane + block.last_lane - lane) for lane in block.lanes
    }
    for lane, column in columns.items():
        check_kind(song, lane, column)
    return lane_by_lane(song, block, lambda _, lane: columns[lane])


def check_kind(song: Song, lane: int, column: Column) -> None:
    """Make sure that cells can stand in a lane.

    Raises:
        EditError: They are chords and the lane takes notes, or the other way round.
    """
    chords = song.lanes[lane].role is Role.CHORDS
    if any(isinstance(cell, Note if chords else ChordCell) for cell in column):
        takes, other = ("chords", "notes") if chords else ("notes", "chords")
        raise EditError(
            f"Lane {named(song, (lane,))} takes {takes}, not {other}.", "Choose a lane of that kind."
        )
