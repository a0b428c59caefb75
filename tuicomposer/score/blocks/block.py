"""Rectangles of cells, and how an operation goes through them lane by lane."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Cell, Column
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place, Song
from tuicomposer.score.text import visible


@dataclass(frozen=True)
class Block:
    """A rectangle of one section, its last lane and row included."""

    section: int
    first_lane: int
    last_lane: int
    first_row: int
    last_row: int

    def __contains__(self, place: object) -> bool:
        return (
            isinstance(place, Place)
            and place.section == self.section
            and self.first_lane <= place.lane <= self.last_lane
            and self.first_row <= place.row <= self.last_row
        )

    @property
    def lanes(self) -> range:
        """Its lanes."""
        return range(self.first_lane, self.last_lane + 1)

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.first_row, self.last_row + 1)

    @property
    def first(self) -> Place:
        """Its first cell: top left."""
        return Place(self.section, self.first_lane, self.first_row)

    @property
    def last(self) -> Place:
        """Its last cell: bottom right."""
        return Place(self.section, self.last_lane, self.last_row)

    def places(self) -> Iterator[Place]:
        """Its places, lane by lane."""
        return (Place(self.section, lane, row) for lane in self.lanes for row in self.rows)


def between(one: Place, other: Place) -> Block:
    """The rectangle with two corners in the same section."""
    lanes, rows = sorted((one.lane, other.lane)), sorted((one.row, other.row))
    return Block(one.section, lanes[0], lanes[1], rows[0], rows[1])


def fits(song: Song, block: Block) -> bool:
    """Whether all of a block is in a song."""
    return (
        block.section < len(song.sections)
        and block.last_lane < len(song.lanes)
        and block.last_row < song.sections[block.section].length
    )


def cell_at(song: Song, place: Place) -> Cell | None:
    """The cell at a place."""
    return song.sections[place.section].cell(place.lane, place.row)


def column_of(song: Song, block: Block, lane: int) -> Column:
    """The cells of one lane of a block."""
    return song.sections[block.section].columns[lane][block.first_row : block.last_row + 1]


def changes(song: Song, edit: SetCells) -> bool:
    """Whether an edit of cells would change a song."""
    return any(cell_at(song, place) != cell for place, cell in edit.cells)


# Locked lanes and cells ---------------------------------------------------------------------


def is_locked(song: Song, place: Place) -> bool:
    """Whether block operations leave a cell alone: its lane is locked, or the cell itself."""
    return song.lanes[place.lane].locked or song.sections[place.section].is_locked(place.lane, place.row)


def locked_lanes(song: Song, block: Block) -> tuple[int, ...]:
    """The lanes of a block that block operations leave alone."""
    return tuple(lane for lane in block.lanes if song.lanes[lane].locked)


def kept_remark(song: Song, block: Block) -> str:
    """What of a block stayed because it is locked, in a sentence; empty where nothing is locked."""
    lanes = locked_lanes(song, block)
    if lanes:
        return f"{named(song, lanes)} stayed: locked."
    locks = song.sections[block.section].locks
    if any(
        lock.lane in block.lanes and lock.start <= block.last_row and block.first_row < lock.stop
        for lock in locks
    ):
        return "Locked cells stayed."
    return ""


def named(song: Song, lanes: tuple[int, ...]) -> str:
    """Lanes by name: ``“Alto” and “Bass”``."""
    names = [f"“{visible(song.lanes[lane].name)}”" for lane in lanes]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def unlocked_lanes(song: Song, block: Block) -> tuple[int, ...]:
    """The lanes of a block that may be changed.

    Raises:
        EditError: There is none.
    """
    lanes = tuple(lane for lane in block.lanes if not song.lanes[lane].locked)
    if not lanes:
        raise locked(song, tuple(block.lanes))
    return lanes


def locked(song: Song, lanes: tuple[int, ...]) -> EditError:
    """Why locked lanes are not changed."""
    verb = "is" if len(lanes) == 1 else "are"
    which = "Lane" if len(lanes) == 1 else "Lanes"
    return EditError(f"{which} {named(song, lanes)} {verb} locked and stayed as before.", "Unlock it first.")


# Operations -------------------------------------------------------------------------------

LaneChange = Callable[[Column, int], Column]
"""New cells for those of one lane of a block, as many; gets the lane's index too."""


def lane_by_lane(song: Song, block: Block, change: LaneChange, *, around_locks: bool = False) -> SetCells:
    """The edit that changes each unlocked lane of a block by itself; it names changed cells only.

    Args:
        song: The song.
        block: The block.
        change: What happens to the cells of a lane.
        around_locks: Whether locked cells just stay, as they may where each cell is changed by itself.

    Raises:
        EditError: All lanes are locked, a locked cell would have to change, or ``change`` raised it.
    """
    cells: list[tuple[Place, Cell | None]] = []
    for lane in unlocked_lanes(song, block):
        old = column_of(song, block, lane)
        new = change(old, lane)
        changed = [
            (Place(block.section, lane, block.first_row + row), after)
            for row, (before, after) in enumerate(zip(old, new, strict=True))
            if before != after
        ]
        free = [(place, cell) for place, cell in changed if not is_locked(song, place)]
        if len(free) < len(changed) and not around_locks:
            raise EditError(f"Lane {named(song, (lane,))} has locked cells there.", "Unlock them first.")
        cells += free
    return SetCells(tuple(cells))


def cell_by_cell(song: Song, block: Block, change: Callable[[Cell], Cell | None]) -> SetCells:
    """The edit that changes each filled cell of the unlocked lanes of a block by itself.

    Raises:
        EditError: As for :func:`lane_by_lane`.
    """
    return lane_by_lane(
        song,
        block,
        lambda column, _: tuple(None if cell is None else change(cell) for cell in column),
        around_locks=True,
    )


def cleared(song: Song, block: Block) -> SetCells:
    """The edit that empties a block.

    Raises:
        EditError: All lanes are locked.
    """
    return cell_by_cell(song, block, lambda _: None)
