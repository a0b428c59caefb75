"""Chords from notes: templates on every segment, and the best path through them.

Each segment (an eighth note, say) gives every chord a score: sounding chord tones count for it,
other tones and missing chord tones against it, its root in the bass for it. A Viterbi pass then
finds the path of chords with the highest sum, where each change costs something, less on a beat.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.score.chord_classes import LABEL_QUALITIES, LABEL_SUFFIXES, NO_CHORD_LABEL
from tuicomposer.score.chord_table import BY_SPELLING

_FOREIGN: Final = 1.2
_MISSING_ROOT: Final = 0.9
_MISSING_FIFTH: Final = 0.25
_MISSING_OTHER: Final = 0.7
_ROOT_IN_BASS: Final = 0.5
_CHORD_TONE_IN_BASS: Final = 0.15
_RARITY: Final = {"aug": 0.4, "dim": 0.1, "maj7": 0.15, "m7": 0.1, "sus4": 0.35}

_SILENT: Final = 128
"""Above every MIDI pitch."""

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


def segment_profiles(pitch: NDArray[np.integer], steps: int) -> tuple[F64, I64]:
    """Pitch-class weights and bass of each segment of a piano-roll of voices.

    Args:
        pitch: (time, voices) sounding MIDI pitches, negative where a voice rests.
        steps: Rows of ``pitch`` in a segment; a last shorter segment is padded with silence.

    Returns:
        Weights (segments, 12), one for a voice that sounds throughout, and the pitch class of
        the lowest note that sounds first in each segment (-1 for silence).
    """
    count = -(-len(pitch) // steps)
    padded = np.pad(pitch, ((0, count * steps - len(pitch)), (0, 0)), constant_values=-1)
    weights = np.zeros((count, 12))
    rows, voices = np.nonzero(padded >= 0)
    np.add.at(weights, (rows // steps, padded[rows, voices] % 12), 1.0 / steps)
    lowest = np.where(padded >= 0, padded, _SILENT).min(axis=1).reshape(count, steps)
    sounds = lowest < _SILENT
    first = lowest[np.arange(count), sounds.argmax(axis=1)]
    return weights, np.where(sounds.any(axis=1), first % 12, -1)


def label_segments(weights: F64, bass: I64, change_cost: F64) -> I64:
    """Best chord class of each segment.

    Args:
        weights: (segments, 12) pitch-class weights.
        bass: (segments,) pitch class of the bass, -1 for silence.
        change_cost: (segments,) what a change of chord at the start of the segment costs, in the
            unit of one chord tone sounding throughout a segment.

    Returns:
        (segments,) classes, see :mod:`tuicomposer.score.chord_classes`.
    """
    if not len(weights):
        return np.zeros(0, np.int64)
    return _best_path(segment_scores(weights, bass), change_cost)


def segment_scores(weights: F64, bass: I64) -> F64:
    """(segments, LABELS) how well each chord fits each segment by itself."""
    tones, missing, roots, rarity = _templates()
    silent = weights.sum(1) < 1e-9
    scores = weights @ (tones * (1 + _FOREIGN) - _FOREIGN).T
    scores -= (weights < 1e-9).astype(float) @ missing.T
    scores += _ROOT_IN_BASS * (bass[:, None] == roots[None])
    scores += _CHORD_TONE_IN_BASS * (tones[:, bass].T > 0) * (bass >= 0)[:, None]
    scores -= rarity
    nothing = np.where(silent, 0.0, -2.0 - weights.sum(1))
    scores[silent] = -0.5
    return np.concatenate([scores, nothing[:, None]], axis=1)


def _templates() -> tuple[F64, F64, I64, F64]:
    tones = np.zeros((NO_CHORD_LABEL, 12))
    missing = np.zeros((NO_CHORD_LABEL, 12))
    roots = np.repeat(np.arange(12), LABEL_QUALITIES)
    for label in range(NO_CHORD_LABEL):
        root, index = divmod(label, LABEL_QUALITIES)
        quality = BY_SPELLING[LABEL_SUFFIXES[index]]
        for step in quality.intervals:
            tones[label, (root + step) % 12] = 1.0
            cost = _MISSING_FIFTH if step == quality.fifth else _MISSING_OTHER
            missing[label, (root + step) % 12] = _MISSING_ROOT if step == 0 else cost
    rarity = np.array([_RARITY.get(suffix, 0.0) for suffix in LABEL_SUFFIXES] * 12)
    return tones, missing, roots, rarity


def _best_path(scores: F64, change_cost: F64) -> I64:
    """Viterbi with one cost for any change: the best predecessor is itself or the overall best."""
    count = len(scores)
    total = scores[0].copy()
    came_from = np.zeros(scores.shape, np.int64)
    stay = np.arange(scores.shape[1])
    for segment in range(1, count):
        best = int(total.argmax())
        changed = total[best] - change_cost[segment]
        came_from[segment] = np.where(total >= changed, stay, best)
        total = np.maximum(total, changed) + scores[segment]
    path = np.zeros(count, np.int64)
    path[-1] = total.argmax()
    for segment in range(count - 1, 0, -1):
        path[segment - 1] = came_from[segment, path[segment]]
    return path


def label_rows(pitch: NDArray[np.integer], segment_steps: int, pulse_steps: int, pickup: int = 0) -> I64:
    """Chord class of each row of a piano-roll of voices.

    Args:
        pitch: (rows, voices) sounding MIDI pitches, negative where a voice rests.
        segment_steps: Rows of a segment; a chord changes only at its start.
        pulse_steps: Rows of a felt beat, where a change costs less.
        pickup: Rows before the first full bar.
    """
    weights, bass = segment_profiles(pitch, segment_steps)
    starts = np.arange(len(weights)) * segment_steps
    change_cost = np.where((starts - pickup) % pulse_steps == 0, 1.0, 2.2)
    labels = label_segments(weights, bass, change_cost)
    return np.repeat(labels, segment_steps)[: len(pitch)]
