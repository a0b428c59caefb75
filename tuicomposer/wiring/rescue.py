"""Keeps the unsaved song when the composer ends otherwise than by the person's wish."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.score.text import visible
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.keeping import KeeperPort
from tuicomposer.wiring.hangup import on_hangup

SIGNALS: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""Signals that end the composer: the connection is gone, the system goes down, someone interrupts."""
PATIENCE: Final = 3.0
"""Seconds after a signal in which the screen may end by itself."""
_FAILED: Final = 1
_INPUT: Final = 0
"""File descriptor of standard input."""


def run_rescued(app: ComposerApp, keeper: KeeperPort) -> None:
    """Run the composer; keep the song if a signal or a defect ends it.

    Args:
        app: The composer.
        keeper: Keeps unsaved work.

    Raises:
        ComposerError: The composer was ended; the sentence says where the unsaved song is.
    """
    guard = _Guard(app, keeper)
    with guard.listening():
        if os.isatty(_INPUT) and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            on_hangup(_INPUT, lambda: os.kill(os.getpid(), signal.SIGHUP))
        try:
            app.run()
        except (Exception, SystemExit) as error:
            raise guard.ended() from error
    if guard.told or app.return_code:
        raise guard.ended()


class _Guard:
    """Hears the signals and writes the song once."""

    def __init__(self, app: ComposerApp, keeper: KeeperPort) -> None:
        self._app = app
        self._keeper = keeper
        self._ended: ComposerError | None = None
        self.told = False
        """Whether a signal came."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear the signals inside the ``with`` block, but none that the process was started to ignore."""
        numbers = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, self._hear) for number in numbers}
        alarm = signal.signal(signal.SIGALRM, self._give_up)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            for number, handler in {**before, signal.SIGALRM: alarm}.items():
                signal.signal(number, handler)

    def ended(self) -> ComposerError:
        """Keep the song if it is not kept yet, and say where it is."""
        if self._ended is None:
            what = "The composer was told to end" if self.told else "The composer broke down"
            self._ended = self._kept(what)
        return self._ended

    def _kept(self, what: str) -> ComposerError:
        composer = self._app.composer
        if not composer.document.modified:
            return ComposerError(f"{what}; nothing was unsaved.")
        document = composer.document
        try:
            place = self._keeper.keep(document.song, composer.path, document.steps)
        except ComposerError as error:
            return ComposerError(f"{what}, and the unsaved song could be written nowhere: {error}")
        song = "without a song" if composer.path is None else "with the song"
        return ComposerError(
            f"{what}; the unsaved song is in “{visible(str(place))}”.",
            f"Start again {song} to go on with it.",
        )

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        """Let the screen end between two of its steps, or end here where there is no screen."""
        self.told = True
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(_FAILED) from None
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        # Written before the screen ends: a terminal that is gone may hold up the ending.
        self.ended()
        self._app.exit(return_code=_FAILED)

    def _give_up(self, _number: int, _frame: FrameType | None) -> None:
        """The screen does not end: keep the song and leave the process as it is."""
        error = self.ended()
        with suppress(OSError):
            sys.stderr.write(f"\ntuicomposer: {error}\n")
            sys.stderr.flush()
        os._exit(_FAILED)
