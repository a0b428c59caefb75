"""Measures of generated part-writing beside the original, each with its definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.counterpoint import parallels, voice_pair_moves
from tuicomposer.score.chord import Chord

I64 = NDArray[np.int64]


class PartWriting(NamedTuple):
    """Counts of one window; shares are taken over the sums of many windows."""

    cells: int
    """Sounding cells of alto, tenor and bass."""
    chord_tones: int
    """Those whose pitch class belongs to the chord of their row."""
    same: int
    """Those with the same pitch as the original in the same voice and row."""
    parallels: int
    """Parallel fifths, octaves and unisons between any two voices."""
    moves: int
    """How often two voices move in the same row: what parallels are counted against."""


def part_writing(heard: I64, original: I64, chords: Sequence[Chord]) -> PartWriting:
    """Counts for one window.

    Args:
        heard: (rows, 4) sounding pitches, -1 for rests.
        original: (rows, 4) the same of the original.
        chords: The chord of each row.
    """
    lower = heard[:, 1:]
    sounding = lower >= 0
    inside = np.array(
        [
            [pitch % 12 in chord.pitch_classes for pitch in row]
            for row, chord in zip(lower, chords, strict=True)
        ]
    )
    return PartWriting(
        int(sounding.sum()),
        int((inside & sounding).sum()),
        int((sounding & (lower == original[:, 1:])).sum()),
        len(parallels(heard)),
        voice_pair_moves(heard),
    )


class Shares(NamedTuple):
    """The measures of many windows."""

    chord_tones: float
    same: float
    parallels_per_100: float


def shares(counts: Sequence[PartWriting]) -> Shares:
    """Pooled shares of many windows."""
    total = np.array(counts, float).sum(axis=0)
    cells, tones, same, faults, moves = total
    return Shares(tones / max(1, cells), same / max(1, cells), 100 * faults / max(1, moves))


def bootstrap(
    counts: Sequence[PartWriting], rng: np.random.Generator, draws: int = 1000
) -> tuple[Shares, Shares]:
    """95 % interval of each share, by drawing windows with replacement (Efron)."""
    picks = rng.integers(0, len(counts), (draws, len(counts)))
    table = np.array([shares([counts[index] for index in pick]) for pick in picks])
    low, high = np.percentile(table, [2.5, 97.5], axis=0)
    return Shares(*low), Shares(*high)


def balanced_accuracy(real: Sequence[float], fake: Sequence[float], threshold: float = 0.5) -> float:
    """Mean of the share of real ones above and of fake ones below a threshold."""
    return float((np.mean(np.array(real) > threshold) + np.mean(np.array(fake) <= threshold)) / 2)


def area_under_curve(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Chance that a positive scores above a negative (Mann-Whitney U over the number of pairs)."""
    _, place, counts = np.unique(
        np.concatenate([positive, negative]), return_inverse=True, return_counts=True
    )
    ranks = (counts.cumsum() - (counts - 1) / 2)[place]
    count = len(positive)
    return float((ranks[:count].sum() - count * (count + 1) / 2) / (count * len(negative)))
