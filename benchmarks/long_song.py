"""A long song against a short one: opening, scrolling, writing, taking back.

Two composers, one with a song of 10,000 rows and one of 256, both of 32 lanes with a note in every
fourth cell. Both do each action in turn, while the other rests.

    python benchmarks/long_song.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from measured_terminal import MeasuredTerminal
from wide_songs import wide_song, written

LONG: Final = 10_000
SHORT: Final = 256
LANES: Final = 32
GOAL: Final = 1.5
OPENINGS: Final = 3
GRID: Final = (0, 0, 80, 38)
ACTIONS: Final = {
    "scroll down": "\x1b[6~",
    "scroll up": "\x1b[5~",
    "write a note": "z",
    "take it back": "\x1a",
}


def command(song: Path) -> list[str]:
    """The composer with a song."""
    return [sys.executable, "-m", "tuicomposer", str(song)]


def opened(song: Path) -> float:
    """Seconds until the song can be seen."""
    with MeasuredTerminal(command(song)) as program:
        return program.wait_for("Voice 0", "-4", seconds=120)


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ("open", *ACTIONS)}
    with tempfile.TemporaryDirectory() as folder:
        songs = [written(wide_song(LANES, rows, filled=True), Path(folder)) for rows in (SHORT, LONG)]
        opened(songs[0])
        for _ in range(OPENINGS):
            for song, times in zip(songs, found["open"], strict=True):
                times.append(opened(song))
        with (
            MeasuredTerminal(command(songs[0]), watched=GRID) as short,
            MeasuredTerminal(command(songs[1]), watched=GRID) as long,
        ):
            programs = (short, long)
            for program in programs:
                program.wait_for("Voice 0", "-4", seconds=120)
            time.sleep(15)
            for program in programs:
                program.settle()
            for _ in range(rounds):
                for name, keys in ACTIONS.items():
                    for program, times in zip(programs, found[name], strict=True):
                        times.append(program.press(keys).seconds)
    print(f"{LANES} lanes, {rounds} times each, in turn\n")
    print(f"| median, ms | {SHORT} rows | {LONG} rows | ratio | goal |\n|---|---|---|---|---|")
    missed = False
    for name, (few, many) in found.items():
        one, other = 1000 * statistics.median(few), 1000 * statistics.median(many)
        missed = missed or other / one > GOAL
        print(f"| {name} | {one:.1f} | {other:.1f} | {other / one:.2f} | {GOAL} |")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
