"""Timed notes onto the steps of a piece: which grid, which lane, which step."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.training.pieces import REST, VOICES
from tuicomposer.training.xml_notes import XmlNote

Steps = tuple[NDArray[np.int16], NDArray[np.bool_]]
_GRIDS: Final = (4, 6, 8, 12)
_ENOUGH: Final = 0.995
_STILL_GOOD: Final = 0.95


def steps_per_beat(starts: Sequence[Fraction]) -> int | None:
    """The coarsest grid on which nearly all notes start, or ``None`` where none is good enough."""
    shares = {grid: np.mean([(start * grid).denominator == 1 for start in starts]) for grid in _GRIDS}
    found = next((grid for grid in _GRIDS if shares[grid] >= _ENOUGH), None)
    if found is None and max(shares.values()) >= _STILL_GOOD:
        found = max(_GRIDS, key=lambda grid: (shares[grid], -grid))
    return found


def empty_steps(length: int) -> Steps:
    """Silence: (steps, 4) pitches and onsets."""
    return np.full((length, VOICES), REST, np.int16), np.zeros((length, VOICES), bool)


def fill_lane(steps: Steps, lane: int, notes: Sequence[XmlNote], begin: Fraction, grid: int) -> None:
    """Write one-at-a-time notes into a lane; a later note ends the one before."""
    pitch, onset = steps
    for note in notes:
        first = round((note.start - begin) * grid)
        last = max(first + 1, round((note.stop - begin) * grid))
        if 0 <= first < len(pitch):
            pitch[first:last, lane] = note.pitch
            onset[first, lane] = True


def highest_line(notes: Sequence[XmlNote]) -> list[XmlNote]:
    """The top note of every onset, as long as it sounds or until the next."""
    return _line(notes, top=True)[0]


def keyboard_lanes(notes: Sequence[XmlNote], staves: int) -> tuple[list[XmlNote], ...]:
    """A keyboard part as three lines: top of the right hand, the middle, bass of the left hand.

    A hand's outer line is the outermost note of each onset; a note that starts inside an outer
    note still sounding belongs to the middle. Of several middle notes of one onset the one whose
    pitch class nothing else sounds is kept, so that the harmony stays whole.
    """
    right = [note for note in notes if note.staff == 1] if staves > 1 else list(notes)
    left = [note for note in notes if note.staff > 1]
    top, inner = _line(right, top=True)
    bass, more = _line(left, top=False)
    return top, _middle(sorted([*inner, *more], key=lambda note: note.start), top, bass), bass


def _line(notes: Sequence[XmlNote], *, top: bool) -> tuple[list[XmlNote], list[XmlNote]]:
    line: list[XmlNote] = []
    rest: list[XmlNote] = []
    sign = 1 if top else -1
    for group in _onsets(notes):
        outer = max(group, key=lambda note: sign * note.pitch)
        under = bool(line) and line[-1].stop > outer.start and sign * outer.pitch < sign * line[-1].pitch
        if not under:
            line.append(outer)
        rest.extend(note for note in group if under or note is not outer)
    return line, rest


def _middle(notes: Sequence[XmlNote], top: list[XmlNote], bass: list[XmlNote]) -> list[XmlNote]:
    chosen = []
    outer = deque(sorted((*top, *bass), key=lambda note: note.start))
    sounding: list[XmlNote] = []
    for group in _onsets(notes):
        start = group[0].start
        while outer and outer[0].start <= start:
            sounding.append(outer.popleft())
        sounding = [note for note in sounding if note.stop > start]
        heard = {note.pitch % 12 for note in sounding}
        chosen.append(max(group, key=lambda note: (note.pitch % 12 not in heard, note.pitch)))
    return chosen


def _onsets(notes: Sequence[XmlNote]) -> list[list[XmlNote]]:
    groups: list[list[XmlNote]] = []
    for note in sorted(notes, key=lambda note: note.start):
        if groups and groups[-1][0].start == note.start:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups
