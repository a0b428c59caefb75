"""From probabilities to notes, and which of them are the melody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.spectrum import FRAME_RATE, LOWEST, PITCHES

F32 = NDArray[np.float32]

_GAP: Final = 3
"""Frames of silence that do not yet end a note."""


@dataclass(frozen=True, slots=True)
class NoteRule:
    """Thresholds, chosen on validation takes."""

    onset: float = 0.26
    frame: float = 0.45
    melody: float = 0.25
    shortest: int = 2
    """Frames."""


class FoundNote(NamedTuple):
    """A note in seconds."""

    start: float
    end: float
    pitch: int
    onset: float
    """Probability that it begins there."""
    tune: float
    """Mean probability over its frames that it is the melody's."""


def found_notes(onset: F32, frame: F32, melody: F32, rule: NoteRule = NoteRule()) -> list[FoundNote]:
    """Notes in order of time.

    Args:
        onset: (frames, PITCHES) probabilities.
        frame: The same.
        melody: The same.
        rule: Thresholds.
    """
    notes: list[FoundNote] = []
    for row in range(PITCHES):
        starts = _peaks(onset[:, row], rule.onset)
        sounding = frame[:, row] > rule.frame
        for index, start in enumerate(starts):
            limit = starts[index + 1] if index + 1 < len(starts) else len(sounding)
            end = _end(sounding, start, limit)
            if end - start >= rule.shortest:
                tune = float(melody[start:end, row].mean())
                at = _between(onset[:, row], start)
                notes.append(
                    FoundNote(at / FRAME_RATE, end / FRAME_RATE, row + LOWEST, float(onset[start, row]), tune)
                )
    return sorted(notes)


def _peaks(values: F32, least: float) -> list[int]:
    """Frames higher than those up to two frames away."""
    padded = np.pad(values, 2, constant_values=-1)
    middle = padded[2:-2]
    top = (middle >= padded[1:-3]) & (middle > padded[3:-1]) & (middle >= padded[:-4]) & (middle > padded[4:])
    return np.flatnonzero(top & (middle >= least)).tolist()


def _end(sounding: NDArray[np.bool_], start: int, limit: int) -> int:
    silent = 0
    for frame in range(start, limit):
        silent = 0 if sounding[frame] else silent + 1
        if silent > _GAP:
            return frame - _GAP
    return limit - silent


def _between(values: F32, peak: int) -> float:
    if not 0 < peak < len(values) - 1:
        return float(peak)
    left, middle, right = (float(values[peak + step]) for step in (-1, 0, 1))
    curve = left - 2 * middle + right
    return peak + (max(-0.5, min(0.5, 0.5 * (left - right) / curve)) if curve < -1e-6 else 0.0)


def melody_of(notes: Sequence[FoundNote], rule: NoteRule = NoteRule()) -> list[FoundNote]:
    """One note at a time: the path of notes that gathers most belief in the melody.

    Each note is worth what its probability exceeds the threshold by, times its length; a note
    may be cut short by the next one, but not begin within the first part of the one before.
    """
    sure = [note for note in notes if note.tune > rule.melody * 0.6]
    worth = [(note.tune - rule.melody) * min(note.end - note.start, 1.0) + 0.02 * note.onset for note in sure]
    best: list[float] = []
    before: list[int] = []
    for index, note in enumerate(sure):
        chosen, score = -1, 0.0
        for other in range(index - 1, max(-1, index - 40), -1):
            apart = note.start - sure[other].start
            if apart < 0.05:
                continue
            cut = max(0.0, sure[other].end - note.start) / max(1e-6, sure[other].end - sure[other].start)
            total = best[other] - cut * max(0.0, worth[other])
            if total > score:
                chosen, score = other, total
        best.append(score + worth[index])
        before.append(chosen)
    return _traced(sure, best, before)


def _traced(notes: Sequence[FoundNote], best: Sequence[float], before: Sequence[int]) -> list[FoundNote]:
    if not notes:
        return []
    at = int(np.argmax(best))
    path: list[FoundNote] = []
    while at >= 0:
        note = notes[at]
        path.append(note._replace(end=min(note.end, path[-1].start)) if path else note)
        at = before[at]
    return path[::-1]
