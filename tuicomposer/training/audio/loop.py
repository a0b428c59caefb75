"""Training of the network that hears recordings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE
from tuicomposer.training.audio.batches import FRAMES, Batch, Batches, batch_of, stretch
from tuicomposer.training.audio.network import HearingConfig, HearingNetwork, HearingScores
from tuicomposer.training.audio.shards import Example
from tuicomposer.training.audio.take import UNKNOWN
from tuicomposer.training.audio.targets import targets

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HearingRecipe:
    """Numbers of the training."""

    network: HearingConfig = field(default_factory=HearingConfig)
    batch: int = 4
    rate: float = 0.003
    warm: int = 60
    decay: float = 0.01
    average: float = 0.997
    onset: float = 1.0
    frame: float = 0.25
    melody: float = 0.8
    beat: float = 2.0
    chord: float = 1.5
    bass: float = 0.3
    begins: float = 0.4
    seed: int = 21


class HearingTraining:
    """Trains until a share of a budget of time is spent; the rate follows the share.

    Args:
        recipe: The numbers.
        batches: Stretches to learn from.
        valid: Takes to report on.
    """

    def __init__(self, recipe: HearingRecipe, batches: Batches, valid: Sequence[Example]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.batches, self.valid = recipe, batches, valid
        self.network = HearingNetwork(recipe.network)
        self.averaged = HearingNetwork(recipe.network)
        self.averaged.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, weight_decay=recipe.decay
        )
        self.step = 0
        self.spent = 0.0

    def run(self, clock: Callable[[], float], seconds: float, log: Log, path: Path, every: int = 100) -> None:
        """Train for some seconds of a clock, those before an interruption included."""
        before, start = self.spent, clock()
        losses: list[float] = []
        while self.spent < seconds:
            losses.append(self._step(self.spent / seconds))
            self.spent = before + clock() - start
            if self.step % every == 0:
                log(
                    f"step {self.step}, {self.spent:.0f} s: loss {np.mean(losses):.3f}, "
                    f"{len(self.batches.examples)} takes"
                )
                losses = []
                self.save(path)
            if self.step % (4 * every) == 0:
                log(f"step {self.step}: {self.measured()}")
        self.save(path)
        log(f"step {self.step}: {self.measured()}")

    def save(self, path: Path) -> None:
        """Write all that is needed to go on."""
        scratch = path.with_suffix(".part")
        torch.save(self._state(), scratch)
        scratch.rename(path)

    def resume(self, path: Path) -> None:
        """Go on from what :meth:`save` wrote."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.spent = int(state["step"]), float(state["spent"])
        self.batches.set_state(state["batches"])

    def _state(self) -> dict[str, Any]:
        return {
            "network": self.network.state_dict(), "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(), "step": self.step, "spent": self.spent,
            "batches": self.batches.state(),
            "config": asdict(self.recipe.network),
        }  # fmt: skip

    def _step(self, share: float) -> float:
        recipe = self.recipe
        rate = recipe.rate * min(1.0, (self.step + 1) / recipe.warm) * (0.5 + 0.5 * math.cos(math.pi * share))
        for group in self.optimizer.param_groups:
            group["lr"] = rate + 1e-6
        batch = self.batches.draw(recipe.batch)
        loss = sum(self.losses(self.network(batch.levels), batch).values(), torch.zeros(()))
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        self._average()
        return float(loss.detach())

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.recipe.average, self.step / (self.step + 10))
        theirs = self.network.state_dict()
        for name, mine in self.averaged.state_dict().items():
            if mine.is_floating_point():
                mine.lerp_(theirs[name], 1 - keep)
            else:
                mine.copy_(theirs[name])

    def losses(self, heard: HearingScores, batch: Batch) -> dict[str, Tensor]:
        """Weighted losses: of notes summed over pitches and meant over frames, of chords over steps."""
        recipe = self.recipe
        sung = batch.has_melody.float()[:, None, None]
        found = {
            "onset": recipe.onset * _cells(heard.onset, batch.onset),
            "frame": recipe.frame * _cells(heard.frame, batch.frame),
            "melody": recipe.melody * _cells(heard.melody, batch.melody, sung),
            "beat": recipe.beat * _cells(heard.beat, batch.beat),
        }
        known = batch.chord != UNKNOWN
        if known.any():
            scores = torch.cat([heard.quality.flatten(2), heard.shared[..., :1]], dim=-1)[known]
            found["chord"] = recipe.chord * F.cross_entropy(scores, batch.chord[known], label_smoothing=0.02)
            found["begins"] = recipe.begins * F.binary_cross_entropy_with_logits(
                heard.shared[..., 1][known], batch.begins[known]
            )
        based = known & (batch.bass != UNKNOWN) & (batch.chord < SILENCE)
        if based.any():
            root = batch.chord[based] // QUALITIES
            views = heard.bass[based][torch.arange(len(root)), root]
            found["bass"] = recipe.bass * F.cross_entropy(views, batch.bass[based])
        return found

    @torch.no_grad()
    def measured(self) -> str:
        """Losses, and shares of steps with the right chord and root, among the takes kept aside."""
        self.averaged.eval()
        sums: dict[str, float] = {}
        right = root = steps = 0
        for example in self.valid:
            batch = batch_of([stretch(example, 50)], [targets(example.label, 50, FRAMES)])
            heard = self.averaged(batch.levels)
            for name, value in self.losses(heard, batch).items():
                sums[name] = sums.get(name, 0.0) + float(value)
            known = batch.chord != UNKNOWN
            best = torch.cat([heard.quality.flatten(2), heard.shared[..., :1]], dim=-1)[known].argmax(-1)
            right += int((best == batch.chord[known]).sum())
            root += int((best // QUALITIES == batch.chord[known] // QUALITIES).sum())
            steps += int(known.sum())
        losses = ", ".join(f"{name} {value / len(self.valid):.3f}" for name, value in sums.items())
        return f"valid {losses}, class {right / max(1, steps):.3f}, root {root / max(1, steps):.3f}"


def _cells(scores: Tensor, wanted: Tensor, weight: Tensor | None = None) -> Tensor:
    """Cross-entropy summed over the last axis, meant over the others."""
    cells = F.binary_cross_entropy_with_logits(scores, wanted, weight=weight, reduction="none")
    return cells.sum(-1).mean()
