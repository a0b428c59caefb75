"""May a candidate still be written, although the song changed while it was made?"""

from __future__ import annotations

from typing import NamedTuple

from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.score.cells import Cell
from tuicomposer.score.edits import SetCells
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Place, Song


class Rebased(NamedTuple):
    """An edit that fits the song of now, or the reason why there is none."""

    edit: SetCells | None
    reason: str = ""


def rebase(edit: SetCells, request: GenerateRequest, song: Song) -> Rebased:
    """A candidate's edit on the song of now.

    It is dropped if its lanes, rows or metre are no longer there, if a lane or cell was locked, if a
    cell that it writes was typed over meanwhile, or if a typed chord of its bars changed, for
    then it might not contain that chord.
    """
    reason = _structure_changed(edit, request, song) or _typed_over(edit, request.song, song)
    reason = reason or _chord_changed(request, song)
    return Rebased(None, reason) if reason else Rebased(edit)


def _structure_changed(edit: SetCells, request: GenerateRequest, song: Song) -> str:
    then, index = request.song, request.region.section
    names, names_then = ([lane.name for lane in one.lanes] for one in (song, then))
    reordered = names != names_then and sorted(names) == sorted(names_then)
    if reordered or [lane.role for lane in song.lanes] != [lane.role for lane in then.lanes]:
        return "The lanes were changed meanwhile."
    if index >= len(song.sections):
        return "Its section is gone."
    now, before = song.sections[index], then.sections[index]
    grid = (now.length, now.rows_per_beat, now.meter, now.pickup)
    if grid != (before.length, before.rows_per_beat, before.meter, before.pickup):
        return f"The rows of section {index + 1} were changed meanwhile."
    locked = [lane for lane in {place.lane for place, _ in edit.cells} if song.lanes[lane].locked]
    if locked:
        return f"Lane {min(locked) + 1} was locked meanwhile."
    held = next((place for place, _ in edit.cells if now.is_locked(place.lane, place.row)), None)
    return "" if held is None else f"Cells of bar {now.position(held.row).bar} were locked meanwhile."


def _typed_over(edit: SetCells, then: Song, song: Song) -> str:
    for place, cell in edit.cells:
        now = _cell(song, place)
        if now != _cell(then, place) and now != cell and is_given(now):
            return f"Bar {song.sections[place.section].position(place.row).bar} was typed over meanwhile."
    return ""


def _chord_changed(request: GenerateRequest, song: Song) -> str:
    region = request.region
    for lane in song.lanes_with(Role.CHORDS):
        for row in range(region.start, region.stop):
            place = Place(region.section, lane, row)
            if _by_hand(_cell(song, place)) != _by_hand(_cell(request.song, place)):
                bar = song.sections[region.section].position(row).bar
                return f"A chord of bar {bar} was changed meanwhile."
    return ""


def _by_hand(cell: Cell | None) -> Cell | None:
    return cell if is_given(cell) else None


def _cell(song: Song, place: Place) -> Cell | None:
    return song.sections[place.section].cell(place.lane, place.row)
