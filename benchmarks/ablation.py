"""What each part of the generator adds, on four-bar windows of chorales whose tunes no network has seen.

    python benchmarks/ablation.py [--likelihood PATH] [--turns PATH] [--tunes any] [--windows 60]

Each row changes one thing of the row above it; rules, habits, windows and seeds are the same in all:
likelihood        a generator trained by likelihood, and no discriminator
+ discriminator   the released one says what the sampler draws again
+ turns           the generator after its turns against a discriminator; who judges stays the same
+ ranking         the best of some candidates by discriminator and rules
PATH is a checkpoint of ``tuicomposer train`` (``generator.pt``, ``adversarial.pt``) or a model folder; by
default the generators of models/likelihood and models/grid, and the released discriminator; else that of the
turns. For turns that are the only difference, train both with ``tuicomposer train adversarial`` from the same
networks, the one with ``weight = 0``. Columns as in benchmarks/part_writing.py; last
the balanced accuracy with which a fresh classifier tells it from the originals (benchmarks/realness_c2st.py).
"""

from __future__ import annotations

import argparse
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from fresh_classifier import features, told_apart
from held_back import MODEL, Window, held_back_pieces, released_model, windows
from measured_windows import add_tunes
from part_writing import HEAD, Measured, measure, row_of

from tuicomposer.generator.checkpoint import load_model
from tuicomposer.generator.network import GridDiscriminator, GridGenerator
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.models.manifest import MANIFEST
from tuicomposer.training.snapshots import load_generator, load_pair


class Row(NamedTuple):
    """One row of the table."""

    name: str
    sampler: NetworkSampler
    candidates: int = 1


def generator_at(path: Path) -> GridGenerator:
    """The generator of a checkpoint or of a model folder, whatever its digest."""
    if path.is_dir():
        return load_model(path, {sha256((path / MANIFEST).read_bytes()).hexdigest()}).generator
    return load_generator(path)


def judge_at(path: Path) -> GridDiscriminator | None:
    """The discriminator of a checkpoint of turns; the released one beside a model folder."""
    return released_model().discriminator if path.is_dir() else load_pair(path)[1]


def rows(
    before: GridGenerator, after: GridGenerator, judge: GridDiscriminator | None, candidates: int
) -> tuple[Row, ...]:
    """The rows of the table, each one step from the one before."""
    alone = SamplerSettings(use_discriminator=False)
    full = NetworkSampler(after, judge)
    return (
        Row("likelihood", NetworkSampler(before, None, alone)),
        Row("+ discriminator", NetworkSampler(before, judge)),
        Row("+ turns", full),
        Row(f"+ ranking of {candidates}", full, candidates),
    )


def realness(ours: Measured, human: Measured, found: list[Window]) -> str:
    """Balanced accuracy of a fresh classifier, and its 95 % interval over pieces."""
    beats = [window.piece.pulse_steps for window in found]
    real, written = (
        np.array([features(tokens, beat) for tokens, beat in zip(made.tokens, beats, strict=True)])
        for made in (human, ours)
    )
    pieces = np.array([window.piece.name for window in found])
    mean, low, high = told_apart(real, written, [pieces, pieces])
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--windows", type=int, default=60)
    parser.add_argument("--candidates", type=int, default=4)
    parser.add_argument("--likelihood", type=Path, default=MODEL.parent / "likelihood")
    parser.add_argument("--turns", type=Path, default=MODEL)
    add_tunes(parser)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    found = windows(held_back_pieces(tunes=arguments.tunes), most=arguments.windows)
    print(
        f"{len(found)} windows of 4 bars; mean [95 % interval over windows, of the last column over pieces]"
    )
    print(f"{HEAD}  told apart")
    human = measure(None, found)
    print(row_of("Bach himself", human, 0.0))
    before, after = generator_at(arguments.likelihood), generator_at(arguments.turns)
    for row in rows(before, after, judge_at(arguments.turns), arguments.candidates):
        began = time.perf_counter()
        measured = measure(row.sampler, found, row.candidates)
        line = row_of(row.name, measured, (time.perf_counter() - began) / len(found))
        print(f"{line}      {realness(measured, human, found)}", flush=True)


if __name__ == "__main__":
    main()
