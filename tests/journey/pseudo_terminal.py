"""A program in a pseudo-terminal, driven by keys and read from the screen it paints."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyte

KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "pagedown": "\x1b[6~",
    "tab": "\t",
    "f5": "\x1b[15~",
    "f8": "\x1b[19~",
    **{f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


def started_before(state: Path) -> str:
    """A state folder in which the tour was seen, so that it does not take the keys."""
    (state / "tuicomposer").mkdir(parents=True, exist_ok=True)
    (state / "tuicomposer" / "tour.seen").touch()
    return str(state)


class _Screen(pyte.Screen):
    """pyte's screen, which does not know that some control sequences are private."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def report_device_status(self, mode: int, private: bool = False, **_: object) -> None:
        """Nothing is reported: the program must not need an answer."""


class PseudoTerminal:
    """Runs a command; :meth:`wait_for` reads until the screen shows something or the time is up."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        size: tuple[int, int] = (120, 40),
    ) -> None:
        columns, rows = size
        self._screen = _Screen(columns, rows)
        self.received = b""
        """Every byte that the program sent."""
        self._stream = pyte.ByteStream(self._screen)
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as a shell has it, whoever started the tests
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._code: int | None = None

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def press(self, *keys: str) -> None:
        """Send keys by name; anything that is no name is typed as it is."""
        for key in keys:
            self._send(KEYS.get(key, key))

    def wait_for(self, *texts: str, gone: str = "", seconds: float = 30.0) -> None:
        """Read until the screen shows all of the texts, and no longer shows ``gone``."""
        deadline = time.monotonic() + seconds
        while not all(text in self.text for text in texts) or (gone and gone in self.text):
            left = deadline - time.monotonic()
            alive = left > 0 and self._read(left)
            if not alive:
                raise AssertionError(f"waited for {texts} (gone: {gone!r}); the screen shows:\n{self.text}")

    def wait_until(self, so: Callable[[], bool], seconds: float = 30.0) -> None:
        """Read until something is so."""
        deadline = time.monotonic() + seconds
        while not so():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain; the screen shows:\n{self.text}")
            self._read(0.05)

    def kill(self) -> None:
        """End the program as no program can help."""
        os.kill(self.process, signal.SIGKILL)
        self._reap()

    @property
    def colours(self) -> set[str]:
        """The colours that something on the screen has, letters and ground."""
        cells = [cell for line in self._screen.buffer.values() for cell in line.values()]
        return {cell.fg for cell in cells} | {cell.bg for cell in cells}

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_for_end(self, seconds: float = 15.0) -> int:
        """Read until the program has ended; returns its exit code."""
        deadline = time.monotonic() + seconds
        while self._read(max(0.0, deadline - time.monotonic())):
            pass
        code = self._reap()
        while self._read(0.0):
            pass  # What it said at the very end.
        return code

    def close(self) -> None:
        """End the program if it still runs."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self._reap()
        os.close(self._terminal)

    def _send(self, text: str) -> None:
        data = text.encode()
        while data:
            self._read(0.0)
            data = data[os.write(self._terminal, data) :]

    def _read(self, seconds: float) -> bool:
        """Take what was painted within some seconds; ``False`` if nothing came or the program has ended."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:
            return False
        self.received += data
        self._paint(data)
        return bool(data)

    def _paint(self, data: bytes) -> None:
        """Show what the program sent."""
        self._stream.feed(data)

    def _reap(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return self._code
