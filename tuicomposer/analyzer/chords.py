"""The chords of a song: as typed, and recognised from the notes where nothing is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.chord_labels import label_segments, segment_profiles, segment_scores
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import ChordGuess
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import NO_CHORD_LABEL, chord_of
from tuicomposer.score.key import Key
from tuicomposer.score.roman import roman
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, lane_spans, note_spans

I64 = NDArray[np.int64]

_ON_BEAT: Final = 1.0
_OFF_BEAT: Final = 2.2
"""What a change of chord costs, in the unit of :mod:`tuicomposer.analyzer.chord_labels`."""
_THIN: Final = 1.5
"""With fewer sounding voices than this on average, whole bars are labelled: one voice alone says little."""


class _Labelled(NamedTuple):
    """A recognised chord; ticks from the section's start."""

    start: int
    end: int
    chord: Chord
    confidence: float


def typed_chords(song: Song, token: CancelToken) -> tuple[ChordSpan, ...]:
    """Spans of the first chord lane over the song's order, ``N.C.`` included.

    Raises:
        Cancelled: The token was cancelled.
    """
    if song.chord_lane is None:
        return ()
    spans: list[ChordSpan] = []
    for passage in song.passages():
        token.check()
        found = lane_spans(song.sections[passage.section], song.chord_lane, passage.start)
        spans.extend(span for span in found if isinstance(span, ChordSpan))
    return tuple(spans)


def song_chords(
    song: Song, typed: Sequence[ChordSpan], key: Key, token: CancelToken
) -> tuple[ChordGuess, ...]:
    """The chords of a song in order of time: typed ones with confidence 1, and recognised ones.

    Args:
        song: The song.
        typed: The answer of :func:`typed_chords`.
        key: Key for roman numerals and for the spelling of recognised roots.
        token: Asked often.

    Raises:
        Cancelled: The token was cancelled.
    """
    guesses = [ChordGuess(span, roman(span.chord, key), 1.0) for span in typed]
    lane = 0 if song.chord_lane is None else song.chord_lane
    numerals: dict[Chord, str] = {}
    known: dict[int, tuple[_Labelled, ...]] = {}
    for passage in song.passages():
        token.check()
        section = song.sections[passage.section]
        if passage.section not in known:
            known[passage.section] = tuple(_recognised(section, song.chord_lane, key, token))
        for item in known[passage.section]:
            row = item.start // section.row_ticks
            span = ChordSpan(lane, row, passage.start + item.start, passage.start + item.end, item.chord)
            if item.chord not in numerals:
                numerals[item.chord] = roman(item.chord, key)
            guesses.append(ChordGuess(span, numerals[item.chord], item.confidence))
    return tuple(sorted(guesses, key=lambda guess: guess.span.start))


def _recognised(
    section: Section, chord_lane: int | None, key: Key, token: CancelToken
) -> Iterator[_Labelled]:
    """Recognised chords of a section, cut to where no chord is typed."""
    gaps = _gaps(section, chord_lane)
    if not gaps:
        return
    roll = _piano_roll(section, token)
    if (roll < 0).all():
        return
    for item in _labelled(section, roll, key, token):
        for start, end in gaps:
            if max(start, item.start) < min(end, item.end):
                yield item._replace(start=max(start, item.start), end=min(end, item.end))


def _gaps(section: Section, chord_lane: int | None) -> tuple[tuple[int, int], ...]:
    """Stretches of a section, in ticks, where no chord is typed."""
    typed: Iterable[ChordSpan] = ()
    if chord_lane is not None:
        typed = (span for span in lane_spans(section, chord_lane) if isinstance(span, ChordSpan))
    gaps, now = [], 0
    for span in typed:
        if span.start > now:
            gaps.append((now, span.start))
        now = span.end
    return (*gaps, (now, section.ticks)) if now < section.ticks else tuple(gaps)


def _piano_roll(section: Section, token: CancelToken) -> I64:
    """(rows, lanes) sounding pitches, -1 for silence."""
    roll = np.full((section.length, max(1, len(section.columns))), -1, np.int64)
    for lane in range(len(section.columns)):
        token.check()
        for span in note_spans(section, lane):
            roll[span.row : -(-span.end // section.row_ticks), lane] = span.pitch
    return roll


def _labelled(section: Section, roll: I64, key: Key, token: CancelToken) -> Iterator[_Labelled]:
    """Recognise the chords of a section and join equal neighbours."""
    pulse = max(1, section.meter.pulse_ticks // section.row_ticks)
    voices = (roll >= 0).sum(axis=1)
    thin = voices.sum() < _THIN * np.count_nonzero(voices)
    steps = section.rows_per_bar if thin else max(1, pulse // 2)
    # Segments start with the bars, so a pickup that is no whole number of segments is padded in front.
    lead = -section.pickup % steps
    weights, bass = segment_profiles(np.pad(roll, ((lead, 0), (0, 0)), constant_values=-1), steps)
    token.check()
    starts = np.arange(len(weights)) * steps - lead
    costs = np.where((starts - section.pickup) % pulse == 0, _ON_BEAT, _OFF_BEAT)
    labels = label_segments(weights, bass, costs)
    token.check()
    scores = segment_scores(weights, bass)
    token.check()
    for label, group in groupby(range(len(labels)), key=lambda index: int(labels[index])):
        token.check()
        segments = list(group)
        if label != NO_CHORD_LABEL:
            start = max(0, int(starts[segments[0]])) * section.row_ticks
            end = min(section.ticks, (int(starts[segments[-1]]) + steps) * section.row_ticks)
            yield _Labelled(
                start, end, chord_of(label, flats=key.flats), _confidence(scores[segments], label)
            )


def _confidence(scores: NDArray[np.float64], label: int) -> float:
    """Share of a chord among all chords by their mean score over its segments (softmax)."""
    odds = np.exp(scores.mean(axis=0) - scores.mean(axis=0).max())
    return float(odds[label] / odds.sum())
