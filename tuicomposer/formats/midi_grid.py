"""Where an imported file's ticks fall in rows and sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tuicomposer.formats.limits import MAX_CELLS, MAX_SECTIONS, too_large
from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import MAX_ROWS, Section
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row

GRIDS: Final = (4, 6, 8, 12, 3)
"""Rows to the beat that an import tries, the preferred first."""
LAST_RESORT: Final = 12
"""Divides bars of every metre."""
_HALF: Final = TICKS_PER_BEAT // 2
_ON_BEAT: Final = TICKS_PER_BEAT // 10
"""Ticks from a beat within which an onset may be meant for it: 50 ms at 120 beats a minute."""


class MeterChange(NamedTuple):
    """A metre and the tick from which it counts."""

    tick: int
    meter: Meter


class MarkedSection(NamedTuple):
    """A section that this program wrote, as its mark describes it."""

    tick: int
    frame: Section


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section's frame and the ticks that it covers."""

    start: int
    frame: Section
    """A section without columns."""
    first_row: int
    """Rows of the song before it."""

    @property
    def stop(self) -> int:
        """Tick at which it ends."""
        return self.start + self.frame.ticks


class Grid:
    """Stretches that follow each other from tick 0."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = tuple(stretches)
        self._starts = [stretch.start for stretch in stretches]

    @property
    def rows(self) -> int:
        """Rows of all stretches together."""
        last = self.stretches[-1]
        return last.first_row + last.frame.length

    @property
    def stop(self) -> int:
        """Tick at which the last stretch ends."""
        return self.stretches[-1].stop

    def stretch_at(self, tick: int) -> int:
        """Index of the stretch that a tick lies in."""
        return bisect_right(self._starts, tick) - 1

    def row_ticks(self, tick: int) -> int:
        """Length in ticks of the rows where a tick lies."""
        return self.stretches[self.stretch_at(tick)].frame.row_ticks

    def row_of(self, note: RawNote) -> int:
        """Row of the song that a note belongs to: the one in which it starts, or the next if it is early."""
        return self.row(note.start) + note.early

    def row(self, tick: int) -> int:
        """Row of the song that a tick lies in."""
        stretch = self.stretches[self.stretch_at(tick)]
        return stretch.first_row + (tick - stretch.start) // stretch.frame.row_ticks


def marked_grid(marks: Sequence[MarkedSection], end: int) -> Grid | None:
    """The grid that the marks describe; ``None`` where they do not fit the file."""
    if not marks or marks[0].tick != 0 or len(marks) > MAX_SECTIONS * 10:
        return None
    stretches, first_row = [], 0
    stops = [mark.tick for mark in marks[1:]] + [end]
    for mark, stop in zip(marks, stops, strict=True):
        length, rest = divmod(stop - mark.tick, mark.frame.row_ticks)
        if not 1 <= length <= MAX_ROWS or rest:
            return None
        stretches.append(Stretch(mark.tick, replace(mark.frame, length=length), first_row))
        first_row += length
    return Grid(stretches)


def best_rows_per_beat(onsets: Sequence[int], meters: Iterable[Meter]) -> int:
    """Rows to the beat on which those onsets lie closest that are off the beat, measured in rows.

    What is on the beat lies on any grid, and where it is played unevenly, on the coarsest best of all.
    """
    onsets = [onset for onset in onsets if abs((onset + _HALF) % TICKS_PER_BEAT - _HALF) > _ON_BEAT]
    meters = tuple(meters)
    fitting = [rows for rows in GRIDS if all(_divides(rows, meter) for meter in meters)] or [LAST_RESORT]
    return min(fitting, key=lambda rows: _residue(onsets, ticks_per_row(rows)) * rows)


def _divides(rows: int, meter: Meter) -> bool:
    return meter.bar_ticks * rows % TICKS_PER_BEAT == 0


def _residue(onsets: Sequence[int], row: int) -> int:
    """Ticks from each onset to the nearest row, added up."""
    return sum(min(onset % row, -onset % row) for onset in onsets)


def measured_grid(changes: Sequence[MeterChange], rows_per_beat: int, end: int, pickup: int = 0) -> Grid:
    """Sections that begin where the metre changes and are no longer than a section may be.

    Args:
        changes: Metres, the first at tick 0, each change on a row.
        rows_per_beat: Rows to the beat throughout.
        end: Tick at which the last note ends.
        pickup: Rows before the first bar line; less than a bar.

    Raises:
        SongFileError: The file is too long.
    """
    row = ticks_per_row(rows_per_beat)
    if end > MAX_CELLS * row:
        raise too_large()
    stretches: list[Stretch] = []
    stops = [change.tick for change in changes[1:]] + [max(end, changes[-1].tick + 1)]
    first_row = 0
    for change, stop in zip(changes, stops, strict=True):
        bar = change.meter.bar_ticks // row
        last = change is changes[-1]
        left = -(-(stop - change.tick) // (bar * row)) * bar if last else (stop - change.tick) // row
        start, before = change.tick, pickup if change is changes[0] else 0
        # The rows of the pickup come on top of whole bars, of which one may then be empty at the end.
        left += before
        while left:
            length = min(left, MAX_ROWS // bar * bar - bar + before if before else MAX_ROWS // bar * bar)
            name = f"{len(stretches) + 1}"
            frame = Section(name, length, (), rows_per_beat, change.meter, before)
            stretches.append(Stretch(start, frame, first_row))
            start, left, first_row, before = start + length * row, left - length, first_row + length, 0
    if len(stretches) > MAX_SECTIONS:
        raise too_large()
    return Grid(stretches)
