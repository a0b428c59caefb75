"""The guard of locked cells: what an edit may still write."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.errors import EditError
from tuicomposer.score.edits import Batch, Edit, SetCells, apply
from tuicomposer.score.lock import Lock, tidy, without
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song


def guarded(song: Song, edit: Edit) -> Edit:
    """The edit without the cells that are locked in a song.

    Raises:
        EditError: Nothing else would be written.
    """
    if isinstance(edit, Batch):
        kept = []
        for one in edit.edits:  # each meets the lanes as the ones before it leave them
            kept.append(guarded(song, one))
            song = apply(song, kept[-1]).song
        return Batch(tuple(kept))
    if not isinstance(edit, SetCells):
        return edit
    free = tuple((place, cell) for place, cell in edit.cells if not is_guarded(song, place))
    if len(free) == len(edit.cells):
        return edit
    if not free:
        raise EditError("What would be written is locked.", "Mark it and press Ctrl+L to free it.")
    return SetCells(free)


def is_guarded(song: Song, place: Place) -> bool:
    """Whether a cell is locked by itself; places that do not exist are not."""
    return 0 <= place.section < len(song.sections) and song.sections[place.section].is_locked(
        place.lane, place.row
    )


def turned(section: Section, lanes: range, rows: range) -> Section:
    """A section with a rectangle locked, or freed if all of it is locked."""
    rectangle = [Lock(lane, rows.start, rows.stop) for lane in lanes]
    if all(section.is_locked(lane, row) for lane in lanes for row in rows):
        locks = section.locks
        for run in rectangle:
            locks = without(locks, run)
    else:
        locks = tidy((*section.locks, *rectangle), section.length)
    return replace(section, locks=locks)
