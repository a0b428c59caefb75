"""What is said of a proposal: which lanes a pattern wrote, and what was found again in its sound."""

from __future__ import annotations

from tuicomposer.jobs.messages import FoundAgain
from tuicomposer.score.edits import SetCells
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

PATTERN = "pattern:"
"""How the origin of a cell begins that a pattern wrote; the pattern's name follows."""

RULES = "rules"
"""Who wrote a cell where no network did."""


def patterns_of(edit: SetCells) -> dict[int, tuple[str, ...]]:
    """The lanes that patterns wrote, with the patterns' names in order."""
    found: dict[int, set[str]] = {}
    for place, cell in edit.cells:
        if cell is not None and cell.origin.startswith(PATTERN):
            name = cell.origin.removeprefix(PATTERN).partition(" seed ")[0]
            found.setdefault(place.lane, set()).add(name)
    return {lane: tuple(sorted(found[lane])) for lane in sorted(found)}


def writers_of(edit: SetCells) -> dict[int, tuple[str, ...]]:
    """The lanes that were written, with who wrote each: ``pattern:four-rock``, ``grid 4``, ``rules``."""
    found: dict[int, set[str]] = {}
    for place, cell in edit.cells:
        if cell is not None and not is_given(cell):
            found.setdefault(place.lane, set()).add(cell.origin.rpartition(" seed ")[0] or cell.origin)
    return {lane: tuple(sorted(found[lane])) for lane in sorted(found)}


def patterns_text(song: Song, edit: SetCells) -> str:
    """A clause such as ``Drums by pattern four-rock``; empty where no pattern wrote."""
    return ", ".join(
        f"{visible(song.lanes[lane].name)} by pattern {' and '.join(names)}"
        for lane, names in patterns_of(edit).items()
    )


def found_text(found: FoundAgain) -> str:
    """A clause such as ``heard again: melody 97 %, chords 100 %``."""
    shares = (("melody", found.melody), ("chords", found.chords))
    parts = [f"{name} {round(100 * share)} %" for name, share in shares if share is not None]
    return (
        f"heard {'again' if found.passed else 'badly'}: {', '.join(parts)}"
        if parts
        else "nothing to hear again"
    )
