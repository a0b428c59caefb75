"""Training of the two networks of the likelihood table, resumable at any step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from tuicomposer.training.likelihood.data import HIDDEN, Batch, Batches, Rows, padded
from tuicomposer.training.likelihood.network import LikelihoodConfig, LikelihoodNetwork, cell_losses
from tuicomposer.training.resumable import ResumableTraining


@dataclass(frozen=True, slots=True)
class LikelihoodRecipe:
    """What a training run is made of; written into the checkpoint."""

    network: LikelihoodConfig
    batch: int = 8
    steps: int = 2_600
    rate: float = 2e-3
    warmup: int = 200
    weight_decay: float = 0.05
    average: float = 0.998
    home: float = 0.25
    """Share of the pieces that stay in their own key."""
    patience: int = 0
    """Looks at the held-back pieces without a better one after which to stop; 0 never stops early."""
    half: bool = False
    """Whether matrix products of the training are in bfloat16; measuring never is."""
    seed: int = 1


def hide(batch: Batch, rng: Generator) -> tuple[Batch, Tensor]:
    """Hide a uniformly drawn number of cells, at least one, of each piece; also (B, T, V) which.

    This is the training distribution of orderless NADE (Uria et al. 2014): the number of given cells
    is that of a uniformly drawn place in a uniformly drawn order. The pieces of a batch draw it from
    equal parts of the whole, which leaves less to chance.
    """
    hidden = torch.zeros(batch.cells.shape, dtype=torch.bool)
    pieces = len(batch.cells)
    places = (rng.permutation(pieces) + rng.random(pieces)) / pieces
    for row, length, place in zip(hidden, batch.lengths.tolist(), places.tolist(), strict=True):
        cells = length * row.shape[1]
        chosen = torch.from_numpy(rng.permutation(cells)[: 1 + int(place * cells)])
        row.view(-1)[chosen] = True
    return batch._replace(cells=torch.where(hidden, HIDDEN, batch.cells)), hidden


def chronological_loss(network: nn.Module, batch: Batch) -> Tensor:
    """Mean nats over all cells of the pieces."""
    return cell_losses(network(batch), batch.cells)[batch.counted()].mean()


def orderless_loss(network: nn.Module, batch: Batch, rng: Generator) -> Tensor:
    """Mean over pieces of the mean nats over their hidden cells: an unbiased share of the order's nats."""
    shown, hidden = hide(batch, rng)
    losses = cell_losses(network(shown), batch.cells) * hidden
    return (losses.sum((1, 2)) / hidden.sum((1, 2))).mean()


class LikelihoodTraining(ResumableTraining):
    """Maximum likelihood of whole pieces; the averaged network with the best held-back loss is kept."""

    def __init__(self, recipe: LikelihoodRecipe, train: list[Rows], valid: list[Rows]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        network = LikelihoodNetwork(recipe.network)
        rng = np.random.default_rng(recipe.seed)
        self.batches = Batches(train, recipe.batch, rng, recipe.home)
        ordered = sorted(valid, key=len)
        self.valid = [padded(ordered[start : start + 8]) for start in range(0, len(ordered), 8)]
        groups = [
            {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=True)
        super().__init__(network, optimizer, rng, recipe)
        self.best_weights = self._copy()

    def start_from(self, released: LikelihoodNetwork) -> None:
        """Begin with the weights of a network of the same size; step and rate begin anew."""
        self.network.load_state_dict(released.state_dict())
        self.average.load_state_dict(released.state_dict())
        self.best, self.best_weights = self.validate(), self._copy()

    def _copy(self) -> dict[str, Tensor]:
        return {name: value.clone() for name, value in self.average.state_dict().items()}

    def _rate(self) -> float:
        recipe = self.recipe
        if self.step < recipe.warmup:
            return recipe.rate * (self.step + 1) / recipe.warmup
        done = min(1.0, (self.step - recipe.warmup) / max(1, recipe.steps - recipe.warmup))
        return recipe.rate * (0.02 + 0.98 * 0.5 * (1 + float(np.cos(np.pi * done))))

    def _loss(self) -> Tensor:
        batch = self.batches.draw()
        if self.recipe.network.chronological:
            return chronological_loss(self.network, batch)
        return orderless_loss(self.network, batch, self.rng)

    def _figures(self) -> dict[str, float]:
        loss = self.validate()
        if loss < self.best:
            self.best_weights = self._copy()
        return {"valid": loss}

    def run(self, until: float, log: Callable[[str], None], save: Path, every: int = 250) -> None:
        """Train as every run does, and look at the held-back pieces when it stops as well."""
        super().run(until, log, save, every)
        if self.step % every:
            self._look(log, {})
            self._save_once(save)

    def _watched(self, figures: dict[str, float]) -> float:
        return figures["valid"]

    @torch.inference_mode()
    def validate(self) -> float:
        """Mean nats a cell of the averaged network on the held-back pieces, the same masks each time."""
        total = cells = 0.0
        rng = np.random.default_rng(12345)
        for batch in self.valid:
            count = float(batch.lengths.sum()) if self.recipe.network.chronological else len(batch.lengths)
            loss = (
                chronological_loss(self.average, batch)
                if self.recipe.network.chronological
                else orderless_loss(self.average, batch, rng)
            )
            total, cells = total + float(loss) * count, cells + count
        return total / cells

    def _more_state(self) -> dict[str, Any]:
        return {
            "recipe": json.dumps(asdict(self.recipe)),
            "best_weights": self.best_weights,
        }

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what was saved, the best network included."""
        state = super().resume(path)
        self.best_weights = state["best_weights"]
        return state
