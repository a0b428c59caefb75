"""Which of several lines of notes leads: the melody of a band.

A line is scored, and the best leads from end to end, since a tune that jumps between instruments is
rare. The score adds up, each at most 1 where nothing else is said:

* how much of the sounding time its note is the highest of all (the skyline), up to 2;
* how much of the sounding time it sounds;
* how near its mean pitch lies to the middle of the singing range (G4; an octave away is half);
* how much of it moves by a step or a third; notes that stay count for nothing;
* how varied it is: different pitches, six or more count as one;

and takes away

* up to 2 for a broken chord: the share of the commonest distance between onsets, times the share of
  moves by more than a step and less than an octave, from 0.45 on, in full from 0.65 on;
* 2 for a bass: by its role, its General MIDI program (32 to 39), or a mean pitch below C3;
* 1 for a line that was divided out of a track of several notes at a time.

A name such as “Vocals” is worth 3, a name such as “Bass” costs 2; drums never lead where anything
else sounds. The features are those of Rizo, Ponce de León, Pérez-Sancho, Pertusa and Iñesta, “A
pattern recognition approach for melody track selection in MIDI files” (ISMIR 2006); the weights were
chosen by hand on the played tunes of ``benchmarks/melody_track.py --tuning``, that of the broken chord
also on half of its other bands.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_MIDDLE: Final = 67
_STEP: Final = 2
_THIRD: Final = 4
_OCTAVE: Final = 12
_LOW: Final = 48
"""MIDI pitch below whose mean a line is a bass."""
_BASSES: Final = range(32, 40)
"""General MIDI programs."""
_VARIED: Final = 6
_BEFORE: Final = r"(?<![a-z])"
_LEADING: Final = re.compile(
    _BEFORE + r"(melod|lead|voc|vox|voice|sing|sopran|tune|solo|cantus)", re.IGNORECASE
)
_FOLLOWING: Final = re.compile(
    r"bass|" + _BEFORE + r"(pad|chord|accomp|rhythm|tenor|alto|left|arp)", re.IGNORECASE
)
_DRUMS: Final = re.compile(_BEFORE + r"(drum|perc)", re.IGNORECASE)
_NAMED, _MISNAMED, _BEATEN = 3.0, 2.0, 9.0


class Sound(NamedTuple):
    """A note of a line."""

    start: int
    """Tick."""
    end: int
    pitch: int
    """MIDI number."""


class Line(NamedTuple):
    """Notes of one instrument, one at a time, in order of time; at least one."""

    sounds: Sequence[Sound]
    name: str = ""
    """As a person gave it; empty where nobody did."""
    program: int = 0
    """General MIDI program, 0 to 127."""
    bass: bool = False
    """Whether its role is that of a bass."""
    divided: bool = False
    """Whether it is one of several out of one track."""


def leading_line(lines: Sequence[Line]) -> int:
    """Index of the line that leads; the first of equals."""
    scores = _scores(lines)
    return max(range(len(lines)), key=lambda index: scores[index])


def leading_shares(lines: Sequence[Line]) -> list[float]:
    """How far the features speak for each line, 0 to 1, together 1: the softmax of the scores."""
    scores = _scores(lines)
    odds = [math.exp(score - max(scores)) for score in scores]
    return [each / sum(odds) for each in odds]


def _scores(lines: Sequence[Line]) -> list[float]:
    on_top = _time_on_top(lines)
    sounding = max(1, sum(on_top))
    return [_score(line, top / sounding, sounding) for line, top in zip(lines, on_top, strict=True)]


def _score(line: Line, on_top: float, sounding: int) -> float:
    present = min(1.0, sum(sound.end - sound.start for sound in line.sounds) / sounding)
    return 2 * on_top + present + _shape(line.sounds) - _of_a_bass(line) - line.divided + _name(line.name)


def _shape(sounds: Sequence[Sound]) -> float:
    """Register, smoothness and variety, less what is like a broken chord."""
    mean = _mean_pitch(sounds)
    register = 1.0 / (1.0 + ((mean - _MIDDLE) / _OCTAVE) ** 2)
    moves = [abs(after.pitch - before.pitch) for before, after in pairwise(sounds)]
    smooth = sum(0 < move <= _THIRD for move in moves) / max(1, len(moves))
    varied = min(1.0, len({sound.pitch for sound in sounds}) / _VARIED)
    return register + smooth + varied - _broken_chord(sounds, moves)


def _broken_chord(sounds: Sequence[Sound], moves: Sequence[int]) -> float:
    """0 to 2: how regular a line is in which hardly anything moves by step."""
    if not moves:
        return 0.0
    gaps = Counter(after.start - before.start for before, after in pairwise(sounds))
    commonest, _ = gaps.most_common(1)[0]
    regular = sum(count for gap, count in gaps.items() if abs(gap - commonest) <= commonest / 6) / len(moves)
    wide = sum(_STEP < move < _OCTAVE for move in moves) / len(moves)
    return min(2.0, max(0.0, 10 * (regular * wide - 0.45)))


def _of_a_bass(line: Line) -> float:
    low = line.bass or line.program in _BASSES or _mean_pitch(line.sounds) < _LOW
    return 2.0 * low


def _name(name: str) -> float:
    if _DRUMS.search(name):
        return -_BEATEN
    return _NAMED * bool(_LEADING.search(name)) - _MISNAMED * bool(_FOLLOWING.search(name))


def _mean_pitch(sounds: Sequence[Sound]) -> float:
    return sum(sound.pitch for sound in sounds) / len(sounds)


def _time_on_top(lines: Sequence[Line]) -> list[int]:
    """Ticks in which each line's note is the highest that sounds."""
    waiting = sorted(
        ((sound, index) for index, line in enumerate(lines) for sound in line.sounds), reverse=True
    )
    times = sorted({tick for sound, _ in waiting for tick in (sound.start, sound.end)})
    heap: list[tuple[int, int, int, int]] = []
    on_top = [0] * len(lines)
    for time, after in pairwise(times):
        while waiting and waiting[-1][0].start == time:
            sound, index = waiting.pop()
            heapq.heappush(heap, (-sound.pitch, -sound.start, sound.end, index))
        while heap and heap[0][2] <= time:
            heapq.heappop(heap)
        if heap:
            on_top[heap[0][3]] += after - time
    return on_top
