"""Maximum-likelihood training of the generator, resumable at any step."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tuicomposer.generator.network import CellLogits, GridGenerator, NetworkConfig
from tuicomposer.generator.vocabulary import BASS_MASK, CHORD_MASK, MASK
from tuicomposer.training.dataset import Encoded, Masked, Windows, draw_masked
from tuicomposer.training.resumable import ResumableTraining

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


class GeneratorTraining(ResumableTraining):
    """Maximum likelihood on hidden cells; the averaged network is the one that is used."""

    def __init__(self, recipe: GeneratorRecipe, train: list[Encoded], valid: list[Encoded]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        network = GridGenerator(recipe.network)
        self.average = GridGenerator(recipe.network).eval()
        self.average.load_state_dict(network.state_dict())
        rng = np.random.default_rng(recipe.seed)
        self.windows = Windows(train, recipe.rows, rng)
        self.valid = self._fixed_batches(valid)
        groups = [
            {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=True)
        super().__init__(network, optimizer, rng, recipe.steps)

    def _fixed_batches(self, pieces: list[Encoded]) -> list[Masked]:
        windows = Windows(pieces, self.recipe.rows, np.random.default_rng(12345))
        return [draw_masked(windows, 16) for _ in range(4)]

    def _rate(self) -> float:
        return learning_rate(self.recipe, self.step)

    def _loss(self) -> Tensor:
        batch = draw_masked(self.windows, self.recipe.batch)
        return masked_loss(self.network(batch.canvas), batch)

    @torch.no_grad()
    def _after_step(self) -> None:
        keep = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        means: list[Tensor] = list(self.average.parameters())
        values: list[Tensor] = list(self.network.parameters())
        torch._foreach_lerp_(means, values, 1 - keep)

    def _figures(self) -> dict[str, float]:
        return {"valid": self.validate()}

    @torch.inference_mode()
    def validate(self) -> float:
        """Loss of the averaged network on fixed windows of held-back pieces."""
        return float(np.mean([float(masked_loss(self.average(b.canvas), b)) for b in self.valid]))

    def _more_state(self) -> dict[str, Any]:
        return {"recipe": json.dumps(asdict(self.recipe)), "average": self.average.state_dict()}

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what was saved, the averaged network included."""
        state = super().resume(path)
        self.average.load_state_dict(state["average"])
        return state
