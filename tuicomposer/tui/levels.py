"""How loud each lane is written at a row: velocity and volume of its note, fading as it is held."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.cells import DEFAULT_VELOCITY, ChordCell, Note, Off
from tuicomposer.score.song import Song

FULL: Final = 8
"""Steps of a meter."""
FADED: Final = 16
"""Rows after which a held note shows no level any more."""
_LOUDEST: Final = 127 * 127


def levels_at(song: Song, section: int, row: int) -> tuple[int, ...]:
    """Level of each lane, 0 to :data:`FULL`; lanes that are not heard have none."""
    solo = any(lane.solo for lane in song.lanes)
    return tuple(
        0 if lane.muted or (solo and not lane.solo) else _level(song, section, index, row)
        for index, lane in enumerate(song.lanes)
    )


def _level(song: Song, section: int, lane: int, row: int) -> int:
    column = song.sections[section].columns[lane]
    for age, at in enumerate(range(row, max(-1, row - FADED), -1)):
        cell = column[at]
        if isinstance(cell, Off):
            return 0
        if isinstance(cell, Note | ChordCell):
            velocity = cell.velocity if isinstance(cell, Note) else DEFAULT_VELOCITY
            loud = velocity * song.lanes[lane].volume / _LOUDEST
            return max(1, round(FULL * loud * (1 - age / FADED)))
    return 0
