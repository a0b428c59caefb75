"""The beat of a take that was played without a click: its tempo track says 120 and means nothing.

Onsets are taken as points on a circle that turns once a beat; where the beat is right, they gather
(the length of their mean vector is near one), and so they do, less, on circles for halves and
quarters of the beat. The best steady beat is sought on the first seconds and refined on ever
longer stretches. One tempo for the whole take is found, so a take that drifts far stays uneven;
what is left between the onsets and the rows is kept in ticks, as for every import.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from typing import Final, NamedTuple

_SLOWEST, _FASTEST = 50.0, 180.0
_USUAL: Final = 100.0
"""Beats a minute that are preferred where several tempi fit."""
_COARSE: Final = 0.003
_FIRST_SECONDS: Final = 16.0
_MOST: Final = 1500
_LEAST: Final = 16
"""Onsets below which nothing is guessed."""
_GATHERED: Final = 0.55
"""Mean vector on the circle of a quarter of a beat from which onsets lie on a grid."""


_NEAR: Final = 0.2
"""Beats from a beat within which a note is on it."""
_LOW: Final = 52


class Beat(NamedTuple):
    """A steady beat."""

    tempo: float
    """Beats a minute."""
    phase: float
    """Seconds from the start of the file to the first beat; less than a beat."""


def lies_on_grid(onsets: Sequence[float], beat: float) -> bool:
    """Whether onsets (seconds) gather on the sixteenths or the triplets of a beat (seconds)."""
    return max(_gathering(onsets, beat / parts) for parts in (4, 3, 6)) >= _GATHERED


def steady_beat(onsets: Sequence[float]) -> Beat | None:
    """The beat of onsets in seconds; ``None`` where none is plain."""
    times = sorted(set(onsets))[:_MOST]
    if len(times) < _LEAST:
        return None
    start, span = times[0], _FIRST_SECONDS
    count = int(math.log(_FASTEST / _SLOWEST) / _COARSE)
    periods = [60.0 / _SLOWEST * math.exp(-_COARSE * step) for step in range(count)]
    width = _COARSE
    while True:
        window = [time for time in times if time <= start + span]
        best = max(periods, key=lambda period: _fit(window, period))
        if len(window) == len(times):
            break
        width, span = width / 2, span * 2
        periods = [best * math.exp(width * step / 4) for step in range(-8, 9)]
    step = max((best / 4, best / 3), key=lambda part: _gathering(times, part))
    if _gathering(times, step) < _GATHERED:
        return None
    # What gathers on parts of the beat may be spread evenly over the beat, which then says nothing.
    fine, coarse = _phase(times, step), _phase(times, best)
    return Beat(60.0 / best, (fine + round((coarse - fine) / step) * step) % best)


def first_bar_line(notes: Sequence[tuple[float, int]], beat: Beat, beats: int) -> int:
    """On which beat from the first one bars begin: where most notes start, low ones counted twice.

    Args:
        notes: Onset in seconds and MIDI pitch.
        beat: The beat.
        beats: Beats in a bar.
    """
    weight = [0.0] * beats
    for onset, pitch in notes:
        place = (onset - beat.phase) * beat.tempo / 60.0
        if abs(place - round(place)) < _NEAR:
            weight[round(place) % beats] += 2.0 if pitch < _LOW else 1.0
    return max(range(beats), key=lambda index: weight[index])


def _fit(times: Sequence[float], period: float) -> float:
    """How well a beat fits: onsets on beats, halves and quarters, at a usual tempo."""
    octaves = math.log2(60.0 / period / _USUAL)
    usual = math.exp(-0.5 * (octaves / 0.7) ** 2)
    levels = (
        0.5 * _gathering(times, period) + _gathering(times, period / 2) + 0.5 * _gathering(times, period / 4)
    )
    return usual * levels


def _gathering(times: Sequence[float], period: float) -> float:
    return abs(_mean(times, period))


def _phase(times: Sequence[float], period: float) -> float:
    """Seconds from the start of the file to where onsets gather."""
    return cmath.phase(_mean(times, period)) / (2 * math.pi) * period


def _mean(times: Sequence[float], period: float) -> complex:
    """Mean vector of times on a circle that turns once a period."""
    turn = 2j * math.pi / period
    return sum((cmath.exp(turn * time) for time in times), 0j) / max(1, len(times))
