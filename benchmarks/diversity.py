"""How much candidates for one input differ.

For each window (melody and chords kept, the other lanes written) 16 candidates are drawn at once.
Prints the mean share of generated cells that differ between two of them, over all pairs, in what
sounds (pitch or rest) and in what is written (tokens); mean and 95 % interval over windows.
Ends with 1 below 0.25 of sounding cells.
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations

import numpy as np
from intervals import interval, shown
from measured_windows import Setting, add_source, setting

from tuicomposer.generator.canvas import sounding_pitches

MUST, AIM = 0.25, 0.35


def differing(drawn: list[np.ndarray], written: np.ndarray) -> float:
    """Mean share of written cells in which two arrays differ."""
    return float(np.mean([(one != other)[written].mean() for one, other in combinations(drawn, 2)]))


def measure(found: Setting, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(windows,) differing sounding cells, differing tokens, and mean realness."""
    heard, tokens, realness = [], [], []
    for index, window in enumerate(found.windows):
        drawn = found.draw(window, index, count)
        written = drawn[0].canvas.written
        heard.append(differing([sounding_pitches(one.tokens) for one in drawn], written))
        tokens.append(differing([one.tokens for one in drawn], written))
        realness.append(np.mean([one.realness for one in drawn]))
    return np.array(heard), np.array(tokens), np.array(realness)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 12)
    parser.add_argument("--candidates", type=int, default=16)
    arguments = parser.parse_args()
    found = setting(arguments)
    heard, tokens, realness = measure(found, arguments.candidates)
    rng = np.random.default_rng(0)
    print(f"{found.model.name}, style {found.style}, {len(heard)} windows, {arguments.candidates} candidates")
    print(f"sounding cells that differ  {shown(interval(heard, rng))}   must {MUST}, aim {AIM}")
    print(f"tokens that differ          {shown(interval(tokens, rng))}")
    print(f"mean realness               {shown(interval(realness, rng))}")
    return 0 if heard.mean() >= MUST else 1


if __name__ == "__main__":
    sys.exit(main())
