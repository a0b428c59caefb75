"""Networks out of the resumable checkpoints of the training loops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from tuicomposer.generator.network import GridDiscriminator, GridGenerator, NetworkConfig


def load_generator(path: Path) -> GridGenerator:
    """The averaged generator of a checkpoint."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    network = GridGenerator(NetworkConfig(**json.loads(state["recipe"])["network"]))
    network.load_state_dict(state["average"])
    return network.eval()


def load_discriminator(path: Path) -> GridDiscriminator:
    """The discriminator of a checkpoint."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    network = GridDiscriminator(NetworkConfig(**json.loads(state["recipe"])["network"]))
    network.load_state_dict(state["network"])
    return network.eval()


def recipe_of(path: Path) -> dict[str, Any]:
    """The recipe and the step of a generator's checkpoint."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    return {"generator": json.loads(state["recipe"]), "generator_steps": state["step"]}
