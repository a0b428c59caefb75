"""The chord network in numpy: no framework to load, and a section in a few milliseconds.

It is trained in torch (:mod:`tuicomposer.training.chords.network`, which explains the design); a
test holds the two to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.segments import CHANNELS, TRAITS, Segments
from tuicomposer.analyzer.vocabulary import CLASSES, QUALITIES
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold

F32 = NDArray[np.float32]

_VIEWS: Final = (np.arange(12)[:, None] + np.arange(12)[None]) % 12
_CHUNK: Final = 512
_OVERLAP: Final = 64
"""Segments that are computed at a time, and how many of their edges are computed twice."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the network says of each segment, as natural logarithms of probabilities."""

    chords: F32
    """(segments, CLASSES)."""
    bass: F32
    """(segments, 12 roots, 12 steps above the root)."""
    begins: F32
    """(segments, 2): that no chord begins, that one does."""


class NumpyChordNetwork:
    """Runs the trained weights.

    Args:
        weights: Arrays by name, as the trained network states them.
        dilations: Of the blocks, in segments.

    Raises:
        ValueError: The weights do not fit this program.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.generic]], dilations: tuple[int, ...]) -> None:
        self._weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        self._dilations = dilations
        width = self._array("enter.bias").shape[0]
        expected = {"enter.weight": (width, 12 * CHANNELS + TRAITS), "quality.weight": (QUALITIES, width)}
        for index in range(len(dilations)):
            expected[f"blocks.{index}.time.weight"] = (width, width, 3)  # type: ignore[assignment]
            expected[f"blocks.{index}.mix.weight"] = (width, width, 1)  # type: ignore[assignment]
        for name, shape in expected.items():
            if self._array(name).shape != shape:
                raise ValueError(f"{name} has the shape {self._array(name).shape}, not {shape}")

    def _array(self, name: str) -> F32:
        if name not in self._weights:
            raise ValueError(f"{name} is missing")
        return self._weights[name]

    def hear(self, seen: Segments, token: CancelToken | None = None, share: Share = untold) -> Heard:
        """Probabilities for each segment.

        Args:
            seen: What sounds in the segments.
            token: Asked often.
            share: Told how much is done.

        Raises:
            Cancelled: The token was cancelled.
        """
        count = len(seen.traits)
        found = Heard(
            np.zeros((count, CLASSES), np.float32),
            np.zeros((count, 12, 12), np.float32),
            np.zeros((count, 2), np.float32),
        )
        for start in range(0, count, _CHUNK):
            stop = min(count, start + _CHUNK)
            low, high = max(0, start - _OVERLAP), min(count, stop + _OVERLAP)
            part = self._chunk(seen.classes[low:high], seen.traits[low:high], token)
            inside = slice(start - low, stop - low)
            found.chords[start:stop] = part.chords[inside]
            found.bass[start:stop] = part.bass[inside]
            found.begins[start:stop] = part.begins[inside]
            share(stop / count)
        return found

    def _chunk(self, classes: F32, traits: F32, token: CancelToken | None) -> Heard:
        count = len(traits)
        views = classes[:, _VIEWS].reshape(count, 12, -1).transpose(1, 0, 2)
        seen = np.concatenate([views, np.broadcast_to(traits, (12, *traits.shape))], axis=2)
        hidden = np.maximum(self._linear("enter", seen), 0)
        for index, dilation in enumerate(self._dilations):
            if token is not None:
                token.check()
            hidden = self._block(f"blocks.{index}", dilation, hidden)
        by_root = hidden.transpose(1, 0, 2)
        pooled = np.concatenate([by_root.mean(axis=1), by_root.max(axis=1)], axis=1)
        shared = self._linear("shared", pooled)
        chords = np.concatenate([self._linear("quality", by_root).reshape(count, -1), shared[:, :1]], axis=1)
        odds = shared[:, 1:] * np.array([0.0, 1.0], np.float32)
        return Heard(log_softmax(chords), log_softmax(self._linear("bass", by_root)), log_softmax(odds))

    def _linear(self, name: str, values: F32) -> F32:
        result: F32 = values @ self._array(f"{name}.weight").T + self._array(f"{name}.bias")
        return result

    def _block(self, name: str, dilation: int, hidden: F32) -> F32:
        """One residual block on (12 roots, segments, width)."""
        count = hidden.shape[1]
        padded = np.pad(hidden, ((0, 0), (dilation, dilation), (0, 0)))
        kernel = self._array(f"{name}.time.weight")
        inner = self._linear(f"{name}.others", hidden.mean(axis=0))[None] + self._array(f"{name}.time.bias")
        for tap in range(3):
            inner = inner + padded[:, tap * dilation : tap * dilation + count] @ kernel[:, :, tap].T
        inner = np.maximum(inner, 0).astype(np.float32, copy=False)
        mixed = inner @ self._array(f"{name}.mix.weight")[:, :, 0].T + self._array(f"{name}.mix.bias")
        result: F32 = hidden + self._array(f"{name}.scale") * mixed
        return result


def log_softmax(values: F32) -> F32:
    """Logarithms of the softmax over the last axis."""
    shifted = values - values.max(axis=-1, keepdims=True)
    result: F32 = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result
