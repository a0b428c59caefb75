"""The key in which a chorale book writes a chorale down: signature and mode, by a wood of small trees.

That is not always the key that is heard. A Dorian chorale on D was written without a flat, as A minor
is, and C minor with two. :func:`tuicomposer.analyzer.keys.key_guesses` answers with what is heard, and this
with what is written. The trees were grown on the keys that the files of Bach's four-part chorales state
(``benchmarks/written_key_fit.py``), so they are asked about music in four lanes only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.chorale_evidence import FEATURES, chorale_features
from tuicomposer.analyzer.keys import usual_key
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.score.key import MODES
from tuicomposer.score.spans import NoteSpan

F64 = NDArray[np.float64]

LANES: Final = 4
_LEAF: Final = -1
_ROUNDED: Final = 0.01
"""By how much a row of shares in half precision may miss 1."""


class WrittenKeys:
    """The trees; each leaf holds shares of keys as steps above the last bass.

    Args:
        arrays: ``roots`` (trees,) first node of each tree; ``feature`` (nodes,) what a node looks at, -1 in
            a leaf; ``threshold`` (nodes,) the most with which one goes on to the next node; ``other``
            (nodes,) the node to go to with more, in a leaf its row of shares; ``classes`` (classes,)
            mode * 12 + steps above the last bass; ``shares`` (leaves, classes), each row of sum 1.

    Raises:
        KeyError: An array is missing.
        ValueError: The arrays do not fit each other, or are no trees.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._roots = arrays["roots"].astype(np.int64)
        self._feature = arrays["feature"].astype(np.int64)
        self._threshold = arrays["threshold"].astype(np.float32)
        self._other = arrays["other"].astype(np.int64)
        self._classes = arrays["classes"].astype(np.int64)
        self._shares = arrays["shares"].astype(np.float64)
        if not (self._shaped() and self._linked() and self._shared()):
            raise ValueError("the trees of the written key do not fit each other")

    def _shaped(self) -> bool:
        """Whether the arrays have the dimensions that the others' have."""
        return (
            self._feature.ndim == self._roots.ndim == self._classes.ndim == 1
            and self._feature.shape == self._threshold.shape == self._other.shape
            and len(self._roots) > 0
            and self._shares.ndim == 2
            and self._shares.shape[1:] == self._classes.shape
        )

    def _linked(self) -> bool:
        """Whether each node leads on to later ones, and each leaf to shares."""
        nodes = np.arange(len(self._feature))
        leaf = self._feature == _LEAF
        return (
            bool(((self._roots >= 0) & (self._roots < len(nodes))).all())
            and bool(((self._feature >= _LEAF) & (self._feature < FEATURES)).all())
            and bool(((self._other[leaf] >= 0) & (self._other[leaf] < len(self._shares))).all())
            and bool(((self._other[~leaf] > nodes[~leaf]) & (self._other[~leaf] < len(nodes))).all())
            and bool(leaf[-1:].all())
            and bool(np.isfinite(self._threshold).all())
        )

    def _shared(self) -> bool:
        """Whether the shares are of different keys, and each row is of probabilities."""
        return (
            bool(((self._classes >= 0) & (self._classes < 12 * len(MODES))).all())
            and len(np.unique(self._classes)) == len(self._classes)
            and bool((self._shares >= 0).all())
            and np.allclose(self._shares.sum(axis=1), 1.0, atol=_ROUNDED)
        )

    def guesses(self, notes: Sequence[NoteSpan], token: CancelToken | None = None) -> tuple[KeyGuess, ...]:
        """All 24 keys with their probabilities, most likely first; none where not exactly four lanes sound.

        Raises:
            Cancelled: The token was cancelled.
        """
        if len({note.lane for note in notes}) != LANES:
            return ()
        features, last = chorale_features(notes, token)
        shares = self.shares(features)
        found = [
            KeyGuess(usual_key((last + step) % 12, mode), float(shares[index, step]))
            for index, mode in enumerate(MODES)
            for step in range(12)
        ]
        return tuple(sorted(found, key=lambda guess: -guess.confidence))

    def shares(self, features: F64) -> F64:
        """(modes, 12) probability of each key as steps above the last bass, for (FEATURES,) of a chorale."""
        seen = features.astype(np.float32)
        at = self._roots.copy()
        while (inner := self._feature[at] != _LEAF).any():
            here = at[inner]
            low = seen[self._feature[here]] <= self._threshold[here]
            at[inner] = np.where(low, here + 1, self._other[here])
        result = np.zeros(len(MODES) * 12)
        result[self._classes] = self._shares[self._other[at]].mean(axis=0)
        return result.reshape(len(MODES), 12)
