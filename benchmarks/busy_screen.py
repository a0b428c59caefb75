"""From a key to the screen while the generator is at work, against the same composer at rest.

The example song is opened and the cursor moved up and down, first with nothing at work, then while
candidates are being written; both in turn, as often as it takes.

    python benchmarks/busy_screen.py [KEYS]
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from key_to_screen import interval, tail
from measured_terminal import ROOT, MeasuredTerminal

GRID: Final = (0, 0, 80, 36)
DOWN: Final = "\x1b[B"
UP: Final = "\x1b[A"
ESCAPE: Final = "\x1b"
GENERATE: Final = "\x07"
AT_WORK: Final = "Esc cancel"
GOAL: Final = 2.0
BATCH: Final = 20
LONGEST: Final = 600.0


def moves(program: MeasuredTerminal, count: int, *, working: bool) -> list[float]:
    """Milliseconds of as many cursor moves, or of fewer if the work ends before."""
    found = []
    for index in range(count):
        answer = program.press(UP if index % 2 else DOWN, quiet=0.03)
        if working and AT_WORK not in program.text:
            break
        found.append(1000 * answer.seconds)
    return found


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rest: list[float] = []
    busy: list[float] = []
    deadline = time.monotonic() + LONGEST
    with tempfile.TemporaryDirectory() as folder:
        song = Path(shutil.copy(ROOT / "examples" / "chorale.tuic", folder))
        command = [sys.executable, "-m", "tuicomposer", str(song)]
        with MeasuredTerminal(command, watched=GRID) as program:
            program.wait_for("Melody", "octave")
            program.settle(2)
            while min(len(rest), len(busy)) < wanted and time.monotonic() < deadline:
                rest += moves(program, BATCH, working=False)
                program.send(GENERATE)
                program.wait_for("Candidates")
                program.settle(0.2)
                program.send("\r")
                program.wait_for(AT_WORK)
                busy += moves(program, wanted, working=True)
                program.wait_for(gone=AT_WORK, seconds=120)
                program.settle(0.3)
                program.send(ESCAPE)
                program.settle(0.5)
    ratio = statistics.median(busy) / statistics.median(rest)
    low, high = interval(busy, rest, statistics.median)
    print(f"{len(rest)} keys at rest, {len(busy)} while the generator is at work\n")
    print(
        "| key to screen, ms | at rest | at work | ratio | 95 % interval | goal |\n|---|---|---|---|---|---|"
    )
    print(
        f"| median | {statistics.median(rest):.1f} | {statistics.median(busy):.1f} | {ratio:.2f} "
        f"| {low:.2f} to {high:.2f} | {GOAL:g} |"
    )
    low, high = interval(busy, rest, tail)
    print(
        f"| 99th percentile | {tail(rest):.1f} | {tail(busy):.1f} | {tail(busy) / tail(rest):.2f} "
        f"| {low:.2f} to {high:.2f} | |"
    )
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
