"""From a key to the screen, and the bytes of a note: the composer against a bare Textual grid.

Both run at once in terminals of 120x40 with 24-bit colours, and get a note key in turn, while the
other rests. The composer has a song of 16 lanes and 256 rows open, half of it filled; the bare grid
(``bare_grid.py``) has as many cells. The clock stops when the watched part of the screen, rows
and cells, shows what it comes to show. Bytes are everything that is sent, turned pages and panels
included; where vim is installed, the bytes it sends for a typed character are printed too.

    python benchmarks/key_to_screen.py [NOTES]
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from measured_terminal import Answer, MeasuredTerminal
from wide_songs import wide_song, written

KEYS: Final = "zsxdcvgbhnjm"
GRID: Final = (0, 0, 80, 38)
MEDIAN_GOAL: Final = 1.3
TAIL_GOAL: Final = 1.5
BYTES_GOAL: Final = 300
RESAMPLES: Final = 2000
UNHURRIED: Final = 0.5
"""Seconds between notes of a person who thinks; the analysis is shown in between."""

Statistic = Callable[[list[float]], float]


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def tail(values: list[float]) -> float:
    """The 99th percentile."""
    return percentile(values, 0.99)


def interval(ours: list[float], bare: list[float], of: Statistic) -> tuple[float, float]:
    """95 % bootstrap interval of the ratio of a statistic."""
    chance = random.Random(0)
    ratios = sorted(
        of(chance.choices(ours, k=len(ours))) / of(chance.choices(bare, k=len(bare)))
        for _ in range(RESAMPLES)
    )
    return percentile(ratios, 0.025), percentile(ratios, 0.975)


def in_turn(programs: list[MeasuredTerminal], notes: int) -> list[list[Answer]]:
    """The answers of each program to as many notes, a note each in turn."""
    answers: list[list[Answer]] = [[] for _ in programs]
    for index in range(notes):
        for program, found in zip(programs, answers, strict=True):
            found.append(program.press(KEYS[index * 5 % len(KEYS)]))
    return answers


def unhurried(program: MeasuredTerminal, notes: int) -> float:
    """Bytes a note when there is time for the analysis between notes."""
    program.settle()
    before = program.bytes
    for index in range(notes):
        program.send(KEYS[index * 5 % len(KEYS)])
        program.drain(UNHURRIED)
    return (program.bytes - before) / notes


def vim_bytes() -> float | None:
    """Bytes that vim sends for a typed character, or ``None`` where it is not installed."""
    vim = shutil.which("vim")
    if vim is None:
        return None
    with MeasuredTerminal([vim, "-u", "NONE", "-n"]) as program:
        program.settle()
        program.send("i")
        program.settle()
        return statistics.mean(program.press(key).size for key in KEYS * 3)


def main() -> int:
    """Measure, print, and fail where a goal is missed."""
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    bare_command = [sys.executable, str(Path(__file__).with_name("bare_grid.py")), "--filled"]
    with tempfile.TemporaryDirectory() as folder:
        song = written(wide_song(16, 256, filled=True), Path(folder))
        composer_command = [sys.executable, "-m", "tuicomposer", str(song)]
        with (
            MeasuredTerminal(bare_command, watched=GRID) as bare,
            MeasuredTerminal(composer_command, watched=GRID) as ours,
        ):
            bare.wait_for("·")
            ours.wait_for("Voice 0", "octave")
            time.sleep(2)
            bare.settle()
            ours.settle()
            in_turn([bare, ours], 5)
            bare_answers, our_answers = in_turn([bare, ours], notes)
        again = written(wide_song(16, 256, filled=True), Path(folder), "unhurried")
        with MeasuredTerminal([sys.executable, "-m", "tuicomposer", str(again)], watched=GRID) as ours:
            ours.wait_for("Voice 0", "octave")
            time.sleep(2)
            slow = unhurried(ours, 40)
        empty = written(wide_song(16, 256, filled=False), Path(folder), "new")
        bare_command.remove("--filled")
        with (
            MeasuredTerminal(bare_command, watched=GRID) as bare,
            MeasuredTerminal([sys.executable, "-m", "tuicomposer", str(empty)], watched=GRID) as ours,
        ):
            bare.wait_for("·")
            ours.wait_for("Voice 0", "octave")
            time.sleep(2)
            bare.settle()
            ours.settle()
            in_empty = [statistics.mean(a.size for a in found) for found in in_turn([bare, ours], 60)]
    return report(bare_answers, our_answers, slow, in_empty)


def report(bare: list[Answer], ours: list[Answer], slow: float, in_empty: list[float]) -> int:
    """Print the tables; 0 where every goal is reached."""
    times = [[1000 * answer.seconds for answer in answers] for answers in (bare, ours)]
    print(f"{len(ours)} notes each, in turn, 120x40, 16 lanes, 256 rows\n")
    print("| key to screen | bare grid, ms | composer, ms | ratio | 95 % interval | goal |")
    print("|---|---|---|---|---|---|")
    missed = False
    for name, of, goal in (("median", statistics.median, MEDIAN_GOAL), ("99th percentile", tail, TAIL_GOAL)):
        low, high = interval(times[1], times[0], of)
        ratio = of(times[1]) / of(times[0])
        missed = missed or ratio > goal
        print(
            f"| {name} | {of(times[0]):.1f} | {of(times[1]):.1f} | {ratio:.2f} "
            f"| {low:.2f} to {high:.2f} | {goal} |"
        )
    sizes = [[answer.size for answer in answers] for answers in (bare, ours)]
    mean = statistics.mean(sizes[1])
    print(
        "\n| bytes a note | bare grid | composer | goal |\n|---|---|---|---|\n"
        f"| in a new song, mean, turned pages included | {in_empty[0]:.0f} | {in_empty[1]:.0f} "
        f"| {BYTES_GOAL} |\n"
        f"| in the filled song, median | {statistics.median(sizes[0]):.0f} "
        f"| {statistics.median(sizes[1]):.0f} | {BYTES_GOAL} |\n"
        f"| in the filled song, mean, turned pages included | {statistics.mean(sizes[0]):.0f} "
        f"| {mean:.0f} | {BYTES_GOAL} |\n"
        f"| the same, a note every {UNHURRIED:g} s, analysis included | | {slow:.0f} | |"
    )
    vim = vim_bytes()
    if vim is not None:
        print(f"| vim, a typed character | | {vim:.0f} | |")
    return 1 if missed or max(mean, in_empty[1]) > BYTES_GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
