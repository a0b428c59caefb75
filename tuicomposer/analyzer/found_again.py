"""How much of a melody and of chords was found again by listening.

The measures are those of the field: for notes, pairs of one written and one heard note of the same
pitch whose onsets lie within 50 ms, as many as can be, each note in one pair at most; for chords, the
share of the written time in which major and minor triads agree, other written chords left out, as
mir_eval's ``majmin``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tuicomposer.score.chord import Chord

ONSET: Final = 0.05
"""Seconds between the onsets of notes that are taken for the same."""
_MOMENT: Final = 1e-4
"""Differences are rounded to this, so that a time that was written with digits is not lost by a hair."""
_MAJOR, _MINOR = frozenset({0, 4, 7}), frozenset({0, 3, 7})
_WITHIN: Final = 8
"""Semitones above the root that tell major from minor: sevenths and tensions do not count."""


class TimedNote(NamedTuple):
    """When a note begins, and its pitch."""

    start: float
    """Seconds."""
    pitch: int
    """MIDI number."""


class TimedChord(NamedTuple):
    """A chord and when it holds."""

    start: float
    end: float
    chord: Chord


def melody_f(written: Iterable[TimedNote], heard: Iterable[TimedNote]) -> float:
    """The harmonic mean of the shares of written notes that were heard and of heard notes that are written.

    0 where either is empty.
    """
    one, other = _by_pitch(written), _by_pitch(heard)
    pairs = sum(_pairs(starts, other.get(pitch, [])) for pitch, starts in one.items())
    notes = sum(map(len, one.values())) + sum(map(len, other.values()))
    return 2 * pairs / notes if notes else 0.0


def _by_pitch(notes: Iterable[TimedNote]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for start, pitch in sorted(notes):
        found.setdefault(pitch, []).append(start)
    return found


def _pairs(one: Sequence[float], other: Sequence[float]) -> int:
    """The most pairs of near onsets; for points on a line, the first that fits is the best."""
    first = second = count = 0
    while first < len(one) and second < len(other):
        apart = other[second] - one[first]
        near = round(abs(apart) / _MOMENT) <= round(ONSET / _MOMENT)
        count += near
        first += near or apart > 0
        second += near or apart < 0
    return count


def chord_recall(written: Iterable[TimedChord], heard: Sequence[TimedChord]) -> float | None:
    """Share of the time of the written triads in which the same was heard; ``None`` where there are none.

    What was not heard at all counts as silence.

    Args:
        written: Chords in any order that do not overlap.
        heard: Chords in order of time that do not overlap.
    """
    total = right = 0.0
    for start, end, chord in written:
        wanted = _triad(chord)
        if wanted[1] and wanted[1] not in (_MAJOR, _MINOR):
            continue
        total += end - start
        covered = [
            (min(end, one.end) - max(start, one.start), _triad(one.chord))
            for one in heard
            if one.start < end and one.end > start
        ]
        right += sum(length for length, found in covered if found == wanted)
        if chord.is_silence:
            right += max(0.0, end - start - sum(length for length, _ in covered))
    return min(1.0, right / total) if total > 0 else None


def _triad(chord: Chord) -> tuple[int, frozenset[int]]:
    """Root and tones up to a minor sixth above it; -1 and nothing for silence."""
    if chord.is_silence:
        return -1, frozenset()
    return chord.root_class, frozenset(step for step in chord.quality.intervals if step < _WITHIN)
