"""Processor time while nothing happens: the composer with an open song, stopped, after it was used.

python benchmarks/idle_processor.py [SECONDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from measured_terminal import MeasuredTerminal
from wide_songs import wide_song, written

GOAL: Final = 1.0
F5: Final = "\x1b[15~"
F8: Final = "\x1b[19~"


def used(program: MeasuredTerminal, seconds: float) -> float:
    """Per cent of a processor that a program uses while it is left alone."""
    before = program.processor_seconds()
    start = time.perf_counter()
    program.drain(seconds)
    return 100 * (program.processor_seconds() - before) / (time.perf_counter() - start)


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    with tempfile.TemporaryDirectory() as folder:
        song = written(wide_song(16, 256, filled=True), Path(folder))
        bare_command = [sys.executable, str(Path(__file__).with_name("bare_grid.py"))]
        with (
            MeasuredTerminal(bare_command) as bare,
            MeasuredTerminal([sys.executable, "-m", "tuicomposer", str(song)]) as ours,
        ):
            bare.wait_for("·")
            ours.wait_for("Voice 0", "octave")
            for key in ("z", "x", F5, F8, "\x1a"):
                ours.send(key)
                ours.drain(1)
            bare.settle()
            ours.drain(5)
            found = {"bare grid": used(bare, seconds), "composer": used(ours, seconds)}
    print(f"{seconds:g} s each, in turn, stopped\n\n| | per cent of a processor | goal |\n|---|---|---|")
    for name, share in found.items():
        print(f"| {name} | {share:.2f} | {'' if name == 'bare grid' else f'{GOAL:g}'} |")
    return 0 if found["composer"] < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
