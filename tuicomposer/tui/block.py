"""Rectangles of cells, and the edits and clips made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place, Song


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

    def places(self) -> Iterator[Place]:
        """Its places, lane by lane."""
        return (Place(self.section, lane, row) for lane in self.lanes for row in self.rows)


Clip = tuple[tuple[Cell | None, ...], ...]
"""Copied cells, one column a lane."""


def between(one: Place, other: Place) -> Block:
    """The rectangle with two corners in the same section."""
    lanes, rows = sorted((one.lane, other.lane)), sorted((one.row, other.row))
    return Block(one.section, lanes[0], lanes[1], rows[0], rows[1])


def copied(song: Song, block: Block) -> Clip:
    """The cells of a block."""
    columns = song.sections[block.section].columns
    return tuple(columns[lane][block.first_row : block.last_row + 1] for lane in block.lanes)


def cleared(block: Block) -> SetCells:
    """The edit that empties a block."""
    return SetCells(tuple((place, None) for place in block.places()))


def pasted(song: Song, at: Place, clip: Clip) -> SetCells:
    """The edit that writes a clip with its first cell at a place; what sticks out is left away."""
    section = song.sections[at.section]
    cells = [
        (Place(at.section, at.lane + right, at.row + down), cell)
        for right, column in enumerate(clip[: len(song.lanes) - at.lane])
        for down, cell in enumerate(column[: section.length - at.row])
    ]
    return SetCells(tuple(cells))


def transposed(song: Song, block: Block, semitones: int) -> SetCells:
    """The edit that moves the notes and chords of a block.

    Raises:
        EditError: A note would leave the MIDI range.
    """
    flats = song.key is not None and song.key.flats
    cells = [
        (place, _moved(cell, semitones, flats))
        for place in block.places()
        if (cell := _cell(song, place)) is not None
    ]
    return SetCells(tuple(cells))


def _moved(cell: Cell, semitones: int, flats: bool) -> Cell:
    if isinstance(cell, Note):
        pitch = cell.pitch + semitones
        if not 0 <= pitch <= 127:
            raise EditError("A note would leave the MIDI range.", "It goes from C-1 to G9.")
        return replace(cell, pitch=pitch)
    if isinstance(cell, ChordCell):
        return replace(cell, chord=cell.chord.transposed(semitones, flats=flats))
    return cell


def with_velocity(song: Song, block: Block, change: int) -> SetCells:
    """The edit that makes the notes of a block softer or louder, within 1 to 127."""
    return SetCells(
        tuple(
            (place, replace(cell, velocity=max(1, min(127, cell.velocity + change))))
            for place in block.places()
            if isinstance(cell := _cell(song, place), Note)
        )
    )


def rows_moved(song: Song, at: Place, rows: int) -> SetCells:
    """The edit that moves the rest of a lane down (1) or up (-1) by a row, to the end of the section."""
    section = song.sections[at.section]
    column = section.columns[at.lane]
    rest = (None, *column[at.row : -1]) if rows > 0 else (*column[at.row + 1 :], None)
    return SetCells(tuple((at._replace(row=at.row + index), cell) for index, cell in enumerate(rest)))


def _cell(song: Song, place: Place) -> Cell | None:
    return song.sections[place.section].cell(place.lane, place.row)
