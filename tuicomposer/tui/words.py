"""The cell under the cursor, in words."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from tuicomposer.score.cells import BY_HAND, DEFAULT_VELOCITY, Note
from tuicomposer.score.explain import cell_explanation
from tuicomposer.score.key import Key
from tuicomposer.score.origin import HEARD, READ, confidence_of, source_of
from tuicomposer.score.song import Place, Song
from tuicomposer.score.text import visible
from tuicomposer.tui.picture import beat_of

_SOURCES: Final = {HEARD: "heard", READ: "read in the notes"}
LONGEST_NAME: Final = 16
"""Columns of a lane's name in the line, which has more to say than that."""


def where(song: Song, place: Place) -> str:
    """Section, bar and beat of a place; rows off the beat are counted from it."""
    section = song.sections[place.section]
    row = place.row
    while row > 0 and beat_of(section, row).beat is None:
        row -= 1
    beat = beat_of(section, row)
    late = f"+{place.row - row}" if place.row > row else ""
    name = f"{visible(section.name)} " if len(song.sections) > 1 else ""
    return f"{name}{beat.bar}.{beat.beat or 1}{late}"


def describe(song: Song, place: Place, key: Key | None = None) -> str:
    """Where a cell is, what it holds, what that is in its harmony, and who wrote it.

    Args:
        song: The song.
        place: A place that exists in it.
        key: The key that was recognised, for a song that states none.
    """
    if not song.lanes:
        return "The song has no lanes."
    cell = song.sections[place.section].cell(place.lane, place.row)
    name = Text(visible(song.lanes[place.lane].name))
    name.truncate(LONGEST_NAME, overflow="ellipsis")
    parts = [f"{where(song, place)} {name.plain}"]
    parts.append(cell_explanation(song, place, song.key_at(place.section) or key).rstrip(".") or "empty")
    if isinstance(cell, Note) and cell.velocity != DEFAULT_VELOCITY:
        parts.append(f"velocity {cell.velocity}")
    if isinstance(cell, Note) and cell.lyric.strip():
        parts.append(f"sung “{visible(cell.lyric.strip())}”")
    if cell is not None and cell.origin != BY_HAND:
        sure = confidence_of(cell.origin)
        parts.append(
            f"by {visible(cell.origin)}"
            if sure is None
            else f"{_SOURCES[source_of(cell.origin)]}, {sure:.0%} sure"
        )
    return " · ".join(parts)
