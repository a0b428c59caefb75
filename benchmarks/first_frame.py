"""Time to the first usable frame: the composer with a song against a bare Textual application.

Both are started in turn in a pseudo-terminal of 120x40. The clock stops when the bytes of a known
text have been painted: for the composer the name of a lane above its painted column, for the bare
application its only line. Prints the medians and the ratio of the medians with a 95 % interval
(bootstrap over the pairs).

    python benchmarks/first_frame.py [PAIRS]
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SONG: Final = ROOT / "examples" / "chorale.tuic"
BARE: Final = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first usable frame")
Bare().run()
"""
COMMANDS: Final = {
    "bare": ([sys.executable, "-c", BARE], b"first usable frame"),
    "composer": ([sys.executable, "-m", "tuicomposer", str(SONG)], b"Melody"),
}
DEADLINE: Final = 30.0
RESAMPLES: Final = 4000
GOAL: Final = 1.4


def first_frame(name: str) -> float:
    """Seconds from the start of a program to its first usable frame."""
    arguments, marker = COMMANDS[name]
    start = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.environ["TERM"] = "xterm-256color"
        # Textual was compiled when it was installed; let the first, uncounted start compile the composer.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execv(arguments[0], arguments)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        wait_for(terminal, marker)
        return time.perf_counter() - start
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def wait_for(terminal: int, marker: bytes) -> None:
    """Read what is painted until it contains the marker."""
    painted, deadline = b"", time.monotonic() + DEADLINE
    while marker not in painted:
        if not select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError(f"{marker!r} was not painted within {DEADLINE:g} s: {painted[-400:]!r}")
        painted += os.read(terminal, 65536)


def ratio(pairs: list[tuple[float, float]]) -> float:
    """Ratio of the medians."""
    return statistics.median(pair[1] for pair in pairs) / statistics.median(pair[0] for pair in pairs)


def interval(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """95 % bootstrap interval of :func:`ratio`."""
    generator = random.Random(0)
    ratios = sorted(ratio(generator.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return ratios[int(RESAMPLES * 0.025)], ratios[int(RESAMPLES * 0.975)]


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for name in COMMANDS:
        first_frame(name)
    pairs = [(first_frame("bare"), first_frame("composer")) for _ in range(count)]
    low, high = interval(pairs)
    for index, name in enumerate(COMMANDS):
        times = [pair[index] for pair in pairs]
        print(f"{name:<10} median {statistics.median(times):.3f} s   fastest {min(times):.3f} s")
    print(f"ratio      {ratio(pairs):.2f}   95 % interval {low:.2f} to {high:.2f}   goal {GOAL} or less")
    return 0 if ratio(pairs) <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
