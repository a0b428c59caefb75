"""Training of the discriminator against a generator's output, resumable."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, NetworkConfig, Verdict
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import MASK
from tuicomposer.training.dataset import Encoded, Windows
from tuicomposer.training.fakes import (
    Judgeable,
    cropped,
    draw_real,
    joined,
    judgeable,
    picked,
    plant,
    together,
    transposed,
    without_passages,
)
from tuicomposer.training.measures import area_under_curve
from tuicomposer.training.ranks import Ranks
from tuicomposer.training.resumable import ALONE, ResumableTraining
from tuicomposer.training.warm_start import adopt


@dataclass(frozen=True, slots=True)
class DiscriminatorRecipe:
    """What a training run is made of."""

    network: NetworkConfig = field(
        default_factory=lambda: NetworkConfig(
            width=128, layers=4, heads=4, feed_forward=384, styles=len(STYLES)
        )
    )
    rows: int = 128
    crops: tuple[int, ...] = (64, 96, 128)
    """Rows that are seen of the windows of a batch: short sections are judged too."""
    batch: int = 24
    steps: int = 5_000
    rate: float = 1e-3
    warmup: int = 200
    weight_decay: float = 0.05
    planted: float = 1 / 2
    """Share of windows with planted wrong notes, which count for the verdict on cells alone: as many
    others are rewritten as are untouched, so that the verdict on passages is as sure as it should be."""
    faults: tuple[float, float] = (0.01, 0.15)
    """Smallest and largest share of the notes of such a batch that are moved."""
    lost_voice: float = 0.15
    """Share of windows in which one voice is unknown, as in songs with fewer lanes."""
    average: float = 0.0
    """Share of itself that the averaged network keeps in a step; the network as it stands by default."""
    patience: int = 0
    """Looks at which planted faults were found no better after which to stop; 0 never stops early."""
    half: bool = False
    """Whether to multiply matrices in bfloat16: faster only where it is native."""
    seed: int = 2


def verdict_loss(verdict: Verdict, part: Judgeable, whole: Judgeable | None = None) -> Tensor:
    """Binary cross-entropy of known cells plus that of the passages that are to be judged, in nats.

    Args:
        verdict: What the network says of ``part``.
        part: The windows it has seen.
        whole: The batch that ``part`` is a share of: sums are divided by its numbers.
    """
    whole = whole or part
    known, entropy = part.canvas.voices != MASK, F.binary_cross_entropy_with_logits
    cells = entropy(verdict.cells[known].float(), part.cells[known], reduction="sum")
    asked = ~part.passage.isnan()
    passages = entropy(verdict.passage[asked].float(), part.passage[asked], reduction="sum")
    count = (whole.canvas.voices != MASK).sum().clamp_min(1)
    return cells / count + 0.3 * passages / (~whole.passage.isnan()).sum().clamp_min(1)


class Pool(NamedTuple):
    """Windows and their rewritten versions, drawn beforehand."""

    real: CanvasBatch
    fake: CanvasBatch

    def take(self, index: Tensor) -> Pool:
        """The windows at some indexes."""
        return Pool(*(picked(batch, index) for batch in self))


def merge(pools: list[Pool]) -> Pool:
    """Pools joined."""
    return Pool(*(joined(batches) for batches in zip(*pools, strict=True)))


class DiscriminatorTraining(ResumableTraining):
    """One run over a pool of rewritten windows and freshly drawn real ones."""

    def __init__(
        self,
        recipe: DiscriminatorRecipe,
        train: list[Encoded],
        pool: Pool,
        valid: list[Encoded] | None = None,
        *,
        originals: CanvasBatch | None = None,
        ranks: Ranks = ALONE,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.pool, self.originals = recipe, pool, originals
        network = GridDiscriminator(recipe.network)
        rng = np.random.default_rng(recipe.seed)
        self.windows = Windows(train, recipe.rows, rng)
        self.held_back = planted_batches(valid or [], recipe.rows)
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
        )
        super().__init__(network, optimizer, rng, recipe, ranks)

    def start_from(self, released: GridDiscriminator) -> None:
        """Begin with the weights of a released network."""
        adopt(self.network, released)
        adopt(self.average, released)

    def _rate(self) -> float:
        """Linear warm-up under a cosine."""
        done = min(1.0, self.step / self.recipe.steps)
        cosine = 0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done))
        return self.recipe.rate * min((self.step + 1) / self.recipe.warmup, cosine)

    def _loss(self) -> Tensor:
        batch = self._batch()
        part = self.ranks.share(batch)
        return verdict_loss(self.parallel(part.canvas), part, batch) * self.ranks.world

    def _more_state(self) -> dict[str, Any]:
        return {"recipe": json.dumps(asdict(self.recipe))}

    def _batch(self) -> Judgeable:
        """As many rewritten windows as untouched ones, some with planted faults; voices lost at random."""
        recipe, rng = self.recipe, self.rng
        rows = min(recipe.rows, int(rng.choice(recipe.crops)))
        start = int(rng.integers(0, recipe.rows - rows + 1)) if rng.random() < 0.5 else 0
        faulty = round(recipe.batch * recipe.planted)
        half = (recipe.batch - faulty) // 2
        real = self._composed(half, start, rows)
        parts = [self._rewritten(half, start, rows), judgeable(real, real)]
        if faulty:
            some = self._composed(faulty // 2, start, rows)
            others = cropped(draw_real(self.windows, faulty - faulty // 2), start, rows)
            real = joined([some, others])
            changed = plant(real, rng, float(rng.uniform(*recipe.faults)))
            parts.append(without_passages(judgeable(real, changed)))
        truth = together(parts)
        voices = truth.canvas.voices
        lost = torch.from_numpy(rng.random((len(voices), 1, 4)) < recipe.lost_voice / 2)
        return truth._replace(canvas=truth.canvas._replace(voices=voices.masked_fill(lost, MASK)))

    def _composed(self, size: int, start: int, rows: int) -> CanvasBatch:
        """Untouched windows, each in another key, cut like the rewritten ones where originals were given."""
        if self.originals is None:
            return cropped(draw_real(self.windows, size), start, rows)
        return self._elsewhere([self.originals], size, start, rows)[0]

    def _rewritten(self, size: int, start: int, rows: int) -> Judgeable:
        """Windows of the pool, each in another key."""
        return judgeable(*self._elsewhere(self.pool, size, start, rows))

    def _elsewhere(
        self, batches: Sequence[CanvasBatch], size: int, start: int, rows: int
    ) -> list[CanvasBatch]:
        """Some windows, the same ones of all batches, each in another key and cut."""
        index = torch.from_numpy(self.rng.integers(0, len(batches[0].chord), size))
        shifts = torch.from_numpy(self.rng.integers(-3, 4, size))
        return [cropped(transposed(picked(batch, index), shifts), start, rows) for batch in batches]

    @torch.inference_mode()
    def _figures(self) -> dict[str, float]:
        """How well faults are found that were planted into held-back windows: area under the curve."""
        if not self.held_back:
            return {}
        sound, moved = [], []
        for truth in self.held_back:
            cells, known = self.average(truth.canvas).cells, truth.canvas.voices != MASK
            sound.append(cells[known & (truth.cells == 1)].numpy())
            moved.append(cells[known & (truth.cells == 0)].numpy())
        return {"planted": area_under_curve(np.concatenate(sound), np.concatenate(moved))}

    def _watched(self, figures: dict[str, float]) -> float | None:
        return 1 - figures["planted"] if self.held_back else None


def planted_batches(pieces: list[Encoded], rows: int, batches: int = 6, seed: int = 7) -> list[Judgeable]:
    """Windows of held-back pieces with planted faults, always the same ones; none without pieces."""
    if not pieces:
        return []
    rng = np.random.default_rng(seed)
    windows = Windows(pieces, rows, rng)
    real = [draw_real(windows, 16) for _ in range(batches)]
    return [judgeable(batch, plant(batch, rng)) for batch in real]
