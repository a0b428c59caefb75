"""A flag that one thread raises and another heeds."""

from __future__ import annotations

import threading

from tuicomposer.errors import Cancelled


class CancelToken:
    """Asked often by long work; raised once by whoever no longer wants the result."""

    def __init__(self) -> None:
        self._flag = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop soon."""
        self._flag.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._flag.is_set()

    def check(self) -> None:
        """Raise if the work should stop.

        Raises:
            Cancelled: :meth:`cancel` was called.
        """
        if self._flag.is_set():
            raise Cancelled
