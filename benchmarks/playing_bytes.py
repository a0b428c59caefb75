"""Bytes a second while music plays: the composer against a bare Textual grid with a moving bar.

16 lanes of 256 rows, half of them filled, 120x40, 24-bit colours, 8 rows a second, the page follows
the bar. Both play in turn for some seconds; turned pages are included.

    python benchmarks/playing_bytes.py [SECONDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from measured_terminal import MeasuredTerminal
from wide_songs import wide_song, written

F5: Final = "\x1b[15~"
GOAL: Final = 12.0
KIB: Final = 1024


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    with tempfile.TemporaryDirectory() as folder:
        song = written(wide_song(16, 256, filled=True, tempo=120.0), Path(folder))
        bare_command = [sys.executable, str(Path(__file__).with_name("bare_grid.py")), "--filled"]
        with MeasuredTerminal(bare_command) as bare:
            bare.wait_for("·")
            bare.settle()
            bare.send(" ")
            bare.drain(1)
            bare_rate = bare.drain(seconds) / seconds / KIB
        with MeasuredTerminal([sys.executable, "-m", "tuicomposer", str(song)]) as ours:
            ours.wait_for("Voice 0", "octave")
            time.sleep(2)
            ours.settle()
            ours.send(F5)
            ours.wait_for("▶")
            ours.drain(1)
            our_rate = ours.drain(seconds) / seconds / KIB
            if "▶" not in ours.text:
                raise RuntimeError("The song stopped playing.")
    print(f"{seconds:g} s, 8 rows a second, 120x40\n")
    print("| KiB a second | bare grid | composer | ratio | goal |\n|---|---|---|---|---|")
    ratio = our_rate / bare_rate
    print(f"| a bar on a page that turns | {bare_rate:.1f} | {our_rate:.1f} | {ratio:.2f} | {GOAL:g} |")
    return 0 if our_rate <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
