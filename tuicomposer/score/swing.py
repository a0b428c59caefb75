"""Swing: the first note of a pair takes more than half of the pair's time.

The share is written as a percentage, as drum machines have done since Roger Linn's: 50 is
straight, 67 is a triplet feel, 75 a dotted one. The written rows stay as they are; only the times
at which they are played move.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT

EIGHTHS: Final = 8
SIXTEENTHS: Final = 16
_SWING: Final = re.compile(r"([0-9]{2})\s*%?\s*(?:/\s*(8|16))?\Z")


@dataclass(frozen=True, slots=True)
class Swing:
    """How uneven pairs of notes are."""

    percent: int = 50
    """Share of a pair that its first note takes, 50 (straight) to 75."""
    unit: int = EIGHTHS
    """Which notes make the pairs: eighths (8) or sixteenths (16)."""

    def __post_init__(self) -> None:
        if not 50 <= self.percent <= 75 or self.unit not in (EIGHTHS, SIXTEENTHS):
            raise EntryError(
                f"A swing of {self.percent} % of {self.unit}ths is not known.",
                "Use 50 (straight) to 75 per cent, of 8ths or 16ths.",
            )

    @property
    def is_straight(self) -> bool:
        """Whether pairs are even."""
        return self.percent == 50

    @property
    def pair_ticks(self) -> int:
        """Length of a pair in ticks."""
        return 8 * TICKS_PER_BEAT // self.unit

    def __str__(self) -> str:
        return f"{self.percent}/{self.unit}"


STRAIGHT: Final = Swing()


def parse_swing(text: str) -> Swing:
    """Swing of a text such as ``62``, ``62/16``, ``67 %`` or ``straight``.

    Raises:
        EntryError: The text names no swing.
    """
    text = text.strip()
    if text.casefold() == "straight":
        return STRAIGHT
    match = _SWING.match(text)
    if match is None:
        raise EntryError(
            f"“{visible(text[:40])}” is not a swing.",
            "Write 50 (straight) to 75, or such as 62/16 to swing sixteenths.",
        )
    return Swing(int(match[1]), int(match[2] or EIGHTHS))
