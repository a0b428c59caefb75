"""The metre of a file that states none: 3/4, 4/4, 6/8 or 9/8, and the pickup.

Every beat has an accent, the sum of four signs, each brought to mean 0 and deviation 1 over the file:
how far below the usual pitch its lowest note begins, how much the pitch classes that sound differ
from those of the beat before (one less the cosine), the longest note that begins, and how many begin.
For each number of beats to the bar and each place of the bar line, the accents on it are compared with the
others by Welch's t; duple bars are tried with two and with four beats. Bass and changes of harmony on the
downbeat are the cues of Temperley, The Cognition of Basic Musical Structures (2001), chapter 2.

A bar of six eighths is as long as one of three quarters. Which it is, the accents of eighths tell: every
third of them stands out where the felt beat is a dotted quarter, every second where it is a quarter.
Two of these felt beats or three to the bar: music comes back after two, four or eight bars, so where the
notes are those of 18 or 36 eighths before rather than of 12, 24 or 48, the bar has nine. The same tells bars
of three quarters where accents are weak. Only lags count that leave half of the piece to compare: in a tune
of four phrases the last is mostly the first again, whatever the bars.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, pstdev, variance
from typing import Final, NamedTuple

from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.score.meter import Meter
from tuicomposer.score.ticks import TICKS_PER_BEAT

_LEAST: Final = 24
"""Beats below which nothing is guessed."""
_MOST: Final = 1200
_SURE: Final = 4.0
"""Least t of an answer."""
_AHEAD: Final = 1.5
"""By how much t of triple bars must be above that of duple ones."""
_PICKUP: Final = 3.0
"""By how much t of another bar line must be above that of the first beat."""
_NEAR: Final = 5
"""Part of a beat within which a note is on it."""
_WAYS: Final = {3: (3,), 4: (2, 4)}
_EIGHTH: Final = TICKS_PER_BEAT // 2
_COMPOUND: Final = 2.5
"""Least t of every third eighth."""
_COMPOUND_AHEAD: Final = 1.0
"""By how much it must be above that of every second one."""
_HALF_BAR: Final = 2.0
"""By how much t of a bar line on a later felt beat must be above that of one on the first."""
_NINE: Final = (18, 36), (12, 24, 48)
"""Eighths after which bars of nine come back, and those of six; 72 are whole bars of both."""
_NINE_LEAST: Final = 0.5
"""Part of t of bars of six below which that of bars of nine speaks against them, whatever comes back."""
_THREE: Final = (24, 48), (16, 32, 64)
"""The same lags for bars of three quarters, and of two or four."""
_WEAK: Final = 2.0
"""Least t of bars of three quarters that come back so."""
_MORE: Final = 0.1
"""By how much the share of notes that come back must be above that in the other bars."""


class GuessedMeter(NamedTuple):
    """What the accents say."""

    meter: Meter
    pickup: int
    """Ticks before the first bar line."""


def guessed_meter(notes: Sequence[RawNote]) -> GuessedMeter | None:
    """3/4, 4/4, 6/8 or 9/8 and the pickup; ``None`` where the accents do not decide.

    Args:
        notes: All but the drums, in the song's ticks, of which 0 is a beat.
    """
    beats = min(_MOST, max((note.start for note in notes), default=0) // TICKS_PER_BEAT + 1)
    if beats < _LEAST:
        return None
    struck = _beginnings(notes, 2 * beats)
    compound = _compound(_accents(notes, _EIGHTH, 2 * beats), struck)
    return compound or _simple(_accents(notes, TICKS_PER_BEAT, beats), struck)


def _compound(accents: Sequence[float], struck: Sequence[frozenset[int]]) -> GuessedMeter | None:
    """6/8 or 9/8, by the accents of eighths and what begins on them; ``None`` where it is neither."""
    thirds = [_contrast(accents, 3, line) for line in range(3)]
    seconds = max(_contrast(accents, 2, line) for line in range(2))
    if max(thirds) < max(_COMPOUND, seconds + _COMPOUND_AHEAD):
        return None
    beat = max(range(3), key=lambda line: thirds[line])
    six, nine = ({line: _contrast(accents, bar, line) for line in range(beat, bar, 3)} for bar in (6, 9))
    in_nines = max(nine.values()) >= _NINE_LEAST * max(six.values()) and _come_back_in(struck, _NINE)
    bar, lines = (9, nine) if in_nines else (6, six)
    best = max(lines, key=lambda line: lines[line])
    pickup = best if lines[best] > lines[beat] + _HALF_BAR else beat
    return GuessedMeter(Meter(bar, 8), pickup * _EIGHTH)


def _beginnings(notes: Sequence[RawNote], eighths: int) -> list[frozenset[int]]:
    """The pitches that begin on each eighth."""
    found: list[set[int]] = [set() for _ in range(eighths)]
    for note in notes:
        at = round(note.start / _EIGHTH)
        if at < eighths and abs(note.start - at * _EIGHTH) <= _EIGHTH // _NEAR:
            found[at].add(note.pitch)
    return [frozenset(pitches) for pitches in found]


def _come_back_in(struck: Sequence[frozenset[int]], lags: tuple[Sequence[int], Sequence[int]]) -> bool:
    """Whether more notes come back after lags of the first kind than after those of the second."""
    first, second = (
        max((_coming_back(struck, lag) for lag in kind if 2 * lag <= len(struck)), default=0.0)
        for kind in lags
    )
    return first > second + _MORE


def _coming_back(struck: Sequence[frozenset[int]], lag: int) -> float:
    """Share of the notes that begin which begin again so many eighths later, or did so many before."""
    pairs = list(zip(struck, struck[lag:], strict=False))
    return sum(len(one & other) for one, other in pairs) / max(
        1, sum(len(one | other) for one, other in pairs)
    )


def _simple(accents: Sequence[float], struck: Sequence[frozenset[int]]) -> GuessedMeter | None:
    """3/4 or 4/4, by the accents of quarters; weak ones do for 3/4 where the music comes back in threes."""
    sure = {
        ways: [max(_contrast(accents, size, line) for size in _WAYS[ways]) for line in range(ways)]
        for ways in _WAYS
    }
    triple, duple = max(sure[3]), max(sure[4])
    if max(triple, duple) < _SURE:
        in_threes = triple > max(_WEAK, duple) and _come_back_in(struck, _THREE)
        return GuessedMeter(Meter(3, 4), 0) if in_threes else None
    beats_per_bar = 3 if triple > duple + _AHEAD else 4
    # Two beats to the bar place every other beat; four say which of them begins it.
    lines = sure[3] if beats_per_bar == 3 else [_contrast(accents, 4, line) for line in range(4)]
    return GuessedMeter(Meter(beats_per_bar, 4), _pickup(lines) * TICKS_PER_BEAT)


def _pickup(lines: Sequence[float]) -> int:
    """The place of the bar line with the highest t; the first where the others are hardly above it."""
    best = max(range(len(lines)), key=lambda line: lines[line])
    return best if lines[best] > lines[0] + _PICKUP and lines[best] >= _SURE else 0


def _accents(notes: Sequence[RawNote], beat_ticks: int, beats: int) -> list[float]:
    """The accent of each beat, from tick 0 on.

    Args:
        notes: All but the drums.
        beat_ticks: Ticks of what counts as a beat here.
        beats: How many there are.
    """
    near = beat_ticks // _NEAR
    usual = fmean(note.pitch for note in notes)
    low, long, many = [0.0] * beats, [0.0] * beats, [0.0] * beats
    chroma = [[0.0] * 12 for _ in range(beats)]
    for note in notes:
        start, end = note.start, note.end
        beat = round(start / beat_ticks)
        if beat < beats and abs(start - beat * beat_ticks) <= near:
            low[beat] = max(low[beat], usual - note.pitch)
            long[beat] = max(long[beat], math.log1p((end - start) / TICKS_PER_BEAT))
            many[beat] += 1.0
        for at in range(start // beat_ticks, min(beats, -(-end // beat_ticks))):
            inside = min(end, (at + 1) * beat_ticks) - max(start, at * beat_ticks)
            chroma[at][note.pitch % 12] += max(0, inside)
    change = [0.0] + [1.0 - _cosine(before, after) for before, after in pairwise(chroma)]
    return [sum(signs) for signs in zip(*map(_standard, (low, change, long, many)), strict=True)]


def _standard(values: Sequence[float]) -> list[float]:
    mean, spread = fmean(values), pstdev(values)
    return [(value - mean) / spread if spread else 0.0 for value in values]


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    norm = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / norm if norm else 1.0


def _contrast(accents: Sequence[float], size: int, line: int) -> float:
    """Welch's t of the accents on bar lines against the others."""
    on = [accent for beat, accent in enumerate(accents) if beat % size == line % size]
    off = [accent for beat, accent in enumerate(accents) if beat % size != line % size]
    error = math.sqrt(variance(on) / len(on) + variance(off) / len(off))
    return (fmean(on) - fmean(off)) / max(error, 1e-3)
