"""From probabilities of segments to chords: the best path, in which every change has its price."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.network import Heard, log_softmax
from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_BEGINS: Final = 0.8
"""Weight of the beginnings against the chords, chosen on validation pieces."""
_SURE_BASS: Final = 0.6
"""Probability from which another bass than the root is written."""


class Decoded(NamedTuple):
    """A chord over some segments."""

    first: int
    stop: int
    label: int
    bass: int | None
    """Pitch class of a bass that is not the root."""
    confidence: float
    """Mean over its segments of its probability, 0 to 1."""


def best_path(scores: F64, change: F64, stay: F64) -> I64:
    """Viterbi where any change at a segment has one price.

    Args:
        scores: (segments, classes) logarithms.
        change: (segments,) logarithm of a change at the segment's start.
        stay: (segments,) logarithm of none.
    """
    count = len(scores)
    if not count:
        return np.zeros(0, np.int64)
    total = scores[0].astype(np.float64)
    came_from = np.zeros(scores.shape, np.int64)
    same = np.arange(scores.shape[1])
    for segment in range(1, count):
        best = int(total.argmax())
        held, moved = total + stay[segment], total[best] + change[segment]
        came_from[segment] = np.where(held >= moved, same, best)
        total = np.maximum(held, moved) + scores[segment]
    path = np.zeros(count, np.int64)
    path[-1] = total.argmax()
    for segment in range(count - 1, 0, -1):
        path[segment - 1] = came_from[segment, path[segment]]
    return path


def decode(heard: Heard, *, begins: float = _BEGINS, calm: float = 1.0) -> Iterator[Decoded]:
    """Chords in order of time, silence included.

    Args:
        heard: What the network says.
        begins: Weight of the beginnings.
        calm: Temperature of the confidences (Guo et al., “On calibration of modern neural networks”, ICML
            2017): above 1, they are nearer to each other. The path does not depend on it.
    """
    scores = heard.chords.astype(np.float64)
    price = begins * heard.begins.astype(np.float64)
    path = best_path(scores, price[:, 1], price[:, 0])
    sure = np.exp(log_softmax((scores / calm).astype(np.float32)))
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)] if len(path) else []
    for first, stop in pairwise(edges):
        label = int(path[first])
        confidence = float(sure[first:stop, label].mean())
        yield Decoded(first, stop, label, _bass(heard, label, first, stop), confidence)


def _bass(heard: Heard, label: int, first: int, stop: int) -> int | None:
    if label == SILENCE:
        return None
    root = label // QUALITIES
    share = np.exp(heard.bass[first:stop, root]).mean(axis=0)
    step = int(share.argmax())
    return (root + step) % 12 if step and share[step] >= _SURE_BASS else None
