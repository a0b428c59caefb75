"""Passages with their labels, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.segments import CHANNELS, TRAITS, grid_edges, segments
from tuicomposer.analyzer.vocabulary import class_of
from tuicomposer.training.chords.arranging import arranged
from tuicomposer.training.chords.charts import Chart, Held, excerpt
from tuicomposer.training.chords.invented import invented_chart

LENGTH: Final = 128
UNKNOWN: Final = -1
_FALLIBLE: Final = 0.5
"""Weight of labels that a machine wrote."""


@dataclass
class Examples:
    """Passages of LENGTH segments; the end of a short one is silent and unlabelled."""

    classes: NDArray[np.float16]
    """(passages, LENGTH, 12, CHANNELS)."""
    traits: NDArray[np.float16]
    """(passages, LENGTH, TRAITS)."""
    chords: NDArray[np.int16]
    """(passages, LENGTH): class, UNKNOWN where nobody says."""
    bass: NDArray[np.int8]
    """(passages, LENGTH): steps of the bass above the root, UNKNOWN where nobody says."""
    begins: NDArray[np.int8]
    """(passages, LENGTH): 1 where a chord begins, UNKNOWN where nobody says."""
    weight: NDArray[np.float32]
    """(passages,)."""

    @staticmethod
    def room(count: int) -> Examples:
        """Room for passages."""
        return Examples(
            np.zeros((count, LENGTH, 12, CHANNELS), np.float16),
            np.zeros((count, LENGTH, TRAITS), np.float16),
            np.full((count, LENGTH), UNKNOWN, np.int16),
            np.full((count, LENGTH), UNKNOWN, np.int8),
            np.full((count, LENGTH), UNKNOWN, np.int8),
            np.ones(count, np.float32),
        )

    def save(self, path: Path) -> None:
        """Write the arrays."""
        np.savez(path, **vars(self))

    @staticmethod
    def load(path: Path) -> Examples:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return Examples(**{name: data[name] for name in data.files})


def draw_examples(
    charts: Sequence[Sequence[Chart]], shares: Sequence[float], count: int, rng: np.random.Generator
) -> Examples:
    """Passages of charts, each played anew.

    Args:
        charts: Charts by collection; an empty collection stands for invented charts.
        shares: How often each collection is drawn; they sum to one.
        count: Number of passages.
        rng: Source of choices.
    """
    found = Examples.room(count)
    for index in range(count):
        collection = charts[int(rng.choice(len(charts), p=shares))]
        chart = collection[int(rng.integers(len(collection)))] if collection else invented_chart(rng)
        _put(found, index, chart, rng)
    return found


def _put(found: Examples, index: int, chart: Chart, rng: np.random.Generator) -> None:
    bars = max(1, LENGTH * 240 // chart.meter.bar_ticks)
    first = int(rng.integers(max(1, len(chart.bars) - bars)))
    played = arranged(excerpt(chart, first, min(bars, len(chart.bars) - 1 - first)), rng)
    edges, marks = grid_edges(played.chart.bars, chart.meter.pulse_ticks)
    notes = np.array([note[:3] for note in played.notes], np.int64).reshape(-1, 3)
    seen = segments(notes, edges, marks)
    count = min(LENGTH, len(edges) - 1)
    found.classes[index, :count] = seen.classes[:count]
    found.traits[index, :count] = seen.traits[:count]
    chords, bass, begins = labels(played.chart.chords, edges)
    found.chords[index, :count] = chords[:count]
    found.begins[index, :count] = begins[:count]
    if played.has_bass:
        found.bass[index, :count] = bass[:count]
    if chart.collection == "lieder":
        found.weight[index] = _FALLIBLE


def labels(
    chords: Sequence[Held], edges: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Class, steps of the bass and beginnings of the chord that holds in the middle of each segment."""
    count = len(edges) - 1
    middle = (edges[:-1] + edges[1:]) // 2
    chord = np.full(count, UNKNOWN, np.int64)
    bass, begins = chord.copy(), chord.copy()
    holder = np.full(count, UNKNOWN, np.int64)
    for number, held in enumerate(chords):
        inside = slice(*np.searchsorted(middle, [held.start, held.end]))
        chord[inside] = class_of(held.chord)
        holder[inside] = number
        if not held.chord.is_silence:
            bass[inside] = (held.chord.bass_class - held.chord.root_class) % 12
    begins[:] = np.diff(holder, prepend=-2) != 0
    begins[chord == UNKNOWN] = UNKNOWN
    return chord, bass, begins
