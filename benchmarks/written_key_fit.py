"""Grow the trees that tell the written key, and write ``models/analyzer/written_key.safetensors``.

    python benchmarks/written_key_fit.py

They see the four-part chorales of :mod:`key_stated` and the keys that the files state. Extremely randomised
trees (Geurts, Ernst and Wehenkel, 2006), each over all features; the least number of chorales in a leaf is
the one of three with the most right answers when fifths of the tunes are left out in turn. What is measured
out of fold chooses it anew within each training part. Takes half a minute, and gives the same answer every
time with the same scikit-learn.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.ensemble import ExtraTreesClassifier

from tuicomposer.analyzer.chorale_evidence import chorale_features
from tuicomposer.analyzer.written_key import WrittenKeys
from tuicomposer.models.manifest import write_manifest
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.spans import NoteSpan

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]

_FOLDER: Final = Path(__file__).parents[1] / "models" / "analyzer"
_TREES: Final = 100
_LEAST: Final = (2, 3, 5)
"""Least numbers of chorales in a leaf that are tried."""
_INNER: Final = 5
_SEED: Final = 1


class Chorales(NamedTuple):
    """What the trees learn from."""

    features: F64
    """(chorales, features)"""
    last: I64
    """(chorales,) pitch class of the last bass."""
    known: I64
    """(chorales,) mode * 12 + tonic."""
    group: I64
    """(chorales,) what must not be parted by a fold: a number for each chorale, or for each tune."""

    def part(self, chosen: NDArray[np.bool_]) -> Chorales:
        """Some of them."""
        return Chorales(*(values[chosen] for values in self))


def observed(heard: Sequence[tuple[NoteSpan, ...]], keys: Sequence[Key], group: I64) -> Chorales:
    """Features and keys of chorales."""
    features, last = zip(*(chorale_features(notes) for notes in heard), strict=True)
    known = [MODES.index(key.mode) * 12 + key.tonic_class for key in keys]
    return Chorales(np.array(features), np.array(last), np.array(known), group)


def grow(chorales: Chorales, least: int) -> Arrays:
    """The arrays of :class:`WrittenKeys`, grown on chorales."""
    mode, tonic = np.divmod(chorales.known, 12)
    steps = mode * 12 + (tonic - chorales.last) % 12
    wood = ExtraTreesClassifier(_TREES, min_samples_leaf=least, max_features=None, random_state=_SEED)
    wood.fit(chorales.features, steps)
    roots, feature, threshold, other, shares = [], [], [], [], []
    for tree in (one.tree_ for one in wood.estimators_):
        start, leaf = len(feature), tree.children_left < 0
        assert (tree.children_left[~leaf] == np.flatnonzero(~leaf) + 1).all()
        roots.append(start)
        feature.extend(np.where(leaf, -1, tree.feature))
        threshold.extend(np.where(leaf, 0, tree.threshold))
        other.extend(np.where(leaf, len(shares) + np.cumsum(leaf) - 1, start + tree.children_right))
        values = tree.value[leaf, 0]
        shares.extend(values / values.sum(axis=1, keepdims=True))
    return {
        "roots": np.array(roots, np.int32), "feature": np.array(feature, np.int16),
        "threshold": np.array(threshold, np.float32), "other": np.array(other, np.int32),
        "classes": wood.classes_.astype(np.int16), "shares": np.array(shares, np.float16),
    }  # fmt: skip


def answers(arrays: Arrays, chorales: Chorales) -> I64:
    """(chorales,) mode * 12 + tonic of the likeliest key."""
    keys = WrittenKeys(arrays)
    best = np.array([keys.shares(features).argmax() for features in chorales.features])
    result: I64 = best // 12 * 12 + (best % 12 + chorales.last) % 12
    return result


def chosen(chorales: Chorales) -> int:
    """The least number in a leaf with the most right answers, of equals the first.

    Whole groups are left out in turn.
    """
    names, index = np.unique(chorales.group, return_inverse=True)
    fold = (np.random.default_rng(_SEED).permutation(len(names)) % _INNER)[index]
    right = dict.fromkeys(_LEAST, 0)
    for least in _LEAST:
        for number in range(_INNER):
            out = fold == number
            given = answers(grow(chorales.part(~out), least), chorales.part(out))
            right[least] += int((given == chorales.known[out]).sum())
    return max(right, key=lambda least: right[least])


def out_of_fold(chorales: Chorales, fold: I64) -> I64:
    """(chorales,) answers of trees that have not seen a chorale's fold, nor was anything chosen with it."""
    given = np.zeros(len(fold), np.int64)
    for number in np.unique(fold):
        out = fold == number
        train = chorales.part(~out)
        given[out] = answers(grow(train, chosen(train)), chorales.part(out))
    return given


def main() -> None:
    """Grow on all chorales and write."""
    from key_stated import stated_chorales, tunes  # noqa: PLC0415 - it imports this module

    warnings.simplefilter("ignore")
    named = list(stated_chorales())
    heard = [item.notes for _, item in named]
    chorales = observed(heard, [item.key for _, item in named], tunes(heard))
    least = chosen(chorales)
    save_file(grow(chorales, least), _FOLDER / "written_key.safetensors")
    print(f"{len(named)} chorales, at least {least} in a leaf", file=sys.stderr)
    print(write_manifest(_FOLDER))


if __name__ == "__main__":
    main()
