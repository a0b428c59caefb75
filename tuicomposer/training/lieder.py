"""OpenScore Lieder: a voice and a keyboard as four lanes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tuicomposer.training.grids import (
    empty_steps,
    fill_lane,
    highest_line,
    keyboard_lanes,
    steps_per_beat,
)
from tuicomposer.training.pieces import Piece
from tuicomposer.training.xml_notes import Span, XmlPart, read_parts, steady_spans

_log = logging.getLogger(__name__)


def read_lieder(folder: Path) -> Iterator[Piece]:
    """Read every song below a folder that is one voice and one keyboard of two staves."""
    for path in sorted(folder.rglob("*.mxl")):
        try:
            parts = read_parts(path)
        except ValueError as error:
            _log.warning("%s: %s", path.name, error)
            continue
        keyboard = next((part for part in parts if part.staves > 1), None)
        voice = next((part for part in parts if part.sung and part.staves == 1), None)
        if keyboard is None or voice is None or len(parts) > 3:
            continue
        split = split_of(path.parent.name)
        for number, span in enumerate(steady_spans(keyboard)):
            piece = _piece(f"{path.stem}#{number}", split, voice, keyboard, span)
            if piece is not None:
                yield piece


def split_of(name: str) -> str:
    """A tenth for test and a tenth for validation, by the title's hash: all settings of a title together."""
    share = int(sha256(name.split("_", 1)[-1].lower().encode()).hexdigest(), 16) % 10
    return "test" if share == 0 else "valid" if share == 1 else "train"


def _piece(name: str, split: str, voice: XmlPart, keyboard: XmlPart, span: Span) -> Piece | None:
    begin, end, beats, kind, pickup = span
    sung, played = ([note for note in part.notes if begin <= note.start < end] for part in (voice, keyboard))
    grid = steps_per_beat([note.start - begin for note in (*sung, *played)]) if played and sung else None
    if grid is None or (4 * beats * grid) % kind or (pickup * grid).denominator != 1:
        return None
    steps = empty_steps(round((end - begin) * grid))
    for lane, line in enumerate((highest_line(sung), *keyboard_lanes(played, keyboard.staves))):
        fill_lane(steps, lane, line, begin, grid)
    compound = kind == 8 and beats % 3 == 0 and beats > 3
    return Piece(
        name,
        "lieder",
        split,
        bar_steps=4 * beats * grid // kind,
        pulse_steps=3 * grid // 2 if compound else grid,
        pickup=int(pickup * grid),
        pitch=steps[0],
        onset=steps[1],
        steps_per_beat=grid,
    )
