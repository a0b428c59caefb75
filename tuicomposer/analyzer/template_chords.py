"""Chords by templates, for where there is no network, and for single voices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.chord_labels import label_segments, segment_profiles, segment_scores
from tuicomposer.analyzer.listening import I64, Labelled, is_thin
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold
from tuicomposer.score.chord_classes import NO_CHORD_LABEL, chord_of
from tuicomposer.score.key import Key
from tuicomposer.score.section import Section
from tuicomposer.score.spans import NoteSpan

_ON_BEAT: Final = 1.0
_OFF_BEAT: Final = 2.2
"""What a change of chord costs, in the unit of :mod:`tuicomposer.analyzer.chord_labels`."""


class TemplateListener:
    """Implements :class:`tuicomposer.analyzer.listening.ChordListener`; whole bars of a single voice."""

    def listen(
        self,
        section: Section,
        notes: Sequence[NoteSpan],
        key: Key,
        token: CancelToken,
        share: Share = untold,
    ) -> Iterator[Labelled]:
        """See the protocol."""
        roll = _piano_roll(section, notes)
        pulse = max(1, section.meter.pulse_ticks // section.row_ticks)
        steps = section.rows_per_bar if is_thin(section, notes) else max(1, pulse // 2)
        # Segments start with the bars, so a pickup that is no whole number of segments is padded in front.
        lead = -section.pickup % steps
        weights, bass = segment_profiles(np.pad(roll, ((lead, 0), (0, 0)), constant_values=-1), steps)
        token.check()
        starts = np.arange(len(weights)) * steps - lead
        costs = np.where((starts - section.pickup) % pulse == 0, _ON_BEAT, _OFF_BEAT)
        labels = label_segments(weights, bass, costs)
        token.check()
        scores = segment_scores(weights, bass)
        for label, group in groupby(range(len(labels)), key=lambda index: int(labels[index])):
            token.check()
            segments = list(group)
            share((segments[-1] + 1) / len(labels))
            if label != NO_CHORD_LABEL:
                start = max(0, int(starts[segments[0]])) * section.row_ticks
                end = min(section.ticks, (int(starts[segments[-1]]) + steps) * section.row_ticks)
                confidence = _confidence(scores[segments], label)
                yield Labelled(start, end, chord_of(label, flats=key.flats), confidence)


def _piano_roll(section: Section, notes: Sequence[NoteSpan]) -> I64:
    """(rows, lanes) sounding pitches, -1 for silence."""
    lanes = sorted({note.lane for note in notes})
    roll = np.full((section.length, len(lanes)), -1, np.int64)
    for note in notes:
        first, last = note.start // section.row_ticks, -(-note.end // section.row_ticks)
        roll[first:last, lanes.index(note.lane)] = note.pitch
    return roll


def _confidence(scores: NDArray[np.float64], label: int) -> float:
    """Share of a chord among all chords by their mean score over its segments (softmax)."""
    odds = np.exp(scores.mean(axis=0) - scores.mean(axis=0).max())
    return float(odds[label] / odds.sum())
