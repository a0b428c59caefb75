"""Can a fresh classifier tell what is written from what people wrote? (classifier two-sample test)

Windows of four bars of held-back pieces against the same windows with their lanes rewritten. The
classifier (:mod:`fresh_classifier`) learns from windows of all other pieces and their rewritings, and
judges the held-back ones; balanced accuracy with a 95 % interval over pieces; 0.5: cannot tell. Controls:
the pieces split in two by chance (must come out at 0.5), originals with 2 % of their notes moved by one or
two semitones, as windows and as whole pieces (0.70 to 0.73 by a like classifier that was also shown JS
Fakes, of which it told 0.751 of the windows). ``--folds`` learns from other folds of the held-back windows
alone, which are few: a milder classifier.
Ends with 1 above 0.72.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from fresh_classifier import Measured, features, moved, told_apart, told_apart_by
from held_back import Window
from measured_windows import Setting, add_source, original_tokens, other_windows, setting
from peers import print_peers

MUST, AIM = 0.72, 0.58


class Described(NamedTuple):
    """Features of windows, as people wrote them and otherwise; the piece of each."""

    real: np.ndarray
    noisy: np.ndarray
    written: np.ndarray
    pieces: np.ndarray


def described(found: Setting, chosen: Sequence[Window], candidates: int, seed: int) -> Described:
    """Originals, originals with notes moved, and the best of some candidates, window by window."""
    rng = np.random.default_rng(seed)
    rows = []
    for index, window in enumerate(chosen):
        original, beat = original_tokens(window), window.piece.pulse_steps
        drawn = max(found.draw(window, 10_000 * seed + index, candidates), key=lambda one: one.merit).tokens
        rows.append([features(each, beat) for each in (original, moved(original, rng), drawn)])
    real, noisy, written = np.array(rows).transpose(1, 0, 2)
    return Described(real, noisy, written, np.array([window.piece.name for window in chosen]))


def whole_pieces(chosen: Sequence[Window], seed: int) -> Described:
    """Pieces joined from their windows, and the same with notes moved; nothing is written."""
    rng = np.random.default_rng(seed)
    rows, names = [], sorted({window.piece.name for window in chosen})
    for name in names:
        parts = [window for window in chosen if window.piece.name == name]
        whole = np.concatenate([original_tokens(part) for part in parts])
        rows.append([features(each, parts[0].piece.pulse_steps) for each in (whole, moved(whole, rng))])
    real, noisy = np.array(rows).transpose(1, 0, 2)
    return Described(real, noisy, noisy, np.array(names))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 220)
    parser.add_argument("--candidates", type=int, default=1, help="the best of how many is judged (1)")
    parser.add_argument("--learn", type=int, default=600, help="windows of other pieces to learn from (600)")
    parser.add_argument("--folds", action="store_true", help="learn from the held-back windows alone")
    arguments = parser.parse_args()
    found = setting(arguments)
    held = described(found, found.windows, arguments.candidates, 0)
    print(f"{len(held.real)} windows of {len(set(held.pieces))} pieces; balanced accuracy [95 % interval]")
    names = np.unique(held.pieces)
    half = np.isin(held.pieces, np.random.default_rng(1).permutation(names)[: len(names) // 2])
    _print(
        "originals v. originals",
        told_apart(held.real[half], held.real[~half], [held.pieces[half], held.pieces[~half]]),
    )
    if arguments.folds:
        both = [held.pieces, held.pieces]
        _print("2 % of notes moved", told_apart(held.real, held.noisy, both))
        ours = told_apart(held.real, held.written, both)
    else:
        others = other_windows(arguments, found)
        learned = described(found, others[: arguments.learn], arguments.candidates, 1)
        _whole("2 % moved, whole pieces", whole_pieces(others, 2), whole_pieces(found.windows, 3))
        _print(
            "2 % of notes moved",
            told_apart_by((learned.real, learned.noisy), held.real, held.noisy, held.pieces),
        )
        ours = told_apart_by((learned.real, learned.written), held.real, held.written, held.pieces)
    _print(f"{found.model.name}, {found.style}", ours)
    print(f"must {MUST}, aim {AIM}")
    print_peers("realness_c2st")
    return 0 if ours[0] <= MUST else 1


def _whole(name: str, others: Described, held: Described) -> None:
    _print(name, told_apart_by((others.real, others.noisy), held.real, held.noisy, held.pieces))


def _print(name: str, measured: Measured) -> None:
    print(f"{name:32}{measured[0]:.3f} [{measured[1]:.3f}, {measured[2]:.3f}]", flush=True)


if __name__ == "__main__":
    sys.exit(main())
