"""Training of the discriminator against a generator's output, resumable."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, NetworkConfig, Verdict
from tuicomposer.generator.vocabulary import MASK
from tuicomposer.training.dataset import Encoded, Windows
from tuicomposer.training.fakes import Judgeable, draw_real, judgeable, plant, transposed


@dataclass(frozen=True, slots=True)
class DiscriminatorRecipe:
    """What a training run is made of."""

    network: NetworkConfig = field(
        default_factory=lambda: NetworkConfig(width=128, layers=4, heads=4, feed_forward=384)
    )
    rows: int = 128
    batch: int = 12
    steps: int = 5_000
    rate: float = 1e-3
    warmup: int = 200
    weight_decay: float = 0.05
    planted: float = 0.15
    """Share of windows with planted wrong notes."""
    lost_voice: float = 0.15
    """Share of windows in which one voice is unknown, as in songs with fewer lanes."""
    seed: int = 2


def verdict_loss(verdict: Verdict, truth: Judgeable) -> Tensor:
    """Binary cross-entropy of known cells plus that of the passages, in nats."""
    known = truth.canvas.voices != MASK
    cells = F.binary_cross_entropy_with_logits(verdict.cells[known], truth.cells[known])
    return cells + 0.3 * F.binary_cross_entropy_with_logits(verdict.passage, truth.passage)


class Pool(NamedTuple):
    """Windows and their rewritten versions, drawn beforehand."""

    real: CanvasBatch
    fake: CanvasBatch

    def take(self, index: Tensor) -> Pool:
        """The windows at some indexes."""
        return Pool(*(CanvasBatch(*(part[index] for part in batch)) for batch in self))


def merge(pools: list[Pool]) -> Pool:
    """Pools joined."""
    return Pool(
        *(
            CanvasBatch(*(torch.cat(parts) for parts in zip(*batches, strict=True)))
            for batches in zip(*pools, strict=True)
        )
    )


class DiscriminatorTraining:
    """One run over a pool of rewritten windows and freshly drawn real ones."""

    def __init__(self, recipe: DiscriminatorRecipe, train: list[Encoded], pool: Pool) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.pool = recipe, pool
        self.network = GridDiscriminator(recipe.network)
        self.rng = np.random.default_rng(recipe.seed)
        self.windows = Windows(train, recipe.rows, self.rng)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
        )
        self.step = 0

    def run(self, until: float, log: Callable[[str], None], save: Path, every: int = 250) -> None:
        """Train until the recipe's steps are done or ``time.monotonic()`` passes ``until``."""
        began, total = time.monotonic(), 0.0
        while self.step < self.recipe.steps and time.monotonic() < until:
            total += self._one_step()
            if self.step % every == 0:
                took = (time.monotonic() - began) / every
                log(
                    json.dumps(
                        {"step": self.step, "loss": round(total / every, 4), "s_per_step": round(took, 3)}
                    )
                )
                began, total = time.monotonic(), 0.0
                self.save(save)
        self.save(save)

    def _batch(self) -> Judgeable:
        """Half real, half rewritten, a few of the real ones with planted faults; voices lost at random."""
        half = self.recipe.batch // 2
        index = torch.from_numpy(self.rng.integers(0, len(self.pool.real.chord), half))
        shifts = torch.from_numpy(self.rng.integers(-3, 4, half))
        rewritten = judgeable(*(transposed(batch, shifts) for batch in self.pool.take(index)))
        real = draw_real(self.windows, half)
        planted = plant(real, self.rng)
        chosen = torch.from_numpy(self.rng.random(half) < 2 * self.recipe.planted)[:, None, None]
        changed = judgeable(real, real._replace(voices=torch.where(chosen, planted.voices, real.voices)))
        canvas = CanvasBatch(
            *(torch.cat(pair) for pair in zip(rewritten.canvas, changed.canvas, strict=True))
        )
        lost = torch.from_numpy(self.rng.random((len(canvas.chord), 1, 4)) < self.recipe.lost_voice / 2)
        canvas = canvas._replace(voices=canvas.voices.masked_fill(lost, MASK))
        return Judgeable(
            canvas,
            torch.cat([rewritten.cells, changed.cells]),
            torch.cat([rewritten.passage, changed.passage]),
        )

    def _one_step(self) -> float:
        recipe = self.recipe
        done = min(1.0, self.step / recipe.steps)
        rate = recipe.rate * min(
            (self.step + 1) / recipe.warmup, 0.03 + 0.97 * 0.5 * (1 + np.cos(np.pi * done))
        )
        for group in self.optimizer.param_groups:
            group["lr"] = float(rate)
        batch = self._batch()
        loss = verdict_loss(self.network(batch.canvas), batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Write everything needed to go on, atomically."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "rng": json.dumps(self.rng.bit_generator.state),
            "torch_rng": torch.get_rng_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from what :meth:`save` wrote."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.rng.bit_generator.state = json.loads(state["rng"])
        torch.set_rng_state(state["torch_rng"])
