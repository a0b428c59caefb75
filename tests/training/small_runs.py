"""The three loops on a few made-up chorales, without dropout: the same run whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import torch

from tests.generator.networks import TINY
from tests.training.test_windows import chorale
from tuicomposer.generator.network import GridDiscriminator, GridGenerator
from tuicomposer.training.adversarial_loop import AdversarialRecipe, AdversarialTraining
from tuicomposer.training.dataset import Encoded, Windows, encode_piece
from tuicomposer.training.discriminator_loop import DiscriminatorRecipe, DiscriminatorTraining, Pool
from tuicomposer.training.fakes import draw_real, rewrite
from tuicomposer.training.generator_loop import GeneratorRecipe, GeneratorTraining
from tuicomposer.training.ranks import Ranks
from tuicomposer.training.resumable import ALONE, ResumableTraining

STEADY: Final = replace(TINY, dropout=0.0, relative=8)


def pieces() -> list[Encoded]:
    """Three chorales."""
    return [encode_piece(chorale(seed=seed)) for seed in range(3)]


def _generator() -> GridGenerator:
    torch.manual_seed(0)
    return GridGenerator(STEADY).eval()


def _pool() -> Pool:
    rng = np.random.default_rng(1)
    real = draw_real(Windows(pieces(), 32, rng), 16)
    return Pool(real, rewrite(_generator(), real, rng))


def generator_run(ranks: Ranks = ALONE, **changes: Any) -> GeneratorTraining:
    """Maximum likelihood."""
    recipe = GeneratorRecipe(network=STEADY, rows=32, batch=4, steps=6, warmup=2, rate=1e-2)
    return GeneratorTraining(replace(recipe, **changes), pieces(), pieces(), ranks)


def discriminator_run(ranks: Ranks = ALONE, **changes: Any) -> DiscriminatorTraining:
    """Against a pool of rewritten windows."""
    recipe = DiscriminatorRecipe(network=STEADY, rows=32, crops=(32,), batch=8, steps=6, warmup=2, rate=1e-2)
    return DiscriminatorTraining(replace(recipe, **changes), pieces(), _pool(), pieces(), ranks=ranks)


def turns_run(ranks: Ranks = ALONE, **changes: Any) -> AdversarialTraining:
    """Both in turn."""
    torch.manual_seed(1)
    pair = (_generator(), GridDiscriminator(STEADY).eval())
    recipe = AdversarialRecipe(generator=GeneratorRecipe(network=STEADY), rows=32, batch=4, steps=4)
    return AdversarialTraining(
        replace(recipe, **changes), pair, pieces(), pieces(), pool=_pool(), ranks=ranks
    )


RUNS: Final[dict[str, Callable[..., ResumableTraining]]] = {
    "generator": generator_run,
    "discriminator": discriminator_run,
    "turns": turns_run,
}
