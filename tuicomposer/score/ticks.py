"""Musical time as integers.

One beat is one quarter note, in every metre.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

TICKS_PER_BEAT: Final = 480
"""Ticks in one quarter note; every permitted row length is a whole number of ticks."""

ROWS_PER_BEAT: Final = (1, 2, 3, 4, 6, 8, 12)
"""The permitted numbers of rows in one quarter note."""


def ticks_per_row(rows_per_beat: int) -> int:
    """Length of a row in ticks."""
    return TICKS_PER_BEAT // rows_per_beat


def beats(ticks: int) -> Fraction:
    """Quarter notes in a number of ticks, exactly."""
    return Fraction(ticks, TICKS_PER_BEAT)


def seconds(ticks: int, tempo: float) -> float:
    """Seconds that a number of ticks lasts at a tempo in quarter notes a minute."""
    return ticks * 60.0 / (tempo * TICKS_PER_BEAT)
