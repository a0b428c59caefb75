"""The mask: whether an operation changes notes and velocities, or only one of them."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from tuicomposer.score.blocks.block import cell_at
from tuicomposer.score.cells import DEFAULT_VELOCITY, Cell, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Song


class Mask(StrEnum):
    """What block operations change."""

    ALL = "notes and velocity"
    NOTES = "notes"
    VELOCITY = "velocity"

    @property
    def following(self) -> Mask:
        """The mask after this one, round and round."""
        masks = tuple(Mask)
        return masks[(masks.index(self) + 1) % len(masks)]


def masked(song: Song, edit: SetCells, mask: Mask) -> SetCells:
    """What is left of an edit of cells behind a mask.

    Behind ``NOTES`` a note that replaces a note takes over its velocity. Behind ``VELOCITY`` only
    velocities of notes that are there change; one that would be emptied gets the usual velocity.
    """
    if mask is Mask.ALL:
        return edit
    through = _notes if mask is Mask.NOTES else _velocity
    cells = ((place, through(cell_at(song, place), cell)) for place, cell in edit.cells)
    return SetCells(tuple((place, cell) for place, cell in cells if cell != cell_at(song, place)))


def _notes(old: Cell | None, new: Cell | None) -> Cell | None:
    if isinstance(old, Note) and isinstance(new, Note):
        return replace(new, velocity=old.velocity)
    return new


def _velocity(old: Cell | None, new: Cell | None) -> Cell | None:
    if not isinstance(old, Note):
        return old
    if new is None:
        return replace(old, velocity=DEFAULT_VELOCITY)
    return replace(old, velocity=new.velocity) if isinstance(new, Note) else old
