"""Alto, tenor and bass for the melody and chords of held-back chorales: the model against the rules.

Prints, over four-bar windows of chorales that no network has seen:
chord tones   share of sounding alto, tenor and bass cells in the chord of their row
same note     share of those cells with the original's pitch in the same voice and row
parallels     parallel fifths, octaves and unisons per 100 moves of two voices together
crossing      share of rows in which some voice lies below a lower one

Ends with 1 where the best of 4 misses: parallels 0.5, chord tones within 0.03 of Bach, same note 0.57.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import NamedTuple

import numpy as np
from held_back import Window, held_back_pieces, released_model, windows
from measured_windows import add_tunes, original_tokens
from peers import print_peers

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.counterpoint import crossings
from tuicomposer.generator.proposal import Sampled, Sampler
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.training.measures import PartWriting, bootstrap, part_writing, shares

HEAD = f"{'':32}{'chord tones':24}{'same note':24}{'parallels / 100':24}{'crossing':24}s/window"
MOST_PARALLELS, CHORD_TONES_OFF, LEAST_SAME = 0.5, 0.03, 0.57


def best(sampler: Sampler, window: Window, seed: int, candidates: int) -> Sampled:
    """The best of some drawn arrangements, as the program ranks them."""
    rng = np.random.default_rng(seed)
    drawn = sampler.draw(window.request(seed), candidates, rng, lambda *_: None, CancelToken())
    return max(drawn, key=lambda sampled: sampled.merit)


class Measured(NamedTuple):
    """What one sampler did in every window."""

    counts: list[PartWriting]
    crossed: np.ndarray
    """(windows,) share of rows with crossed voices."""
    tokens: list[np.ndarray]
    """(rows, 4) of each window."""


def measure(sampler: Sampler | None, found: list[Window], candidates: int = 1) -> Measured:
    """Counts of every window; of the originals themselves without a sampler."""
    counts, crossed, tokens = [], [], []
    for index, window in enumerate(found):
        original = window.piece.pitch.astype(np.int64)
        written = None if sampler is None else best(sampler, window, index, candidates).tokens
        made = original if written is None else sounding_pitches(written)
        tokens.append(original_tokens(window) if written is None else written)
        counts.append(part_writing(made, original, window.chords()))
        crossed.append(crossings(made).mean())
    return Measured(counts, np.array(crossed), tokens)


def row_of(name: str, measured: Measured, seconds: float) -> str:
    """One line of the table."""
    mean = shares(measured.counts)
    low, high = bootstrap(measured.counts, np.random.default_rng(0))
    cells = [f"{m:.3f} [{a:.3f}, {b:.3f}]" for m, a, b in zip(mean, low, high, strict=True)]
    picks = np.random.default_rng(0).integers(0, len(measured.crossed), (1000, len(measured.crossed)))
    least, most = np.percentile(measured.crossed[picks].mean(axis=1), [2.5, 97.5])
    cells.append(f"{measured.crossed.mean():.3f} [{least:.3f}, {most:.3f}]")
    return f"{name:32}" + "".join(f"{cell:24}" for cell in cells) + f"{seconds:.2f}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--windows", type=int, default=100)
    parser.add_argument("--ablation", action="store_true", help="also without discriminator, rules, rounds")
    add_tunes(parser)
    arguments = parser.parse_args()
    found = windows(held_back_pieces(tunes=arguments.tunes), most=arguments.windows)
    model = released_model()
    full = NetworkSampler(model.generator, model.discriminator)
    rows: list[tuple[str, Sampler | None, int]] = [
        ("Bach himself", None, 1),
        ("rules", RuleSampler(), 1),
        (f"{model.name}, one drawn", full, 1),
        (f"{model.name}, best of 4", full, 4),
    ]
    if arguments.ablation:
        for name, settings in (
            ("without discriminator", SamplerSettings(use_discriminator=False)),
            ("without rules of voice-leading", SamplerSettings(use_rules=False)),
            ("without rounds", SamplerSettings(rounds=0)),
        ):
            rows.append((name, NetworkSampler(model.generator, model.discriminator, settings), 1))
    print(f"{len(found)} windows of 4 bars; mean [95 % interval over windows]")
    print(HEAD)
    results = {}
    for name, sampler, candidates in rows:
        began = time.perf_counter()
        measured = measure(sampler, found, candidates)
        results[name] = shares(measured.counts)
        print(row_of(name, measured, (time.perf_counter() - began) / len(found)))
    print_peers("part_writing")
    bach, ours = results["Bach himself"], results[f"{model.name}, best of 4"]
    reached = (
        ours.parallels_per_100 <= MOST_PARALLELS
        and abs(ours.chord_tones - bach.chord_tones) <= CHORD_TONES_OFF
        and ours.same >= LEAST_SAME
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
