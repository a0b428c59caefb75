"""The two networks of the likelihood table in a model folder, and out of one that verifies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NamedTuple

from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import read_verified, write_manifest
from tuicomposer.models.purpose import BENCHMARK
from tuicomposer.training.likelihood.network import LikelihoodConfig, LikelihoodNetwork

_FORMAT: Final = 1


class Networks(NamedTuple):
    """What the table is printed from."""

    name: str
    chronological: LikelihoodNetwork
    orderless: LikelihoodNetwork


def load_networks(folder: Path, trusted: Iterable[str]) -> Networks:
    """Load a verified folder.

    Raises:
        ModelError: The folder does not verify, or its parts do not fit each other.
    """
    verified = read_verified(folder, trusted)
    try:
        config = json.loads(verified.files["config.json"])
        if config["format"] != _FORMAT or config["purpose"] != BENCHMARK:
            raise ModelError(f"Model {verified.name} is not one of the likelihood table.", "Give models/jsb.")
        tensors = load_tensors(verified.files["weights.safetensors"])
        chronological, orderless = (
            _filled(config["networks"][part], part, tensors) for part in ("chronological", "orderless")
        )
        name = f"{config['name']} {config['version']}"
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"Model {verified.name} does not fit this program: {error}.", "Update both."
        ) from error
    return Networks(name, chronological, orderless)


def _filled(config: dict[str, Any], part: str, tensors: dict[str, Tensor]) -> LikelihoodNetwork:
    network = LikelihoodNetwork(LikelihoodConfig(**config))
    start = f"{part}."
    own = {key.removeprefix(start): value.float() for key, value in tensors.items() if key.startswith(start)}
    network.load_state_dict(own, strict=True)
    return network.eval()


def save_networks(folder: Path, networks: Networks, version: int, card: str, recipe: dict[str, Any]) -> str:
    """Write a model folder in half precision; returns the digest of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {"chronological": networks.chronological, "orderless": networks.orderless}
    config = {
        "format": _FORMAT,
        "name": networks.name,
        "version": version,
        "purpose": BENCHMARK,
        "networks": {part: asdict(network.config) for part, network in parts.items()},
        "recipe": recipe,
    }
    tensors = {
        f"{part}.{key}": value.half().contiguous()
        for part, network in parts.items()
        for key, value in network.state_dict().items()
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")
    (folder / "weights.safetensors").write_bytes(save_tensors(tensors))
    return write_manifest(folder)
