"""A fresh classifier of four-part windows: features that know nothing of the networks, boosted trees.

After Lopez-Paz and Oquab, arXiv 1610.06545: melodic intervals, onsets by place in the felt beat, intervals
between voices, parallels, crossing, register, pitch classes.
"""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.counterpoint import PAIRS, crossings, parallels, voice_pair_moves
from tuicomposer.generator.vocabulary import FIRST_PITCH, TOKENS, VOICES

MOVED = 0.02
FOLDS = 5
PLACES = 12
"""Places of onsets that are told apart in a felt beat, whatever the grid."""
Measured = tuple[float, float, float]
"""Balanced accuracy and its 95 % interval."""


def features(tokens: np.ndarray, beat: int) -> np.ndarray:
    """A vector about (rows, 4) tokens.

    Args:
        tokens: A window that begins on a beat.
        beat: Rows of a felt beat: 4 for a quarter note in sixteenths, 3 in triplets, 6 in compound metres.
    """
    places = np.arange(len(tokens)) % beat * PLACES // beat
    heard = sounding_pitches(tokens)
    onset = tokens >= FIRST_PITCH
    parts: list[np.ndarray] = []
    for voice in range(VOICES):
        pitches = heard[onset[:, voice], voice]
        steps = np.clip(np.diff(pitches), -13, 13) + 13
        parts.append(np.bincount(steps, minlength=27) / max(1, len(steps)))
        begins = np.bincount(places, onset[:, voice], PLACES) * beat / len(tokens)
        sounds = heard[heard[:, voice] >= 0, voice]
        parts.append(
            np.array([*begins, sounds.mean() if len(sounds) else 0, sounds.std() if len(sounds) else 0])
        )
    beats = heard[::beat]
    for upper, lower in PAIRS:
        both = (beats[:, upper] >= 0) & (beats[:, lower] >= 0)
        between = (beats[both, upper] - beats[both, lower]) % 12
        parts.append(np.bincount(between, minlength=12) / max(1, both.sum()))
    classes = np.sort(np.bincount(heard[heard >= 0] % 12, minlength=12))[::-1]
    parts.append(classes / max(1, classes.sum()))
    moves = max(1, voice_pair_moves(heard))
    parts.append(np.array([len(parallels(heard)) / moves, crossings(heard).mean(), onset.mean()]))
    distinct = np.array([len(set((column[column >= 0] % 12).tolist())) for column in heard])
    parts.append(np.bincount(distinct, minlength=5) / len(distinct))
    return np.concatenate(parts)


def moved(tokens: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same window with 2 % of its notes, and at least one, a semitone or two off."""
    notes = np.argwhere(tokens >= FIRST_PITCH)
    chosen = notes[rng.choice(len(notes), max(1, round(MOVED * len(notes))), replace=False)]
    found = tokens.copy()
    for row, voice in chosen:
        found[row, voice] = np.clip(found[row, voice] + rng.choice([-2, -1, 1, 2]), FIRST_PITCH, TOKENS - 1)
    return found


def told_apart(real: np.ndarray, fake: np.ndarray, groups: list[np.ndarray]) -> Measured:
    """Balanced accuracy over folds of pieces, and its 95 % interval over pieces.

    Args:
        real: (n, features) of what people wrote.
        fake: (m, features) of the other kind.
        groups: Piece of each row of ``real`` and of ``fake``.
    """
    inputs, truth = _labelled(real, fake)
    pieces = np.concatenate(groups)
    right = np.zeros(len(truth))
    for train, test in GroupKFold(FOLDS).split(inputs, truth, pieces):
        right[test] = _fresh().fit(inputs[train], truth[train]).predict(inputs[test]) == truth[test]
    return _balanced(right, truth, pieces)


def told_apart_by(
    learned: tuple[np.ndarray, np.ndarray], real: np.ndarray, fake: np.ndarray, pieces: np.ndarray
) -> Measured:
    """Balanced accuracy of a classifier that learned from other pieces, and its 95 % interval over pieces.

    Args:
        learned: (k, features) of what people wrote and of the other kind, in other pieces.
        real: (n, features) of what people wrote.
        fake: (n, features) of the other kind.
        pieces: (n,) piece of each row of both.
    """
    judge = _fresh().fit(*_labelled(*learned))
    inputs, truth = _labelled(real, fake)
    return _balanced(judge.predict(inputs) == truth, truth, np.concatenate([pieces, pieces]))


def _fresh() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=8, random_state=0
    )


def _labelled(real: np.ndarray, fake: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    truth = np.concatenate([np.ones(len(real), int), np.zeros(len(fake), int)])
    return np.concatenate([real, fake]), truth


def _balanced(right: np.ndarray, truth: np.ndarray, pieces: np.ndarray) -> Measured:
    """By drawing pieces with replacement (Efron)."""

    def balanced(rows: np.ndarray) -> float:
        return float((right[rows][truth[rows] == 1].mean() + right[rows][truth[rows] == 0].mean()) / 2)

    rng, names = np.random.default_rng(0), np.unique(pieces)
    rows_of = {name: np.flatnonzero(pieces == name) for name in names}
    drawn = [np.concatenate([rows_of[name] for name in rng.choice(names, len(names))]) for _ in range(300)]
    both = [rows for rows in drawn if 0 < truth[rows].sum() < len(rows)]
    low, high = np.percentile([balanced(rows) for rows in both], [2.5, 97.5])
    return balanced(np.arange(len(truth))), float(low), float(high)
