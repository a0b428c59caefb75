"""Edits: every change of a song is a value with an inverse.

:func:`apply` is the one door. It takes a song and an edit and returns the new song, the edit
that takes it back, and what the edit touched; it changes nothing in place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Cell, ChordCell, Column, Note
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.lock import lanes_mapped
from tuicomposer.score.patches import SectionPatch, patch_between, patched
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song


@dataclass(frozen=True, slots=True)
class SetCells:
    """Write cells; ``None`` clears one."""

    cells: tuple[tuple[Place, Cell | None], ...]


@dataclass(frozen=True, slots=True)
class SetField:
    """Replace one of the song's own fields: title, tempo, key, order, swing, extra or recording."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class ReplaceLane:
    """Change a lane's name, role, instrument, mixer setting or lock."""

    index: int
    lane: Lane


@dataclass(frozen=True, slots=True)
class InsertLane:
    """Add a lane with one column for each section."""

    index: int
    lane: Lane
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class RemoveLane:
    """Remove a lane and its columns."""

    index: int


@dataclass(frozen=True, slots=True)
class ReplaceSections:
    """Replace all sections together with the order (insert, remove, resize, rename, change of metre)."""

    sections: tuple[Section, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PatchSections:
    """As :class:`ReplaceSections`, told by what changes; the inverse of either."""

    patches: tuple[SectionPatch, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReplaceSong:
    """Put another song in place of all."""

    song: Song


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one, applied in turn."""

    edits: tuple[Edit, ...]


Edit = (
    SetCells
    | SetField
    | ReplaceLane
    | InsertLane
    | RemoveLane
    | ReplaceSections
    | PatchSections
    | ReplaceSong
    | Batch
)


class Touched(NamedTuple):
    """What an edit changed."""

    cells: frozenset[Place]
    structure: bool
    """Whether lanes, sections, order or song fields changed, so that everything may look different."""


class Applied(NamedTuple):
    """The result of :func:`apply`."""

    song: Song
    inverse: Edit
    touched: Touched


_FIELDS: Final = frozenset({"title", "tempo", "key", "order", "extra", "swing", "recording"})
_STRUCTURE: Final = Touched(frozenset(), True)


def apply(song: Song, edit: Edit) -> Applied:
    """Apply an edit to a song.

    Raises:
        EditError: The edit names a place that does not exist or makes an impossible song; the
            given song is as it was.
    """
    match edit:
        case SetCells():
            return _set_cells(song, edit)
        case SetField(name, value):
            if name not in _FIELDS:
                raise EditError(f"A song has no field “{name}”.", "Edit cells, lanes or sections instead.")
            return Applied(replace(song, **{name: value}), SetField(name, getattr(song, name)), _STRUCTURE)
        case ReplaceLane(index, lane):
            _check_lane(song, index)
            lanes = (*song.lanes[:index], lane, *song.lanes[index + 1 :])
            changed = replace(song, lanes=lanes)
            _check_column_kinds(changed, index)
            return Applied(changed, ReplaceLane(index, song.lanes[index]), _STRUCTURE)
        case InsertLane():
            return _insert_lane(song, edit)
        case RemoveLane(index):
            return _remove_lane(song, index)
        case ReplaceSections() | PatchSections() | ReplaceSong():
            return _replace_much(song, edit)
        case Batch(edits):
            return _batch(song, edits)


def _replace_much(song: Song, edit: ReplaceSections | PatchSections | ReplaceSong) -> Applied:
    match edit:
        case ReplaceSong(other):
            changed = other
        case ReplaceSections(sections, order):
            changed = replace(song, sections=sections, order=order)
        case PatchSections(patches, order):
            changed = replace(song, sections=patched(song, patches), order=order)
    for index in range(len(changed.lanes)):
        _check_column_kinds(changed, index)
    if isinstance(edit, ReplaceSong):
        return Applied(changed, ReplaceSong(song), _STRUCTURE)
    return Applied(changed, PatchSections(patch_between(changed, song), song.order), _STRUCTURE)


def _batch(song: Song, edits: tuple[Edit, ...]) -> Applied:
    inverses: list[Edit] = []
    cells: frozenset[Place] = frozenset()
    structure = False
    for edit in edits:
        song, inverse, touched = apply(song, edit)
        inverses.append(inverse)
        cells |= touched.cells
        structure = structure or touched.structure
    return Applied(song, Batch(tuple(reversed(inverses))), Touched(cells, structure))


def _set_cells(song: Song, edit: SetCells) -> Applied:
    columns: dict[tuple[int, int], list[Cell | None]] = {}
    before: dict[Place, Cell | None] = {}
    for place, cell in edit.cells:
        _check_place(song, place, cell)
        key = (place.section, place.lane)
        column = columns.setdefault(key, list(song.sections[place.section].columns[place.lane]))
        before.setdefault(place, column[place.row])
        column[place.row] = cell
    sections = list(song.sections)
    for (index, lane), column in columns.items():
        section = sections[index]
        changed = (*section.columns[:lane], tuple(column), *section.columns[lane + 1 :])
        sections[index] = replace(section, columns=changed)
    inverse = SetCells(tuple(before.items()))
    return Applied(replace(song, sections=tuple(sections)), inverse, Touched(frozenset(before), False))


def _insert_lane(song: Song, edit: InsertLane) -> Applied:
    if not 0 <= edit.index <= len(song.lanes) or len(edit.columns) != len(song.sections):
        raise EditError(f"Lane {edit.index + 1} cannot be inserted.", "Give one column for each section.")
    at = edit.index
    moved = {lane: lane + (lane >= at) for lane in range(len(song.lanes))}
    sections = tuple(
        replace(
            section,
            columns=(*section.columns[:at], column, *section.columns[at:]),
            locks=lanes_mapped(section.locks, moved),
        )
        for section, column in zip(song.sections, edit.columns, strict=True)
    )
    lanes = (*song.lanes[:at], edit.lane, *song.lanes[at:])
    changed = replace(song, lanes=lanes, sections=sections)
    _check_column_kinds(changed, at)
    return Applied(changed, RemoveLane(at), _STRUCTURE)


def _remove_lane(song: Song, index: int) -> Applied:
    _check_lane(song, index)
    columns = tuple(section.columns[index] for section in song.sections)
    moved = {lane: lane - (lane > index) for lane in range(len(song.lanes)) if lane != index}
    sections = tuple(
        replace(
            section,
            columns=section.columns[:index] + section.columns[index + 1 :],
            locks=lanes_mapped(section.locks, moved),
        )
        for section in song.sections
    )
    lanes = song.lanes[:index] + song.lanes[index + 1 :]
    changed = replace(song, lanes=lanes, sections=sections)
    inverse = InsertLane(index, song.lanes[index], columns)
    if not any(lock.lane == index for section in song.sections for lock in section.locks):
        return Applied(changed, inverse, _STRUCTURE)
    # Inserting a lane brings no locks, so they are put back after it.
    without_locks = _insert_lane(changed, inverse).song
    locks = PatchSections(patch_between(without_locks, song), song.order)
    return Applied(changed, Batch((inverse, locks)), _STRUCTURE)


def _check_lane(song: Song, index: int) -> None:
    if not 0 <= index < len(song.lanes):
        raise EditError(f"There is no lane {index + 1}.", f"The song has {len(song.lanes)} lanes.")


def _check_place(song: Song, place: Place, cell: Cell | None) -> None:
    if not 0 <= place.section < len(song.sections):
        raise EditError(f"There is no section {place.section + 1}.", "Use a section of this song.")
    _check_lane(song, place.lane)
    section = song.sections[place.section]
    if not 0 <= place.row < section.length:
        raise EditError(f"There is no row {place.row}.", f"The section has rows 0 to {section.length - 1}.")
    _check_kind(song.lanes[place.lane], cell, section)


def _check_column_kinds(song: Song, lane: int) -> None:
    for section in song.sections:
        for cell in section.columns[lane]:
            _check_kind(song.lanes[lane], cell, section)


def _check_kind(lane: Lane, cell: Cell | None, section: Section) -> None:
    if cell is None:
        return
    if cell.offset >= section.row_ticks:
        raise EditError("A cell starts after the end of its row.", "Move it to a later row.")
    if cell.offset < 0 and (not isinstance(cell, Note) or cell.offset <= -section.row_ticks):
        raise EditError("A cell starts too long before its row.", "Move it to an earlier row.")
    if isinstance(cell, ChordCell) and lane.role is not Role.CHORDS:
        raise EditError("A chord belongs in a chord lane.", "Move to the chord lane and type it there.")
    if isinstance(cell, Note) and lane.role is Role.CHORDS:
        raise EditError("A note does not fit into a chord lane.", "Move to another lane and type it there.")
