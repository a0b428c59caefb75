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
    """The averaged discriminator of a checkpoint; the discriminator itself where none was kept."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    network = GridDiscriminator(NetworkConfig(**json.loads(state["recipe"])["network"]))
    network.load_state_dict(state.get("average", state["network"]))
    return network.eval()


def load_pair(path: Path) -> tuple[GridGenerator, GridDiscriminator]:
    """Both networks of a checkpoint of turns; the generator's average."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    judge = GridDiscriminator(NetworkConfig(**json.loads(state["judge_network"])))
    judge.load_state_dict(state["judge"])
    return load_generator(path), judge.eval()


def recipe_of(path: Path) -> dict[str, Any]:
    """The recipe and the step of a checkpoint."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    turns = {"turns": json.loads(state["adversarial"])} if "adversarial" in state else {}
    return {"recipe": json.loads(state["recipe"]), **turns, "steps": state["step"]}
