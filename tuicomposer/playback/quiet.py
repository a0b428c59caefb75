"""Keeps C libraries from writing over the screen.

ALSA, JACK, GLib and FluidSynth write their complaints straight to file descriptor 2, which is
where the screen is drawn too.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Iterator
from typing import Final

_STDERR: Final = 2


class _Diversion:
    """Points descriptor 2 at the null device while anyone asks for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._askers = 0
        self.kept = -1
        """A descriptor of what descriptor 2 was; valid while diverted."""

    def enter(self) -> None:
        with self._lock:
            self._askers += 1
            if self._askers == 1:
                sys.stderr.flush()
                self.kept = os.dup(_STDERR)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, _STDERR)
                os.close(nowhere)

    @property
    def is_shared(self) -> bool:
        """Whether more than one asks for it."""
        return self._askers > 1

    def leave(self) -> None:
        with self._lock:
            self._askers -= 1
            if self._askers == 0:
                os.dup2(self.kept, _STDERR)
                os.close(self.kept)


_diversion: Final = _Diversion()


@contextlib.contextmanager
def silenced_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the ``with`` block; blocks may overlap in several threads.

    Where a screen is drawn, :func:`screen_kept_apart` MUST be around it, or the screen loses what is
    drawn meanwhile.
    """
    _diversion.enter()
    try:
        yield
    finally:
        _diversion.leave()


@contextlib.contextmanager
def screen_kept_apart() -> Iterator[None]:
    """Give the screen a descriptor of its own and send what libraries write to nowhere.

    MUST be entered before the screen is made: the screen draws on ``sys.__stderr__`` as it finds
    it then. Where a thread is still silent at the end, as one that opens a device may be when the
    program is ended, the program goes on to write on the screen's descriptor, past that silence.
    """
    before = sys.stderr, sys.__stderr__
    with silenced_stderr():
        screen = _writer(os.dup(_diversion.kept))
        sys.stderr = sys.__stderr__ = screen  # type: ignore[misc]
        try:
            yield
        finally:
            screen.flush()
            if not _diversion.is_shared:
                sys.stderr, sys.__stderr__ = before  # type: ignore[misc]
                screen.close()


def _writer(descriptor: int) -> io.TextIOWrapper:
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")
