"""A training run that can be stopped at any step and goes on as if it had not been."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


class ResumableTraining(ABC):
    """Network, optimiser, randomness and step, saved and resumed together.

    Args:
        network: What is trained.
        optimizer: What trains it.
        rng: Source of all randomness outside torch.
        steps: Steps of the whole run.
    """

    def __init__(
        self,
        network: nn.Module,
        optimizer: torch.optim.Optimizer,
        rng: np.random.Generator,
        steps: int,
    ) -> None:
        self.network, self.optimizer, self.rng, self.steps = network, optimizer, rng, steps
        self.step = 0

    @abstractmethod
    def _rate(self) -> float:
        """Learning rate of the coming step."""

    @abstractmethod
    def _loss(self) -> Tensor:
        """Loss of a freshly drawn batch."""

    def _after_step(self) -> None:  # noqa: B027 - most runs change nothing else
        """What else a step changes."""

    def _figures(self) -> dict[str, float]:
        """What else the log says."""
        return {}

    def _more_state(self) -> dict[str, Any]:
        """What else is saved."""
        return {}

    def run(self, until: float, log: Callable[[str], None], save: Path, every: int = 250) -> None:
        """Train until the steps are done or ``time.monotonic()`` passes ``until``; save every so often."""
        began, total = time.monotonic(), 0.0
        while self.step < self.steps and time.monotonic() < until:
            total += self._one_step()
            if self.step % every == 0:
                took = (time.monotonic() - began) / every
                figures = {"train": total / every, **self._figures(), "s_per_step": took}
                log(json.dumps({"step": self.step, **{name: round(x, 4) for name, x in figures.items()}}))
                self.save(save)
                began, total = time.monotonic(), 0.0
        self.save(save)

    def _one_step(self) -> float:
        self.network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        loss = self._loss()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self._after_step()
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
            **self._more_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what :meth:`save` wrote; returns all of it."""
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.rng.bit_generator.state = json.loads(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        return state
