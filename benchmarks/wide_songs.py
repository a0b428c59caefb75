"""Songs of a size, for the benchmarks of the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from tuicomposer.formats.project import write_project
from tuicomposer.score.cells import Column, Note
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.section import MAX_ROWS, Section
from tuicomposer.score.song import Song

MOST_ROWS_A_SECTION: Final = MAX_ROWS
_SCALE: Final = (0, 2, 4, 5, 7, 9, 11)


def wide_song(lanes: int, rows: int, *, filled: bool, tempo: float = 120.0) -> Song:
    """A song of note lanes; the first lane is empty, in the others every other row holds a note if filled."""
    names = [Lane(f"Voice {number}", Role.HARMONY if number else Role.MELODY) for number in range(lanes)]
    sections, left = [], rows
    while left:
        length = min(left, MOST_ROWS_A_SECTION)
        columns = tuple(_column(lane, length, filled=filled and lane > 0) for lane in range(lanes))
        sections.append(Section(f"S{len(sections) + 1}", length, columns))
        left -= length
    return Song("Wide", tempo, None, tuple(names), tuple(sections), tuple(range(len(sections))))


def _column(lane: int, length: int, *, filled: bool) -> Column:
    if not filled:
        return (None,) * length
    pitch = 36 + 3 * (lane % 16)
    return tuple(
        replace(Note(pitch), pitch=pitch + _SCALE[(row * 3 + lane) % 7]) if row % 2 == lane % 2 else None
        for row in range(length)
    )


def written(song: Song, folder: Path, name: str = "song") -> Path:
    """The file of a song in a folder; each run needs its own, or it is offered what the last left unsaved."""
    path = folder / f"{name}-{len(song.lanes)}-{sum(s.length for s in song.sections)}.tuic"
    path.write_bytes(write_project(song))
    return path
