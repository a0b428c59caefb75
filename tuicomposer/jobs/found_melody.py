"""The melody that the analyzer found, marked as a lane or taken out of the lanes in which it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tuicomposer.score.cells import Cell, Note, Off
from tuicomposer.score.edits import Edit, InsertLane, ReplaceLane, SetCells
from tuicomposer.score.guard import is_guarded
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import MAX_LANES, Place, Song
from tuicomposer.score.spans import NoteSpan

_ONE_LANE: Final = 0.75
"""Share of the melody that lies in one lane, and of that lane which is melody, from which the two are one."""
_FEW: Final = 4
"""Notes below which nothing is moved."""

Found = dict[Place, NoteSpan]
"""The notes of the melody by their cells, ticks from the start of the section."""


def melody_edits(song: Song, melody: Sequence[NoteSpan]) -> Iterator[Edit]:
    """The edits after which the melody is a lane with that role.

    Where most of it is a lane already, that lane gets the role. Where it lies in several lanes, as in a
    piano take, its notes move into a lane of their own above the first of them, each with its time,
    velocity and origin, unless some are locked. Songs without notes, and songs whose melody lane it is,
    get no edit.

    Args:
        song: The song that was analyzed.
        melody: Notes of its lanes, ticks in the song's order.
    """
    found = _cells(song, melody)
    if len(found) < _FEW:
        return
    counts = Counter(place.lane for place in found)
    lane, most = counts.most_common(1)[0]
    sounding = sum(isinstance(cell, Note) for section in song.sections for cell in section.columns[lane])
    if most >= _ONE_LANE * len(found) and most >= _ONE_LANE * sounding:
        if lane != song.melody_lane:
            yield from _without_melody(song)
            yield ReplaceLane(lane, replace(song.lanes[lane], role=Role.MELODY))
    elif len(song.lanes) < MAX_LANES and not any(_is_locked(song, place) for place in found):
        yield from _without_melody(song)
        yield SetCells(tuple(_left(song, found)))
        first = min(counts)
        frame = Lane("Melody", Role.MELODY, song.lanes[lane].program, song.lanes[lane].volume)
        columns = tuple(_column(song, index, found) for index in range(len(song.sections)))
        yield InsertLane(first, frame, columns)


def _is_locked(song: Song, place: Place) -> bool:
    return song.lanes[place.lane].locked or is_guarded(song, place)


def _without_melody(song: Song) -> Iterator[Edit]:
    """The lane that was taken for the melody becomes one of the others."""
    for lane in song.lanes_with(Role.MELODY):
        yield ReplaceLane(lane, replace(song.lanes[lane], role=Role.OTHER))


def _cells(song: Song, melody: Sequence[NoteSpan]) -> Found:
    """The cells of the melody, in the first sounding of each section; one to a row."""
    found: Found = {}
    rows: set[tuple[int, int]] = set()
    seen: set[int] = set()
    for passage in song.passages():
        if passage.section in seen:
            continue
        seen.add(passage.section)
        section = song.sections[passage.section]
        for note in melody:
            start = note.start - passage.start
            where = passage.section, note.row
            if 0 <= start < section.ticks and where not in rows and _is_there(section, note):
                rows.add(where)
                found[Place(passage.section, note.lane, note.row)] = replace(
                    note, start=start, end=note.end - passage.start
                )
    return found


def _is_there(section: Section, note: NoteSpan) -> bool:
    cell = section.columns[note.lane][note.row]
    return isinstance(cell, Note) and cell.pitch == note.pitch


def _left(song: Song, found: Found) -> Iterator[tuple[Place, Cell | None]]:
    """What stays where notes are taken away: an end where another note would sound on, else nothing."""
    for place in found:
        column = song.sections[place.section].columns[place.lane]
        before = next((row for row in range(place.row - 1, -1, -1) if column[row] is not None), None)
        taken = column[place.row]
        sounds_on = (
            before is not None
            and isinstance(column[before], Note)
            and Place(place.section, place.lane, before) not in found
        )
        yield place, Off(max(0, taken.offset)) if sounds_on and taken is not None else None


def _column(song: Song, index: int, found: Found) -> tuple[Cell | None, ...]:
    """The melody's column of a section; a note ends with the next one, or before it where it ended before."""
    section = song.sections[index]
    column: list[Cell | None] = [None] * section.length
    own = sorted((place.row, place) for place in found if place.section == index)
    for at, (row, place) in enumerate(own):
        column[row] = section.columns[place.lane][row]
        end = found[place].end
        stop, is_last = (section.length, True) if at + 1 == len(own) else (own[at + 1][0], False)
        off, offset = divmod(end, section.row_ticks)
        if off <= row:
            off, offset = row + 1, 0
        if off < stop and (is_last or end < found[own[at + 1][1]].start):
            column[off] = Off(offset)
    return tuple(column)
