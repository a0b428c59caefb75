"""What sounds when: notes and chords as spans of ticks, read from columns of cells.

A note sounds until the next note or note-off of its lane, and at most to the end of its
section's passage; a chord holds by the same rule. A note that is early for its row begins no earlier than
its section does, and after what stands before it in its lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tuicomposer.score.cells import ChordCell, Column, Note
from tuicomposer.score.chord import Chord
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song


@dataclass(frozen=True, slots=True)
class NoteSpan:
    """A sounding note."""

    lane: int
    row: int
    start: int
    """Tick of its onset."""
    end: int
    """Tick of its release, after ``start``."""
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class ChordSpan:
    """A chord and the ticks it holds; ``N.C.`` included."""

    lane: int
    row: int
    start: int
    end: int
    chord: Chord


Span = NoteSpan | ChordSpan


def lane_spans(section: Section, lane: int, start: int = 0) -> Iterator[Span]:
    """Spans of one lane of a section, in order of time.

    Args:
        section: The section.
        lane: Index of the lane.
        start: Tick at which the section starts.
    """
    events = []
    earliest, row_ticks = start, section.row_ticks
    for row, cell in enumerate(section.columns[lane]):
        if cell is not None:
            tick = max(start + row * row_ticks + cell.offset, earliest)
            events.append((tick, row, cell))
            earliest = tick + 1
    ends = [tick for tick, _, _ in events[1:]] + [start + section.ticks]
    for (tick, row, cell), end in zip(events, ends, strict=False):
        if isinstance(cell, Note):
            yield NoteSpan(lane, row, tick, end, cell.pitch, cell.velocity)
        elif isinstance(cell, ChordCell):
            yield ChordSpan(lane, row, tick, end, cell.chord)


def on_rows(section: Section) -> Section:
    """The section with its early notes on their rows: as it is meant, not as it is played."""
    columns = tuple(map(_punctual, section.columns))
    return section if columns == section.columns else replace(section, columns=columns)


def _punctual(column: Column) -> Column:
    return tuple(
        replace(cell, offset=0) if isinstance(cell, Note) and cell.offset < 0 else cell for cell in column
    )


def note_spans(section: Section, lane: int, start: int = 0) -> tuple[NoteSpan, ...]:
    """The notes of one lane of a section."""
    return tuple(span for span in lane_spans(section, lane, start) if isinstance(span, NoteSpan))


def chord_spans(section: Section, lane: int, start: int = 0) -> tuple[ChordSpan, ...]:
    """The chords of one lane of a section."""
    return tuple(span for span in lane_spans(section, lane, start) if isinstance(span, ChordSpan))


def song_spans(song: Song) -> Iterator[Span]:
    """Spans of every lane over the whole order, passage by passage, lane by lane."""
    for passage in song.passages():
        section = song.sections[passage.section]
        for lane in range(len(song.lanes)):
            yield from lane_spans(section, lane, passage.start)
