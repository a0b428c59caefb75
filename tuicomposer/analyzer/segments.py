"""What sounds in each segment of a beat grid, as arrays that a chord network reads.

A segment is half a beat or so; the grid may bend with the playing, since only its edges count.
An audio front end can fill the same arrays from a pitch-class spectrogram.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

CHANNELS: Final = 9
"""Sounding, struck, lowest, highest, low, middle and high register, sounding at the start, around."""
TRAITS: Final = 7
"""Bar line, pulse, beat, silence, voices, strokes, height."""
SEGMENT_TICKS: Final = 240

_PARTS: Final = 12
"""Steps of a segment in which time is counted; triplets and sixteenths fall on them."""
_LOW, _HIGH = 52, 67
_AROUND: Final = 32
"""Segments to each side whose pitch classes tell the key."""
_CHUNK: Final = 512


class Segments(NamedTuple):
    """Features of a beat grid."""

    classes: F32
    """(segments, 12, CHANNELS) by pitch class."""
    traits: F32
    """(segments, TRAITS)."""


def grid_edges(bars: Sequence[int], pulse: int) -> tuple[I64, F32]:
    """Edges of the segments between bar lines, and where they lie in the bar.

    Args:
        bars: Tick of every bar line, the last one's included.
        pulse: Ticks of a felt beat.

    Returns:
        Edges (segments + 1,) in ticks, and (segments, 3) marks of bar lines, pulses and beats.
    """
    edges: list[int] = []
    marks: list[tuple[bool, bool, bool]] = []
    short = len(bars) > 2 and bars[1] - bars[0] < bars[2] - bars[1]
    for start, end in pairwise(bars):
        # A pickup is counted back from the first bar line, as the end of a bar.
        home = end - (bars[2] - bars[1]) if short and start == bars[0] else start
        for tick in range(home + (start - home) // SEGMENT_TICKS * SEGMENT_TICKS, end, SEGMENT_TICKS):
            edges.append(max(tick, start))
            place = tick - home
            marks.append((place == 0, place % pulse == 0, place % (2 * SEGMENT_TICKS) == 0))
    return np.array([*edges, bars[-1]], np.int64), np.array(marks, np.float32).reshape(-1, 3)


def segments(notes: NDArray[np.int64], edges: I64, marks: F32) -> Segments:
    """Features of each segment.

    Args:
        notes: (notes, 3) start and end in the unit of ``edges``, and MIDI pitch.
        edges: (segments + 1,) strictly rising.
        marks: (segments, 3) bar line, pulse, beat.
    """
    count = len(edges) - 1
    classes = np.zeros((count, 12, CHANNELS), np.float32)
    traits = np.zeros((count, TRAITS), np.float32)
    traits[:, :3] = marks
    if len(notes) and count:
        place = np.interp(notes[:, :2], edges, np.arange(count + 1) * _PARTS)
        first = np.floor(place[:, 0] + 0.5).astype(np.int64)
        last = np.maximum(np.floor(place[:, 1] + 0.5).astype(np.int64), first + 1)
        inside = (notes[:, 0] < edges[-1]) & (notes[:, 1] > edges[0])
        first, last, pitch = first[inside], last[inside], notes[inside, 2]
        for start in range(0, count, _CHUNK):
            stop = min(count, start + _CHUNK)
            _fill(
                classes[start:stop], traits[start:stop], first - start * _PARTS, last - start * _PARTS, pitch
            )
    else:
        traits[:, 3] = 1.0
    classes[:, :, 8] = _around(classes[:, :, 0])
    return Segments(classes, traits)


def _fill(classes: F32, traits: F32, first: I64, last: I64, pitch: I64) -> None:
    """Fill all but what lies around; times are parts from the first segment of these arrays."""
    count = len(classes)
    length = count * _PARTS
    struck = (first >= 0) & (first < length)
    meets = (first < length) & (last > 0)
    change = np.zeros((length + 1, 128), np.int16)
    np.add.at(change, (np.clip(first[meets], 0, length), pitch[meets]), 1)
    np.add.at(change, (np.clip(last[meets], 0, length), pitch[meets]), -1)
    roll = np.cumsum(change[:-1], axis=0) > 0
    by_segment = roll.reshape(count, _PARTS, 128)
    shares = by_segment.mean(axis=1, dtype=np.float32)
    classes[:, :, 0] = _folded(shares, 0, 128)
    for channel, (low, high) in ((4, (0, _LOW)), (5, (_LOW, _HIGH)), (6, (_HIGH, 128))):
        classes[:, :, channel] = _folded(shares, low, high)
    classes[:, :, 7] = _folded(by_segment[:, :3].mean(axis=1, dtype=np.float32), 0, 128)
    np.add.at(classes[:, :, 1], (first[struck] // _PARTS, pitch[struck] % 12), 0.5)
    sounds = roll.any(axis=1)
    rows = np.flatnonzero(sounds)
    share = 1.0 / _PARTS
    np.add.at(classes[:, :, 2], (rows // _PARTS, roll[rows].argmax(axis=1) % 12), share)
    np.add.at(classes[:, :, 3], (rows // _PARTS, (127 - roll[rows, ::-1].argmax(axis=1)) % 12), share)
    traits[:, 3] = 1.0 - sounds.reshape(count, _PARTS).mean(axis=1)
    voices = shares.sum(axis=1)
    traits[:, 4] = voices / 4
    traits[:, 5] = classes[:, :, 1].sum(axis=1) / 2
    traits[:, 6] = np.where(
        voices > 0, shares @ np.arange(128, dtype=np.float32) / np.maximum(voices, 1e-6) / 60, 0
    )


def _folded(shares: F32, low: int, high: int) -> F32:
    """(segments, 12) of (segments, 128): octaves added up, with less for each further one."""
    kept = np.zeros((len(shares), 132), np.float32)
    kept[:, low:high] = shares[:, low:high]
    total: F32 = kept.reshape(len(shares), 11, 12).sum(axis=1)
    return np.sqrt(total)


def _around(sounding: F32) -> F32:
    """Share of each pitch class in the segments around each segment, scaled to a mean of one."""
    total = np.concatenate([np.zeros((1, 12), np.float32), np.cumsum(sounding, axis=0)])
    index = np.arange(len(sounding))
    window = total[np.minimum(index + _AROUND, len(sounding))] - total[np.maximum(index - _AROUND, 0)]
    share: F32 = 12 * window / np.maximum(window.sum(axis=1, keepdims=True), 1e-6)
    return share
