"""The bars of a song as they sound, for formats that write notes bar by bar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tuicomposer.score.section import Section
from tuicomposer.score.song import Song


class Bar(NamedTuple):
    """One bar of one passage; the first and the last of a passage may be short."""

    section: Section
    start: int
    """Tick at which it starts."""
    stop: int
    first: bool
    """Whether a section starts with it."""
    number: int
    """Number of its section, from 0."""


def bars(song: Song) -> Iterator[Bar]:
    """All bars in the song's order."""
    for passage in song.passages():
        section = song.sections[passage.section]
        row = 0
        while row < section.length:
            next_row = min(section.bar_start(section.position(row).bar + 1), section.length)
            start = passage.start + row * section.row_ticks
            yield Bar(section, start, passage.start + next_row * section.row_ticks, row == 0, passage.section)
            row = next_row
