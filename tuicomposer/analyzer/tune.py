"""The melody in a texture that no lanes divide, such as a piano take: a small network scores every note.

Each note is seen with what sounds at its onset, with what came just before and comes just after,
and with the notes of the two bars or so around it. Of the notes that begin together the likeliest
is kept, if it is more likely melody than not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold
from tuicomposer.score.ticks import TICKS_PER_BEAT

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

FEATURES: Final = 16
_TOGETHER: Final = 40
"""Ticks within which onsets count as one."""
_NEAR: Final = 4 * TICKS_PER_BEAT
_JOIN: Final = TICKS_PER_BEAT // 2
_OFTEN: Final = 64
"""Notes after which it is told how far the work is, and asked whether it was cancelled."""


def tune_features(notes: I64, token: CancelToken | None = None, share: Share = untold) -> F32:
    """(notes, FEATURES) what a melody is told by.

    Args:
        notes: (notes, 4) start and end in ticks, pitch and velocity, in order of the starts.
        token: Asked often.
        share: Told how much is done.

    Raises:
        Cancelled: The token was cancelled.
    """
    found = np.zeros((len(notes), FEATURES), np.float32)
    starts = notes[:, 0]
    longest = int((notes[:, 1] - starts).max(initial=0))
    for index, (start, end, pitch, velocity) in enumerate(notes):
        if index % _OFTEN == 0:
            share(index / len(notes))
            if token is not None:
                token.check()
        low, high = np.searchsorted(starts, (start - max(longest, _NEAR), start + _NEAR + 1))
        window = notes[low:high]
        around = window[np.abs(window[:, 0] - start) <= _NEAR]
        sounding = window[(window[:, 0] <= start + _TOGETHER) & (window[:, 1] > start + _TOGETHER)]
        before = window[(window[:, 0] < start - _TOGETHER) & (np.abs(window[:, 1] - start) <= _JOIN)]
        after = window[(window[:, 0] > start + _TOGETHER) & (np.abs(window[:, 0] - end) <= _JOIN)]
        above, below = sounding[sounding[:, 2] > pitch, 2], sounding[sounding[:, 2] < pitch, 2]
        covered = window[(window[:, 2] > pitch) & (window[:, 0] < end) & (window[:, 1] > start)]
        length = end - start
        hidden = (np.minimum(covered[:, 1], end) - np.maximum(covered[:, 0], start)).sum() / length
        together = int((np.abs(window[:, 0] - start) <= _TOGETHER).sum())
        lengths = around[:, 1] - around[:, 0]
        found[index] = (
            len(above) == 0,
            min(3, len(above)) / 3,
            min(24, pitch - below.max(initial=pitch - 24)) / 12,
            min(24, above.min(initial=pitch) - pitch) / 12,
            np.log(length / max(1.0, float(np.median(lengths)))),
            (velocity - around[:, 3].mean()) / 20,
            (pitch - around[:, 2].mean()) / 12,
            (pitch - 67) / 12,
            ((pitch - 67) / 12) ** 2,
            min(12, np.abs(before[:, 2] - pitch).min(initial=12)) / 6,
            min(12, np.abs(after[:, 2] - pitch).min(initial=12)) / 6,
            min(2.0, hidden),
            min(6, together) / 4,
            min(8, int((around[:, 2] == pitch).sum())) / 8,
            (pitch - around[:, 2].max()) / 12,
            min(24, len(around)) / 24,
        )
    return found


class TuneNetwork:
    """One hidden layer over the features of a note.

    Args:
        weights: ``tune.0.weight``, ``tune.0.bias``, ``tune.2.weight``, ``tune.2.bias``.

    Raises:
        ValueError: The weights do not fit this program.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.generic]]) -> None:
        try:
            first, bias, last, offset = (
                np.asarray(weights[f"tune.{layer}.{kind}"], np.float32)
                for layer in (0, 2)
                for kind in ("weight", "bias")
            )
        except KeyError as error:
            raise ValueError(f"{error} is missing") from error
        if first.shape != (len(bias), FEATURES) or last.shape != (1, len(bias)) or offset.shape != (1,):
            raise ValueError("the weights of the tune do not fit each other")
        self._first, self._bias, self._last, self._offset = first, bias, last, offset

    def scores(self, features: F32) -> F32:
        """(notes,) logits that a note is melody."""
        hidden = np.maximum(features @ self._first.T + self._bias, 0)
        result: F32 = (hidden @ self._last.T + self._offset)[:, 0]
        return result

    def tune(
        self, notes: I64, token: CancelToken | None = None, share: Share = untold
    ) -> list[tuple[int, float]]:
        """Indexes of the melody's notes, in order of time, each with its probability of being melody.

        Args:
            notes: As for :func:`tune_features`.
            token: Asked often.
            share: Told how much is done.

        Raises:
            Cancelled: The token was cancelled.
        """
        scores = self.scores(tune_features(notes, token, share))
        chosen: list[int] = []
        for index in np.flatnonzero(scores > 0).tolist():
            if chosen and notes[index, 0] - notes[chosen[-1], 0] <= _TOGETHER:
                chosen[-1] = max(chosen[-1], index, key=lambda one: float(scores[one]))
            else:
                chosen.append(index)
        return [(index, float(1.0 / (1.0 + np.exp(-scores[index])))) for index in chosen]
