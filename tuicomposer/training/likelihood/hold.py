"""The trivial model that every number must be read beside: hold, or move by a usual interval.

It knows no harmony and no other voice: how far a voice moves, if at all, depends on the voice and on
the place in the bar of sixteen steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.training.likelihood.data import TOKENS, VOICES, Rows

_BAR: Final = 16
_MORE_INTERVALS: Final = 0.1
_MORE_FIRST: Final = 0.5


class HoldModel:
    """Shares of the moves in a training part, each counted a little more often than it occurs.

    Args:
        pieces: (T, 4) tokens of the training pieces.
    """

    def __init__(self, pieces: Sequence[Rows]) -> None:
        first = np.full((VOICES, TOKENS), _MORE_FIRST)
        moves = np.full((_BAR, VOICES, 2 * TOKENS - 1), _MORE_INTERVALS)
        for piece in pieces:
            np.add.at(first, (np.arange(VOICES), piece[0]), 1)
            np.add.at(moves, _moves(piece), 1)
        self.first = np.log(first / first.sum(-1, keepdims=True))
        self.moves = np.log(moves / moves.sum(-1, keepdims=True))

    def nats(self, piece: Rows) -> NDArray[np.float64]:
        """(T, 4) nats of each cell given the cell before it."""
        first = self.first[np.arange(VOICES), piece[:1]]
        found: NDArray[np.float64] = -np.concatenate([first, self.moves[_moves(piece)]])
        return found


def _moves(piece: Rows) -> tuple[Rows, Rows, Rows]:
    """(T - 1, 4) place in the bar, voice and interval of each cell after the first step."""
    change = np.diff(piece, axis=0)
    places = np.arange(1, len(piece))[:, None] % _BAR
    place, voice = np.broadcast_arrays(places, np.arange(VOICES))
    return place, voice, change + TOKENS - 1
