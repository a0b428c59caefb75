"""Maximum-likelihood training of the generator, resumable at any step."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.generator.network import CellLogits, GridGenerator, NetworkConfig
from tuicomposer.generator.vocabulary import BASS_MASK, CHORD_MASK, MASK
from tuicomposer.training.dataset import Encoded, Masked, Windows, draw_masked

CHORD_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class GeneratorRecipe:
    """What a training run is made of; written into the checkpoint."""

    network: NetworkConfig = field(default_factory=NetworkConfig)
    rows: int = 128
    batch: int = 8
    steps: int = 13_000
    rate: float = 1.2e-3
    warmup: int = 300
    weight_decay: float = 0.05
    average: float = 0.999
    seed: int = 1


def masked_loss(logits: CellLogits, batch: Masked) -> Tensor:
    """Mean nats over hidden voice cells, plus a share of that over hidden chords and basses."""
    hidden = batch.canvas.voices == MASK
    loss = F.cross_entropy(logits.voices[hidden], batch.voices[hidden])
    chords = batch.canvas.chord == CHORD_MASK
    basses = batch.canvas.bass == BASS_MASK
    if chords.any():
        loss = loss + CHORD_WEIGHT * F.cross_entropy(logits.chord[chords], batch.chord[chords])
        loss = loss + CHORD_WEIGHT * F.cross_entropy(logits.bass[basses], batch.bass[basses])
    return loss


def learning_rate(recipe: GeneratorRecipe, step: int) -> float:
    """Linear warm-up, then a cosine down to a twentieth."""
    if step < recipe.warmup:
        return recipe.rate * (step + 1) / recipe.warmup
    done = (step - recipe.warmup) / max(1, recipe.steps - recipe.warmup)
    return recipe.rate * (0.05 + 0.95 * 0.5 * (1 + float(np.cos(np.pi * min(1.0, done)))))


class GeneratorTraining:
    """One run: network, averaged network, optimiser, data and randomness, saved and resumed together."""

    def __init__(self, recipe: GeneratorRecipe, train: list[Encoded], valid: list[Encoded]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.network = GridGenerator(recipe.network)
        self.average = GridGenerator(recipe.network).eval()
        self.average.load_state_dict(self.network.state_dict())
        self.windows = Windows(train, recipe.rows, np.random.default_rng(recipe.seed))
        self.valid = self._fixed_batches(valid)
        decay = [p for p in self.network.parameters() if p.dim() > 1]
        plain = [p for p in self.network.parameters() if p.dim() <= 1]
        groups = [
            {"params": decay, "weight_decay": recipe.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=True)
        self.step = 0

    def _fixed_batches(self, pieces: list[Encoded]) -> list[Masked]:
        windows = Windows(pieces, self.recipe.rows, np.random.default_rng(12345))
        return [draw_masked(windows, 16) for _ in range(4)]

    def run(self, until: float, log: Callable[[str], None], save: Path, every: int = 250) -> None:
        """Train until the recipe's steps are done or ``time.monotonic()`` passes ``until``."""
        began, total = time.monotonic(), 0.0
        while self.step < self.recipe.steps and time.monotonic() < until:
            total += self._one_step()
            if self.step % every == 0:
                took = (time.monotonic() - began) / every
                log(
                    json.dumps(
                        {
                            "step": self.step,
                            "train": round(total / every, 4),
                            "valid": round(self.validate(), 4),
                            "s_per_step": round(took, 3),
                        }
                    )
                )
                began, total = time.monotonic(), 0.0
                self.save(save)
        self.save(save)

    def _one_step(self) -> float:
        self.network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe, self.step)
        batch = draw_masked(self.windows, self.recipe.batch)
        loss = masked_loss(self.network(batch.canvas), batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self._update_average()
        self.step += 1
        return float(loss.detach())

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        means: list[Tensor] = list(self.average.parameters())
        values: list[Tensor] = list(self.network.parameters())
        torch._foreach_lerp_(means, values, 1 - keep)

    @torch.inference_mode()
    def validate(self) -> float:
        """Loss of the averaged network on fixed windows of held-back pieces."""
        return float(np.mean([float(masked_loss(self.average(b.canvas), b)) for b in self.valid]))

    def save(self, path: Path) -> None:
        """Write everything needed to go on, atomically."""
        state = {
            "recipe": json.dumps(asdict(self.recipe)),
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "rng": json.dumps(self.windows.rng.bit_generator.state),
            "torch_rng": torch.get_rng_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from what :meth:`save` wrote."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.windows.rng.bit_generator.state = json.loads(state["rng"])
        torch.set_rng_state(state["torch_rng"])
