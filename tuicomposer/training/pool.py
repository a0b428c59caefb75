"""Rewritten windows, drawn in batches and kept in an array file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch

from tuicomposer.generator.network import CanvasBatch, GridGenerator
from tuicomposer.training.dataset import Windows
from tuicomposer.training.discriminator_loop import Pool, merge
from tuicomposer.training.fakes import draw_real, rewrite

_BATCH: Final = 16


def draw_pool(
    generator: GridGenerator, windows: Windows, count: int, until: float, log: Callable[[str], None]
) -> Pool:
    """``count`` rewritten windows, or as many as are done when ``time.monotonic()`` passes ``until``."""
    pools: list[Pool] = []
    while len(pools) * _BATCH < count and (not pools or time.monotonic() < until):
        real = draw_real(windows, _BATCH)
        pools.append(Pool(real, rewrite(generator, real, windows.rng)))
        if len(pools) % 25 == 0:
            log(f"{len(pools) * _BATCH} windows rewritten")
    return merge(pools)


def save_pool(pool: Pool, path: Path) -> None:
    """Write a pool into one ``.npz`` file without pickles."""
    arrays = {
        f"{side}_{name}": tensor.numpy().astype(np.int16)
        for side, batch in pool._asdict().items()
        for name, tensor in batch._asdict().items()
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_pools(paths: Sequence[Path]) -> Pool:
    """Pools written by :func:`save_pool`, joined."""
    return merge([_load(path) for path in paths])


def _load(path: Path) -> Pool:
    with np.load(path, allow_pickle=False) as data:
        batches = [
            CanvasBatch(
                *(torch.from_numpy(data[f"{side}_{name}"].astype(np.int64)) for name in CanvasBatch._fields)
            )
            for side in Pool._fields
        ]
    return Pool(*batches)
