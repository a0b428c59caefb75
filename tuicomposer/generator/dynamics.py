"""How loud what is written is: by metrical level, and rising and falling with each phrase of the tune.

The arch is the one of the KTH rules (Friberg, Bresin and Sundberg, Advances in Cognitive Psychology 2006,
“Phrase arch”): louder towards the middle of a phrase, softest where it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD
from tuicomposer.score.phrases import phrase_starts
from tuicomposer.score.section import Section

LEVELS: Final = (78, 80, 84, 90)
"""MIDI velocity by metrical level, from between the beats to the bar's first."""
_SUMMIT: Final = 0.6
"""Where between the first and the last onset of a phrase it is loudest."""
_OUTSET, _TOP, _CLOSE = -4, 6, -14
"""What the arch adds to the velocity with the first onset, at the summit and with the last onset."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A note of the tune; rows."""

    start: int
    end: int


def dynamics(section: Section, tune: NDArray[np.int64], levels: NDArray[np.int64]) -> NDArray[np.int64]:
    """(rows,) MIDI velocity of what is struck in each row.

    Args:
        section: Whose rows they are.
        tune: (rows,) tokens of the voice whose phrases count.
        levels: (rows,) metrical levels from 0 to 3.
    """
    return np.array(LEVELS)[levels] + _arches(_notes(tune), section.rows_per_bar, len(tune))


def _notes(tune: NDArray[np.int64]) -> list[_Held]:
    struck = [*np.flatnonzero(tune != HOLD).tolist(), len(tune)]
    return [_Held(row, end) for row, end in pairwise(struck) if tune[row] >= FIRST_PITCH]


def _arches(notes: list[_Held], bar: int, rows: int) -> NDArray[np.int64]:
    """(rows,) what the phrases' arches add; nothing before the first."""
    added = np.zeros(rows)
    starts = phrase_starts(notes, bar)
    for first, after in pairwise([*starts, len(notes)]):
        begin, close = notes[first].start, notes[after - 1].start
        stop = notes[after].start if after < len(notes) else rows
        place = np.clip((np.arange(begin, stop) - begin) / max(1, close - begin), 0, 1)
        added[begin:stop] = _arch(place)
    return np.rint(added).astype(np.int64)


def _arch(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """The arch at places from 0, the first onset, to 1, the last: two parabolas that meet at the summit."""
    before = _TOP + (_OUTSET - _TOP) * ((_SUMMIT - place) / _SUMMIT) ** 2
    after = _TOP + (_CLOSE - _TOP) * ((place - _SUMMIT) / (1 - _SUMMIT)) ** 2
    return np.where(place < _SUMMIT, before, after)
