"""A training run that can be stopped at any step and goes on as if it had not been."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from tuicomposer.training.ranks import Ranks

ALONE = Ranks()


class RunRecipe(Protocol):
    """What the recipes of all runs say."""

    @property
    def steps(self) -> int:
        """Steps of the whole run."""

    @property
    def patience(self) -> int:
        """Stop when the watched figure has not fallen for so many looks; 0 never stops early."""

    @property
    def average(self) -> float:
        """Share of itself that the averaged network keeps in a step, fewer in the first; with 0 it is the
        network as it stands."""

    @property
    def half(self) -> bool:
        """Whether matrices are multiplied in bfloat16, which pays where a processor has it natively."""


class ResumableTraining(ABC):
    """Network, optimiser, randomness and step, saved and resumed together.

    Args:
        network: What is trained.
        optimizer: What trains it.
        rng: Source of all randomness outside torch.
        recipe: How long, and how exactly.
        ranks: This process among those that train together.
    """

    def __init__(
        self,
        network: nn.Module,
        optimizer: torch.optim.Optimizer,
        rng: np.random.Generator,
        recipe: RunRecipe,
        ranks: Ranks = ALONE,
    ) -> None:
        self.network, self.optimizer, self.rng, self.steps = network, optimizer, rng, recipe.steps
        self.ranks, self.patience = ranks, recipe.patience
        self.average, self._keep, self._half = deepcopy(network).eval(), recipe.average, recipe.half
        self.parallel = ranks.wrap(network)
        self.step = self.looks_since_best = 0
        self.best = float("inf")

    @abstractmethod
    def _rate(self) -> float:
        """Learning rate of the coming step."""

    @abstractmethod
    def _loss(self) -> Tensor:
        """Loss of this process' share of a freshly drawn batch; its mean over processes is the batch's."""

    def _after_step(self) -> None:  # noqa: B027 - most runs change nothing else
        """What else a step changes."""

    def _figures(self) -> dict[str, float]:
        """What else the log says."""
        return {}

    def _more_state(self) -> dict[str, Any]:
        """What else is saved."""
        return {}

    def _watched(self, figures: dict[str, float]) -> float | None:  # noqa: ARG002 - most watch none
        """The figure that early stopping watches, lower being better; ``None`` watches none."""
        return None

    def precision(self) -> torch.autocast:
        """Where the loss is computed: in bfloat16 if the run is to be."""
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half)

    def run(self, until: float, log: Callable[[str], None], save: Path, every: int = 250) -> None:
        """Train until the steps are done, ``time.monotonic()`` passes ``until``, or nothing gets better.

        Saves and logs every so many steps, and when it stops. Processes that train together part at the end.
        """
        began, total = time.monotonic(), 0.0
        while self.ranks.agree(self._goes_on(until)):
            total += self._one_step()
            if self.step % every == 0:
                self._look(log, {"train": total / every, "s_per_step": (time.monotonic() - began) / every})
                self._save_once(save)
                began, total = time.monotonic(), 0.0
        self._save_once(save)
        self.ranks.part()

    def _goes_on(self, until: float) -> bool:
        tired = 0 < self.patience <= self.looks_since_best
        return self.step < self.steps and time.monotonic() < until and not tired

    def _look(self, log: Callable[[str], None], figures: dict[str, float]) -> None:
        figures = {**figures, **self._figures()}
        watched = self._watched(figures)
        if watched is not None:
            self.looks_since_best = 0 if watched < self.best else self.looks_since_best + 1
            self.best = min(self.best, watched)
        if self.ranks.first:
            rounded = {name: round(value, 4) for name, value in figures.items()}
            log(json.dumps({"step": self.step, "of": self.steps, **rounded}))

    def _save_once(self, path: Path) -> None:
        if self.ranks.first:
            self.save(path)

    def _one_step(self) -> float:
        self.network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        with self.precision():
            loss = self._loss()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self._after_step()
        self._follow()
        self.step += 1
        return float(loss.detach())

    @torch.no_grad()
    def _follow(self) -> None:
        keep = min(self._keep, (1 + self.step) / (10 + self.step))
        means: list[Tensor] = list(self.average.parameters())
        values: list[Tensor] = list(self.network.parameters())
        torch._foreach_lerp_(means, values, 1 - keep)

    def save(self, path: Path) -> None:
        """Write everything needed to go on, atomically."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "best": self.best,
            "looks_since_best": self.looks_since_best,
            "rng": json.dumps(self.rng.bit_generator.state),
            "torch_rng": torch.get_rng_state(),
            **self._more_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what :meth:`save` wrote; returns all of it."""
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state.get("average", state["network"]))
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.best, self.looks_since_best = state["best"], state["looks_since_best"]
        self.rng.bit_generator.state = json.loads(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        return state
