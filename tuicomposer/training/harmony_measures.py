"""How a melody and its chords get on: the six measures of Yeh et al. 2021.

Automatic melody harmonization with triad chords: a comparative study, arXiv 2001.02360, section 4. They are
to be read as distances to what people write, never as better or worse by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.score.chord import Chord

F64 = NDArray[np.float64]
_STEP: Final = 2
"""Largest interval in semitones by which a tone outside the chord may leave to be proper."""
_CONSONANT: Final = frozenset({0, 3, 4, 7, 8, 9})
_FOURTH: Final = 5


class HarmonyMeasures(NamedTuple):
    """The measures of one melody with one row of chords."""

    entropy: float
    """CHE: entropy of the histogram of chords, in nats."""
    coverage: float
    """CC: number of different chords."""
    chord_distance: float
    """CTD: mean tonal distance of neighbouring chords."""
    chord_tones: float
    """CTnCTR: chord tones and proper non-chord tones over all tones of the melody."""
    consonance: float
    """PCS: mean pitch consonance of melody and chord tones, -1 to 1."""
    melody_distance: float
    """MCTD: mean tonal distance of the melody's tone from its chord, by duration."""


def tonal_centroid(weights: F64) -> F64:
    """(6,) tonal centroid of (12,) pitch-class weights (Harte et al. 2006, equations 1 and 2)."""
    angle = np.arange(12) * np.pi
    rows = [
        radius * wave(angle * factor)
        for radius, factor in ((1.0, 7 / 6), (1.0, 3 / 2), (0.5, 2 / 3))
        for wave in (np.sin, np.cos)
    ]
    centroid: F64 = np.array(rows) @ weights / max(weights.sum(), 1e-12)
    return centroid


def harmony_measures(
    melody: Sequence[int], onset: Sequence[bool], chords: Sequence[Chord]
) -> HarmonyMeasures:
    """The measures of a melody and its chords, row by row.

    Args:
        melody: MIDI pitch that sounds in each row, negative for a rest.
        onset: Whether a note starts in the row.
        chords: Chord of each row; silence counts as no chord.
    """
    changes = [chord for row, chord in enumerate(chords) if row == 0 or chord != chords[row - 1]]
    named = [chord for chord in changes if not chord.is_silence]
    shares = np.array(list(Counter(chord.symbol for chord in named).values()), float)
    shares = shares / max(1.0, shares.sum())
    rows = [
        (pitch, chord)
        for pitch, chord in zip(melody, chords, strict=True)
        if pitch >= 0 and not chord.is_silence
    ]
    return HarmonyMeasures(
        float(-(shares * np.log(shares)).sum()),
        float(len(shares)),
        _mean([_distance(_of(a), _of(b)) for a, b in pairwise(named)]),
        _tone_ratio(melody, onset, chords),
        _mean([_consonance(pitch, chord) for pitch, chord in rows]),
        _mean([_distance(_tone(pitch), _of(chord)) for pitch, chord in rows]),
    )


def _tone_ratio(melody: Sequence[int], onset: Sequence[bool], chords: Sequence[Chord]) -> float:
    starts = [row for row, (pitch, new) in enumerate(zip(melody, onset, strict=True)) if new and pitch >= 0]
    inside = proper = outside = 0
    for row, after in zip(starts, [*starts[1:], None], strict=True):
        if chords[row].is_silence:
            continue
        if melody[row] % 12 in chords[row].pitch_classes:
            inside += 1
        else:
            outside += 1
            proper += after is not None and abs(melody[after] - melody[row]) <= _STEP
    return (inside + proper) / (inside + outside) if inside + outside else float("nan")


def _consonance(pitch: int, chord: Chord) -> float:
    intervals = [(pitch - tone) % 12 for tone in chord.pitch_classes]
    return _mean([1.0 if x in _CONSONANT else 0.0 if x == _FOURTH else -1.0 for x in intervals])


def _of(chord: Chord) -> F64:
    weights = np.zeros(12)
    weights[list(chord.pitch_classes)] = 1.0
    return tonal_centroid(weights)


def _tone(pitch: int) -> F64:
    weights = np.zeros(12)
    weights[pitch % 12] = 1.0
    return tonal_centroid(weights)


def _distance(a: F64, b: F64) -> float:
    return float(np.linalg.norm(a - b))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
