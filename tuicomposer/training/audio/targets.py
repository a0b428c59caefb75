"""What the network should say of a stretch of a take."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.spectrum import CHORD_STRIDE, FRAME_RATE, LOWEST, PITCHES
from tuicomposer.analyzer.vocabulary import SILENCE
from tuicomposer.training.audio.take import UNKNOWN, Label

F32 = NDArray[np.float32]
_NEAR: Final = 2.0
"""Frames from a beginning at which nothing is left of its target."""
_BEAT_NEAR: Final = 3.0


class Targets(NamedTuple):
    """For some frames, and steps of CHORD_STRIDE frames."""

    onset: F32
    """(frames, PITCHES): 1 where a note begins, less beside it."""
    frame: F32
    """(frames, PITCHES)."""
    melody: F32
    """(frames, PITCHES)."""
    has_melody: bool
    beat: F32
    """(frames, 2): beats; beats that begin a bar."""
    chord: NDArray[np.int64]
    """(steps,): class, or UNKNOWN."""
    bass: NDArray[np.int64]
    """(steps,): steps above the root, or UNKNOWN."""
    begins: F32
    """(steps,): 1 where a chord begins."""


def targets(label: Label, first: int, frames: int) -> Targets:
    """Targets of some frames of a take, from a frame on."""
    onset, frame, melody = (np.zeros((frames, PITCHES), np.float32) for _ in range(3))
    for start, end, pitch, _, tune in label.notes.tolist():
        row = int(pitch) - LOWEST
        at, stop = start * FRAME_RATE - first, end * FRAME_RATE - first
        if not 0 <= row < PITCHES or stop < 0 or at >= frames:
            continue
        _mark(onset[:, row], at, _NEAR)
        low, high = max(0, round(at)), max(0, min(frames, max(round(stop), round(at) + 1)))
        frame[low:high, row] = 1
        if tune:
            melody[low:high, row] = 1
    chord, bass, begins = _chord_targets(label, first, frames // CHORD_STRIDE)
    return Targets(
        onset, frame, melody, bool(label.notes[:, 4].any()), _beats(label, first, frames), chord, bass, begins
    )


def _mark(column: F32, at: float, near: float) -> None:
    for index in range(max(0, int(at - near)), min(len(column), int(at + near) + 2)):
        column[index] = max(column[index], 1 - abs(index - at) / near)


def _beats(label: Label, first: int, frames: int) -> F32:
    found = np.zeros((frames, 2), np.float32)
    for time, down in label.beats.tolist():
        at = time * FRAME_RATE - first
        _mark(found[:, 0], at, _BEAT_NEAR)
        if down:
            _mark(found[:, 1], at, _BEAT_NEAR)
    return found


def _chord_targets(label: Label, first: int, steps: int) -> tuple[NDArray[np.int64], NDArray[np.int64], F32]:
    chord = np.full(steps, UNKNOWN, np.int64)
    bass = chord.copy()
    begins = np.zeros(steps, np.float32)
    middle = (first + (np.arange(steps) + 0.5) * CHORD_STRIDE) / FRAME_RATE
    if len(label.chords) and len(label.notes):
        chord[middle < min(label.notes[:, 0].min(), label.chords[0, 0]) - 0.1] = SILENCE
    for start, end, kind, step in label.chords.tolist():
        low, high = np.searchsorted(middle, [start, end])
        chord[low:high], bass[low:high] = int(kind), int(step)
        if low < high:
            begins[low] = 1
    return chord, bass, begins
