"""Lanes added, removed, moved and changed, each as one edit."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tuicomposer.errors import EditError
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.edits import Batch, Edit, InsertLane, RemoveLane, ReplaceLane, ReplaceSections
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.lock import lanes_mapped
from tuicomposer.score.song import MAX_LANES, Song
from tuicomposer.score.text import visible

MAX_NAME: Final = 40


def added(song: Song, index: int, lane: Lane | None = None) -> InsertLane:
    """The edit that adds an empty lane before the lane with an index.

    Raises:
        EditError: The song has as many lanes as it can have.
    """
    if len(song.lanes) >= MAX_LANES:
        raise EditError(f"The song has {MAX_LANES} lanes already.", "Remove one first.")
    names = {each.name for each in song.lanes}
    number = next(number for number in range(len(names) + 1, 10_000) if f"Lane {number}" not in names)
    columns = tuple((None,) * section.length for section in song.sections)
    return InsertLane(index, lane or Lane(f"Lane {number}"), columns)


def removed(song: Song, index: int) -> RemoveLane:
    """The edit that removes a lane with all that is in it.

    Raises:
        EditError: It is locked, or cells of it are.
    """
    locked = any(lock.lane == index for section in song.sections for lock in section.locks)
    if locked or song.lanes[index].locked:
        name = visible(song.lanes[index].name)
        raise EditError(f"Lane “{name}” or cells in it are locked.", "Unlock them first.")
    return RemoveLane(index)


def moved(song: Song, index: int, by: int) -> Edit | None:
    """The edit that moves a lane to the right or left; ``None`` where there is no further."""
    to = index + by
    if not 0 <= to < len(song.lanes) or by == 0:
        return None
    columns = tuple(section.columns[index] for section in song.sections)
    edits: list[Edit] = [RemoveLane(index), InsertLane(to, song.lanes[index], columns)]
    if any(section.locks for section in song.sections):
        rest = [lane for lane in range(len(song.lanes)) if lane != index]
        new_order = [*rest[:to], index, *rest[to:]]
        sections = tuple(
            replace(
                section,
                columns=tuple(section.columns[old] for old in new_order),
                locks=lanes_mapped(section.locks, {old: new for new, old in enumerate(new_order)}),
            )
            for section in song.sections
        )
        edits.append(ReplaceSections(sections, song.order))
    return Batch(tuple(edits))


def renamed(song: Song, index: int, name: str) -> ReplaceLane:
    """The edit that gives a lane another name.

    Raises:
        EditError: There is no name, or a very long one.
    """
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise EditError(f"A name has 1 to {MAX_NAME} characters.", "Write a name such as Flute.")
    return ReplaceLane(index, replace(song.lanes[index], name=name))


def with_role(song: Song, index: int, role: Role) -> ReplaceLane:
    """The edit that gives a lane another role.

    Raises:
        EditError: It holds notes and would be a chord lane, or the other way round.
    """
    kind: type[Note | ChordCell] = Note if role is Role.CHORDS else ChordCell
    cells = sum(isinstance(cell, kind) for section in song.sections for cell in section.columns[index])
    if cells:
        what, other = ("notes", "chords") if kind is Note else ("chords", "notes")
        name = visible(song.lanes[index].name)
        raise EditError(
            f"Lane “{name}” holds {cells} {what}, so it cannot take {other}.", "Clear them, or add a lane."
        )
    return ReplaceLane(index, replace(song.lanes[index], role=role))
