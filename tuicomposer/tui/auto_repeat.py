"""Telling a key that is held down from one that is struck again; most terminals say only that it arrived."""

from __future__ import annotations

from enum import Enum
from typing import Final

REPEATED_WITHIN: Final = 0.045
"""Seconds between two arrivals of a key that no finger makes; terminals repeat every 0.02 to 0.04 s."""
FIRST_REPEAT: Final = (0.15, 1.2)
"""Seconds from a stroke to its first repetition, at least and at most, as keyboards are set."""


class Arrival(Enum):
    """What an arrival of a key was."""

    STROKE = "a stroke"
    REPEAT = "a repetition"
    SECOND_REPEAT = "a repetition that shows that the arrival before it, taken for a stroke, was one too"


class AutoRepeat:
    """Looks at the arrivals of keys, in order."""

    def __init__(self) -> None:
        self._key = ""
        self._times: list[float] = []

    def arrived(self, key: str, at: float) -> Arrival:
        """What an arrival of a key was, at a time in seconds."""
        if key != self._key:
            self._key, self._times = key, [at]
            return Arrival.STROKE
        before, self._times = self._times, [*self._times[-1:], at]
        if at - before[-1] > REPEATED_WITHIN:
            return Arrival.STROKE
        waited = before[-1] - before[0]
        return Arrival.SECOND_REPEAT if FIRST_REPEAT[0] <= waited <= FIRST_REPEAT[1] else Arrival.REPEAT
