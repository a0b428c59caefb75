"""A program in a pseudo-terminal, with the time and the bytes of what it paints after a key.

What it paints is read as it comes and looked at only when it has come to rest, by a terminal
emulator, so that looking costs nothing while the clock runs.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

import pyte

ROOT: Final = Path(__file__).resolve().parents[1]
COLUMNS: Final = 120
ROWS: Final = 40
QUIET: Final = 0.06
"""Seconds without a byte after which an answer is over; more than three frames."""
PATIENCE: Final = 20.0
_ASKS_FOR_SYNC: Final = b"\x1b[?2026$p"
_HAS_SYNC: Final = b"\x1b[?2026;2$y"


class Answer(NamedTuple):
    """What a program painted after a key."""

    seconds: float
    """From the key until the watched part of the screen showed what it came to show."""
    size: int
    """Bytes."""


class _Screen(pyte.Screen):
    """pyte's screen, which does not know that some control sequences are private."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def report_device_status(self, mode: int, private: bool = False, **_: object) -> None:
        """No program here needs this answer."""


class MeasuredTerminal:
    """Runs a command in a terminal of 120x40 with 24-bit colours and synchronised updates.

    Args:
        command: Program and arguments.
        watched: Columns and lines of the part of the screen that ends the clock: left, top, right, bottom.
        size: Columns and lines.
        environment: What differs from a plain environment.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        watched: tuple[int, int, int, int] = (0, 0, COLUMNS, ROWS),
        size: tuple[int, int] = (COLUMNS, ROWS),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._watched = watched
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._home = tempfile.TemporaryDirectory()
        seen = Path(self._home.name, "tuicomposer", "tour.seen")
        seen.parent.mkdir()
        seen.touch()
        self.bytes = 0
        """Bytes that were painted since the start."""
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.execve(command[0], list(command), {**self._environment(), **(environment or {})})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _environment(self) -> dict[str, str]:
        home = self._home.name
        seen = Path(home) / "tuicomposer" / "tour.seen"  # or the tour would take the keys
        seen.parent.mkdir(exist_ok=True)
        seen.touch()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SSH_", "TEXTUAL"))}
        kept.pop("NO_COLOR", None)
        own = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home}
        return {
            **kept,
            **own,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "OMP_NUM_THREADS": "1",
        }

    def __enter__(self) -> MeasuredTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)
        self._home.cleanup()

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def wait_for(self, *texts: str, gone: str = "", seconds: float = PATIENCE) -> float:
        """Read until the screen shows all of the texts and ``gone`` no more; the seconds it took."""
        start = time.perf_counter()
        while not all(text in self.text for text in texts) or (gone and gone in self.text):
            left = start + seconds - time.perf_counter()
            chunk = self._read(left) if left > 0 else b""
            if not chunk:
                raise TimeoutError(f"Waited {seconds:g} s for {texts}; the screen shows:\n{self.text}")
            self._stream.feed(chunk)
        return time.perf_counter() - start

    def settle(self, quiet: float = 0.5) -> None:
        """Read until nothing has come for some seconds."""
        while chunk := self._read(quiet):
            self._stream.feed(chunk)

    def drain(self, seconds: float) -> int:
        """Read for some seconds; the bytes that came."""
        deadline, size = time.perf_counter() + seconds, 0
        while (left := deadline - time.perf_counter()) > 0:
            chunk = self._read(left)
            self._stream.feed(chunk)
            size += len(chunk)
        return size

    def send(self, keys: str) -> None:
        """Press keys without waiting for anything."""
        os.write(self._terminal, keys.encode())

    def press(self, keys: str, quiet: float = QUIET) -> Answer:
        """Press keys and read until the answer is over.

        Raises:
            TimeoutError: Nothing was painted.
        """
        start = time.perf_counter()
        self.send(keys)
        chunks: list[tuple[float, bytes]] = []
        while chunk := self._read(quiet if chunks else PATIENCE):
            chunks.append((time.perf_counter() - start, chunk))
        if not chunks:
            raise TimeoutError(f"{keys!r} painted nothing; the screen shows:\n{self.text}")
        shown = []
        for _, chunk in chunks:
            self._stream.feed(chunk)
            shown.append(self._seen())
        first = next(index for index, seen in enumerate(shown) if seen == shown[-1])
        return Answer(chunks[first][0], sum(len(chunk) for _, chunk in chunks))

    def _seen(self) -> list[str]:
        left, top, right, bottom = self._watched
        return [line[left:right] for line in self._screen.display[top:bottom]]

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return b""
        chunk = os.read(self._terminal, 65536)
        self.bytes += len(chunk)
        if _ASKS_FOR_SYNC in chunk:
            os.write(self._terminal, _HAS_SYNC)
        return chunk

    def processor_seconds(self) -> float:
        """Seconds of processor time that the program has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
