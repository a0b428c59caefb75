"""Beats and bars: the best path through a bar-pointer model (Whiteley et al. 2006, Krebs et al. 2015).

A path at twice or half the tempo is often nearly as good. How notes divide the beats tells which is felt:
fast notes are mostly two to a beat, so a slow beat full of fourths is two beats, and two fast beats that
nothing divides are one. Eighths in threes fit beats of two eighths nearly as well as those of three: where
the network is as sure of the beats at two thirds of the tempo, and notes divide those in three, they are
felt. Bars begin where the network hears it and where chords change; beats that notes divide in three are
dotted, and the metre is a compound one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.spectrum import FRAME_RATE

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]

_SLOWEST, _FASTEST = 66.0, 160.0
"""Beats a minute between which the beat is looked for: where people tap (Moelants 2002)."""
_USUAL: Final = 107.0
_USUAL_OCTAVES: Final = 0.4
"""Beats a minute that are likeliest before anything is heard, and how far others lie from it."""
_PREJUDICE: Final = 2.5
"""Weight of that against what is heard, a second."""
_STEADY: Final = 90.0
"""How unwilling the tempo is to change: exponent of the relative change."""
_SHARE: Final = 14
"""A beat fills a fourteenth of the time to the next."""
_QUICK: Final = 0.25
"""Notes a beat that begin a fourth of it after or before it: from so many on a slow beat is two."""
_DIVIDED: Final = 0.02
"""Notes a beat that begin within it: from fewer on two fast beats are one."""
_NEAR_BOUNDS: Final = 1.15
"""By how much a beat may be faster than the slowest one, or slower than the fastest, and still be doubted."""
_DOTTED: Final = 0.95
"""Least activity on dotted beats, as a share of that on plain ones, from which the dotted ones are felt."""
_DOTTED_SURE: Final = 0.4
"""Least activity on dotted beats; where the network is sure of neither, the comparison says nothing."""
_NEAR_DOTTED: Final = 1.1
"""By how much dotted beats may be slower or faster than two thirds of the plain ones."""
_SURE: Final = 0.4
"""Probability from which a peak of the onsets is a note."""
_METERS: Final = {4: 0.0, 3: 0.06, 2: -0.06}
"""Beats in a bar, and how much likelier or less likely a beat each is."""
_CHANGES: Final = 4.0
"""What a chord that surely begins on a beat weighs for a bar line, against the logarithm of odds."""
_THIRDS: Final = 0.4
"""Notes a beat that begin a third of it after or before it: from so many it may be divided in three."""
_AHEAD: Final = 1.5
"""By how many times they must be more than those that halve the beat or quarter it."""
_SWING: Final = 0.1
"""Least share of the first thirds beside the second: swung eighths have second ones only."""
_CHORD_STEP: Final = 4
"""Frames by which what is said of chords may be beside the beat: a step of theirs."""
_TINY: Final = 1e-4
_CHECKED: Final = 3000
"""Frames after which it is asked whether the work was cancelled."""


class Beats(NamedTuple):
    """The grid of a recording."""

    times: tuple[float, ...]
    """Seconds."""
    downbeat: int
    """Index of the first beat that begins a bar."""
    per_bar: int
    compound: bool = False
    """Whether each beat is divided in three."""

    @property
    def tempo(self) -> float:
        """Median beats a minute; 120 where there are too few beats to say."""
        return 60 / float(np.median(np.diff(self.times))) if len(self.times) > 2 else 120.0


def _never() -> None:
    """Nobody cancels."""


def track(
    activity: F32, onsets: F32, check: Callable[[], None] = _never, *, changes: F32 | None = None
) -> Beats:
    """Beats from the network's probabilities.

    Args:
        activity: (frames, 2) probability of a beat, and of one that begins a bar.
        onsets: (frames,) probability that any note begins.
        check: Called once for each minute or so of the recording; what it raises ends the work.
        changes: (frames,) probability that a chord begins; without it the network's bar lines alone count.
    """
    if not len(activity):
        return Beats((), 0, 4)
    frames = _felt(activity[:, 0], onsets, check)
    if len(frames) < 2:
        return Beats((), 0, 4)
    places = _refined(activity[:, 0], frames)
    times = tuple(float(place / FRAME_RATE) for place in places)
    new = np.zeros(len(frames)) if changes is None else _around(changes, frames, _CHORD_STEP)
    per_bar, downbeat = _bars(_around(activity[:, 1], frames), new)
    compound = _in_thirds(_twelfths(onsets, places))
    if compound and per_bar == 4:  # Two bars of 6/8 rather than one of 12/8, which is rare.
        per_bar, downbeat = 2, downbeat % 2
    return Beats(times, downbeat, per_bar, compound)


def _felt(activity: F32, onsets: F32, check: Callable[[], None]) -> NDArray[np.int64]:
    """Frames of the beats that are felt."""
    frames = _best_frames(activity, check)
    if len(frames) < 3:
        return frames
    tempo = 60 * FRAME_RATE / float(np.median(np.diff(frames)))
    within = divisions(onsets, _refined(activity, frames))
    if tempo < _SLOWEST * _NEAR_BOUNDS and within[1] + within[3] >= _QUICK:
        return _best_frames(activity, check, 2 * tempo / _NEAR_BOUNDS, 2 * tempo * _NEAR_BOUNDS)
    if tempo > _FASTEST / _NEAR_BOUNDS and within[1:].sum() < _DIVIDED:
        return _best_frames(activity, check, tempo / 2 / _NEAR_BOUNDS, tempo / 2 * _NEAR_BOUNDS)
    return _dotted(activity, onsets, frames, check)


def _dotted(
    activity: F32, onsets: F32, frames: NDArray[np.int64], check: Callable[[], None]
) -> NDArray[np.int64]:
    """The beats, or those of three eighths where the given ones are of two."""
    strength = _around(activity, frames).mean()
    tempo = 2 / 3 * 60 * FRAME_RATE / float(np.median(np.diff(frames)))
    slower = _best_frames(activity, check, tempo / _NEAR_DOTTED, tempo * _NEAR_DOTTED)
    if len(slower) < 3 or _around(activity, slower).mean() < max(_DOTTED * strength, _DOTTED_SURE):
        return frames
    return slower if _mostly_thirds(_twelfths(onsets, _refined(activity, slower))) else frames


def divisions(onsets: F32, beats: F64) -> F64:
    """(4,) notes a beat that begin on it, a fourth after it, in its middle, a fourth before the next.

    Those that begin nearer to another twelfth of the beat are not counted.

    Args:
        onsets: (frames,) probability that any note begins.
        beats: Frames of the beats, or places between frames; rising.
    """
    return _twelfths(onsets, beats)[::3]


def _in_thirds(twelfths: F64) -> bool:
    """Whether notes divide the beats in three."""
    return _mostly_thirds(twelfths) and bool(twelfths[4] >= _SWING * twelfths[8])


def _mostly_thirds(twelfths: F64) -> bool:
    """The same, swung eighths included."""
    thirds = float(twelfths[4] + twelfths[8])
    return thirds >= _THIRDS and thirds > _AHEAD * float(twelfths[3] + twelfths[6] + twelfths[9])


def _twelfths(onsets: F32, beats: F64) -> F64:
    """(12,) notes a beat that begin nearest to each twelfth of it; as :func:`divisions`."""
    peaks = 1 + np.flatnonzero(
        (onsets[1:-1] > _SURE) & (onsets[1:-1] >= onsets[:-2]) & (onsets[1:-1] > onsets[2:])
    )
    peaks = peaks[(peaks >= beats[0]) & (peaks < beats[-1])]
    beat = np.searchsorted(beats, peaks, side="right") - 1
    twelfths = np.rint(12 * (peaks - beats[beat]) / (beats[beat + 1] - beats[beat])).astype(np.int64) % 12
    found: F64 = np.bincount(twelfths, minlength=12) / (len(beats) - 1)
    return found


def _best_frames(
    activity: F32, check: Callable[[], None], slowest: float = _SLOWEST, fastest: float = _FASTEST
) -> NDArray[np.int64]:
    """Frames of beats: Viterbi over period and place between two beats."""
    periods = np.arange(round(60 * FRAME_RATE / fastest), round(60 * FRAME_RATE / slowest) + 1)
    first = np.concatenate([[0], np.cumsum(periods)[:-1]])
    last = first + periods - 1
    place = np.arange(int(periods.sum())) - np.repeat(first, periods)
    on_beat = place * _SHARE < np.repeat(periods, periods)
    activity = activity.astype(np.float64)
    odds = np.log(np.clip(activity, _TINY, 1 - _TINY))
    rest = np.log1p(-np.clip(activity, _TINY, 1 - _TINY)) - np.log(_SHARE - 1)
    change = -_STEADY * np.abs(periods[None, :] / periods[:, None] - 1)
    prior = -0.5 * (np.log2(60 * FRAME_RATE / periods / _USUAL) / _USUAL_OCTAVES) ** 2
    score = np.repeat(prior, periods)
    change += _PREJUDICE * prior[None, :] * periods[None, :] / FRAME_RATE
    came = np.zeros((len(activity), len(periods)), np.uint8)
    moved = np.empty_like(score)
    for frame in range(len(activity)):
        if frame % _CHECKED == 0:
            check()
        arriving = score[last][:, None] + change
        came[frame] = arriving.argmax(axis=0)
        moved[1:] = score[:-1]
        moved[first] = arriving.max(axis=0)
        score, moved = moved + np.where(on_beat, odds[frame], rest[frame]), score
    return _traced(int(score.argmax()), came, periods, first)


def _traced(
    state: int, came: NDArray[np.uint8], periods: NDArray[np.int64], first: NDArray[np.int64]
) -> NDArray[np.int64]:
    found: list[int] = []
    frame = len(came) - 1
    period = int(np.searchsorted(first, state, side="right") - 1)
    frame -= state - int(first[period])
    while frame >= 0:
        found.append(frame)
        period = int(came[frame, period])
        frame -= int(periods[period])
    return np.array(found[::-1], np.int64)


def _refined(activity: F32, frames: NDArray[np.int64]) -> F64:
    """The places of the peaks near frames, between frames by a parabola."""
    return np.array([_peak_near(activity, int(frame)) for frame in frames])


def _peak_near(activity: F32, frame: int) -> float:
    low, high = max(1, frame - 2), min(len(activity) - 1, frame + 4)
    if low >= high:
        return float(frame)
    peak = low + int(activity[low:high].argmax())
    if activity[peak] < 0.1 or peak + 1 >= len(activity):
        return float(frame)
    left, middle, right = (float(activity[peak + step]) for step in (-1, 0, 1))
    curve = left - 2 * middle + right
    return peak + (max(-0.5, min(0.5, 0.5 * (left - right) / curve)) if curve < -1e-9 else 0.0)


def _around(activity: F32, frames: NDArray[np.int64], near: int = 2) -> F64:
    """Strongest activity within some frames of each beat."""
    padded = np.pad(activity.astype(np.float64), near + 2)
    strongest: F64 = np.max([padded[frames + near + 2 + step] for step in range(-near, near + 2)], axis=0)
    return strongest


def _bars(down: F64, changes: F64) -> tuple[int, int]:
    """Beats in a bar and the first bar's first beat: the likeliest of all ways.

    Args:
        down: Of each beat the probability that it begins a bar.
        changes: The probability that a chord begins there.
    """
    down = np.clip(down, 0.02, 0.98)
    yes, no = np.log(down) + _CHANGES * (changes - changes.mean()), np.log1p(-down)
    ways = {
        (per_bar, phase): float(np.where(np.arange(len(down)) % per_bar == phase, yes, no).sum())
        + prior * len(down)
        for per_bar, prior in _METERS.items()
        for phase in range(min(per_bar, len(down)))
    }
    return max(ways, key=lambda way: ways[way])
