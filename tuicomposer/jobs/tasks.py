"""What a person can ask for, and which lanes and rows it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final, NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.jobs.messages import Region
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.edits import ReplaceSections
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.section import MAX_ROWS, Section
from tuicomposer.score.song import Song

MOST_NEW_BARS: Final = 8
USUAL_SHARE: Final = 0.3
"""Share of the generated beats that a variation writes anew."""


class Task(StrEnum):
    """A wish, by the word that the command line and the dialog use."""

    ACCOMPANY = "accompany"
    HARMONISE = "harmonise"
    MELODY = "melody"
    CONTINUE = "continue"
    INFILL = "infill"
    VARY = "vary"


WORDS: Final = {
    Task.ACCOMPANY: "Accompany: the other lanes for melody and chords",
    Task.HARMONISE: "Harmonise: chords for the melody",
    Task.MELODY: "Melody over the chords",
    Task.CONTINUE: "Continue: the bars after the last note",
    Task.INFILL: "Infill: the marked rectangle",
    Task.VARY: "Vary: some of what was generated",
}
"""What each task does, in a line."""


class Rows(NamedTuple):
    """Rows of a section, the last one excluded."""

    start: int
    stop: int


def lanes_of_task(
    song: Song, section: int, task: Task, rows: Rows, marked: Iterable[int] = ()
) -> tuple[int, ...]:
    """The lanes that a task writes.

    Args:
        song: The song.
        section: Index of the section.
        task: The task.
        rows: The rows in which it is to be done.
        marked: Lanes of a marked rectangle; they bound infill and variation.

    Raises:
        RequestError: The song lacks what the task needs; the sentence says what.
    """
    chosen = tuple(marked)
    open_lanes = tuple(lane for lane in range(len(song.lanes)) if not song.lanes[lane].locked)
    lanes = _wanted(song, section, task, rows, chosen)
    found = tuple(lane for lane in lanes if lane in open_lanes)
    if not found:
        raise RequestError(f"To {task} there is no lane that may be written.", "Unlock one, or add a lane.")
    return found


def _wanted(song: Song, section: int, task: Task, rows: Rows, marked: tuple[int, ...]) -> tuple[int, ...]:
    here, everything = song.sections[section], tuple(range(len(song.lanes)))
    match task:
        case Task.HARMONISE:
            _need(song.chord_lane is not None, "There is no chord lane.", "Add one.")
            others = [lane for lane in everything if song.lanes[lane].role is not Role.CHORDS]
            _need(_sounds(here, others, rows), "There is no melody to harmonise.", "Type one first.")
            return song.lanes_with(Role.CHORDS)[:1]
        case Task.MELODY:
            _need(song.melody_lane is not None, "There is no melody lane.", "Add one.")
            chords = _filled(here, song.lanes_with(Role.CHORDS), rows)
            _need(chords, "There are no chords for a melody to go over.", "Type some first.")
            return song.lanes_with(Role.MELODY)[:1]
        case Task.CONTINUE:
            _need(
                last_sounding_row(here) >= 0, "There is nothing to continue.", "Type or generate bars first."
            )
            return everything
        case Task.INFILL:
            _need(bool(marked), "No rectangle is marked to be filled.", "Mark one with Shift and the arrows.")
            return marked
        case Task.VARY:
            lanes = tuple(lane for lane in marked or everything if _generated(here, lane, rows))
            _need(
                bool(lanes), "Nothing was generated here that could be varied.", "Generate something first."
            )
            return lanes
        case Task.ACCOMPANY:
            fixed = (*song.lanes_with(Role.CHORDS), *song.lanes_with(Role.MELODY)[:1])
            _need(
                _filled(here, fixed, rows),
                "There is no melody and no chord to accompany.",
                "Type some first.",
            )
            rest = tuple(lane for lane in everything if lane not in fixed)
            return tuple(lane for lane in rest if not _typed(here, lane, rows)) or rest
    raise AssertionError(task)


def _need(condition: bool, what: str, hint: str) -> None:
    if not condition:
        raise RequestError(what, hint)


def _sounds(section: Section, lanes: Iterable[int], rows: Rows) -> bool:
    return any(isinstance(cell, Note) for lane in lanes for cell in section.columns[lane][: rows.stop])


def _filled(section: Section, lanes: Iterable[int], rows: Rows) -> bool:
    cells = (cell for lane in lanes for cell in section.columns[lane][: rows.stop])
    return any(isinstance(cell, Note | ChordCell) for cell in cells)


def _generated(section: Section, lane: int, rows: Rows) -> bool:
    cells = section.columns[lane][rows.start : rows.stop]
    return any(isinstance(cell, Note) and not is_given(cell) for cell in cells)


def _typed(section: Section, lane: int, rows: Rows) -> bool:
    cells = section.columns[lane][rows.start : rows.stop]
    return any(map(is_given, cells))


def last_sounding_row(section: Section) -> int:
    """The last row in which a note or chord starts; -1 where there is none."""
    cells = ((row, cell) for column in section.columns for row, cell in enumerate(column))
    return max((row for row, cell in cells if isinstance(cell, Note | ChordCell)), default=-1)


def first_bar_after(section: Section) -> int:
    """The bar after the last one in which something starts."""
    last = last_sounding_row(section)
    return section.position(last).bar + 1 if last >= 0 else section.position(0).bar


def with_bars_to(song: Song, index: int, last_bar: int) -> ReplaceSections | None:
    """The edit that makes a section long enough for a bar; ``None`` where it is.

    Raises:
        RequestError: It would become too long.
    """
    section = song.sections[index]
    length = section.pickup + last_bar * section.rows_per_bar
    if length <= section.length:
        return None
    if length > MAX_ROWS:
        raise RequestError(f"Bar {last_bar} is too far away.", f"A section has at most {MAX_ROWS} rows.")
    more: tuple[None, ...] = (None,) * (length - section.length)
    columns = tuple((*column, *more) for column in section.columns)
    longer = replace(section, length=length, columns=columns)
    return ReplaceSections((*song.sections[:index], longer, *song.sections[index + 1 :]), song.order)


def continued_to(section: Section) -> int:
    """The last bar of a usual continuation: to the section's end, or as long again where it is full."""
    first = first_bar_after(section)
    return section.bars if first <= section.bars else first - 1 + min(MOST_NEW_BARS, max(1, section.bars))


def region_of_task(
    song: Song, section: int, task: Task, rows: Rows | None, marked: Iterable[int] = ()
) -> Region:
    """The region that a task writes, in a song that is long enough.

    Args:
        song: The song; for a continuation with the new bars.
        section: Index of the section.
        task: The task.
        rows: The rows; all, or for a continuation those after the last note, if not given.
        marked: Lanes that were chosen.

    Raises:
        RequestError: The song lacks what the task needs.
    """
    here = song.sections[section]
    if rows is None:
        start = here.bar_start(first_bar_after(here)) if task is Task.CONTINUE else 0
        rows = Rows(start, here.length)
    return Region(section, lanes_of_task(song, section, task, rows, marked), rows.start, rows.stop)
