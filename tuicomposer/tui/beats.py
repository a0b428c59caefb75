"""The rows where beats start: where the cursor goes from chord to chord."""

from __future__ import annotations

from tuicomposer.score.section import Section
from tuicomposer.tui.picture import beat_of


def next_beat(section: Section, row: int) -> int:
    """The next row on which a beat starts, or the row below the last."""
    later = range(row + 1, section.length)
    return next((each for each in later if beat_of(section, each).beat is not None), section.length)


def beat_up(section: Section, row: int) -> int:
    """The row before on which a beat starts, or the first row of the section."""
    return next((each for each in range(row - 1, 0, -1) if beat_of(section, each).beat is not None), 0)
