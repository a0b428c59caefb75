"""Seconds from the shell to what is heard in 30 seconds of sound, in turn with basic-pitch.

    python benchmarks/hearing_start.py [--peers DIR] [--runs 5]

``DIR/basic-pitch`` is a virtual environment with that package, on onnxruntime. Ours answers with notes,
melody, chords, key and beats, basic-pitch with notes. Without ``--peers`` ours alone is timed, and the goal,
which is a ratio, is not judged.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from hearing_peers import BASIC_PITCH

_GOAL: Final = 0.6
_RATE: Final = 44_100


def sound(seconds: int = 30) -> np.ndarray:
    """A chord a second, with a beat."""
    time_ = np.arange(seconds * _RATE) / _RATE
    out = np.zeros(len(time_))
    for second in range(seconds):
        root = 48 + (0, 9, 5, 7)[second % 4]
        part = slice(second * _RATE, (second + 1) * _RATE)
        fading = np.exp(-2 * np.arange(_RATE) / _RATE)
        for pitch in (root, root + 4, root + 7, root + 12):
            out[part] += np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * time_[part]) * fading
    return (out * 0.2).astype(np.float32)


def timed(command: list[str]) -> float:
    """Wall seconds of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> int:
    """Print the table; 1 if the ratio is above its goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "sound.wav")
        soundfile.write(path, sound(), _RATE)
        ours = [sys.executable, "-m", "tuicomposer", "analyze", str(path), "--json"]
        if arguments.peers is None:
            return _alone([timed(ours) for _ in range(arguments.runs + 1)][1:])
        theirs = [str(arguments.peers / "basic-pitch" / "bin" / "python"), "-c", BASIC_PITCH, str(path)]
        pairs = [(timed(ours), timed(theirs)) for _ in range(arguments.runs + 1)][1:]
    ratios = [mine / other for mine, other in pairs]
    _table({"tuicomposer": [a for a, _ in pairs], "basic-pitch": [b for _, b in pairs], "ratio": ratios})
    ratio = float(np.median(ratios))
    print(f"\nratio {ratio:.2f}, at most {_GOAL}{', missed' * (ratio > _GOAL)}")
    return int(ratio > _GOAL)


def _alone(seconds: Sequence[float]) -> int:
    _table({"tuicomposer": seconds})
    print(f"\nThe goal is a ratio to basic-pitch, at most {_GOAL}: name its folder with --peers to judge it.")
    return 0


def _table(columns: Mapping[str, Sequence[float]]) -> None:
    print("| | seconds, median [least, most] |\n|---|---|")
    for name, values in columns.items():
        print(f"| {name} | {np.median(values):.2f} [{min(values):.2f}, {max(values):.2f}] |")


if __name__ == "__main__":
    sys.exit(main())
