"""Clocks: where seconds come from."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never go back."""

    def now(self) -> float:
        """Seconds since an arbitrary moment."""
        ...


class MonotonicClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since an arbitrary moment."""
        return time.monotonic()


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds

    def now(self) -> float:
        """Seconds to which the clock was moved."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Move the clock forward; it never goes back."""
        self._seconds += max(0.0, seconds)
