"""Alto, tenor and bass for the melody and chords of held-back chorales: the model against the rules.

Prints, over four-bar windows of chorales that no network has seen:
chord tones   share of sounding alto, tenor and bass cells in the chord of their row
same note     share of those cells with the original's pitch in the same voice and row
parallels     parallel fifths, octaves and unisons per 100 moves of two voices together
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from held_back import Window, held_back_pieces, released_model, windows

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.proposal import Sampled, Sampler
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.training.measures import PartWriting, bootstrap, part_writing, shares


def best(sampler: Sampler, window: Window, seed: int, candidates: int) -> Sampled:
    """The most convincing of some drawn arrangements."""
    rng = np.random.default_rng(seed)
    drawn = sampler.draw(window.request(seed), candidates, rng, lambda *_: None, CancelToken())
    return max(drawn, key=lambda sampled: sampled.realness or 0.0)


def measure(sampler: Sampler | None, found: list[Window], candidates: int = 1) -> list[PartWriting]:
    """Counts of every window; of the originals themselves without a sampler."""
    counts = []
    for index, window in enumerate(found):
        original = window.piece.pitch.astype(np.int64)
        made = (
            original if sampler is None else sounding_pitches(best(sampler, window, index, candidates).tokens)
        )
        counts.append(part_writing(made, original, window.chords()))
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--windows", type=int, default=100)
    parser.add_argument("--ablation", action="store_true", help="also without discriminator, rules, rounds")
    arguments = parser.parse_args()
    found = windows(held_back_pieces(), most=arguments.windows)
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
            ("without ban on parallels", SamplerSettings(forbid_parallels=False)),
            ("without rounds", SamplerSettings(rounds=0)),
        ):
            rows.append((name, NetworkSampler(model.generator, model.discriminator, settings), 1))
    print(f"{len(found)} windows of 4 bars; mean [95 % interval over windows]")
    print(f"{'':32}{'chord tones':24}{'same note':24}{'parallels / 100':24}s/window")
    for name, sampler, candidates in rows:
        began = time.perf_counter()
        counts = measure(sampler, found, candidates)
        took = (time.perf_counter() - began) / len(found)
        mean, (low, high) = shares(counts), bootstrap(counts, np.random.default_rng(0))
        cells = [f"{m:.3f} [{a:.3f}, {b:.3f}]" for m, a, b in zip(mean, low, high, strict=True)]
        print(f"{name:32}" + "".join(f"{cell:24}" for cell in cells) + f"{took:.2f}")


if __name__ == "__main__":
    main()
