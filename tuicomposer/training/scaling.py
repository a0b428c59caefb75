"""How much more network and more music buy: the same processor time for every size and share of the data.

After Kaplan et al., arXiv 2001.08361, on a small scale: each run has the same few minutes, so a large
network makes fewer steps; what is compared is what one gets for the same patience, not the end of training.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from tuicomposer.generator.network import NetworkConfig
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import MASK
from tuicomposer.training.dataset import Encoded, Masked
from tuicomposer.training.generator_loop import GeneratorRecipe, GeneratorTraining

NETWORKS: Final = {
    "small": NetworkConfig(width=64, layers=3, heads=4, feed_forward=192, relative=32),
    "middle": NetworkConfig(width=112, layers=4, heads=4, feed_forward=336, relative=64),
    "large": NetworkConfig(width=192, layers=5, heads=6, feed_forward=576, relative=128),
}
SHARES: Final = (1 / 9, 1 / 3, 1.0)
"""Of the training pieces."""
FOUR_VOICES: Final = ("chorale", "hymn")
"""Styles that are trained and measured on: one kind of music, so that its amount is what differs."""
_WARMUP: Final = 0.05
_DECAY: Final = 0.99
Clock = Callable[[], float]


class Run(NamedTuple):
    """One cell of the table."""

    network: str
    parameters: int
    pieces: int
    steps: int
    nats: float
    """Of the hidden voice cells of held-back windows, always the same."""


class BudgetedTraining(GeneratorTraining):
    """Maximum likelihood for so many seconds of processor time; the rate follows the time that is spent.

    Args:
        recipe: The recipe; its steps and warm-up do not count.
        train: The pieces to learn from.
        valid: Those held back.
        seconds: How long.
        clock: Seconds of processor time.
    """

    def __init__(
        self,
        recipe: GeneratorRecipe,
        train: list[Encoded],
        valid: list[Encoded],
        seconds: float,
        clock: Clock = time.process_time,
    ) -> None:
        super().__init__(recipe, train, valid)
        self.seconds, self.clock = seconds, clock
        self.began = clock()

    def spent(self) -> float:
        """Share of the time that is over."""
        return min(1.0, (self.clock() - self.began) / self.seconds)

    def _rate(self) -> float:
        done = self.spent()
        cosine = 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done))
        return self.recipe.rate * min((done + 0.1 * _WARMUP) / _WARMUP, cosine)

    def spend(self) -> None:
        """Train until the time is over."""
        while self.spent() < 1:
            self._one_step()


def subset(pieces: Sequence[Encoded], share: float, seed: int = 1) -> list[Encoded]:
    """A random share of the pieces, at least one; smaller shares are parts of larger ones."""
    order = np.random.default_rng(seed).permutation(len(pieces))
    return [pieces[index] for index in sorted(order[: max(1, round(share * len(pieces)))])]


@torch.inference_mode()
def hidden_nats(network: nn.Module, batches: Sequence[Masked]) -> float:
    """Mean nats of the hidden voice cells of masked windows."""
    nats = []
    for batch in batches:
        asked = (batch.canvas.voices == MASK) & (batch.voices != MASK)
        logits = network(batch.canvas).voices[asked]
        nats.append(F.cross_entropy(logits, batch.voices[asked], reduction="none"))
    return float(torch.cat(nats).mean())


def scaling_runs(
    train: Sequence[Encoded], valid: Sequence[Encoded], seconds: float, kept: Path
) -> Iterator[Run]:
    """Every size with every share of the data, so many seconds each; what ``kept`` holds is not run again."""
    train, valid = _four_voices(train), _four_voices(valid)
    done = _read(kept)
    for name, size in NETWORKS.items():
        for share in SHARES:
            pieces = subset(train, share)
            found = next((run for run in done if (run.network, run.pieces) == (name, len(pieces))), None)
            if found is None:
                found = _one_run(name, size, pieces, valid, seconds)
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(found) + "\n")
            yield found


def _read(kept: Path) -> list[Run]:
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return [Run(*json.loads(line)) for line in lines]


def _one_run(
    name: str, size: NetworkConfig, pieces: list[Encoded], valid: list[Encoded], seconds: float
) -> Run:
    recipe = GeneratorRecipe(replace(size, styles=len(STYLES), densities=True), average=_DECAY)
    training = BudgetedTraining(recipe, pieces, valid, seconds)
    training.spend()
    batches = [batch for found in training.valid.values() for batch in found]
    parameters = sum(value.numel() for value in training.average.parameters())
    nats = hidden_nats(training.average, batches)
    return Run(name, parameters, len(pieces), training.step, round(nats, 4))


def _four_voices(pieces: Sequence[Encoded]) -> list[Encoded]:
    return [piece for piece in pieces if STYLES[piece.style] in FOUR_VOICES]


def table(runs: Sequence[Run]) -> Iterator[str]:
    """Lines of a table: a row for each size, a column for each amount of music."""
    amounts = sorted({run.pieces for run in runs})
    yield "| network | parameters | " + " | ".join(f"{amount} pieces" for amount in amounts) + " |"
    yield "|---|---|" + "---|" * len(amounts)
    for name in NETWORKS:
        ours = {run.pieces: run for run in runs if run.network == name}
        cells = [f"{ours[amount].nats:.3f} ({ours[amount].steps} steps)" for amount in amounts]
        parameters = next(iter(ours.values())).parameters
        yield f"| {name} | {parameters:,} | " + " | ".join(cells) + " |"
