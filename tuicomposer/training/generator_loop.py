"""Maximum-likelihood training of the generator, resumable at any step."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tuicomposer.generator.network import CellLogits, GridGenerator, NetworkConfig
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import MASK
from tuicomposer.training.dataset import Encoded, Masked, Windows, draw_masked
from tuicomposer.training.ranks import Ranks
from tuicomposer.training.resumable import ALONE, ResumableTraining
from tuicomposer.training.warm_start import adopt

CHORD_WEIGHT = 0.3
_HIDDEN = MASK
"""Hides a cell in every lane: the masks of chords and basses are the same number."""


@dataclass(frozen=True, slots=True)
class GeneratorRecipe:
    """What a training run is made of; written into the checkpoint."""

    network: NetworkConfig = field(default_factory=lambda: NetworkConfig(styles=len(STYLES), densities=True))
    rows: int = 128
    batch: int = 8
    steps: int = 13_000
    rate: float = 1.2e-3
    warmup: int = 300
    weight_decay: float = 0.05
    average: float = 0.999
    patience: int = 0
    """Looks without a better mean over styles after which to stop; 0 never stops early."""
    half: bool = False
    """Whether to multiply matrices in bfloat16: faster only where it is native."""
    seed: int = 1


def masked_loss(logits: CellLogits, part: Masked, whole: Masked | None = None) -> Tensor:
    """Mean nats over hidden voice cells, plus a share of that over hidden chords and basses.

    Args:
        logits: What the network says of ``part``.
        part: The windows it has seen.
        whole: The batch that ``part`` is a share of: sums are divided by its number of cells.
    """
    whole = whole or part
    voices = _hidden_loss(logits.voices, part.voices, part.canvas.voices, whole.canvas.voices, whole.voices)
    chord = _hidden_loss(logits.chord, part.chord, part.canvas.chord, whole.canvas.chord, whole.chord)
    bass = _hidden_loss(logits.bass, part.bass, part.canvas.bass, whole.canvas.bass, whole.bass)
    return voices + CHORD_WEIGHT * (chord + bass)


def _hidden_loss(
    logits: Tensor, truth: Tensor, shown: Tensor, all_shown: Tensor, all_truth: Tensor
) -> Tensor:
    """Nats of the hidden cells whose truth is known, over how many there are in the whole batch."""
    asked = (shown == _HIDDEN) & (truth != _HIDDEN)
    count = ((all_shown == _HIDDEN) & (all_truth != _HIDDEN)).sum().clamp_min(1)
    return F.cross_entropy(logits[asked].float(), truth[asked], reduction="sum") / count


def learning_rate(recipe: GeneratorRecipe, step: int) -> float:
    """Linear warm-up, then a cosine down to a twentieth."""
    if step < recipe.warmup:
        return recipe.rate * (step + 1) / recipe.warmup
    done = (step - recipe.warmup) / max(1, recipe.steps - recipe.warmup)
    return recipe.rate * (0.05 + 0.95 * 0.5 * (1 + float(np.cos(np.pi * min(1.0, done)))))


def fixed_batches(pieces: list[Encoded], rows: int) -> dict[str, list[Masked]]:
    """By style, always the same masked windows of held-back pieces."""
    found = {}
    for style in sorted({piece.style for piece in pieces}):
        ours = [piece for piece in pieces if piece.style == style]
        windows = Windows(ours, rows, np.random.default_rng(12345))
        found[STYLES[style]] = [draw_masked(windows, 16) for _ in range(2)]
    return found


class GeneratorTraining(ResumableTraining):
    """Maximum likelihood on hidden cells; the averaged network is the one that is used."""

    def __init__(
        self, recipe: GeneratorRecipe, train: list[Encoded], valid: list[Encoded], ranks: Ranks = ALONE
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        network = GridGenerator(recipe.network)
        rng = np.random.default_rng(recipe.seed)
        self.windows = Windows(train, recipe.rows, rng)
        self.valid = fixed_batches(valid, recipe.rows)
        groups = [
            {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=True)
        super().__init__(network, optimizer, rng, recipe, ranks)

    def start_from(self, released: GridGenerator) -> None:
        """Begin with the weights of a released network."""
        adopt(self.network, released)
        adopt(self.average, released)

    def _rate(self) -> float:
        return learning_rate(self.recipe, self.step)

    def _loss(self) -> Tensor:
        batch = draw_masked(self.windows, self.recipe.batch)
        part = self.ranks.share(batch)
        return masked_loss(self.parallel(part.canvas), part, batch) * self.ranks.world

    def _figures(self) -> dict[str, float]:
        return self.validate()

    def _watched(self, figures: dict[str, float]) -> float | None:
        return float(np.mean([figures[style] for style in self.valid]))

    @torch.inference_mode()
    def validate(self) -> dict[str, float]:
        """Loss of the averaged network by style, on fixed windows of held-back pieces."""
        return {
            style: float(np.mean([float(masked_loss(self.average(b.canvas), b)) for b in batches]))
            for style, batches in self.valid.items()
        }

    def _more_state(self) -> dict[str, Any]:
        return {"recipe": json.dumps(asdict(self.recipe))}
