"""One cell of the grid as text: ``C-4 96 +7 ~1``, ``===``, ``.``, ``Am7``.

``+7`` is an offset of seven ticks into the row, ``-7`` that of a note which is early for it. ``~1`` says
that the cell was generated, by the first origin that the header names; what was typed by hand has no
mark. ``!`` at the end says that the cell is locked, an empty one too: ``. !``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.cells import BY_HAND, DEFAULT_VELOCITY, Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.pitch import parse_tracker, tracker_name
from tuicomposer.score.text import visible

MAX_CELL_TEXT: Final = 80
EMPTY: Final = "."
OFF: Final = "==="
CUT: Final = "^^^"
LOCKED: Final = "!"
_EMPTY: Final = re.compile(r"[.\-]*\Z")
_OFF: Final = re.compile(r"=+\Z")
_CUT: Final = re.compile(r"\^+\Z")
_OFFSET: Final = re.compile(r"[+-][0-9]{1,4}\Z")
_ORIGIN: Final = re.compile(r"~([0-9]{1,6})\Z")
_VELOCITY: Final = re.compile(r"[0-9]{1,3}\Z")


def cell_text(cell: Cell | None, origins: Mapping[str, int], *, flats: bool = False) -> str:
    """Text of a cell.

    Args:
        cell: The cell; ``None`` is an empty one.
        origins: Number of every origin that the song names.
        flats: Whether black keys are spelled with flats.
    """
    match cell:
        case None:
            return EMPTY
        case Note(pitch, velocity):
            text = f"{tracker_name(pitch, flats=flats)} {velocity}"
        case Off(cut=cut):
            text = CUT if cut else OFF
        case ChordCell(chord):
            text = chord.symbol
    offset = f" {cell.offset:+d}" if cell.offset else ""
    origin = f" ~{origins[cell.origin]}" if cell.origin != BY_HAND else ""
    return text + offset + origin


def split_lock(text: str) -> tuple[str, bool]:
    """What stands between two bars of a row without its mark of a lock, and whether it had one."""
    text = text.strip()
    locked = text.endswith(LOCKED)
    return text.removesuffix(LOCKED).rstrip() if locked else text, locked


def parse_cell(text: str, origins: Mapping[int, str], row_ticks: int, *, chords: bool) -> Cell | None:
    """Cell of a text.

    Args:
        text: What stands between two bars of a row, without the mark of a lock.
        origins: Origin of every number that the header names.
        row_ticks: Length of a row; offsets are shorter.
        chords: Whether the lane holds chords instead of notes.

    Raises:
        EntryError: The text is no cell of such a lane.
    """
    if text == EMPTY:
        return None
    if len(text) > MAX_CELL_TEXT:
        raise EntryError(f"A cell has {len(text)} characters.", f"Use at most {MAX_CELL_TEXT}.")
    if _EMPTY.match(text):
        return None
    parts = text.split()
    origin = _marked_origin(parts, origins)
    offset = _marked_offset(parts, row_ticks)
    is_end = len(parts) == 1 and (_OFF.match(parts[0]) or _CUT.match(parts[0]))
    if offset < 0 and (is_end or chords):
        raise EntryError(f"“{visible(text)}” begins before its row.", "Only a note can be early.")
    if is_end:
        return Off(offset, origin, cut=_CUT.match(parts[0]) is not None)
    if chords:
        return ChordCell(parse_chord(" ".join(parts)), offset, origin)
    return _note(parts, offset, origin)


def _note(parts: list[str], offset: int, origin: str) -> Note:
    if not 1 <= len(parts) <= 2 or not all(_VELOCITY.match(part) for part in parts[1:]):
        raise EntryError(
            f"“{visible(' '.join(parts))}” is not a note.",
            "Write a pitch and a velocity such as “C-4 96”, “===” for off, “^^^” for a cut, “.” for nothing.",
        )
    return Note(
        parse_tracker(parts[0]), int(parts[1]) if len(parts) == 2 else DEFAULT_VELOCITY, offset, origin
    )


def _marked_origin(parts: list[str], origins: Mapping[int, str]) -> str:
    match = _ORIGIN.match(parts[-1])
    if match is None:
        return BY_HAND
    parts.pop()
    if int(match[1]) not in origins:
        raise EntryError(
            f"The mark ~{match[1]} has no origin.",
            f'Add a line such as origin: {match[1]} "rules" to the header.',
        )
    return origins[int(match[1])]


def _marked_offset(parts: list[str], row_ticks: int) -> int:
    match = _OFFSET.match(parts[-1]) if parts else None
    if match is None:
        return 0
    parts.pop()
    if abs(int(match[0])) >= row_ticks:
        raise EntryError(f"An offset of {match[0]} ticks is past its row.", f"A row has {row_ticks} ticks.")
    return int(match[0])
