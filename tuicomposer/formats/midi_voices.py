"""Notes that sound together to lanes that sound one note at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tuicomposer.formats.midi_grid import Grid, Stretch
from tuicomposer.formats.midi_marks import ChordMark
from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.score.cells import Cell, ChordCell, Column, Note, Off
from tuicomposer.score.song import MAX_LANES

_TIED: Final = 0.45
"""Share of the shorter of two notes up to which they are one line though both sound; the most that is cut."""
_A_LINE: Final = 0.9
"""Share of such overlaps from which a track is one line, played legato."""

_EARLY: Final = 0.2
"""Share of a row by which a note may be early, or late to end, and still belong to it."""


_Piece = tuple[Stretch, int, int]
"""A section's stretch, and from when to when a note sounds in it."""


@dataclass
class Losses:
    """What an import could not keep as it was."""

    moved_ends: int = 0
    """Ends of notes that moved to a row of their own."""
    struck_again: int = 0
    """Notes that sounded over the end of a section and begin again in the next."""
    over_edges: int = 0
    """Notes that began a little before a section or ended a little after one."""
    crowded_chords: int = 0
    """Chords that gave way to a later one in the same row."""


def without_ties(notes: Iterable[RawNote]) -> tuple[list[RawNote], int]:
    """The notes of a track in order of time, and how many of them were shortened.

    Where nearly all overlaps of a track are short against the notes, it is one line, and a note ends
    where the next begins. A note is left that sounds on when the next has ended or over much of its own
    length, as in a broken chord, and so is every other track.
    """
    ordered = sorted(set(notes), key=lambda note: (note.start, -note.pitch, note.end))
    over = {index for index, (note, after) in enumerate(pairwise(ordered)) if note.end > after.start}
    tied = sum(_is_tied(*ordered[index : index + 3]) for index in over)
    if tied < _A_LINE * len(over):
        return ordered, 0
    cut = {index for index in over if _gives_way(ordered[index], ordered[index + 1])}
    line = [
        note._replace(end=ordered[index + 1].start) if index in cut else note
        for index, note in enumerate(ordered)
    ]
    return line, len(cut)


def _is_tied(note: RawNote, after: RawNote, then: RawNote | None = None) -> bool:
    reach = note.end - after.start
    length = after.end - after.start
    if then is not None and (then.pitch, then.start) == (after.pitch, after.end):
        # Struck again while it sounds: how far it was held over is not known.
        length += reach
    return note.start < after.start and reach <= _TIED * min(note.end - note.start, length)


def _gives_way(note: RawNote, after: RawNote) -> bool:
    """Whether little of a note sounds into the next, and no longer than that."""
    reach = note.end - after.start
    return note.start < after.start and note.end < after.end and reach <= _TIED * (note.end - note.start)


def voices(notes: Iterable[RawNote], grid: Grid) -> list[list[RawNote]]:
    """Notes in as few voices as a greedy choice finds, each with one note at a time.

    The higher of two notes that begin together goes to the earlier voice. No two notes of a voice
    begin in one row, and there are no more voices than a song has lanes.
    """
    found: list[list[RawNote]] = []
    for note in sorted(set(notes), key=lambda note: (note.start, -note.pitch, note.end)):
        row = grid.row_of(note)
        for voice in found:
            if voice[-1].end <= note.start and grid.row_of(voice[-1]) < row:
                voice.append(note)
                break
        else:
            if len(found) < MAX_LANES:
                found.append([note])
    return found


def note_columns(voice: Sequence[RawNote], grid: Grid, losses: Losses) -> tuple[Column, ...]:
    """One column for each stretch of the grid."""
    cells: dict[int, Cell] = {}
    followers = [*voice[1:], None]
    for note, follower in zip(voice, followers, strict=False):
        every = list(_pieces(note, grid))
        pieces = _without_scraps(every)
        losses.struck_again += len(pieces) - 1
        losses.over_edges += len(pieces) < len(every)
        for stretch, start, end in pieces:
            early = note.early and start == note.start
            row = grid.row(start) + early
            offset = _offset(start, grid) - early * stretch.frame.row_ticks
            lyric = note.lyric if start == pieces[0][1] else ""
            cells[row] = Note(note.pitch, note.velocity, offset, note.origin, lyric)
            if follower is None or follower.start >= stretch.stop:
                limit, last = stretch.stop, stretch.first_row + stretch.frame.length - 1
            else:
                limit, last = follower.start, grid.row_of(follower) - 1
            if end < limit:
                losses.moved_ends += not _end(cells, range(row + 1, last + 1), end, grid, note.origin)
    return _columns(cells, grid)


def _pieces(note: RawNote, grid: Grid) -> Iterator[_Piece]:
    """Every stretch that the note sounds in, with its start and end there."""
    start, index = note.start, grid.stretch_at(note.start)
    while start < min(note.end, grid.stop):
        stretch = grid.stretches[index]
        yield stretch, start, min(note.end, stretch.stop)
        start, index = stretch.stop, index + 1


def _without_scraps(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces of a note without a beginning or an end that is too short to be meant."""
    if len(pieces) > 1 and _is_scrap(pieces[-1]):
        pieces = pieces[:-1]
    if len(pieces) > 1 and _is_scrap(pieces[0]) and _fills_a_row(pieces[1]):
        pieces = pieces[1:]
    return pieces


def _is_scrap(piece: _Piece) -> bool:
    stretch, start, end = piece
    return end - start <= _EARLY * stretch.frame.row_ticks


def _fills_a_row(piece: _Piece) -> bool:
    stretch, start, end = piece
    return end - start >= stretch.frame.row_ticks


def _end(cells: dict[int, Cell], free: range, end: int, grid: Grid, origin: str) -> bool:
    """Write a note-off in a free row and say whether it is the right one; without one the note sounds on."""
    if grid.row(end) in free:
        cells[grid.row(end)] = Off(_offset(end, grid), origin)
        return True
    if free:
        cells[free[0]] = Off(0, origin)
    return False


def _offset(tick: int, grid: Grid) -> int:
    stretch = grid.stretches[grid.stretch_at(tick)]
    return (tick - stretch.start) % stretch.frame.row_ticks


def chord_columns(marks: Sequence[ChordMark], grid: Grid, losses: Losses) -> tuple[Column, ...]:
    """One column of chords for each stretch of the grid."""
    cells: dict[int, Cell] = {}
    starts = {stretch.start for stretch in grid.stretches}
    for mark in marks:
        if not 0 <= mark.tick < grid.stop:
            continue
        row, offset = grid.row(mark.tick), _offset(mark.tick, grid)
        if mark.chord is not None:
            losses.crowded_chords += isinstance(cells.get(row), ChordCell)
            cells[row] = ChordCell(mark.chord, offset, mark.origin)
        elif mark.tick not in starts and row not in cells:
            cells[row] = Off(offset, mark.origin)
    return _columns(cells, grid)


def _columns(cells: dict[int, Cell], grid: Grid) -> tuple[Column, ...]:
    return tuple(
        tuple(cells.get(stretch.first_row + row) for row in range(stretch.frame.length))
        for stretch in grid.stretches
    )
