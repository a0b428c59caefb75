"""How much candidates for one input differ.

For each window (melody and chords kept, the other lanes written) 16 candidates are drawn at once.
Prints the mean share of generated cells that differ between two of them, over all pairs, in what
sounds (pitch or rest) and in what is written (tokens); mean and 95 % interval over windows. Beside it how
far two harmonisations by Bach differ of the same soprano: four bars of two chorales with the same tune
(:mod:`tuicomposer.training.same_tune`), in the same key, metre and place in the bar, with the same soprano
row by row; share of alto, tenor and bass cells that differ, 95 % interval over pairs of chorales.
Ends with 1 below 0.25 of sounding cells.
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations

import numpy as np
from intervals import interval, over_pieces, shown
from measured_windows import Setting, add_source, setting

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.training.as_song import window_of
from tuicomposer.training.bach import read_bach
from tuicomposer.training.pieces import Piece
from tuicomposer.training.same_tune import same_tunes

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


def same_soprano(one: Piece, other: Piece) -> list[float]:
    """Share of alto, tenor and bass cells that differ, of each window of one found in the other.

    A window is four bars from a bar line; in the other it may begin at any bar line.
    """
    if (one.bar_steps, one.steps_per_beat) != (other.bar_steps, other.steps_per_beat):
        return []
    elsewhere = [window.pitch for window in _bars(other)]
    found = []
    for window in _bars(one):
        equal = [there for there in elsewhere if np.array_equal(window.pitch[:, 0], there[:, 0])]
        if equal and (window.pitch[:, 0] >= 0).any():
            found.append(float((window.pitch[:, 1:] != equal[0][:, 1:]).mean()))
    return found


def _bars(piece: Piece, bars: int = 4) -> list[Piece]:
    """Every window of so many full bars, from every bar line."""
    full = (piece.steps - piece.pickup) // piece.bar_steps
    found = (window_of(piece, first, bars) for first in range(full - bars + 1))
    return [window for window in found if window is not None]


def print_bach() -> None:
    """Print how far Bach's own harmonisations of one soprano differ."""
    pieces = list(read_bach())
    pairs = [
        (pieces[one], pieces[other]) for group in same_tunes(pieces) for one, other in combinations(group, 2)
    ]
    found = [(index, share) for index, pair in enumerate(pairs) for share in same_soprano(*pair)]
    alike = len({index for index, _ in found})
    print(f"{len(pairs)} pairs of chorales with one tune, {alike} with four bars of one soprano in one key")
    # Some chorales stand in the collection twice, under two names.
    anew = [(index, share) for index, share in found if share > 0]
    for name, chosen in (
        ("Bach v. Bach, cells that differ", found),
        ("where the music is not the same", anew),
    ):
        print(f"{name:34}{_over_pairs(chosen)}   {len(chosen)} pairs of windows")


def _over_pairs(found: list[tuple[int, float]]) -> str:
    """Mean and 95 % interval, the windows of one pair of chorales drawn together."""
    if not found:
        return "none found"
    shares = np.array([share for _, share in found])
    of_pairs = [index for index, _ in found]
    return shown(
        over_pieces(lambda rows: float(shares[rows].mean()), of_pairs, np.random.default_rng(0), 1000)
    )


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
    print_bach()
    return 0 if heard.mean() >= MUST else 1


if __name__ == "__main__":
    sys.exit(main())
