"""A variation: some of the generated notes are written anew, the others stay."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import Canvas, read
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, MASK, VOICES

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VariedCanvas(Canvas):
    """A canvas of which only a share is written."""

    asked: Bools = field(kw_only=True)
    """(rows, 4) cells that the request may write: the lanes that contain the chords together."""


def asked_cells(canvas: Canvas) -> Bools:
    """(rows, 4) cells of the request, those that a variation keeps included."""
    return canvas.asked if isinstance(canvas, VariedCanvas) else canvas.written


def varied(canvas: Canvas, share: float, rng: np.random.Generator) -> VariedCanvas:
    """The canvas with a random share of its generated beats to be written; whole notes at a time.

    Raises:
        RequestError: The share is no share, or nothing was generated there.
    """
    if not 0 < share <= 1:
        raise RequestError(f"A share of {share:g} cannot be varied.", "Use more than 0, at most 1.")
    there = read(canvas.song, canvas.region.section, canvas.style).tokens
    generated = canvas.written & (there != MASK)
    if not (there[generated] >= FIRST_PITCH).any():
        raise RequestError(
            "There is nothing to vary: no generated notes are in the chosen lanes and bars.",
            "Generate something first; what was typed always stays.",
        )
    chosen = _whole_notes(there, _some_beats(canvas, generated, share, rng)) & generated
    kept = canvas.written & ~chosen
    tokens = np.where(kept, np.where(there == MASK, HOLD, there), canvas.tokens)
    base = replace(canvas, tokens=tokens, free=canvas.free & ~kept, written=chosen)
    values = {item.name: getattr(base, item.name) for item in fields(Canvas)}
    return VariedCanvas(**values, asked=canvas.written)


def _some_beats(canvas: Canvas, generated: Bools, share: float, rng: np.random.Generator) -> Bools:
    """(rows, 4) a share of the felt beats of each lane, at least one beat in all."""
    beats = np.cumsum(canvas.clock[:, 1] >= 2)
    drawn = rng.random((int(beats.max()) + 1, VOICES))
    per_cell = drawn[beats]
    limit = max(share, float(per_cell[generated].min()))
    found: Bools = (per_cell <= limit) & generated
    return found


def _whole_notes(tokens: NDArray[np.int64], chosen: Bools) -> Bools:
    """The chosen cells with the rest of every note that they touch."""
    found = chosen.copy()
    for row in range(1, len(tokens)):
        found[row] |= found[row - 1] & (tokens[row] == HOLD)
    for row in range(len(tokens) - 2, -1, -1):
        found[row] |= found[row + 1] & (tokens[row + 1] == HOLD)
    return found
