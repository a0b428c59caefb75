"""Maximum-likelihood training of the chord network."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE
from tuicomposer.training.chords.examples import UNKNOWN, Examples
from tuicomposer.training.chords.network import ChordNetwork, Heads

Log = Callable[[str], None]
_SMOOTHED = 0.02


@dataclass(frozen=True, slots=True)
class ChordRecipe:
    """Numbers of the training."""

    width: int = 56
    batch: int = 16
    rate: float = 0.004
    warm: int = 30
    decay: float = 0.01
    bass: float = 0.3
    begins: float = 0.3
    average: float = 0.99
    unmetred: float = 0.24
    """Share of passages whose bar lines are hidden, or (half of them) said to lie elsewhere."""
    seed: int = 11


class ChordTraining:
    """Trains until a share of a budget is spent; the rate follows the share.

    Args:
        recipe: The numbers.
        train: Passages.
        valid: Passages to report on.
    """

    def __init__(self, recipe: ChordRecipe, train: Examples, valid: Examples) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.train, self.valid = recipe, train, valid
        self.network = ChordNetwork(recipe.width)
        self.averaged = ChordNetwork(recipe.width)
        self.averaged.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, weight_decay=recipe.decay
        )
        self.rng = np.random.default_rng(recipe.seed)
        self.step = 0

    def run(self, clock: Callable[[], float], seconds: float, log: Log, path: Path) -> None:
        """Train for some seconds of a clock, and write the averaged weights to a file."""
        start = clock()
        report = start + 60.0
        while (spent := (clock() - start) / seconds) < 1.0:
            loss = self._step(spent)
            if clock() > report:
                report = clock() + 100.0
                log(f"step {self.step}: loss {loss:.3f}, {self.measured()}")
                torch.save(self.averaged.state_dict(), path)
        torch.save(self.averaged.state_dict(), path)
        log(f"step {self.step}: {self.measured()}")

    def _step(self, spent: float) -> float:
        recipe = self.recipe
        rate = recipe.rate * min(1.0, (self.step + 1) / recipe.warm) * (0.5 + 0.5 * math.cos(math.pi * spent))
        for group in self.optimizer.param_groups:
            group["lr"] = rate + 1e-6
        index = np.sort(self.rng.integers(len(self.train.weight), size=recipe.batch))
        with torch.autocast("cpu", torch.bfloat16):
            heads = self.network(*self._unmetred(*inputs(self.train, index)))
        loss = self.loss(heads, self.train, index)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(recipe.average, self.step / (self.step + 10))
        with torch.no_grad():
            for mine, theirs in zip(self.averaged.parameters(), self.network.parameters(), strict=True):
                mine.lerp_(theirs, 1 - keep)
        return float(loss.detach())

    def _unmetred(self, classes: Tensor, traits: Tensor) -> tuple[Tensor, Tensor]:
        """The batch as files without a metre have it, for some passages."""
        for passage in range(len(traits)):
            drawn = self.rng.random()
            if drawn < self.recipe.unmetred / 2:
                traits[passage, :, :3] = 0
            elif drawn < self.recipe.unmetred:
                traits[passage, :, :3] = traits[passage, :, :3].roll(int(self.rng.integers(1, 16)), 0)
        return classes, traits

    def loss(self, heads: Heads, examples: Examples, index: np.ndarray) -> Tensor:
        """Mean loss of labelled segments: chord, bass above the true root, beginning."""
        chords = torch.from_numpy(examples.chords[index].astype(np.int64))
        bass = torch.from_numpy(examples.bass[index].astype(np.int64))
        begins = torch.from_numpy(examples.begins[index].astype(np.float32))
        weight = torch.from_numpy(examples.weight[index])[:, None].expand_as(begins)
        known = chords != UNKNOWN
        scores = heads.chords.float()
        loss = F.cross_entropy(scores[known], chords[known], reduction="none", label_smoothing=_SMOOTHED)
        total = (loss * weight[known]).sum() / weight[known].sum()
        based = (bass != UNKNOWN) & known & (chords < SILENCE)
        root = chords[based] // QUALITIES
        views = heads.bass.float()[based][torch.arange(len(root)), root]
        total = total + self.recipe.bass * F.cross_entropy(views, bass[based])
        started = F.binary_cross_entropy_with_logits(heads.begins.float()[known], begins[known])
        return total + self.recipe.begins * started

    @torch.no_grad()
    def measured(self) -> str:
        """Shares of segments with the right class, root and bass among the validation passages."""
        right = root = bass = total = based = 0
        loss = 0.0
        for start in range(0, len(self.valid.weight), 32):
            index = np.arange(start, min(start + 32, len(self.valid.weight)))
            heads = self.averaged(*inputs(self.valid, index))
            loss += float(self.loss(heads, self.valid, index)) * len(index)
            chords = torch.from_numpy(self.valid.chords[index].astype(np.int64))
            steps = torch.from_numpy(self.valid.bass[index].astype(np.int64))
            known = chords != UNKNOWN
            best, truth = heads.chords.argmax(-1)[known], chords[known]
            right += int((best == truth).sum())
            root += int((best // QUALITIES == truth // QUALITIES).sum())
            total += int(known.sum())
            sure = known & (steps != UNKNOWN)
            views = heads.bass[sure][torch.arange(int(sure.sum())), chords[sure] // QUALITIES % 12]
            bass += int((views.argmax(-1) == steps[sure]).sum())
            based += int(sure.sum())
        return (
            f"valid {loss / len(self.valid.weight):.3f}, "
            f"class {right / total:.3f}, root {root / total:.3f}, bass {bass / max(1, based):.3f}"
        )


def inputs(examples: Examples, index: np.ndarray) -> tuple[Tensor, Tensor]:
    """A batch's features."""
    return (
        torch.from_numpy(examples.classes[index].astype(np.float32)),
        torch.from_numpy(examples.traits[index].astype(np.float32)),
    )
