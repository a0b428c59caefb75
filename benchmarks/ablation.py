"""What each part of the generator adds, on four-bar windows of chorales that no network has seen.

From likelihood training alone, by the networks before their turns (models/likelihood), to what is released:
+ discriminator   it says what the sampler draws again
+ turns           both networks after they were trained in turn
+ ranking         the best of four by discriminator and rules
Columns as in benchmarks/part_writing.py.
"""

from __future__ import annotations

import argparse
import time
from hashlib import sha256
from pathlib import Path

from held_back import MODEL, held_back_pieces, released_model, windows
from part_writing import HEAD, measure, row_of

from tuicomposer.generator.checkpoint import Model, load_model
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.models.manifest import MANIFEST


def before_turns() -> Model:
    """The networks as likelihood and fakes had brought them."""
    folder: Path = MODEL.parent / "likelihood"
    return load_model(folder, {sha256((folder / MANIFEST).read_bytes()).hexdigest()})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--windows", type=int, default=60)
    arguments = parser.parse_args()
    found = windows(held_back_pieces(), most=arguments.windows)
    before, after = before_turns(), released_model()
    alone = SamplerSettings(use_discriminator=False)
    rows = (
        ("Bach himself", None, 1),
        ("likelihood alone", NetworkSampler(before.generator, None, alone), 1),
        ("+ discriminator", NetworkSampler(before.generator, before.discriminator), 1),
        ("+ turns", NetworkSampler(after.generator, after.discriminator), 1),
        ("+ ranking of 4", NetworkSampler(after.generator, after.discriminator), 4),
    )
    print(f"{len(found)} windows of 4 bars; mean [95 % interval over windows]")
    print(HEAD)
    for name, sampler, candidates in rows:
        began = time.perf_counter()
        measured = measure(sampler, found, candidates)
        print(row_of(name, measured, (time.perf_counter() - began) / len(found)), flush=True)


if __name__ == "__main__":
    main()
