"""Metres: how many of which note value make a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tuicomposer.errors import EntryError
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT

_METER = re.compile(r"(\d{1,2})/(1|2|4|8|16)\Z")


@dataclass(frozen=True, slots=True)
class Meter:
    """A time signature."""

    numerator: int = 4
    denominator: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.numerator <= 32 or self.denominator not in (1, 2, 4, 8, 16):
            raise EntryError(
                f"{self.numerator}/{self.denominator} is not a metre.",
                "Use 1 to 32 over 1, 2, 4, 8 or 16, such as 3/4 or 6/8.",
            )

    @property
    def bar_ticks(self) -> int:
        """Length of a bar in ticks."""
        return self.numerator * 4 * TICKS_PER_BEAT // self.denominator

    @property
    def pulse_ticks(self) -> int:
        """Length of the felt beat in ticks: dotted in compound metres (6/8, 9/8, 12/8)."""
        unit = 4 * TICKS_PER_BEAT // self.denominator
        compound = self.denominator >= 8 and self.numerator % 3 == 0 and self.numerator > 3
        return 3 * unit if compound else unit

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


def parse_meter(text: str) -> Meter:
    """Metre of a text such as ``4/4`` or ``6/8``.

    Raises:
        EntryError: The text is not a metre.
    """
    match = _METER.match(text.strip())
    if match is None:
        raise EntryError(f"“{visible(text)}” is not a metre.", "Write it as 4/4, 3/4 or 6/8.")
    return Meter(int(match[1]), int(match[2]))
