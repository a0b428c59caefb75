"""Which lanes of a proposal a network wrote and which a pattern, read from the origins of its cells."""

from __future__ import annotations

from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

PATTERN = "pattern:"
"""How the origin of a cell begins that a pattern wrote; the pattern's name follows."""


def patterns_of(edit: SetCells) -> dict[int, tuple[str, ...]]:
    """The lanes that patterns wrote, with the patterns' names in order."""
    found: dict[int, set[str]] = {}
    for place, cell in edit.cells:
        if cell is not None and cell.origin.startswith(PATTERN):
            name = cell.origin.removeprefix(PATTERN).partition(" seed ")[0]
            found.setdefault(place.lane, set()).add(name)
    return {lane: tuple(sorted(found[lane])) for lane in sorted(found)}


def patterns_text(song: Song, edit: SetCells) -> str:
    """A clause such as ``Drums by pattern four-rock``; empty where no pattern wrote."""
    return ", ".join(
        f"{visible(song.lanes[lane].name)} by pattern {' and '.join(names)}"
        for lane, names in patterns_of(edit).items()
    )
