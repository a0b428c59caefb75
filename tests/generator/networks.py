"""Small untrained networks: what they write is nonsense, what is promised about it must hold all the same."""

from __future__ import annotations

import numpy as np
import torch

from tuicomposer.generator.copying import remember
from tuicomposer.generator.network import GridDiscriminator, GridGenerator, NetworkConfig
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings

TINY = NetworkConfig(width=16, layers=1, heads=2, feed_forward=16, reach=8)


def tiny_generator() -> GridGenerator:
    """An untrained generator, the same in every test."""
    torch.manual_seed(0)
    return GridGenerator(TINY).eval()


def tiny_discriminator() -> GridDiscriminator:
    """An untrained discriminator, the same in every test."""
    torch.manual_seed(1)
    return GridDiscriminator(TINY).eval()


def tiny_sampler(**changes: object) -> NetworkSampler:
    """A sampler of the two that takes few steps."""
    settings = SamplerSettings(unmask_steps=2, rounds=2, **changes)  # type: ignore[arg-type]
    return NetworkSampler(tiny_generator(), tiny_discriminator(), settings)


def tiny_memory():
    """The memory of one short piece."""
    tokens = np.full((32, 4), 2, np.int64)
    tokens[::4] = np.arange(8)[:, None] + np.array([40, 36, 30, 20])
    return remember([("a piece", tokens)])
