"""Two steps of the recipe: windows that are not music, and the discriminator that tells them from it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from tuicomposer.generator.checkpoint import load_model
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.training.arrangements import draw_arrangements, draw_originals
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.dataset import Windows
from tuicomposer.training.discriminator_loop import DiscriminatorRecipe, DiscriminatorTraining
from tuicomposer.training.pool import draw_pool, load_pools, save_pool
from tuicomposer.training.prepared import encoded, made, pieces_of, released_start
from tuicomposer.training.ranks import start_ranks
from tuicomposer.training.snapshots import load_generator

Log = Callable[[str], None]
_ORIGINALS: Final = 6000
"""Windows as they were composed, beside those that the sampler wrote."""


def make_fakes(config: TrainConfig, log: Log) -> None:
    """Rewrite windows of the training pieces, for the discriminator to tell from the originals.

    By the generator of this run alone, as it is now; where a run starts from a released model and has no
    generator of its own, by that model's whole sampler, as the program writes.
    """
    until, start = time.monotonic() + 60 * config.minutes, released_start(config)
    number = len(list(config.run.glob("fakes*.npz")))
    rng = np.random.default_rng(100 + number)
    if start is None:
        generator = load_generator(made(config.run / "generator.pt", "generator"))
        windows = Windows(encoded(config, "train"), 128, rng)
        pool = draw_pool(generator, windows, config.fakes, until, log)
    else:
        model = load_model(start, TRUSTED)
        sampler = NetworkSampler(model.generator, model.discriminator)
        pieces = pieces_of(config, "train")
        pool = draw_arrangements(sampler, pieces, rng, count=config.fakes, until=until, log=log)
    save_pool(pool, config.run / f"fakes{number}.npz")


def train_discriminator(config: TrainConfig, log: Log) -> None:
    """Training of the discriminator against all rewritten windows."""
    made(config.run / "fakes0.npz", "fakes")
    recipe = DiscriminatorRecipe()
    released = None if config.start is None else load_model(config.start, TRUSTED).discriminator
    recipe = replace(
        recipe,
        network=config.discriminator or (recipe.network if released is None else released.config),
        **config.of_a_loop(),
    )
    pool = load_pools(sorted(config.run.glob("fakes*.npz")))
    originals = None
    if released_start(config) is not None:  # whose sampler wrote windows that are cut by bars
        originals = draw_originals(pieces_of(config, "train"), np.random.default_rng(200), _ORIGINALS)
    training = DiscriminatorTraining(
        recipe,
        encoded(config, "train"),
        pool,
        encoded(config, "valid"),
        originals=originals,
        ranks=start_ranks(os.environ),
    )
    path = config.run / "discriminator.pt"
    if path.exists():
        training.resume(path)
    elif released is not None:
        training.start_from(released)
    training.run(time.monotonic() + 60 * config.minutes, log, path)
