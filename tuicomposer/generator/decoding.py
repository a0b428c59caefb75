"""From chosen tokens to the edit that writes them into the song."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas
from tuicomposer.generator.dynamics import dynamics
from tuicomposer.generator.vocabulary import FIRST_PITCH, REST, SOPRANO, token_pitch
from tuicomposer.score.cells import Cell, Column, Note, Off
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place

I64 = NDArray[np.int64]


def decode(canvas: Canvas, tokens: I64, origin: str) -> SetCells:
    """The edit that writes chosen tokens into the song; kept cells are not part of it.

    Args:
        canvas: The canvas.
        tokens: (rows, 4) complete tokens.
        origin: What the written cells say of where they come from.
    """
    changes: list[tuple[Place, Cell | None]] = []
    velocities = _velocities(canvas, tokens)
    for voice, lane in enumerate(canvas.parts):
        if lane is not None and canvas.written[:, voice].any():
            column = canvas.section.columns[lane]
            made = [
                _cell(token, velocity, origin)
                for token, velocity in zip(tokens[:, voice].tolist(), velocities, strict=True)
            ]
            cells = _written_cells(canvas, column, made, voice, origin)
            changes += [
                (Place(canvas.region.section, lane, row), cell)
                for row, cell in sorted(cells.items())
                if cell != column[row]
            ]
    return SetCells(tuple(changes))


def _velocities(canvas: Canvas, tokens: I64) -> list[int]:
    """MIDI velocity of what is struck in each row; the highest lane is the tune."""
    tune = next((voice for voice, lane in enumerate(canvas.parts) if lane is not None), SOPRANO)
    found: list[int] = dynamics(canvas.section, tokens[:, tune], canvas.clock[:, 1]).tolist()
    return found


def _written_cells(
    canvas: Canvas, column: Column, made: list[Cell | None], voice: int, origin: str
) -> dict[int, Cell | None]:
    """The cells of a lane's written rows. What is kept and was silent stays silent: notes end before it."""
    cells: dict[int, Cell | None] = {}
    sounds = sounded = False
    for row, kept in enumerate(column):
        sounded = sounded if kept is None else isinstance(kept, Note)
        if canvas.written[row, voice]:
            cells[row] = made[row] if sounds or not isinstance(made[row], Off) else None
        elif sounds and not sounded and canvas.written[row - 1, voice] and cells[row - 1] is None:
            cells[row - 1] = Off(canvas.section.row_ticks - 1, origin)
            sounds = False
        current = cells.get(row, kept)
        sounds = sounds if current is None else isinstance(current, Note)
    return cells


def _cell(token: int, velocity: int, origin: str) -> Cell | None:
    if token >= FIRST_PITCH:
        return Note(token_pitch(token), velocity, origin=origin)
    return Off(origin=origin) if token == REST else None
