"""OpenEWLD: melodies with chord symbols, as one lane and stated chords."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.score.chord_classes import LABEL_QUALITIES, LABEL_SUFFIXES
from tuicomposer.training.grids import empty_steps, fill_lane, highest_line, steps_per_beat
from tuicomposer.training.lieder import split_of
from tuicomposer.training.pieces import Piece
from tuicomposer.training.xml_notes import Span, XmlChord, XmlPart, read_parts, steady_spans

_log = logging.getLogger(__name__)
_QUALITY: Final = {
    "major": "",
    "major-sixth": "",
    "maj69": "",
    "power": "",
    "minor": "m",
    "minor-sixth": "m",
    "minor-major": "m",
    "dominant": "7",
    "dominant-ninth": "7",
    "dominant-11th": "7",
    "dominant-13th": "7",
    "augmented-ninth": "7",
    "major-seventh": "maj7",
    "major-ninth": "maj7",
    "minor-seventh": "m7",
    "minor-ninth": "m7",
    "minor-11th": "m7",
    "minor-13th": "m7",
    "diminished": "dim",
    "diminished-seventh": "dim7",
    "half-diminished": "m7b5",
    "augmented": "aug",
    "augmented-seventh": "aug",
    "suspended-fourth": "sus4",
}


def read_leadsheets(folder: Path) -> Iterator[Piece]:
    """Read every lead sheet below a folder whose chord symbols are all known."""
    for path in sorted(folder.rglob("*.mxl")):
        try:
            parts = read_parts(path)
        except ValueError as error:
            _log.warning("%s: %s", path.name, error)
            continue
        part = next((part for part in parts if part.chords and part.notes), None)
        if part is None or any(chord.kind not in _QUALITY for chord in part.chords):
            continue
        for number, span in enumerate(steady_spans(part)):
            piece = _piece(f"{path.stem}#{number}", split_of(path.stem), part, span)
            if piece is not None:
                yield piece


def _piece(name: str, split: str, part: XmlPart, span: Span) -> Piece | None:
    begin, end, beats, kind, pickup = span
    notes = [note for note in part.notes if begin <= note.start < end]
    grid = steps_per_beat([note.start - begin for note in notes]) if notes else None
    if grid is None or (4 * beats * grid) % kind or (pickup * grid).denominator != 1:
        return None
    steps = empty_steps(round((end - begin) * grid))
    fill_lane(steps, 0, highest_line(notes), begin, grid)
    compound = kind == 8 and beats % 3 == 0 and beats > 3
    return Piece(
        name,
        "leadsheets",
        split,
        bar_steps=4 * beats * grid // kind,
        pulse_steps=3 * grid // 2 if compound else grid,
        pickup=int(pickup * grid),
        pitch=steps[0],
        onset=steps[1],
        steps_per_beat=grid,
        chords=_stated(part.chords, begin, grid, len(steps[0])),
    )


def _stated(chords: Sequence[XmlChord], begin: Fraction, grid: int, length: int) -> NDArray[np.int16]:
    stated = np.full((length, 2), -1, np.int16)
    for chord in sorted(chords, key=lambda chord: chord.start):
        first = max(0, round((chord.start - begin) * grid))
        stated[first:] = label(chord.root, _QUALITY[chord.kind]), chord.bass
    return stated


def label(root: int, suffix: str) -> int:
    """Chord class of a root's pitch class and one of the told-apart qualities."""
    return root * LABEL_QUALITIES + LABEL_SUFFIXES.index(suffix)
