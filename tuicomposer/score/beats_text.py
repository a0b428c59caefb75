"""Lengths as they are typed, in quarter notes."""

from __future__ import annotations

from fractions import Fraction

from tuicomposer.errors import EntryError
from tuicomposer.score.section import MAX_ROWS
from tuicomposer.score.text import visible


def parse_beats(text: str, word: str) -> Fraction:
    """A length in quarter notes, such as ``2``, ``1/2`` or ``1.5``.

    Args:
        text: What is read.
        word: What it was typed in, for the error.

    Raises:
        EntryError: It is no length, or not from 0 to 4096.
    """
    try:
        beats = Fraction(text) if len(text) <= 16 else Fraction(0)
    except (ValueError, ZeroDivisionError):
        beats = Fraction(0)
    if not 0 < beats <= MAX_ROWS:
        raise EntryError(
            f"“{visible(word)}” has a length that cannot be read.",
            "Write the beats as C4:2, C4:1/2 or C4:1.5.",
        )
    return beats
